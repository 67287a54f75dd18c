/** The cast: people.csv as a user would import it, Northgate's team, the systems, and guests for those who write. */
import { newId, type PersonId, type SystemId } from '#lib/model/ids.ts';
import { importPeople } from '../people/import-people.ts';
import { ok, type Outcome } from '../refusal.ts';
import type { Copy } from './copy.ts';

/** The name that the infrastructure lead chose for the story; kept as chosen, and marked so. */
const chosenName = 'LeadEng McInfraPants';

/** Gives the analysis its people and systems. */
export async function loadPeople(copy: Copy): Promise<Outcome<void>> {
	const { services, sample, analysis, leadId } = copy;
	const { people } = services;
	const lead = { userId: leadId, role: 'lead', personId: undefined } as const;
	const imported = await importPeople(people, lead, analysis, sample.people, false);
	if (!imported.ok) return imported;
	for (const { name } of sample.timeline.outsideVoices) {
		const added = await people.add(leadId, analysis, { name, part: 'data team of Northgate, a customer' });
		if (!added.ok) return added;
	}
	const cast = await people.list(leadId, analysis);
	if (!cast.ok) return cast;
	const voices = new Map(sample.timeline.outsideVoices.map(({ id, name }) => [name, id]));
	for (const { id, name } of cast.value) {
		const slug = voices.get(name) ?? slugOf(name);
		copy.people.set(slug, id as PersonId);
		copy.names.set(slug, name);
		if (voices.has(name)) continue;
		// In the evidence people appear under the names of the list.
		const changed = await people.change(leadId, analysis, id, {
			authors: [name],
			...(name === chosenName && { isChosenName: true }),
		});
		if (!changed.ok) return changed;
	}
	for (const { id } of sample.timeline.systems) {
		const system = await people.addNamed(leadId, analysis, 'system', id);
		if (!system.ok) return system;
		copy.systems.set(id, system.value.id as SystemId);
	}
	await addWriters(copy);
	return ok(undefined);
}

/** “Wei-Lin Chou” → `wei-lin-chou`. */
const slugOf = (name: string) => name.toLowerCase().replace(/[^a-z]+/g, '-');

/** Users without credentials, so that what Hana wrote is shown as Hana's. */
async function addWriters({ services, sample, names, writers }: Copy): Promise<void> {
	const rows = sample.manifest.users.flatMap(({ person }, index) => {
		const name = names.get(person);
		if (name === undefined) return [];
		const id = newId('user');
		writers.set(person, id);
		return [
			{
				id,
				kind: 'guest' as const,
				email: null,
				name,
				colour: (index % 6) + 1,
				is_admin: 0,
				created_at: Date.now(),
				disabled_at: null,
			},
		];
	});
	await services.databases.core.insertInto('user').values(rows).execute();
}
