/** Rows of `activity`: who did what, in words. Never who wrote how much. */
import type { Insertable, Kysely } from 'kysely';
import type { ActivityTable, CoreTables } from './tables.ts';

/** Adds one line to what happened in an analysis. */
export async function appendActivity(db: Kysely<CoreTables>, row: Insertable<ActivityTable>): Promise<void> {
	await db.insertInto('activity').values(row).execute();
}
