/** Collaboration, put together: documents that several people edit at once, each change durable before it is seen. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Hocuspocus } from '@hocuspocus/server';
import * as Y from 'yjs';
import { documentName, type DocumentRef } from '#lib/model/documents.ts';
import type { Origin } from '#lib/model/origin.ts';
import type { SocketRefusal } from '#lib/model/refusals.ts';
import { Journal, openJournal } from '../journal/journal.ts';
import { Listener } from '../journal/listener.ts';
import { packedReading } from '../journal/reading.ts';
import { Tail } from '../journal/tail.ts';
import { OpenDocuments } from './documents.ts';
import { Hold } from './hold.ts';
import { createHooks } from './hooks.ts';
import { Notices } from './notices.ts';
import type { Context } from './open-document.ts';
import { limits, type CollabDeps } from './ports.ts';
import { concerns, recheck, recheckMs, type Target } from './revoke.ts';
import { Signals } from './signals.ts';
import type { Socket } from './socket.ts';
import { createUpgrade } from './upgrade.ts';
import { ServerHand, type Verb } from './write-as.ts';

/** Figures of this process since it started. */
export interface CollabStats {
	readonly sockets: number;
	readonly documents: number;
	readonly connections: number;
	/** Frames that wait for a commit. */
	readonly held: number;
	readonly commits: number;
	readonly rows: number;
	readonly failures: number;
	readonly longestCommitMs: number;
	/** How often each refusal closed a socket. */
	readonly refused: Readonly<Partial<Record<SocketRefusal, number>>>;
}

export interface Collab {
	/** Takes an upgrade to `/collab` or `/y/…`; false when it is none of these. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
	/** See `ServerHand.writeAs`. */
	writeAs<T>(userId: string, ref: DocumentRef, verb: Verb<T>): Promise<T>;
	/** See `ServerHand.read`. */
	read<T>(ref: DocumentRef, reader: (doc: Y.Doc) => T): Promise<T>;
	/**
	 * All of a document as it is durable now, as one Yjs update without what was deleted: what a socket would sync to
	 * whoever has nothing. Undefined when its epoch is another one, or about to be. Asks nobody for rights.
	 */
	state(ref: DocumentRef, epoch: number): Promise<Uint8Array | undefined>;
	/**
	 * What `packedReading` gives of the document as it is durable now: where that is at hand, or costs only the reading.
	 * `unread` where the document would have to be decoded first; undefined as with `state`. Asks nobody for rights.
	 */
	reading(ref: DocumentRef, epoch: number): Promise<Uint8Array | 'unread' | undefined>;
	readonly notices: Pick<Notices, 'publish'>;
	/** Closes the sockets that match, on every node. Give `rights` when something is still open to them. */
	close(target: Target, reason?: SocketRefusal): void;
	/**
	 * Takes words out for good: `remove` deletes them from the document, and what is left becomes all there is. No
	 * file keeps them, and copies of the old epoch are refused. Resolves to the new epoch.
	 */
	erase(ref: DocumentRef, remove: (doc: Y.Doc, origin: Origin) => void): Promise<number>;
	/** Declares that the document holds what older clients would destroy, and closes theirs. */
	raiseSchema(ref: DocumentRef, version: number): Promise<void>;
	readonly journal: Journal;
	stats(): CollabStats;
	/** Takes no more, makes durable what waits, and closes every socket. The databases stay open. */
	drain(): Promise<void>;
}

/** Hocuspocus without its store: the journal has everything before Hocuspocus would think of storing it. */
class JournaledHocuspocus extends Hocuspocus<Context> {
	override storeDocumentHooks(): Promise<void> {
		return Promise.resolve();
	}
}

export function createCollab(deps: CollabDeps): Collab {
	const node = crypto.randomUUID();
	const journal = openJournal(deps.databases, { log: deps.log, node });
	const notices = new Notices();
	// Before the documents: on a failed commit their frames must be gone before their sockets are told.
	const hold = new Hold(journal);
	const documents = new OpenDocuments(journal, notices, deps);
	const hocuspocus = new JournaledHocuspocus({
		quiet: true,
		flushDelay: 0,
		timeout: limits.idleBeforeAuthenticationMs,
		extensions: [createHooks(deps, journal, documents)],
	});
	// Hocuspocus adds an extension of hooks that do nothing, and waits for each of them with every message.
	hocuspocus.configuration.extensions.length = 1;
	documents.serve(hocuspocus);
	const hand = new ServerHand(hocuspocus, documents, journal);
	const sockets = new Set<Socket>();
	const refused: Partial<Record<SocketRefusal, number>> = {};
	let isDraining = false;

	const upgrade = createUpgrade({
		deps,
		hocuspocus,
		hold,
		journal,
		sockets,
		isDraining: () => isDraining,
		onRefused: (reason) => {
			refused[reason] = (refused[reason] ?? 0) + 1;
		},
	});
	const closeHere = (target: Target, reason: SocketRefusal): void => {
		for (const socket of [...sockets]) if (concerns(socket, target)) socket.refuse(reason);
	};
	const { dialect, pool } = deps.databases;
	const listener = pool && new Listener(pool, node, deps.log);
	const signals = new Signals({ listener, notices, close: closeHere });
	// SQLite has one writer: this process.
	const tail =
		dialect === 'postgres'
			? new Tail({
					listener,
					names: () => [...documents.all()].map(({ name }) => name),
					follow: (name) => documents.follow(name),
					log: deps.log,
				})
			: undefined;
	listener?.start();
	const rechecking = setInterval(() => {
		recheck([...sockets], deps).catch((error: unknown) =>
			deps.log.error({ err: error }, 'rights could not be looked at again'),
		);
	}, recheckMs).unref();

	/** Undefined when the epoch was another one before, or is after: an erasure may have begun meanwhile. */
	async function atEpoch<T>(
		ref: DocumentRef,
		epoch: number,
		read: (name: string) => Promise<T>,
	): Promise<T | undefined> {
		const name = documentName(ref);
		if ((await journal.find(name))?.epoch !== epoch) return undefined;
		const value = await read(name);
		const now = await journal.find(name);
		return documents.isBarred(name) || now?.epoch !== epoch ? undefined : value;
	}

	return {
		upgrade,
		journal,
		notices: signals,
		writeAs: (userId, ref, verb) => hand.writeAs(userId, ref, verb),
		read: (ref, reader) => hand.read(ref, reader),
		state: (ref, epoch) =>
			atEpoch(
				ref,
				epoch,
				async (name) =>
					(await journal.atHead(name))?.bytes ?? hand.read(ref, (doc) => Y.encodeStateAsUpdate(doc)),
			),
		reading: (ref, epoch) =>
			atEpoch(ref, epoch, async (name) => {
				const kept = await journal.readingAtHead(name);
				if (kept) return kept;
				if (!documents.get(`${name}@${epoch}`)) return 'unread';
				return (await hand.read(ref, (doc) => packedReading(name, doc))) ?? 'unread';
			}),
		close: (target, reason = 'revoked') => signals.close(target, reason),
		erase(ref, remove) {
			const name = documentName(ref);
			return documents.barred(name, async () => {
				const loaded = await journal.load(name);
				if (!loaded) throw new Error(`there is no document ${name}`);
				return journal.erase(name, withoutWords(loaded.updates, remove));
			});
		},
		async raiseSchema(ref, version) {
			const name = documentName(ref);
			await journal.raiseSchema(name, version);
			for (const socket of [...sockets])
				if ((socket.schemaVersion ?? 0) < version && concerns(socket, { document: name }))
					socket.refuse('schema');
		},
		stats() {
			const { commits, rows, failures, longestCommitMs } = journal.figures;
			return {
				sockets: sockets.size,
				documents: documents.count,
				connections: hocuspocus.getConnectionsCount(),
				held: hold.waiting,
				commits,
				rows,
				failures,
				longestCommitMs,
				refused: { ...refused },
			};
		},
		async drain() {
			isDraining = true;
			clearInterval(rechecking);
			tail?.close();
			listener?.close();
			await journal.flush();
			for (const socket of [...sockets]) socket.restart();
			documents.close();
			await journal.close();
		},
	};
}

/** The document after `remove`, collected: deleted words are not in the bytes. */
function withoutWords(
	updates: readonly Uint8Array[],
	remove: (doc: Y.Doc, origin: Origin) => void,
): Uint8Array {
	const doc = new Y.Doc();
	for (const update of updates) Y.applyUpdate(doc, update);
	const origin: Origin = { source: 'local', userId: 'erasure' };
	doc.transact(() => remove(doc, origin), origin);
	const bytes = Y.encodeStateAsUpdate(doc);
	doc.destroy();
	return bytes;
}
