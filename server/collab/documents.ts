/** The documents open in memory: read from the journal, tapped for the journal, kept warm, and retired. */
import type { Connection, Document, Hocuspocus } from '@hocuspocus/server';
import type * as Y from 'yjs';
import { parseDocumentName } from '#lib/model/documents.ts';
import type { SocketRefusal } from '#lib/model/refusals.ts';
import { CommitFailure, JournalDamage, type Journal } from '../journal/journal.ts';
import { applyAll } from '../journal/snapshot.ts';
import { FanOut } from './fan-out.ts';
import type { Notices } from './notices.ts';
import type { Context, OpenDocument } from './open-document.ts';
import type { CollabDeps, Log } from './ports.ts';
import { Refused } from './refused.ts';

/** How long a document nobody has open stays in memory: a reload finds it there. */
const warmMs = 30_000;

/** Author of rows whose transaction says nobody: a bug here, but never a lost edit. */
const unknownAuthor = { userId: 'unknown', clientId: 0 };

/** The origin of rows read back: they are in the journal already. */
const replayed = { source: 'redis' } as const;

export class OpenDocuments {
	readonly #journal: Journal;
	readonly #notices: Notices;
	readonly #log: Log;
	readonly #onEdit: CollabDeps['onEdit'];
	readonly #open = new Map<string, OpenDocument>();
	readonly #cooling = new Map<Document, NodeJS.Timeout>();
	readonly #cold = new WeakSet<Document>();
	/** Names being erased: nobody opens them meanwhile. */
	readonly #barred = new Set<string>();
	#hocuspocus: Hocuspocus<Context> | undefined;

	constructor(journal: Journal, notices: Notices, { log, onEdit }: Pick<CollabDeps, 'log' | 'onEdit'>) {
		this.#journal = journal;
		this.#notices = notices;
		this.#log = log;
		this.#onEdit = onEdit;
		journal.onSettled((address, _generation, outcome) => {
			const open = this.#open.get(address);
			if (!open) return;
			if (outcome instanceof CommitFailure) this.retire(open, retiredFor[outcome.reason]);
			else if (outcome.first === open.seq + 1) open.seq = outcome.last;
		});
	}

	/** The server these documents live in; set once, when it is made. */
	serve(hocuspocus: Hocuspocus<Context>): void {
		this.#hocuspocus = hocuspocus;
	}

	get count(): number {
		return this.#open.size;
	}
	all(): Iterable<OpenDocument> {
		return this.#open.values();
	}
	get(address: string): OpenDocument | undefined {
		return this.#open.get(address);
	}

	/** Fills a new document from the journal. Throws `Refused` when it must not be served. */
	async load(document: Document, address: string): Promise<void> {
		const parsed = parseDocumentName(address);
		if (!parsed) throw new Refused('forbidden');
		const name = address.slice(0, address.lastIndexOf('@'));
		// A document of this name may have been let go a moment ago with its last edit still on the way.
		await this.#journal.whenDurable(address).catch(() => undefined);
		const [loaded, owners] = await Promise.all([this.#read(name), this.#journal.owners(name)]);
		if (!loaded) throw new Refused('forbidden');
		// Asked after the reading: an erasure may have begun in between.
		if (this.#barred.has(name)) throw new Refused('reload');
		if (loaded.row.epoch !== parsed.epoch) throw new Refused('epoch');
		applyAll(document, loaded.updates, replayed);
		const open: OpenDocument = {
			address,
			name,
			epoch: loaded.row.epoch,
			ref: parsed.ref,
			document,
			owners,
			seq: loaded.seq,
			gaps: new Map(),
			retired: false,
		};
		this.#open.set(address, open);
		this.#notices.opened(open);
	}

	async #read(name: string) {
		try {
			return await this.#journal.load(name);
		} catch (error) {
			if (!(error instanceof JournalDamage)) throw error;
			this.#log.error({ document: name }, error.message);
			throw new Refused('damaged');
		}
	}

	/** From here on every change of the document is a row. Attached after the load, so that no row is written twice. */
	tap(address: string): void {
		const open = this.#open.get(address);
		if (!open) return;
		const { document, name, epoch } = open;
		const fanOut = new FanOut(document);
		document.on('beforeTransaction', () => fanOut.updating(performance.now()));
		document.on('update', (bytes: Uint8Array, origin: unknown) => {
			if (open.retired || isFromElsewhere(origin)) return;
			const author = authorOf(origin);
			if (author === unknownAuthor) this.#log.error({ document: name }, 'an edit came without an author');
			// While changes are merged before they leave, their commits can be merged as well.
			const patienceMs = 2 * fanOut.mergeMs;
			this.#journal.append({ address, document: name, epoch, ...author, bytes }, patienceMs);
		});
		const onEdit = this.#onEdit;
		if (onEdit)
			document.on('afterTransaction', (transaction: Y.Transaction) => {
				const { origin, changed } = transaction;
				if (open.retired || changed.size === 0 || isFromElsewhere(origin)) return;
				const { userId } = authorOf(origin);
				if (userId === unknownAuthor.userId) return;
				try {
					onEdit({ ref: open.ref, userId, transaction, isKept: () => this.#isKept(open) });
				} catch (error) {
					this.#log.error({ err: error, document: name }, 'an edit could not be told of');
				}
			});
		// What cannot be applied yet makes no update event, but is acknowledged, and so must be durable too.
		document.on('afterTransaction', ({ origin }: Y.Transaction) => {
			const seat = connectionOf(origin)?.context.seat;
			if (!seat?.gap || open.retired) return;
			const bytes = seat.gap;
			seat.gap = undefined;
			const { clientId, identity } = seat;
			this.#journal.append({ address, document: name, epoch, userId: identity.userId, clientId, bytes });
		});
	}

	/** Of an edit made a while ago: a commit that failed has retired the document, and an erasure has as well. */
	async #isKept(open: OpenDocument): Promise<boolean> {
		await this.#journal.whenDurable(open.address).catch(() => undefined);
		return !open.retired;
	}

	/** Brings every open document of this name up to date with the journal, or out of service when its epoch is over. */
	async follow(name: string): Promise<void> {
		const row = await this.#journal.find(name);
		for (const open of [...this.#open.values()]) {
			if (open.name !== name) continue;
			if (row?.epoch !== open.epoch) this.retire(open, 'epoch');
			else if (row.head > open.seq) await this.catchUp(open);
		}
	}

	/** Brings in what other nodes wrote. Resolves to whether anything came. */
	async catchUp(open: OpenDocument): Promise<boolean> {
		const rows = await this.#journal.rowsAfter(open.name, open.seq);
		const last = rows.at(-1);
		if (!last || open.retired) return false;
		applyAll(
			open.document,
			rows.map(({ bytes }) => bytes),
			replayed,
		);
		for (const [clientId, userId] of await this.#journal.owners(open.name)) open.owners.set(clientId, userId);
		open.seq = Math.max(open.seq, last.seq);
		return true;
	}

	/** Whether Hocuspocus may let go of a document now; starts the clock when it has just become idle. */
	mayUnload(document: Document): boolean {
		// A retired document's last connection must not take the fresh one of the same name with it.
		if (this.#hocuspocus?.documents.get(document.name) !== document) return false;
		if (this.#journal.pendingGeneration(document.name) !== undefined || !this.#cold.has(document)) {
			this.#cool(document);
			return false;
		}
		return true;
	}

	#cool(document: Document): void {
		clearTimeout(this.#cooling.get(document));
		const timer = setTimeout(() => {
			this.#cooling.delete(document);
			if (document.getConnectionsCount() > 0) return;
			this.#cold.add(document);
			void this.#hocuspocus?.unloadDocument(document).finally(() => this.#cold.delete(document));
		}, warmMs);
		this.#cooling.set(document, timer.unref());
	}

	unloaded(address: string): void {
		const open = this.#open.get(address);
		if (!open || this.#hocuspocus?.documents.has(address)) return;
		this.#open.delete(address);
		this.#notices.closed(open);
		this.#journal.rest(open.name);
	}

	/** Takes a document out of service at once: its sockets close, and the next to ask gets it fresh from the journal. */
	retire(open: OpenDocument, reason: SocketRefusal): void {
		if (open.retired) return;
		open.retired = true;
		const { document, address } = open;
		this.#open.delete(address);
		this.#notices.closed(open);
		if (this.#hocuspocus?.documents.get(address) === document) this.#hocuspocus.documents.delete(address);
		clearTimeout(this.#cooling.get(document));
		this.#cooling.delete(document);
		for (const connection of document.getConnections() as Connection<Context>[]) {
			connection.context.socket.refuse(reason);
			connection.close();
		}
		document.destroy();
	}

	/** Whether a document is being erased at this moment. */
	isBarred(name: string): boolean {
		return this.#barred.has(name);
	}

	/** Takes a document away from everybody and keeps it away while `work` runs. */
	async barred<T>(name: string, work: () => Promise<T>): Promise<T> {
		if (this.#barred.has(name)) throw new Error(`${name} is being erased already`);
		this.#barred.add(name);
		try {
			await this.#journal.flush();
			for (const open of [...this.#open.values()]) if (open.name === name) this.retire(open, 'epoch');
			return await work();
		} finally {
			this.#barred.delete(name);
		}
	}

	/** Stops all clocks. */
	close(): void {
		for (const timer of this.#cooling.values()) clearTimeout(timer);
		this.#cooling.clear();
	}
}

const retiredFor = {
	storage: 'storage',
	epoch: 'epoch',
	// Another node knew the true owner first: fresh from the journal, this one will too.
	'foreign-client': 'reload',
} as const satisfies Record<CommitFailure['reason'], SocketRefusal>;

/** Read from the journal, or sent by a node that has it in the journal. */
function isFromElsewhere(origin: unknown): boolean {
	return hasSource(origin) && origin.source === 'redis';
}

function authorOf(origin: unknown): { userId: string; clientId: number } {
	const seat = connectionOf(origin)?.context.seat;
	if (seat) return { userId: seat.identity.userId, clientId: seat.clientId };
	if (hasSource(origin) && origin.source === 'local' && isAuthor(origin.context)) {
		const { userId, clientId } = origin.context;
		return { userId, clientId };
	}
	return unknownAuthor;
}

/** The connection behind a transaction, when it came through one. */
function connectionOf(origin: unknown): Connection<Context> | undefined {
	return hasSource(origin) && origin.source === 'connection'
		? (origin.connection as Connection<Context>)
		: undefined;
}

function hasSource(origin: unknown): origin is { source: unknown; connection?: unknown; context?: unknown } {
	return typeof origin === 'object' && origin !== null && 'source' in origin;
}

function isAuthor(context: unknown): context is { userId: string; clientId: number } {
	return typeof context === 'object' && context !== null && 'userId' in context && 'clientId' in context;
}
