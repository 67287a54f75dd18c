/** Reactions to comments: a sign given in one press and taken back in one. Told to everyone who sees the thread. */
import type { CoreDb } from '#db/open.server.ts';
import { deleteReaction, putReaction } from '#db/reaction.ts';
import { findComment } from '#db/thread.ts';
import { can } from '#lib/model/access.ts';
import { reactionKinds, type Thread } from '#lib/model/thread.ts';
import { forbidden, notFound, refuse, type Outcome } from '../refusal.ts';
import type { ThreadPorts } from './ports.ts';
import { viewThread } from './thread-view.ts';

export interface Reactions {
	/** Gives a reaction to somebody else's comment, or takes it back; doing either twice is doing it once. */
	react(
		userId: string,
		analysisId: string,
		reaction: {
			readonly threadId: string;
			readonly commentId: string;
			readonly kind: string;
			readonly isGiven: boolean;
		},
	): Promise<Outcome<Thread>>;
}

type Ports = Pick<ThreadPorts, 'standing' | 'read' | 'frozen' | 'publish'>;

export function createReactions(db: CoreDb, ports: Ports, now: () => number = Date.now): Reactions {
	return {
		async react(userId, analysisId, { threadId, commentId, kind: asked, isGiven }) {
			const actor = await ports.standing(userId, analysisId);
			// Whoever may comment may react.
			if (!can(actor, 'write', { is: 'draft' })) return notFound('analysis');
			const thread = await viewThread(db, ports, actor, analysisId, threadId);
			if (!thread.ok) return thread;
			const kind = reactionKinds.find((known) => known === asked);
			if (!kind)
				return refuse('invalid', `A reaction is one of ${reactionKinds.join(', ')}. Nothing was given.`);
			const comment = await findComment(db, threadId, commentId);
			if (!comment || comment.deleted_at !== null) return notFound('comment');
			if (comment.author_id === userId)
				return forbidden('Reactions are for what others said. Reply to add to your own words.');
			const row = { comment_id: commentId, user_id: userId, kind };
			await (isGiven ? putReaction(db, { ...row, given_at: now() }) : deleteReaction(db, row));
			ports.publish(analysisId);
			return viewThread(db, ports, actor, analysisId, threadId);
		},
	};
}
