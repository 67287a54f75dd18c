/** Lines of activity hold on every store: SQLite and PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	appendActivity,
	clearActivity,
	deleteActivity,
	listActivity,
	moveActivity,
	type NamedActivityRow,
} from '#db/activity.ts';
import { newId } from '#lib/model/ids.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';

describe.each(stores)('on $name', ({ open }) => {
	let store: TestDatabases;
	beforeAll(async () => {
		store = await open();
	});
	afterAll(() => store.close());

	test('[AY5] lines are read newest first, page by page, under the name of now; moved and taken out', async () => {
		const { core: db } = store.databases;
		const analysis_id = newId('analysis');
		const user = (name: string) => ({
			...{ id: newId('user'), kind: 'account' as const, email: `${name}@house.example`, name, colour: 1 },
			...{ is_admin: 0, created_at: 1, disabled_at: null },
		});
		const ines = user('ines');
		await db.insertInto('user').values(ines).execute();
		const line = (words: string, at: number, kind = 'event', user_id: string = ines.id) => ({
			...{ analysis_id, user_id, subject_kind: kind, subject_id: `${kind}-${words}`, words, at },
		});
		const lines = [
			line('b', 2000),
			line('a', 1000),
			line('c', 2000, 'moment'),
			// Nobody knows them any more.
			line('d', 1_900_000_000_000, 'event', 'usr_gone'),
		];
		const seqs: number[] = [];
		for (const each of lines) seqs.push(await appendActivity(db, each));
		await appendActivity(db, { ...line('elsewhere', 3000), analysis_id: newId('analysis') });
		const told = (found: readonly NamedActivityRow[]) => found.map(({ words, by, at }) => [words, by, at]);
		const all = [
			['d', null, 1_900_000_000_000],
			['c', 'ines', 2000],
			['b', 'ines', 2000],
			['a', 'ines', 1000],
		];
		const first = await listActivity(db, analysis_id, { limit: 2 });
		expect(told(first)).toEqual(all.slice(0, 2));
		const before = first.at(-1);
		expect(told(await listActivity(db, analysis_id, { limit: 9, before }))).toEqual(all.slice(2));
		expect(told(await listActivity(db, analysis_id, { limit: 9, subject: 'event-b' }))).toEqual([all[2]]);

		await moveActivity(db, seqs[1] ?? 0, { words: 'a again', at: 2500 });
		await deleteActivity(db, { analysisId: analysis_id, userId: ines.id, kind: 'event', id: 'event-b' });
		await deleteActivity(db, { analysisId: analysis_id, userId: 'usr_gone', kind: 'moment' });
		expect(told(await listActivity(db, analysis_id, { limit: 9 }))).toEqual([
			all[0],
			['a again', 'ines', 2500],
			all[1],
		]);
		await deleteActivity(db, { analysisId: analysis_id, userId: ines.id, kind: 'moment' });
		await clearActivity(db, analysis_id);
		expect(await listActivity(db, analysis_id, { limit: 9 })).toEqual([]);
	});
});
