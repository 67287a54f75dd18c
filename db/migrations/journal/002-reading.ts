import type { Migration } from '../../columns.ts';

/** Beside a snapshot, what pages are shown of it before they have read it themselves. */
export const migration: Migration = {
	async up(db, columns) {
		await db.schema.alterTable('document_snapshot').addColumn('reading', columns.bytes).execute();
	},
};
