/** What happens at which moment of a document's life: the concerns of this folder, in the order they are asked. */
import type { Connection, Extension } from '@hocuspocus/server';
import { parseRefusal } from '#lib/model/refusals.ts';
import type { Journal } from '../journal/journal.ts';
import { authenticate, holdsNothing } from './authenticate.ts';
import type { OpenDocuments } from './documents.ts';
import type { Context, OpenDocument, Seat } from './open-document.ts';
import type { CollabDeps, Log } from './ports.ts';
import { readPresence, removeOwn, stamp } from './presence.ts';
import { Refused } from './refused.ts';
import { tellStale } from './schema-version.ts';
import { inspect, screen } from './screen.ts';
import type { Socket } from './socket.ts';

const syncStep1 = 0;

export function createHooks(
	deps: CollabDeps,
	journal: Journal,
	documents: OpenDocuments,
): Extension<Context> {
	const { log } = deps;
	const claim = (open: OpenDocument, clientId: number, userId: string) => {
		open.owners.set(clientId, userId);
		journal.claim({ address: open.address, document: open.name, clientId, userId });
	};
	const screenPorts = { catchUp: (open: OpenDocument) => documents.catchUp(open), claim };

	return {
		extensionName: 'second-story',
		async onAuthenticate({ context, documentName, token, connectionConfig }) {
			const { socket } = context;
			try {
				const seat = await authenticate(socket, documentName, token, deps, journal);
				connectionConfig.readOnly = !seat.canWrite || seat.isStale;
				return { seat };
			} catch (error) {
				const refused = toRefused(error, log);
				socket.deny(documentName);
				// A socket of one document has nothing left to do, and one that met a bug of ours should try again.
				if (socket.isSingle || !(error instanceof Refused)) socket.refuse(refused.reason);
				throw refused;
			}
		},
		async onLoadDocument({ document, documentName }) {
			try {
				await documents.load(document, documentName);
			} catch (error) {
				throw toRefused(error, log);
			}
		},
		async afterLoadDocument({ documentName }) {
			documents.tap(documentName);
		},
		async connected({ connection, context }) {
			const { socket, seat } = context;
			const open = documents.get(connection.document.name);
			if (!seat || open?.document !== connection.document) return socket.refuse('reload');
			if (!open.document.hasConnection(connection)) return socket.refuse('malformed');
			socket.seats.add(seat);
			// Refused for whatever reason, a document goes silent on a socket that lives on; so the socket goes too.
			connection.onClose((_document, event) => {
				if (event && event.reason !== 'provider_initiated')
					socket.refuse(parseRefusal(event.reason) ?? 'malformed');
			});
			tellStale(connection as Connection<Context>);
		},
		beforeHandleMessage: guarded(log, async ({ connection, context, update }) => {
			const seat = seatOf(context);
			readPresence(update, seat);
			if (seat.removedIds.size > 0) removeOwn(connection as Connection<Context>, seat);
		}),
		beforeHandleAwareness: async ({ connection, states }) => {
			if (!connection) return;
			const { context } = connection as Connection<Context>;
			await guard(log, context.socket, async () => {
				const seat = seatOf(context);
				const open = openOf(seat, documents);
				// Ids of people who may write are kept: what they typed offline must stay theirs after a restart.
				stamp(states, connection as Connection<Context>, seat, open, (clientId) => {
					if (open.owners.has(clientId)) return;
					if (seat.canWrite) claim(open, clientId, seat.identity.userId);
					else open.owners.set(clientId, seat.identity.userId);
				});
			});
		},
		beforeSync: guarded(log, async ({ connection, context, type, payload }) => {
			if (type === syncStep1) return;
			const seat = seatOf(context);
			const open = openOf(seat, documents);
			if (holdsNothing(seat.ref.kind)) {
				if (!inspect(payload, open.document).isEmpty) throw new Refused('forbidden');
			} else if (!connection.readOnly) await screen(payload, seat, open, screenPorts);
		}),
		async onStateless({ connection }) {
			// Clients have nothing to say this way. Not thrown: Hocuspocus has nobody who would catch it.
			(connection as Connection<Context>).context.socket.refuse('malformed');
		},
		async onDisconnect({ context }) {
			if (context?.seat) context.socket.seats.delete(context.seat);
		},
		async beforeUnloadDocument({ document }) {
			// Throwing nothing is how Hocuspocus is told to keep a document.
			if (!documents.mayUnload(document)) throw undefined;
		},
		async afterUnloadDocument({ documentName }) {
			documents.unloaded(documentName);
		},
	};
}

function seatOf(context: Context): Seat {
	if (!context.seat) throw new Refused('internal');
	return context.seat;
}

function openOf(seat: Seat, documents: OpenDocuments): OpenDocument {
	const open = documents.get(seat.address);
	if (!open) throw new Refused('reload');
	return open;
}

function toRefused(error: unknown, log: Log): Refused {
	if (error instanceof Refused) return error;
	log.error({ err: error }, 'collaboration met a bug');
	return new Refused('internal');
}

/** Runs a step of a message; whatever it throws closes the socket with a reason, and nothing else. */
async function guard(log: Log, socket: Socket, step: () => Promise<void>): Promise<void> {
	try {
		await step();
	} catch (error) {
		const refused = error instanceof RangeError ? new Refused('malformed') : toRefused(error, log);
		socket.refuse(refused.reason);
		throw refused;
	}
}

function guarded<P extends { context: Context }>(
	log: Log,
	step: (payload: P) => Promise<void>,
): (payload: P) => Promise<void> {
	return (payload) => guard(log, payload.context.socket, () => step(payload));
}
