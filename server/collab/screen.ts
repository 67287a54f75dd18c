/**
 * What a client's update may do, judged before it is applied: it writes under client ids of its own user, nests and
 * reaches ahead only so far, and holds only what our documents hold.
 */
import * as Y from 'yjs';
import type { OpenDocument, Seat } from './open-document.ts';
import { limits } from './ports.ts';
import { Refused } from './refused.ts';
import { isPlainValue, nestingOf } from './nesting.ts';

export interface Findings {
	/** Client ids under which the update writes something new. */
	readonly writers: readonly number[];
	/** Whether something it builds on, or deletes, is not known here yet. */
	readonly hasGap: boolean;
	readonly isEmpty: boolean;
}

/** No document grows so long by honest work; the clocks of a burnt client would. */
const farthestClock = 2 ** 31;

type Decoded = ReturnType<typeof Y.decodeUpdate>;

/** Reads an update against the document. Throws `Refused`; changes nothing. */
export function inspect(update: Uint8Array, document: Y.Doc): Findings {
	const decoded = decode(update);
	const { store } = document;
	/** Per client, the first clock not known here or in this update. */
	const known = new Map<number, number>();
	const until = (client: number): number => known.get(client) ?? Y.getState(store, client);
	const writers = new Set<number>();
	let hasGap = false;
	for (const struct of decoded.structs) {
		if (struct instanceof Y.Skip) continue;
		const { client, clock } = struct.id;
		const end = clock + struct.length;
		if (end > farthestClock) throw new Refused('malformed');
		if (end <= Y.getState(store, client)) continue;
		writers.add(client);
		if (clock > until(client)) hasGap = true;
		known.set(client, Math.max(until(client), end));
	}
	const isMissing = (id: Y.ID | null): boolean => id !== null && id.clock >= until(id.client);
	for (const struct of decoded.structs) {
		if (!(struct instanceof Y.Item) || !writers.has(struct.id.client)) continue;
		inspectContent(struct);
		const parent = struct.parent instanceof Y.ID ? struct.parent : null;
		if (isMissing(struct.origin) || isMissing(struct.rightOrigin) || isMissing(parent)) hasGap = true;
	}
	if (nestingOf(decoded.structs, store) > limits.depth) throw new Refused('unsupported');
	let deletions = 0;
	for (const [client, ranges] of decoded.ds.clients)
		for (const { clock, len } of ranges) {
			deletions++;
			if (clock + len > until(client)) hasGap = true;
		}
	return { writers: [...writers], hasGap, isEmpty: writers.size === 0 && deletions === 0 };
}

function decode(update: Uint8Array): Decoded {
	try {
		return Y.decodeUpdate(update);
	} catch {
		// Truncated, of another format, or nested beyond the stack.
		throw new Refused('malformed');
	}
}

function inspectContent({ content, parent, parentSub }: Y.Item): void {
	if (parentSub === '__proto__' || (parent as unknown) === '__proto__') throw new Refused('unsupported');
	if (content instanceof Y.ContentDoc) throw new Refused('unsupported');
	if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) {
		for (const value of content.arr) if (!isPlainValue(value, limits.depth)) throw new Refused('unsupported');
	} else if (content instanceof Y.ContentEmbed) {
		if (!isPlainValue(content.embed, limits.depth)) throw new Refused('unsupported');
	} else if (content instanceof Y.ContentFormat) {
		if (content.key === '__proto__' || !isPlainValue(content.value, limits.depth))
			throw new Refused('unsupported');
	}
}

/** What the screen needs beside the document itself. */
export interface ScreenPorts {
	/** Brings in what other nodes wrote; resolves to whether anything came. */
	readonly catchUp: (open: OpenDocument) => Promise<boolean>;
	readonly claim: (open: OpenDocument, clientId: number, userId: string) => void;
}

/** Lets an update pass to be applied, or throws `Refused`. Client ids it is the first to use become its user's. */
export async function screen(
	update: Uint8Array,
	seat: Seat,
	open: OpenDocument,
	ports: ScreenPorts,
): Promise<void> {
	if (update.byteLength > limits.frame) throw new Refused('too-large');
	let findings = inspect(update, open.document);
	const { userId } = seat.identity;
	const isForeign = (clientId: number) => (open.owners.get(clientId) ?? userId) !== userId;
	// What another node took from its real author may be new here only because this node lags behind.
	if (findings.writers.some(isForeign) && (await ports.catchUp(open)))
		findings = inspect(update, open.document);
	if (findings.writers.some(isForeign)) throw new Refused('foreign-client');
	for (const clientId of findings.writers) {
		if (open.owners.has(clientId)) continue;
		if (++seat.newClients > limits.clientsPerConnection) throw new Refused('rate');
		ports.claim(open, clientId, userId);
	}
	if (findings.hasGap) weighGap(update, seat, open);
	seat.clientId = findings.writers.at(-1) ?? seat.presenceId ?? seat.clientId;
}

/** Honest clients send gaps for a moment after reconnecting; what stays pending is bounded per person. */
function weighGap(update: Uint8Array, seat: Seat, open: OpenDocument): void {
	const { store } = open.document;
	if (!store.pendingStructs && !store.pendingDs) open.gaps.clear();
	const { userId } = seat.identity;
	const { bytes, updates } = open.gaps.get(userId) ?? { bytes: 0, updates: 0 };
	const now = { bytes: bytes + update.byteLength, updates: updates + 1 };
	if (now.bytes > limits.pendingGap || now.updates > limits.pendingGapUpdates) throw new Refused('gap');
	open.gaps.set(userId, now);
	seat.gap = update;
}
