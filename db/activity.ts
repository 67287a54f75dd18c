/** Rows of `activity`: who did what, in words. Never who wrote how much. */
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { ActivityTable, CoreTables } from './tables.ts';

type Db = Kysely<CoreTables>;

export type ActivityRow = Selectable<ActivityTable>;
/** A line, and what whoever it is about is called now; null when nobody knows them any more. */
export type NamedActivityRow = ActivityRow & { readonly by: string | null };

/** Where a page of lines begins: behind the line of this time and number. */
export interface ActivityCursor {
	readonly at: number;
	readonly seq: number;
}

/** Adds one line to what happened in an analysis. Returns its number. */
export async function appendActivity(db: Db, row: Insertable<ActivityTable>): Promise<number> {
	const { seq } = await db.insertInto('activity').values(row).returning('seq').executeTakeFirstOrThrow();
	return Number(seq);
}

/** Work that goes on: its line says the newest words and time. Nothing happens when the line is gone. */
export async function moveActivity(
	db: Db,
	seq: number,
	line: Pick<ActivityRow, 'words' | 'at'>,
): Promise<void> {
	await db.updateTable('activity').set(line).where('seq', '=', seq).execute();
}

/** The lines of an analysis, newest first; of one subject, when it is named. */
export async function listActivity(
	db: Db,
	analysisId: string,
	{
		limit,
		before,
		subject,
	}: {
		readonly limit: number;
		readonly before?: ActivityCursor | undefined;
		readonly subject?: string | undefined;
	},
): Promise<NamedActivityRow[]> {
	let query = db
		.selectFrom('activity')
		.leftJoin('user', 'user.id', 'activity.user_id')
		.selectAll('activity')
		.select('user.name as by')
		.where('activity.analysis_id', '=', analysisId)
		.orderBy('activity.at', 'desc')
		.orderBy('activity.seq', 'desc')
		.limit(limit);
	if (before)
		query = query.where(({ eb, or, and }) =>
			or([
				eb('activity.at', '<', before.at),
				and([eb('activity.at', '=', before.at), eb('activity.seq', '<', before.seq)]),
			]),
		);
	if (subject !== undefined) query = query.where('activity.subject_id', '=', subject);
	const rows = await query.execute();
	// PostgreSQL counts in 64 bits.
	return rows.map((row) => ({ ...row, seq: Number(row.seq), at: Number(row.at) }));
}

/** Takes out the lines of a person about one kind of thing, or about one such thing. */
export async function deleteActivity(
	db: Db,
	which: {
		readonly analysisId: string;
		readonly userId: string;
		readonly kind: string;
		readonly id?: string | undefined;
	},
): Promise<void> {
	let query = db
		.deleteFrom('activity')
		.where('analysis_id', '=', which.analysisId)
		.where('user_id', '=', which.userId)
		.where('subject_kind', '=', which.kind);
	if (which.id !== undefined) query = query.where('subject_id', '=', which.id);
	await query.execute();
}

/** Takes out all lines of an analysis. */
export async function clearActivity(db: Db, analysisId: string): Promise<void> {
	await db.deleteFrom('activity').where('analysis_id', '=', analysisId).execute();
}
