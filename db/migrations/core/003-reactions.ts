import type { Migration } from '../../columns.ts';

/** Signs that people give to a comment. */
export const migration: Migration = {
	async up(db) {
		await db.schema
			.createTable('comment_reaction')
			.addColumn('comment_id', 'text', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('given_at', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('comment_reaction_key', ['comment_id', 'user_id', 'kind'])
			.execute();
	},
};
