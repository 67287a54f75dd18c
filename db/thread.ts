/** Rows of `thread` and `comment`. A thread is always asked for within its analysis. */
import { deleteThreadNotifications } from './notification.ts';
import { deleteThreadReactions } from './reaction.ts';
import type { CommentTable, ThreadSeenTable, ThreadTable } from './calibration-tables.ts';
import type { CoreTables } from './tables.ts';
import type { Kysely } from 'kysely';

type Db = Kysely<CoreTables>;

/** A comment and what its author is called. */
export type CommentRow = CommentTable & { readonly author_name: string; readonly author_colour: number };
/** A thread and what the one who resolved it is called. */
export type ThreadRow = ThreadTable & { readonly resolver_name: string | null };

/** The threads of an analysis, oldest first. */
export async function listThreads(db: Db, analysisId: string): Promise<ThreadRow[]> {
	return threads(db, analysisId).orderBy('thread.opened_at').orderBy('thread.id').execute();
}

/** One thread of this analysis; one of another analysis is not found. */
export async function findThread(
	db: Db,
	analysisId: string,
	threadId: string,
): Promise<ThreadRow | undefined> {
	return threads(db, analysisId).where('thread.id', '=', threadId).executeTakeFirst();
}

function threads(db: Db, analysisId: string) {
	return db
		.selectFrom('thread')
		.leftJoin('user', 'user.id', 'thread.resolved_by')
		.selectAll('thread')
		.select('user.name as resolver_name')
		.where('thread.analysis_id', '=', analysisId);
}

/** The comments of all threads of an analysis, or of one, oldest first. */
export async function listComments(db: Db, analysisId: string, threadId?: string): Promise<CommentRow[]> {
	let query = db
		.selectFrom('comment')
		.innerJoin('thread', 'thread.id', 'comment.thread_id')
		.innerJoin('user', 'user.id', 'comment.author_id')
		.selectAll('comment')
		.select(['user.name as author_name', 'user.colour as author_colour'])
		.where('thread.analysis_id', '=', analysisId);
	if (threadId !== undefined) query = query.where('thread.id', '=', threadId);
	return query.orderBy('comment.created_at').orderBy('comment.id').execute();
}

/** One comment of one thread. */
export async function findComment(
	db: Db,
	threadId: string,
	commentId: string,
): Promise<CommentTable | undefined> {
	return db
		.selectFrom('comment')
		.selectAll()
		.where('thread_id', '=', threadId)
		.where('id', '=', commentId)
		.executeTakeFirst();
}

/** When someone looked at each thread of an analysis last, in ms. */
export async function listSeenThreads(
	db: Db,
	analysisId: string,
	userId: string,
): Promise<ReadonlyMap<string, number>> {
	const rows = await db
		.selectFrom('thread_seen')
		.innerJoin('thread', 'thread.id', 'thread_seen.thread_id')
		.select(['thread_seen.thread_id', 'thread_seen.seen_at'])
		.where('thread.analysis_id', '=', analysisId)
		.where('thread_seen.user_id', '=', userId)
		.execute();
	return new Map(rows.map(({ thread_id, seen_at }) => [thread_id, seen_at]));
}

/** Notes that someone has looked at a thread; never an earlier look than the one noted. */
export async function putSeenThread(db: Db, row: ThreadSeenTable): Promise<void> {
	await db
		.insertInto('thread_seen')
		.values(row)
		.onConflict((conflict) =>
			conflict
				.columns(['thread_id', 'user_id'])
				.doUpdateSet({ seen_at: row.seen_at })
				.where('thread_seen.seen_at', '<', row.seen_at),
		)
		.execute();
}

export async function insertThread(db: Db, row: ThreadTable): Promise<void> {
	await db.insertInto('thread').values(row).execute();
}

export async function insertComment(db: Db, row: CommentTable): Promise<void> {
	await db.insertInto('comment').values(row).execute();
}

/** Changes whether and how a thread is resolved. */
export async function updateResolution(
	db: Db,
	threadId: string,
	row: Pick<ThreadTable, 'resolved_at' | 'resolved_by' | 'resolution'>,
): Promise<void> {
	await db.updateTable('thread').set(row).where('id', '=', threadId).execute();
}

/** Settles an open thread. False when somebody did so before. */
export async function claimThread(
	db: Db,
	threadId: string,
	row: Pick<ThreadTable, 'resolved_at' | 'resolved_by' | 'resolution'>,
): Promise<boolean> {
	const result = await db
		.updateTable('thread')
		.set(row)
		.where('id', '=', threadId)
		.where('resolved_at', 'is', null)
		.executeTakeFirst();
	return Number(result.numUpdatedRows) > 0;
}

/** Opens a thread again that was settled by that person at that moment. False when it is settled otherwise, or open. */
export async function releaseThread(
	db: Db,
	threadId: string,
	was: Pick<ThreadTable, 'resolved_at' | 'resolved_by'>,
): Promise<boolean> {
	const result = await db
		.updateTable('thread')
		.set({ resolved_at: null, resolved_by: null, resolution: null })
		.where('id', '=', threadId)
		.where('resolved_at', '=', was.resolved_at)
		.where('resolved_by', '=', was.resolved_by)
		.executeTakeFirst();
	return Number(result.numUpdatedRows) > 0;
}

/** Puts a thread afresh where its words were found. Only if nobody did so since it was read. */
export async function updateAnchor(
	db: Db,
	threadId: string,
	before: string,
	anchorJson: string,
): Promise<void> {
	await db
		.updateTable('thread')
		.set({ anchor_json: anchorJson })
		.where('id', '=', threadId)
		.where('anchor_json', '=', before)
		.execute();
}

export async function updateComment(
	db: Db,
	commentId: string,
	row: Partial<Pick<CommentTable, 'body' | 'edited_at' | 'deleted_at'>>,
): Promise<void> {
	await db.updateTable('comment').set(row).where('id', '=', commentId).execute();
}

/** Takes a thread away with all its comments. */
export async function deleteThread(db: Db, threadId: string): Promise<void> {
	await deleteThreadReactions(db, threadId);
	await db.deleteFrom('comment').where('thread_id', '=', threadId).execute();
	await db.deleteFrom('thread_seen').where('thread_id', '=', threadId).execute();
	await deleteThreadNotifications(db, threadId);
	await db.deleteFrom('thread').where('id', '=', threadId).execute();
}
