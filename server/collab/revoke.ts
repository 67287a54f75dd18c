/** Rights end: the sockets concerned close within a second, and every minute all are looked at again. */
import type { AnalysisId } from '#lib/model/ids.ts';
import type { SocketRefusal } from '#lib/model/refusals.ts';
import type { Actor } from '#lib/model/access.ts';
import { rightsOf } from './authenticate.ts';
import type { Proof } from '../auth/caller.ts';
import type { CollabDeps } from './ports.ts';
import type { Seat } from './open-document.ts';
import type { Socket } from './socket.ts';

/** Whose sockets: all that match everything given. */
export interface Target {
	readonly sessionId?: string;
	readonly tokenId?: string;
	readonly userId?: string;
	readonly analysisId?: string;
	/** With or without `@epoch`. */
	readonly document?: string;
}

/** How often every right is asked for again, in case the message that it ended was lost. */
export const recheckMs = 60_000;

export function concerns(socket: Socket, target: Target): boolean {
	const { sessionId, tokenId, userId, analysisId, document } = target;
	const people = [...socket.identities];
	if (sessionId !== undefined && !people.some(({ proof }) => isSession(proof, sessionId))) return false;
	if (tokenId !== undefined && !people.some(({ proof }) => isToken(proof, tokenId))) return false;
	if (userId !== undefined && !people.some((identity) => identity.userId === userId)) return false;
	if (analysisId !== undefined && !socket.analysisIds.has(analysisId)) return false;
	if (document === undefined) return true;
	return [...socket.seats].some(({ address }) => address === document || address.startsWith(`${document}@`));
}

function isSession(proof: Proof, sessionId: string): boolean {
	return proof.by === 'session' && proof.sessionId === sessionId;
}

function isToken(proof: Proof, tokenId: string): boolean {
	return proof.by === 'token' && proof.tokenId === tokenId;
}

/** Asks again who is behind each socket and what they may. Closes what no longer holds. */
export async function recheck(
	sockets: Iterable<Socket>,
	{ stands, standing }: Pick<CollabDeps, 'stands' | 'standing'>,
): Promise<void> {
	const actors = new Map<string, Promise<Actor>>();
	const actorOf = (userId: string, analysisId: AnalysisId): Promise<Actor> => {
		const key = `${userId} ${analysisId}`;
		const known = actors.get(key) ?? standing(userId, analysisId);
		actors.set(key, known);
		return known;
	};
	for (const socket of sockets) {
		for (const { proof } of socket.identities) if (!(await stands(proof))) socket.refuse('revoked');
		for (const seat of socket.seats) {
			const ended = changed(seat, await actorOf(seat.identity.userId, seat.ref.analysis));
			if (ended) socket.refuse(ended);
		}
	}
}

function changed(seat: Seat, actor: Actor): SocketRefusal | undefined {
	const rights = rightsOf(actor, seat.ref);
	if (!rights) return 'revoked';
	return rights.canWrite === seat.canWrite ? undefined : 'rights';
}
