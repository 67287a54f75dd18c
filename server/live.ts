/**
 * What use cases ask of the open documents. The collaboration server is all of it; use cases name only what they
 * need, so that their tests need no socket.
 */
import type { SocketRefusal, Topic } from '#lib/model/refusals.ts';

/** Which live connections: every given part narrows it. */
export interface Which {
	readonly sessionId?: string;
	readonly userId?: string;
	readonly analysisId?: string;
}

/** Tells open pages that something changed, never what; and ends connections whose right is gone. */
export interface Announcer {
	publish(analysisId: string, topic: Topic): void;
	/** `rights` when something is still open to them: they connect anew and get what that is. */
	close(which: Which, reason: SocketRefusal): void;
}
