/** Rows of `notification`: that something is for someone, never what it says. */
import type { NotificationTable } from './calibration-tables.ts';
import type { CoreTables } from './tables.ts';
import type { Kysely } from 'kysely';

type Db = Kysely<CoreTables>;

/** A notification, and what its analysis is called. */
export type NotificationRow = NotificationTable & { readonly analysis_title: string };

/** The newest notifications for a user: their own, and those for the person they are in an analysis. */
export async function listNotifications(db: Db, userId: string, limit: number): Promise<NotificationRow[]> {
	return db
		.selectFrom('notification')
		.innerJoin('analysis', 'analysis.id', 'notification.analysis_id')
		.innerJoin('membership', (join) =>
			join
				.onRef('membership.analysis_id', '=', 'notification.analysis_id')
				.on('membership.user_id', '=', userId),
		)
		.selectAll('notification')
		.select('analysis.title as analysis_title')
		.where('analysis.deleted_at', 'is', null)
		.where((where) =>
			where.or([
				where('notification.user_id', '=', userId),
				where('notification.person_id', '=', where.ref('membership.person_id')),
			]),
		)
		.orderBy('notification.created_at', 'desc')
		.orderBy('notification.id')
		.limit(limit)
		.execute();
}

export async function insertNotification(db: Db, row: NotificationTable): Promise<void> {
	await db.insertInto('notification').values(row).execute();
}

/** Marks as read what was not. Give ids that `listNotifications` gave this user. */
export async function markNotificationsRead(db: Db, ids: readonly string[], at: number): Promise<void> {
	if (ids.length === 0) return;
	await db
		.updateTable('notification')
		.set({ read_at: at })
		.where('id', 'in', ids)
		.where('read_at', 'is', null)
		.execute();
}

/** All that may be told of a thread. */
const ofThread = (threadId: string) => [
	`mention/${threadId}`,
	`reply/${threadId}`,
	`answer_reply/${threadId}`,
];

/** Who opened a thread, as the people they are: by person, the users they have. An answer in a round is its author's. */
export async function listPosters(
	db: Db,
	analysisId: string,
	threadId: string,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
	const answered = db.selectFrom('round_answer').select('person_id').where('thread_id', '=', threadId);
	const opened = db
		.selectFrom('thread')
		.innerJoin('membership', (join) =>
			join
				.onRef('membership.analysis_id', '=', 'thread.analysis_id')
				.onRef('membership.user_id', '=', 'thread.opened_by'),
		)
		.select('membership.person_id')
		.where('thread.id', '=', threadId);
	const rows = await db
		.selectFrom('membership')
		.select(['person_id', 'user_id'])
		.where('analysis_id', '=', analysisId)
		.where('person_id', 'is not', null)
		.where((where) => where.or([where('person_id', 'in', answered), where('person_id', 'in', opened)]))
		.execute();
	const people = Map.groupBy(rows, ({ person_id }) => person_id ?? '');
	return new Map([...people].map(([id, own]) => [id, new Set(own.map(({ user_id }) => user_id))]));
}

/** Takes away that an answer was replied to: its author has said more, or is told afresh. */
export async function forgetAnswerReplies(db: Db, threadId: string, personId: string): Promise<void> {
	await db
		.deleteFrom('notification')
		.where('kind', '=', `answer_reply/${threadId}`)
		.where('person_id', '=', personId)
		.execute();
}

/** Takes away what was said of a thread that is gone. */
export async function deleteThreadNotifications(db: Db, threadId: string): Promise<void> {
	await db.deleteFrom('notification').where('kind', 'in', ofThread(threadId)).execute();
}

/** Takes away what was said of one comment: its author's, from when it was written to their next one in the thread. */
export async function deleteCommentNotifications(
	db: Db,
	comment: { readonly threadId: string; readonly by: string; readonly from: number; readonly until: number },
): Promise<void> {
	await db
		.deleteFrom('notification')
		.where('kind', 'in', ofThread(comment.threadId))
		.where('by_user_id', '=', comment.by)
		.where('created_at', '>=', comment.from)
		.where('created_at', '<', comment.until)
		.execute();
}
