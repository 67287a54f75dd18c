import type { Migration } from '../../columns.ts';

/** Activity is read newest first, page by page. */
export const migration: Migration = {
	async up(db) {
		await db.schema
			.createIndex('activity_by_time')
			.on('activity')
			.columns(['analysis_id', 'at', 'seq'])
			.execute();
		await db.schema.dropIndex('activity_by_analysis').execute();
	},
};
