import type { Migration } from '../../columns.ts';

/** Mail: what people chose, what waits to be sent, and which notification went into which mail. */
export const migration: Migration = {
	async up(db) {
		await db.schema.alterTable('notification').addColumn('by_user_id', 'text').execute();
		await db.schema
			.createTable('mail_choice')
			.addColumn('user_id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('choice', 'text', (column) => column.notNull())
			.addColumn('changed_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema
			.createTable('mail')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('due_at', 'bigint', (column) => column.notNull())
			.addColumn('attempts', 'bigint', (column) => column.notNull())
			.addColumn('changed_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema.createIndex('mail_by_state').on('mail').columns(['state', 'due_at']).execute();
		await db.schema
			.createTable('mail_item')
			.addColumn('notification_id', 'text', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addColumn('mail_id', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('mail_item_key', ['notification_id', 'user_id'])
			.execute();
		await db.schema.createIndex('mail_item_by_mail').on('mail_item').columns(['mail_id']).execute();
	},
};
