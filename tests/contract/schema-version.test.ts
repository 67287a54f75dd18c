/** What is done to documents of before, on every store. */
import type { Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import { columnsFor } from '#db/columns.ts';
import { insertDocuments, listDocuments } from '#db/document.ts';
import { migration } from '#db/migrations/journal/003-schema-2.ts';
import { newId } from '#lib/model/ids.ts';
import { stores } from '#tests/support/databases.ts';

describe.each(stores)('on $name', ({ open }) => {
	test('[SV4] texts of before tables are raised, and nothing else is, nor ever lowered', async () => {
		const { databases, close } = await open();
		const db = databases.journal;
		const analysis = newId('analysis');
		const kinds = ['narrative', 'notes', 'timeline'] as const;
		await insertDocuments(
			db,
			kinds.map((kind) => ({ analysis, kind })),
			1000,
		);
		const version = async (value: number, kind: string) =>
			db.updateTable('document').set({ schema_version: value }).where('kind', '=', kind).execute();
		await version(1, 'narrative');
		await version(7, 'notes');
		await version(1, 'timeline');
		await migration.up(db as unknown as Kysely<never>, columnsFor(databases.dialect));
		const rows = await listDocuments(db, analysis);
		expect(rows.map(({ kind, schema_version }) => [kind, schema_version])).toEqual([
			['narrative', 2],
			['notes', 7],
			['timeline', 1],
		]);
		await close();
	});
});
