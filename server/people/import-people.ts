/** Takes a list of people into an analysis; the same list a second time changes nothing. */
import { can } from '#lib/model/access.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { readPeople, type PeopleList } from './csv.ts';
import type { People } from './people.ts';
import type { Actor } from '#lib/model/access.ts';

export interface ImportedPeople {
	/** The people of the list, as understood. */
	readonly people: PeopleList['people'];
	readonly columns: PeopleList['columns'];
	readonly ignored: PeopleList['ignored'];
	readonly skipped: PeopleList['skipped'];
	/** How many became new people; 0 for a preview. */
	readonly added: number;
	/** How many the organisation knew already by their address. */
	readonly known: number;
}

/** What one list may hold; a longer one is an organisation, not a cast. */
const most = 2000;

/** With `preview`, only says what it would take. */
export async function importPeople(
	people: People,
	actor: Actor,
	analysisId: string,
	csv: string,
	preview: boolean,
): Promise<Outcome<ImportedPeople>> {
	if (!can(actor, 'read', { is: 'analysis' })) return notFound('analysis');
	if (!can(actor, 'write', { is: 'people' })) return forbidden();
	const list = readPeople(csv);
	if (list.people.length === 0)
		return refuse(
			'invalid',
			`Nobody could be read from this list: ${list.skipped[0]?.reason ?? 'it is empty'}. Nothing was added.`,
			list.skipped,
		);
	if (list.people.length > most)
		return refuse(
			'too_large',
			`A list may hold ${most} people. Nothing was added; send those who were there.`,
		);
	let added = 0;
	let alreadyKnown = 0;
	const present = await people.list(actor.userId, analysisId);
	if (!present.ok) return present;
	const names = new Set(present.value.map(({ name }) => name.toLowerCase()));
	const skipped = [...list.skipped];
	for (const draft of preview ? [] : list.people) {
		// Without an address a name is all there is to tell a second import from a first.
		if (draft.email === undefined && names.has(draft.name.toLowerCase())) {
			alreadyKnown++;
			continue;
		}
		const outcome = await people.add(actor.userId, analysisId, draft);
		if (!outcome.ok) skipped.push({ line: 0, reason: outcome.refusal.message, text: draft.name });
		else if (outcome.value.isNew) added++;
		else alreadyKnown++;
		names.add(draft.name.toLowerCase());
	}
	return ok({ ...list, skipped, added, known: alreadyKnown });
}
