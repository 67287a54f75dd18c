/** Versions hold on every store: SQLite and PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findVersion, insertRound } from '#db/round.ts';
import { deleteVersion, insertVersion, listVersions } from '#db/version.ts';
import { newId } from '#lib/model/ids.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';

describe.each(stores)('on $name', ({ open }) => {
	let store: TestDatabases;
	beforeAll(async () => {
		store = await open();
	});
	afterAll(() => store.close());

	test('[VS1] versions are listed newest first without their bytes, those of rounds with their number', async () => {
		const { core: db } = store.databases;
		const analysisId = newId('analysis');
		const version = (name: string, made_at: number) => ({
			...{ id: newId('version'), analysis_id: analysisId, document: 'analysis/x/narrative', seq: 7 },
			...{ schema_version: 1, bytes: new Uint8Array([0, 255, 13]), name, made_by: 'usr_nobody', made_at },
		});
		const [named, frozen] = [version('Before', 1000), version('Round 1', 2000)];
		await insertVersion(db, named);
		await insertRound(db, {
			version: frozen,
			round: {
				...{ id: newId('round'), analysis_id: analysisId, number: 1, version_id: frozen.id },
				...{
					questions_json: '[]',
					opened_by: 'usr_nobody',
					opened_at: 2000,
					closed_by: null,
					closed_at: null,
				},
			},
			people: [],
			passages: [],
		});
		const told = (row: Omit<typeof named, 'bytes'> & { bytes?: unknown }, round: number | null) => {
			const { bytes: _, ...rest } = row;
			return { ...rest, round, maker: null };
		};
		expect(await listVersions(db, analysisId)).toEqual([told(frozen, 1), told(named, null)]);
		expect(await listVersions(db, newId('analysis'))).toEqual([]);
		// What a round showed to people stays; another analysis deletes nothing here.
		expect(await deleteVersion(db, analysisId, frozen.id)).toBe(false);
		expect(await deleteVersion(db, newId('analysis'), named.id)).toBe(false);
		expect(await deleteVersion(db, analysisId, named.id)).toBe(true);
		expect(await findVersion(db, analysisId, named.id)).toBeUndefined();
		expect(await deleteVersion(db, analysisId, named.id)).toBe(false);
	});
});
