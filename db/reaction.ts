/** Rows of `comment_reaction`: who gave which sign to a comment. Asked for within an analysis. */
import type { CommentReactionTable } from './calibration-tables.ts';
import type { CoreTables } from './tables.ts';
import type { Kysely } from 'kysely';

type Db = Kysely<CoreTables>;

/** A reaction and what its giver is called. */
export type ReactionRow = CommentReactionTable & { readonly user_name: string };

/** The reactions to the comments of all threads of an analysis, or of one, in the order in which they were given. */
export async function listReactions(db: Db, analysisId: string, threadId?: string): Promise<ReactionRow[]> {
	let query = db
		.selectFrom('comment_reaction')
		.innerJoin('comment', 'comment.id', 'comment_reaction.comment_id')
		.innerJoin('thread', 'thread.id', 'comment.thread_id')
		.innerJoin('user', 'user.id', 'comment_reaction.user_id')
		.selectAll('comment_reaction')
		.select('user.name as user_name')
		.where('thread.analysis_id', '=', analysisId)
		.where('comment.deleted_at', 'is', null);
	if (threadId !== undefined) query = query.where('thread.id', '=', threadId);
	return query.orderBy('comment_reaction.given_at').orderBy('comment_reaction.user_id').execute();
}

/** Gives a reaction; one that was given stays as it is. */
export async function putReaction(db: Db, row: CommentReactionTable): Promise<void> {
	await db
		.insertInto('comment_reaction')
		.values(row)
		.onConflict((conflict) => conflict.columns(['comment_id', 'user_id', 'kind']).doNothing())
		.execute();
}

/** Takes one reaction back. */
export async function deleteReaction(
	db: Db,
	{ comment_id, user_id, kind }: Omit<CommentReactionTable, 'given_at'>,
): Promise<void> {
	await db
		.deleteFrom('comment_reaction')
		.where('comment_id', '=', comment_id)
		.where('user_id', '=', user_id)
		.where('kind', '=', kind)
		.execute();
}

/** Takes away the reactions to one comment. */
export async function deleteCommentReactions(db: Db, commentId: string): Promise<void> {
	await db.deleteFrom('comment_reaction').where('comment_id', '=', commentId).execute();
}

/** Takes away the reactions to all comments of a thread. */
export async function deleteThreadReactions(db: Db, threadId: string): Promise<void> {
	await db
		.deleteFrom('comment_reaction')
		.where('comment_id', 'in', (query) =>
			query.selectFrom('comment').select('comment.id').where('comment.thread_id', '=', threadId),
		)
		.execute();
}

/** Takes away what someone gave in the threads of one analysis. */
export async function deleteUserReactions(db: Db, analysisId: string, userId: string): Promise<void> {
	await db
		.deleteFrom('comment_reaction')
		.where('user_id', '=', userId)
		.where('comment_id', 'in', (query) =>
			query
				.selectFrom('comment')
				.innerJoin('thread', 'thread.id', 'comment.thread_id')
				.select('comment.id')
				.where('thread.analysis_id', '=', analysisId),
		)
		.execute();
}
