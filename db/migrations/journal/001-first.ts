import type { Migration } from '../../columns.ts';

/** The first shape of the journal. */
export const migration: Migration = {
	async up(db, columns) {
		await db.schema
			.createTable('document')
			.addColumn('name', 'text', (column) => column.primaryKey().notNull())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('subject_id', 'text')
			.addColumn('epoch', 'bigint', (column) => column.notNull())
			.addColumn('head', 'bigint', (column) => column.notNull())
			.addColumn('schema_version', 'bigint', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema.createIndex('document_by_analysis').on('document').columns(['analysis_id']).execute();
		await db.schema
			.createTable('document_update')
			.addColumn('document', 'text', (column) => column.notNull())
			.addColumn('seq', 'bigint', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addColumn('client_id', 'bigint', (column) => column.notNull())
			.addColumn('at', 'bigint', (column) => column.notNull())
			.addColumn('bytes', columns.bytes, (column) => column.notNull())
			.addColumn('checksum', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('document_update_key', ['document', 'seq'])
			.execute();
		await db.schema
			.createTable('document_snapshot')
			.addColumn('document', 'text', (column) => column.primaryKey().notNull())
			.addColumn('seq', 'bigint', (column) => column.notNull())
			.addColumn('bytes', columns.bytes, (column) => column.notNull())
			.addColumn('checksum', 'text', (column) => column.notNull())
			.addColumn('made_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema
			.createTable('document_client')
			.addColumn('document', 'text', (column) => column.notNull())
			.addColumn('client_id', 'bigint', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('document_client_key', ['document', 'client_id'])
			.execute();
	},
};
