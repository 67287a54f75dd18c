/** What is for someone: mentions, replies, what a round asks. It says that there is something, never what it says. */
import type { CoreDb } from '#db/open.server.ts';
import {
	forgetAnswerReplies,
	insertNotification,
	listNotifications,
	listPosters,
	markNotificationsRead,
	type NotificationRow,
} from '#db/notification.ts';
import { findThread, listComments } from '#db/thread.ts';
import { roles, type Actor } from '#lib/model/access.ts';
import { mentionsIn } from '#lib/model/comment-mentions.ts';
import { newId } from '#lib/model/ids.ts';
import { sightOf } from '../calibration/thread-view.ts';
import { notFound, ok, type Outcome } from '../refusal.ts';

/** One line behind the bell. */
export interface Notification {
	readonly id: string;
	readonly analysisId: string;
	readonly analysis: string;
	/** One sentence without content: "Ines Caldeira mentioned you in a thread." */
	readonly words: string;
	/** Where to look, within this site; null where it is no longer open to them. */
	readonly href: string | null;
	readonly at: string;
	readonly isRead: boolean;
}

/** Someone who can be mentioned. */
export interface Mentionable {
	readonly userId: string;
	readonly name: string;
}

export interface NotificationPorts {
	readonly db: CoreDb;
	standing(userId: string, analysisId: string): Promise<Actor>;
	/** Tells open pages of the analysis to look. */
	publish(analysisId: string): void;
	readonly now?: () => number;
}

export interface Notifications {
	/** The newest first. */
	list(userId: string): Promise<readonly Notification[]>;
	/** Those given, or all. Others' ids are nobody's business and change nothing. */
	read(userId: string, ids?: readonly string[]): Promise<void>;
	/** Who can be mentioned in threads of the analysis, by those who may read them: members who read threads too. */
	mentionable(userId: string, analysisId: string): Promise<Outcome<readonly Mentionable[]>>;
	/**
	 * Tells whom a comment mentions and, once, whoever spoke in its thread before; and those whose answer in a round it
	 * hangs on, who read it on their own page and nowhere else.
	 */
	commented(comment: {
		readonly analysisId: string;
		readonly threadId: string;
		readonly by: string;
		readonly body: string;
	}): Promise<void>;
}

/** More than anyone scrolls through. */
const most = 50;

export function createNotifications({
	db,
	standing,
	publish,
	now = Date.now,
}: NotificationPorts): Notifications {
	/** Members to whom threads are open. A group session in force is not asked: it ends, a mention stays. */
	async function readersOf(analysisId: string): Promise<readonly Mentionable[]> {
		const rows = await db
			.selectFrom('membership')
			.innerJoin('user', 'user.id', 'membership.user_id')
			.select(['user.id', 'user.name', 'membership.role'])
			.where('membership.analysis_id', '=', analysisId)
			.where('user.disabled_at', 'is', null)
			.orderBy('user.name')
			.execute();
		return rows.flatMap(({ id, name, role }) => {
			const known = roles.find((one) => one === role);
			return sightOf({ userId: id, role: known, personId: undefined }) === undefined
				? []
				: [{ userId: id, name }];
		});
	}

	async function hrefOf(row: NotificationRow, userId: string): Promise<string | null> {
		const [kind, subject = ''] = row.kind.split('/');
		const base = `/analysis/${row.analysis_id}`;
		if (kind !== 'mention' && kind !== 'reply') return row.person_id === null ? base : `${base}/part`;
		const sight = sightOf(await standing(userId, row.analysis_id));
		const thread = await findThread(db, row.analysis_id, subject);
		if (!thread || sight === undefined) return null;
		if (sight === 'frozen') return thread.on_kind === 'passage' ? `${base}/draft?thread=${subject}` : null;
		if (thread.on_kind === 'event') return `${base}/timeline?event=${thread.subject_id}`;
		if (thread.on_kind === 'record') return `${base}/evidence?record=${thread.subject_id}`;
		return `${base}/narrative?thread=${subject}`;
	}

	return {
		async list(userId) {
			const rows = await listNotifications(db, userId, most);
			return Promise.all(
				rows.map(async (row) => ({
					id: row.id,
					analysisId: row.analysis_id,
					analysis: row.analysis_title,
					words: row.body,
					href: await hrefOf(row, userId),
					at: new Date(row.created_at).toISOString(),
					isRead: row.read_at !== null,
				})),
			);
		},
		async read(userId, ids) {
			const own = (await listNotifications(db, userId, most)).map(({ id }) => id);
			await markNotificationsRead(db, ids ? own.filter((id) => ids.includes(id)) : own, now());
		},
		async mentionable(userId, analysisId) {
			if (sightOf(await standing(userId, analysisId)) === undefined) return notFound('analysis');
			return ok(await readersOf(analysisId));
		},
		async commented({ analysisId, threadId, by, body }) {
			const readers = await readersOf(analysisId);
			const mentioned = new Set(mentionsIn(body, readers).map(({ userId }) => userId));
			const comments = await listComments(db, analysisId, threadId);
			const spoke = new Set(comments.map(({ author_id }) => author_id));
			const author = comments.find(({ author_id }) => author_id === by)?.author_name ?? 'Somebody';
			const told = readers.filter(
				({ userId }) => userId !== by && (mentioned.has(userId) || spoke.has(userId)),
			);
			for (const { userId } of told) {
				const isMention = mentioned.has(userId);
				await insertNotification(db, {
					id: newId('notification'),
					user_id: userId,
					person_id: null,
					analysis_id: analysisId,
					kind: `${isMention ? 'mention' : 'reply'}/${threadId}`,
					body: isMention
						? `${author} mentioned you in a thread.`
						: `${author} replied in a thread that you wrote in.`,
					created_at: now(),
					read_at: null,
					by_user_id: by,
				});
			}
			const isTold = new Set([by, ...told.map(({ userId }) => userId)]);
			const posters = [...(await listPosters(db, analysisId, threadId))]
				.filter(([, users]) => users.isDisjointFrom(isTold))
				.map(([personId]) => personId);
			for (const personId of posters) {
				// One line for a thread, however many replies wait in it.
				await forgetAnswerReplies(db, threadId, personId);
				await insertNotification(db, {
					...{ id: newId('notification'), user_id: null, person_id: personId, analysis_id: analysisId },
					...{ kind: `answer_reply/${threadId}`, body: `${author} replied to what you posted.` },
					...{ created_at: now(), read_at: null, by_user_id: by },
				});
			}
			if (told.length + posters.length > 0) publish(analysisId);
		},
	};
}
