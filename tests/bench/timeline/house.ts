/** The built server with a night in it, written through real documents into the journal, and who may look. */
import { startServer } from '#tests/e2e/support/server.ts';
import type { PersonId, SystemId } from '#lib/model/ids.ts';
import { addEvent } from '#lib/model/timeline.ts';
import { readConfig } from '#server/config.ts';
import { createServices } from '#server/services.ts';
import { aNight, type Seeded } from './night.ts';

export interface House {
	readonly origin: string;
	/** The analysis with so many events. */
	readonly analyses: ReadonlyMap<number, string>;
	readonly events: ReadonlyMap<number, readonly Seeded[]>;
	/** Of the browser: signed in. */
	readonly cookie: { readonly name: string; readonly value: string };
	/** Of someone else in the same analyses, for the API. */
	readonly otherToken: string;
	close(): Promise<void>;
}

const password = 'a few words in a row';
/** Events of one write: a frame may have 8 MiB. */
const atOnce = 2000;

export async function openHouse(scales: readonly number[]): Promise<House> {
	const server = await startServer({ LOG_LEVEL: 'error' });
	await server.stop();
	const services = await createServices(
		readConfig({ DATA_DIR: server.dataDir, ORIGIN: server.origin, LOG_LEVEL: 'silent' }),
	);
	const account = async (name: string) => {
		const made = await services.accounts.create({ email: `${name}@night.example`, name, password });
		if (!made.ok) throw new Error(made.refusal.message);
		return made.value.userId;
	};
	const [looker, other] = [await account('looker'), await account('other')];
	const analyses = new Map<number, string>();
	const events = new Map<number, readonly Seeded[]>();
	for (const scale of scales) {
		process.stderr.write(`timeline: writing ${scale} events\n`);
		const analysis = await services.analyses.create(looker, {
			title: `A night of ${scale}`,
			subject: 'incident',
			effort: 'deep',
			date: '2026-03-11',
		});
		const joined = await services.members.add(looker, analysis, 'other@night.example', 'analyst');
		if (!joined.ok) throw new Error(joined.refusal.message);
		const people: PersonId[] = [];
		for (let n = 0; n < 24; n++) {
			const draft = { name: `Person${n} Night`, team: `Team ${Math.floor(n / 5)}` };
			const added = await services.people.add(looker, analysis, draft);
			if (!added.ok) throw new Error(added.refusal.message);
			people.push(added.value.id as PersonId);
		}
		const systems: SystemId[] = [];
		for (let n = 0; n < 12; n++) {
			const added = await services.people.addNamed(looker, analysis, 'system', `system-${n}`);
			if (!added.ok) throw new Error(added.refusal.message);
			systems.push(added.value.id as SystemId);
		}
		const night = aNight(scale, people, systems);
		for (let from = 0; from < night.length; from += atOnce)
			await services.collab.writeAs(looker, { analysis, kind: 'timeline' }, (doc, origin) => {
				for (const { id, draft } of night.slice(from, from + atOnce)) addEvent(doc, draft, origin, id);
			});
		analyses.set(scale, analysis);
		events.set(scale, night);
	}
	const otherToken = await services.sessions.makeToken(other, 'bench');
	await services.close();
	await server.start();
	const entered = await fetch(`${server.origin}/api/v1/sign-in`, {
		method: 'POST',
		headers: { origin: server.origin, 'content-type': 'application/json' },
		body: JSON.stringify({ email: 'looker@night.example', password }),
	});
	const [pair = ''] = (entered.headers.get('set-cookie') ?? '').split(';', 1);
	const [name = '', value = ''] = pair.split('=');
	if (entered.status !== 204 || value === '') throw new Error(`signing in was answered ${entered.status}`);
	return {
		origin: server.origin,
		analyses,
		events,
		cookie: { name, value },
		otherToken,
		close: server.remove,
	};
}
