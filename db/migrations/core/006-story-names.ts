import type { Migration } from '../../columns.ts';

/** How people are named in the story that goes out next. */
export const migration: Migration = {
	async up(db) {
		await db.schema
			.createTable('story_naming')
			.addColumn('analysis_id', 'text', (column) => column.primaryKey())
			.addColumn('everyone', 'text', (column) => column.notNull())
			.addColumn('made_by', 'text', (column) => column.notNull())
			.addColumn('made_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema
			.createTable('story_name')
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('naming', 'text', (column) => column.notNull())
			.addColumn('pseudonym', 'text')
			.addColumn('made_by', 'text', (column) => column.notNull())
			.addColumn('made_at', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('story_name_key', ['analysis_id', 'person_id'])
			.execute();
	},
};
