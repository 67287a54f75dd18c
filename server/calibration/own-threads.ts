/**
 * What somebody posted from their own page outside of a round, and what was said to it: they read no threads elsewhere.
 * Whoever replies is told that they do.
 */
import { forgetAnswerReplies } from '#db/notification.ts';
import { listPersonAnswers, listPersonUsers } from '#db/round.ts';
import { listComments, listThreads, type CommentRow } from '#db/thread.ts';
import { threadKinds, type ThreadKind } from '#lib/model/thread.ts';
import { ownerOf } from '../account/desk.ts';
import { notFound, ok, type Outcome } from '../refusal.ts';
import type { RoundPorts } from './round-ports.ts';
import { sightOf } from './thread-view.ts';

/** What was said under words of theirs. */
export interface OwnReply {
	readonly author: string;
	/** They said it themselves. */
	readonly isOwn: boolean;
	readonly body: string;
	readonly at: string;
}

export interface OwnThread {
	readonly id: string;
	readonly kind: ThreadKind;
	/** The words of the story it hangs on, as they were; null when it hangs on something else. */
	readonly quote: string | null;
	/** The event it hangs on; null when it hangs on something else. */
	readonly eventId: string | null;
	readonly words: string;
	readonly at: string;
	readonly isResolved: boolean;
	readonly replies: readonly OwnReply[];
}

export interface OwnThreads {
	/** Newest first. None for those to whom threads are open anyway: they read them where they are. */
	list(userId: string, analysisId: string): Promise<Outcome<readonly OwnThread[]>>;
	/** Says more in one of these. No other thread is there for them. */
	reply(userId: string, analysisId: string, threadId: string, body: string): Promise<Outcome<void>>;
}

export function createOwnThreads(ports: RoundPorts): OwnThreads {
	const { core } = ports.databases;

	const threads: OwnThreads = {
		async list(userId, analysisId) {
			const owner = await ownerOf(ports, userId, analysisId);
			if (!owner.ok) return owner;
			const { actor, person } = owner.value;
			if (sightOf(actor) !== undefined) return ok([]);
			const users = new Set([userId, ...(await listPersonUsers(core, analysisId, person.id))]);
			const answers = new Set(
				(await listPersonAnswers(core, analysisId, person.id)).flatMap(({ thread_id }) => thread_id ?? []),
			);
			const own = (await listThreads(core, analysisId)).filter(
				({ id, opened_by }) => users.has(opened_by) && !answers.has(id),
			);
			if (own.length === 0) return ok([]);
			const comments = Map.groupBy(await listComments(core, analysisId), ({ thread_id }) => thread_id);
			return ok(
				own
					.flatMap(({ id, kind, quote, on_kind, subject_id, opened_at, resolved_at }): OwnThread[] => {
						const said = comments.get(id) ?? [];
						const [first] = said;
						if (!first || first.deleted_at !== null) return [];
						return [
							{
								...{ id, quote, words: first.body, at: iso(opened_at), isResolved: resolved_at !== null },
								eventId: on_kind === 'event' ? subject_id : null,
								kind: threadKinds.find((known) => known === kind) ?? 'note',
								replies: repliesIn(said, users),
							},
						];
					})
					.toReversed(),
			);
		},
		async reply(userId, analysisId, threadId, body) {
			const own = await threads.list(userId, analysisId);
			if (!own.ok) return own;
			if (!own.value.some(({ id }) => id === threadId)) return notFound('thread');
			await ports.reply({ analysisId, threadId, by: userId, body });
			const owner = await ownerOf(ports, userId, analysisId);
			if (owner.ok) await forgetAnswerReplies(core, threadId, owner.value.person.id);
			return ok(undefined);
		},
	};
	return threads;
}

/** What stands in a thread behind its first words, for somebody who has been these users. */
export function repliesIn(comments: readonly CommentRow[], own: ReadonlySet<string>): readonly OwnReply[] {
	return comments
		.slice(1)
		.filter(({ deleted_at }) => deleted_at === null)
		.map(({ author_id, author_name, body, created_at }) => ({
			author: author_name,
			isOwn: own.has(author_id),
			body,
			at: iso(created_at),
		}));
}

const iso = (at: number): string => new Date(at).toISOString();
