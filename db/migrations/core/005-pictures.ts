import type { Migration } from '../../columns.ts';

/** Pictures in the texts of an analysis. */
export const migration: Migration = {
	async up(db) {
		await db.schema
			.createTable('picture')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('sha256', 'text', (column) => column.notNull())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('bytes', 'bigint', (column) => column.notNull())
			.addColumn('width', 'bigint', (column) => column.notNull())
			.addColumn('height', 'bigint', (column) => column.notNull())
			.addColumn('added_by', 'text', (column) => column.notNull())
			.addColumn('added_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema.createIndex('picture_analysis').on('picture').column('analysis_id').execute();
		await db.schema.createIndex('picture_blob').on('picture').column('sha256').execute();
	},
};
