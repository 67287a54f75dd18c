/** Threads on passages, events and records: opened, answered, resolved; live for everyone who may read them. */
import { appendActivity } from '#db/activity.ts';
import { deleteCommentNotifications } from '#db/notification.ts';
import { holdAnalysis } from '#db/hold.ts';
import type * as Y from 'yjs';
import type { CoreDb } from '#db/open.server.ts';
import { deleteCommentReactions } from '#db/reaction.ts';
import type { ThreadTable } from '#db/calibration-tables.ts';
import {
	deleteThread,
	findComment,
	findThread,
	insertComment,
	insertThread,
	listComments,
	listThreads,
	putSeenThread,
	updateComment,
	updateResolution,
} from '#db/thread.ts';
import { can, type Actor } from '#lib/model/access.ts';
import { makeAnchor, type Anchor } from '#lib/model/anchor.ts';
import { newId, type AnalysisId, type EventId, type RecordId, type ThreadId } from '#lib/model/ids.ts';
import { narrativeOf } from '#lib/model/narrative.ts';
import { threadWords, type Thread, type ThreadKind, type ThreadTarget } from '#lib/model/thread.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { readVersion } from './frozen.ts';
import type { ThreadPorts } from './ports.ts';
import { sightOf, viewThread, viewThreads } from './thread-view.ts';

export interface NewThread {
	readonly on: ThreadTarget;
	readonly kind: ThreadKind;
	/** May be empty when there is a proposal. */
	readonly body: string;
	readonly proposal?: string | undefined;
}

/** A thread from elsewhere, with its authors and times. */
export interface ImportedThread {
	readonly on: ThreadTarget;
	/** Of a passage as it stood in a frozen version; made afresh in the text as it is now when absent. */
	readonly anchor?: Anchor | undefined;
	readonly kind: ThreadKind;
	readonly proposal?: string | undefined;
	/** At least one; the first opens the thread. */
	readonly comments: readonly { readonly by: string; readonly at: number; readonly body: string }[];
	readonly resolved?:
		| { readonly by: string; readonly at: number; readonly resolution?: string | undefined }
		| undefined;
}

export interface Threads {
	list(userId: string, analysisId: string): Promise<Outcome<readonly Thread[]>>;
	open(userId: string, analysisId: string, draft: NewThread): Promise<Outcome<Thread>>;
	comment(userId: string, analysisId: string, threadId: string, body: string): Promise<Outcome<Thread>>;
	/** Notes that the caller has looked at these threads, or at all they may read. Nobody else learns of it. */
	see(userId: string, analysisId: string, threadIds?: readonly string[]): Promise<Outcome<void>>;
	/** Resolves, with a word how, or opens again. */
	resolve(
		userId: string,
		analysisId: string,
		threadId: string,
		change: { readonly resolved: boolean; readonly resolution?: string | undefined },
	): Promise<Outcome<Thread>>;
	/** One's own comment only. */
	editComment(
		userId: string,
		analysisId: string,
		threadId: string,
		commentId: string,
		body: string,
	): Promise<Outcome<Thread>>;
	/** One's own comment only; the thread goes with its only comment. */
	deleteComment(
		userId: string,
		analysisId: string,
		threadId: string,
		commentId: string,
	): Promise<Outcome<void>>;
	/** Adds a comment to a thread that is there. Asks nobody whether they may: that is the caller's to know. */
	add(
		analysisId: string,
		threadId: string,
		comment: { readonly by: string; readonly body: string },
	): Promise<void>;
	/** Takes over a thread from elsewhere. Asks nobody whether they may: that is the caller's to know. */
	take(analysisId: string, thread: ImportedThread): Promise<Outcome<ThreadId>>;
}

export function createThreads(db: CoreDb, ports: ThreadPorts, now: () => number = Date.now): Threads {
	/** Who may comment but not settle is told so; who may read no thread learns nothing. */
	async function allowed(
		userId: string,
		analysisId: string,
		action: 'read' | 'comment' | 'settle',
	): Promise<Outcome<Actor>> {
		const actor = await ports.standing(userId, analysisId);
		if (sightOf(actor) === undefined) return notFound('analysis');
		if (action === 'settle' && !can(actor, 'write', { is: 'threads' }))
			return forbidden('You can comment here. Settling a thread is for those who write the text.');
		return ok(actor);
	}

	const one = (actor: Actor, analysisId: string, threadId: string): Promise<Outcome<Thread>> =>
		viewThread(db, ports, actor, analysisId, threadId);

	/** The columns that say what a thread hangs on. */
	async function hang(
		actor: Actor,
		analysisId: AnalysisId,
		on: ThreadTarget,
	): Promise<Outcome<Pick<ThreadTable, 'on_kind' | 'subject_id' | 'anchor_json' | 'quote'>>> {
		if (!('quote' in on) && sightOf(actor) !== 'live') return notFound('event' in on ? 'event' : 'record');
		if ('event' in on) {
			const exists = await ports.hasEvent(analysisId, on.event);
			return exists ? ok(plain('event', on.event)) : notFound('event');
		}
		if ('record' in on) {
			const exists = await ports.hasRecord(analysisId, on.record);
			return exists ? ok(plain('record', on.record)) : notFound('record');
		}
		const make = (doc: Y.Doc) => makeAnchor(narrativeOf(doc), on);
		const isFrozen = on.round !== undefined || sightOf(actor) === 'frozen';
		const draft = isFrozen ? await ports.frozen(analysisId, on.round) : undefined;
		if (isFrozen && !draft) return notFound('round');
		const anchor = draft
			? readVersion(draft, make)
			: await ports.read({ analysis: analysisId, kind: 'narrative' }, make);
		if (!anchor)
			return refuse(
				'conflict',
				'These words are no longer there as you marked them. Nothing was lost; mark the passage again.',
			);
		return ok(inNarrative(anchor));
	}

	/** Writes a thread with its comments, of which the first opens it. */
	async function insert(
		analysisId: string,
		place: Pick<ThreadTable, 'on_kind' | 'subject_id' | 'anchor_json' | 'quote'>,
		{ kind, proposal, comments, resolved }: Omit<ImportedThread, 'on' | 'anchor'>,
	): Promise<ThreadId> {
		const id = newId('thread');
		const [first] = comments;
		await db.transaction().execute(async (trx) => {
			await insertThread(trx, {
				id,
				analysis_id: analysisId,
				...place,
				kind,
				proposal: proposal ?? null,
				opened_by: first?.by ?? '',
				opened_at: first?.at ?? now(),
				resolved_at: resolved?.at ?? null,
				resolved_by: resolved?.by ?? null,
				resolution: resolved?.resolution ?? null,
			});
			for (const { by, at, body } of comments)
				await insertComment(trx, {
					id: newId('comment'),
					thread_id: id,
					author_id: by,
					body,
					created_at: at,
					edited_at: null,
					deleted_at: null,
				});
		});
		return id;
	}

	async function append(threadId: string, userId: string, body: string): Promise<void> {
		await insertComment(db, {
			id: newId('comment'),
			thread_id: threadId,
			author_id: userId,
			body,
			created_at: now(),
			edited_at: null,
			deleted_at: null,
		});
		await putSeenThread(db, { thread_id: threadId, user_id: userId, seen_at: now() });
	}

	async function changed(analysisId: string, userId: string, threadId: string, words: string): Promise<void> {
		await appendActivity(db, {
			analysis_id: analysisId,
			user_id: userId,
			subject_kind: 'thread',
			subject_id: threadId,
			words,
			at: now(),
		});
		ports.publish(analysisId);
	}

	async function ownComment(
		userId: string,
		analysisId: string,
		threadId: string,
		commentId: string,
	): Promise<Outcome<Actor>> {
		const right = await allowed(userId, analysisId, 'comment');
		if (!right.ok) return right;
		const thread = await one(right.value, analysisId, threadId);
		if (!thread.ok) return thread;
		const comment = await findComment(db, threadId, commentId);
		if (!comment || comment.deleted_at !== null) return notFound('comment');
		if (comment.author_id !== userId)
			return forbidden('Only the person who wrote a comment can change it. Reply to it instead.');
		return right;
	}

	const threads: Threads = {
		async list(userId, analysisId) {
			const right = await allowed(userId, analysisId, 'read');
			if (!right.ok) return right;
			const rows = await listThreads(db, analysisId);
			return ok(await viewThreads(db, ports, right.value, analysisId as AnalysisId, rows));
		},
		async open(userId, analysisId, { on, kind, body, proposal }) {
			const right = await allowed(userId, analysisId, 'comment');
			if (!right.ok) return right;
			const place = await hang(right.value, analysisId as AnalysisId, on);
			if (!place.ok) return place;
			const comments = [{ by: userId, at: now(), body }] as const;
			const id = await insert(analysisId, place.value, { kind, proposal, comments });
			await changed(analysisId, userId, id, openedWords(kind, on));
			await ports.notify({ analysisId, threadId: id, by: userId, body });
			return one(right.value, analysisId, id);
		},
		async comment(userId, analysisId, threadId, body) {
			const right = await allowed(userId, analysisId, 'comment');
			if (!right.ok) return right;
			const thread = await one(right.value, analysisId, threadId);
			if (!thread.ok) return thread;
			await append(threadId, userId, body);
			await changed(analysisId, userId, threadId, 'replied in a thread');
			await ports.notify({ analysisId, threadId, by: userId, body });
			return one(right.value, analysisId, threadId);
		},
		async see(userId, analysisId, threadIds) {
			const all = await threads.list(userId, analysisId);
			if (!all.ok) return all;
			for (const { id } of all.value)
				if (threadIds?.includes(id) ?? true)
					await putSeenThread(db, { thread_id: id, user_id: userId, seen_at: now() });
			return ok(undefined);
		},
		async resolve(userId, analysisId, threadId, { resolved, resolution }) {
			const right = await allowed(userId, analysisId, 'settle');
			if (!right.ok) return right;
			if (!(await findThread(db, analysisId, threadId))) return notFound('thread');
			await updateResolution(
				db,
				threadId,
				resolved
					? { resolved_at: now(), resolved_by: userId, resolution: resolution ?? null }
					: { resolved_at: null, resolved_by: null, resolution: null },
			);
			const words = resolved
				? `resolved a thread${resolution === undefined ? '' : ` (${resolution})`}`
				: 'opened a thread again';
			await changed(analysisId, userId, threadId, words);
			return one(right.value, analysisId, threadId);
		},
		async editComment(userId, analysisId, threadId, commentId, body) {
			const own = await ownComment(userId, analysisId, threadId, commentId);
			if (!own.ok) return own;
			await updateComment(db, commentId, { body, edited_at: now() });
			ports.publish(analysisId);
			return one(own.value, analysisId, threadId);
		},
		async deleteComment(userId, analysisId, threadId, commentId) {
			const own = await ownComment(userId, analysisId, threadId, commentId);
			if (!own.ok) return own;
			await db.transaction().execute(async (trx) => {
				await holdAnalysis(trx, analysisId);
				const comments = await listComments(trx, analysisId, threadId);
				if (comments.every(({ id, deleted_at }) => id === commentId || deleted_at !== null))
					await deleteThread(trx, threadId);
				// Its words go; that there was one stays, so that the answers to it make sense.
				else {
					await updateComment(trx, commentId, { body: '', deleted_at: now() });
					await deleteCommentReactions(trx, commentId);
					const said = comments.filter(({ author_id }) => author_id === userId);
					const at = said.findIndex(({ id }) => id === commentId);
					await deleteCommentNotifications(trx, {
						...{ threadId, by: userId, from: said[at]?.created_at ?? now() },
						until: said[at + 1]?.created_at ?? Number.MAX_SAFE_INTEGER,
					});
				}
			});
			ports.publish(analysisId);
			return ok(undefined);
		},
		async add(analysisId, threadId, { by, body }) {
			await append(threadId, by, body);
			ports.publish(analysisId);
			await ports.notify({ analysisId, threadId, by, body });
		},
		async take(analysisId, { on, anchor, ...thread }) {
			const [first] = thread.comments;
			if (!first) throw new Error('a thread begins with a comment');
			const house = { userId: first.by, role: 'analyst', personId: undefined } as const;
			const place = anchor ? ok(inNarrative(anchor)) : await hang(house, analysisId as AnalysisId, on);
			return place.ok ? ok(await insert(analysisId, place.value, thread)) : place;
		},
	};
	return threads;
}

function inNarrative(anchor: Anchor) {
	return {
		on_kind: 'passage',
		subject_id: 'narrative',
		anchor_json: JSON.stringify(anchor),
		quote: anchor.quote,
	} as const;
}

function plain(on: 'event' | 'record', id: EventId | RecordId) {
	return { on_kind: on, subject_id: id, anchor_json: null, quote: null } as const;
}

/** "opened a question on “They closed the laptop…”". */
function openedWords(kind: ThreadKind, on: ThreadTarget): string {
	const what =
		kind === 'differs'
			? 'remembers differently'
			: `opened ${article(kind)} ${threadWords[kind].toLowerCase()} on`;
	if ('event' in on) return `${what} an event`;
	if ('record' in on) return `${what} a record`;
	const { quote } = on;
	return `${what} “${quote.length > 60 ? `${quote.slice(0, 59).trimEnd()}…` : quote}”`;
}

const article = (kind: ThreadKind): string => (kind === 'agreement' ? 'an' : 'a');
