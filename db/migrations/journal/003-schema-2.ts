import { sql } from 'kysely';
import type { Migration } from '../../columns.ts';

/**
 * Texts may hold tables from now on, and marks for what is an inference or a recollection, which an older page would take
 * for mistakes and remove: it may read these documents and write none of them.
 */
export const migration: Migration = {
	async up(db) {
		await sql`UPDATE document SET schema_version = 2 WHERE kind IN ('notes', 'narrative') AND schema_version < 2`.execute(
			db,
		);
	},
};
