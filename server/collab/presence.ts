/** Who is in a document, as the server vouches for it: one presence per connection, under its user's own name. */
import type { Connection, Document } from '@hocuspocus/server';
import * as decoding from 'lib0/decoding';
import { removeAwarenessStates } from 'y-protocols/awareness';
import { bodyStart, messageType } from './frames.ts';
import type { Context, OpenDocument, Seat } from './open-document.ts';
import { limits } from './ports.ts';
import { Refused } from './refused.ts';

/** More entries than a document ever has people. */
const entriesAtOnce = 5_000;

/**
 * Reads which presences a message is about, before Hocuspocus does: its own decoding adds an empty entry of its
 * making and loses removals. Throws `Refused` for what is too large or cannot be read.
 */
export function readPresence(frame: Uint8Array, seat: Seat): void {
	try {
		read(frame, seat);
	} catch (error) {
		throw error instanceof Refused ? error : new Refused('malformed');
	}
}

function read(frame: Uint8Array, seat: Seat): void {
	const decoder = decoding.createDecoder(frame);
	decoder.pos = bodyStart(frame);
	if (decoding.readVarUint(decoder) !== messageType.awareness) return;
	const entries = decoding.createDecoder(decoding.readVarUint8Array(decoder));
	const count = decoding.readVarUint(entries);
	if (count > entriesAtOnce) throw new Refused('too-large');
	const ids = new Set<number>();
	const removed = new Set<number>();
	for (let index = 0; index < count; index++) {
		const id = decoding.readVarUint(entries);
		decoding.readVarUint(entries);
		const state = decoding.readVarUint8Array(entries);
		if (state.byteLength === 4 && String.fromCharCode(...state) === 'null') removed.add(id);
		// Stock clients echo the presence of others, which is dropped below; only one's own counts against the limit.
		else if (state.byteLength > limits.awareness && (id === seat.presenceId || count === 1))
			throw new Refused('too-large');
		else ids.add(id);
	}
	seat.presenceIds = ids;
	seat.removedIds = removed;
}

/** Honours the removal of one's own presence, which Hocuspocus drops. */
export function removeOwn(connection: Connection<Context>, seat: Seat): void {
	const { presenceId } = seat;
	if (presenceId === undefined || !seat.removedIds.has(presenceId)) return;
	removeAwarenessStates(connection.document.awareness, [presenceId], { source: 'connection', connection });
}

/** Keeps of `states` only this connection's own, and writes into it who it is. */
export function stamp(
	states: Map<number, Record<string, unknown>>,
	connection: Connection<Context>,
	seat: Seat,
	open: OpenDocument,
	claim: (clientId: number) => void,
): void {
	for (const [id, state] of states) {
		if (!seat.presenceIds.has(id) || !isOwn(id, connection, seat, open)) {
			states.delete(id);
			continue;
		}
		if (seat.presenceId === undefined) {
			seat.presenceId = id;
			claim(id);
		}
		takeOver(id, connection);
		states.set(id, { ...fieldsOf(state, open), user: userOf(seat) });
	}
}

/** The first presence of a connection is its own, unless the id is somebody else's. */
function isOwn(id: number, connection: Connection<Context>, seat: Seat, open: OpenDocument): boolean {
	if (seat.presenceId !== undefined) return id === seat.presenceId;
	const owner = open.owners.get(id);
	if (owner !== undefined && owner !== seat.identity.userId) return false;
	for (const other of open.document.getConnections() as Connection<Context>[])
		if (other !== connection && other.context.seat?.presenceId === id)
			return other.context.seat.identity.userId === seat.identity.userId;
	return true;
}

/** After a quick reconnect the old connection must not take the presence away when it notices its end. */
function takeOver(id: number, connection: Connection<Context>): void {
	const { connections }: Document = connection.document;
	for (const [other, { clients }] of connections) if (other !== connection) clients.delete(id);
	connections.get(connection)?.clients.add(id);
}

/** Where someone is belongs into the document concerned; the room knows only who is here. */
function fieldsOf(state: unknown, open: OpenDocument): Record<string, unknown> {
	if (open.ref.kind === 'room' || typeof state !== 'object' || state === null) return {};
	return Object.fromEntries(Object.entries(state).filter(([key]) => key !== '__proto__' && key !== 'user'));
}

function userOf({ identity }: Seat): Record<string, unknown> {
	return { id: identity.userId, name: identity.name, colour: identity.colour };
}
