import { sql } from 'kysely';
import type { Migration } from '../../columns.ts';

/** Activity is read newest first, page by page, and keeps no name in its words. */
export const migration: Migration = {
	async up(db) {
		await db.schema
			.createIndex('activity_by_time')
			.on('activity')
			.columns(['analysis_id', 'at', 'seq'])
			.execute();
		await db.schema.dropIndex('activity_by_analysis').execute();
		await sql`
			update activity set words = 'took an edit into the text'
			where words like 'took the edit that %' and words <> 'took the edit that they had proposed'
		`.execute(db);
	},
};
