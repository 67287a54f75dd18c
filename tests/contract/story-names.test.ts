/** How people are named in a story holds on every store, and goes with whom it is about. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteInvolvement } from '#db/person.ts';
import { everyoneNamed, listNames, putEveryoneNamed, putName } from '#db/story.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';

describe.each(stores)('on $name', ({ open }) => {
	let store: TestDatabases;
	beforeAll(async () => {
		store = await open();
	});
	afterAll(() => store.close());

	test('[ST11] one name a person, one for everyone; pseudonyms outlast it, and nothing outlasts the person', async () => {
		const { core: db } = store.databases;
		const by = { made_by: 'usr_lead', made_at: 1_700_000_000_000 };
		const named = async () =>
			(await listNames(db, 'ana_a'))
				.map(({ person_id, naming, pseudonym }) => [person_id, naming, pseudonym])
				.toSorted();
		const put = (person_id: string, naming: 'name' | 'role' | 'pseudonym', pseudonym: string | null = null) =>
			putName(db, { analysis_id: 'ana_a', person_id, naming, pseudonym, ...by });

		expect(await everyoneNamed(db, 'ana_a')).toBe('name');
		await put('per_1', 'role');
		await put('per_1', 'pseudonym', 'Alex');
		await put('per_2', 'role');
		await putName(db, { analysis_id: 'ana_b', person_id: 'per_1', naming: 'name', pseudonym: null, ...by });
		expect(await named()).toEqual([
			['per_1', 'pseudonym', 'Alex'],
			['per_2', 'role', null],
		]);
		for (const everyone of ['name', 'role'] as const) {
			await db
				.transaction()
				.execute((trx) => putEveryoneNamed(trx, { analysis_id: 'ana_a', everyone, ...by }));
			expect(await everyoneNamed(db, 'ana_a')).toBe(everyone);
			expect(await named()).toEqual([['per_1', 'pseudonym', 'Alex']]);
		}
		await deleteInvolvement(db, 'ana_a', 'per_1');
		expect(await named()).toEqual([]);
		expect(await everyoneNamed(db, 'ana_b')).toBe('name');
		expect(await listNames(db, 'ana_b')).toMatchObject([
			{
				person_id: 'per_1',
				naming: 'name',
				pseudonym: null,
				made_by: 'usr_lead',
				made_at: 1_700_000_000_000,
			},
		]);
	});
});
