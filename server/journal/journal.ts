/**
 * The journal is the truth: every update of every document is a row here before anybody hears of it. One
 * transaction, and so one fsync, takes all rows that arrived in a turn of the event loop, whatever their documents.
 */
import type { Databases } from '#db/open.server.ts';
import type { Log } from './log.ts';
import { readPast, type Past } from './past.ts';
import { postgresStore } from './postgres-store.ts';
import { SnapshotBuilder, type Collected } from './snapshot-builder.ts';
import { JournalDamage, verify, verifyRows, type Replay } from './snapshot.ts';
import { sqliteStore } from './sqlite-store.ts';
import {
	checksumOf,
	type Batch,
	type Claim,
	type Committed,
	type DocumentRow,
	type Entry,
	type JournalStore,
	type StoredRow,
} from './store.ts';

/** Rows after which a snapshot is worth its making: reading so many back takes some 50 ms. */
export const snapshotEvery = 2_000;
/** So many bytes of rows are worth one once the document is quiet: whoever opens it next gets it without decoding. */
const largeBytes = 1024 * 1024;
const quietMs = 2_000;

/** A commit that did not happen. What it held was never acknowledged. */
export class CommitFailure extends Error {
	readonly reason: 'storage' | 'epoch' | 'foreign-client';
	constructor(address: string, reason: 'storage' | 'epoch' | 'foreign-client', cause?: unknown) {
		super(`the journal did not take the edit of ${address}: ${reason}`, { cause });
		this.reason = reason;
	}
}

/**
 * Told once for each address of each commit, in the turn in which it ended. `failure` means that nothing of it
 * was written, and that what is open in memory under this address is ahead of the truth.
 */
export type Settled = (address: string, generation: number, outcome: Written | CommitFailure) => void;

/** seq of the first and last row written; undefined when only ownership of client ids was. */
export interface Written {
	readonly first: number;
	readonly last: number;
}

/** A document as read back, verified. */
export interface LoadedDocument extends Replay {
	readonly row: DocumentRow;
}

interface Waiter {
	readonly generation: number;
	readonly resolve: () => void;
	readonly reject: (error: CommitFailure) => void;
}

export class Journal {
	readonly #store: JournalStore;
	readonly #log: Log;
	readonly #now: () => number;
	readonly #builder = new SnapshotBuilder();
	readonly #settled: Settled[] = [];
	readonly #waiters = new Map<string, Waiter[]>();
	/** Per address, the commit that will hold its newest row. */
	readonly #pending = new Map<string, number>();
	readonly #rowsSinceSnapshot = new Map<string, number>();
	readonly #snapshots = new Map<string, Promise<void>>();
	readonly #bytesSinceSnapshot = new Map<string, number>();
	/** Bytes of the documents that are open, as they were read back. */
	readonly #sizes = new Map<string, number>();
	/** Documents with many bytes since their snapshot, and the clock that waits until they are quiet. */
	readonly #due = new Map<string, NodeJS.Timeout>();
	#entries: Entry[] = [];
	#claims: Claim[] = [];
	/** Number of the commit that is being filled. */
	#generation = 1;
	#immediate: NodeJS.Immediate | undefined;
	#timer: NodeJS.Timeout | undefined;
	#committing: Promise<void> | undefined;
	readonly #figures = { commits: 0, rows: 0, failures: 0, longestCommitMs: 0 };

	constructor(store: JournalStore, options: { log: Log; now?: () => number }) {
		this.#store = store;
		this.#log = options.log;
		this.#now = options.now ?? Date.now;
	}

	/** Numbers for the operator's page. */
	get figures() {
		return { ...this.#figures, pending: this.#entries.length };
	}

	/**
	 * Adds a row to the commit of this turn, or, with patience, to one within so many milliseconds. Until it has
	 * settled, nobody may see what it holds.
	 */
	append(entry: Omit<Entry, 'at'>, patienceMs = 0): void {
		this.#entries.push({ ...entry, at: this.#now() });
		this.#pending.set(entry.address, this.#generation);
		this.#weigh(entry.document, entry.bytes.byteLength);
		this.#schedule(patienceMs);
	}

	/** Commits what waits in this very call, where the store can. Whether all of this address is durable now. */
	commitNow(address: string): boolean {
		if (!this.#store.commitsAtOnce) return false;
		const before = this.#figures.failures;
		this.#commit();
		return this.#figures.failures === before && !this.#pending.has(address);
	}

	/** Notes with the next commit whom a client id belongs to. */
	claim(claim: Claim): void {
		this.#claims.push(claim);
		this.#schedule();
	}

	/** Whether anything at all waits for a commit. */
	get isQuiet(): boolean {
		return this.#pending.size === 0;
	}

	/** The commit that will hold the newest row of this address; undefined when all of it is durable. */
	pendingGeneration(address: string): number | undefined {
		return this.#pending.get(address);
	}

	/** Resolves once all that was appended under this address until now is durable; rejects if it is not. */
	whenDurable(address: string): Promise<void> {
		const generation = this.#pending.get(address);
		if (generation === undefined) return Promise.resolve();
		const { promise, resolve, reject } = Promise.withResolvers<void>();
		const waiters = this.#waiters.get(address) ?? [];
		waiters.push({ generation, resolve, reject });
		this.#waiters.set(address, waiters);
		return promise;
	}

	/** Calls back after every commit, in the order of registration. Callbacks must not throw. */
	onSettled(settled: Settled): void {
		this.#settled.push(settled);
	}

	/** Forgets what waits for a later commit under this address: what it builds on was not written. */
	abandon(address: string, failure: CommitFailure): void {
		this.#entries = this.#entries.filter((entry) => entry.address !== address);
		this.#claims = this.#claims.filter((claim) => claim.address !== address);
		this.#pending.delete(address);
		const waiters = this.#waiters.get(address) ?? [];
		this.#waiters.delete(address);
		for (const waiter of waiters) waiter.reject(failure);
	}

	find(name: string): Promise<DocumentRow | undefined> {
		return this.#store.find(name);
	}
	owners(name: string): Promise<Map<number, string>> {
		return this.#store.owners(name);
	}
	raiseSchema(name: string, schemaVersion: number): Promise<void> {
		return this.#store.raiseSchema(name, schemaVersion);
	}
	raiseEpoch(name: string): Promise<number> {
		return this.#store.raiseEpoch(name);
	}

	/** Reads a document back. Undefined when there is none; throws `JournalDamage` when it cannot be trusted. */
	async load(name: string): Promise<LoadedDocument | undefined> {
		const stored = await this.#store.load(name);
		if (!stored) return undefined;
		const replay = await verify(stored, () => this.#store.rowsAfter(name, 0));
		if (replay.passedOver !== undefined) this.#log.error({ document: name }, replay.passedOver);
		this.#rowsSinceSnapshot.set(name, replay.rows);
		this.#sizes.set(
			name,
			replay.updates.reduce((sum, { byteLength }) => sum + byteLength, 0),
		);
		if (replay.rows >= snapshotEvery || replay.passedOver !== undefined) void this.snapshot(name);
		else {
			this.#bytesSinceSnapshot.delete(name);
			this.#weigh(
				name,
				stored.rows.reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
			);
		}
		return { ...replay, row: stored.row };
	}

	/**
	 * All of a document as one update without deleted words, where a snapshot holds it up to its newest row; else
	 * undefined, and it must be read back. Costs no decoding.
	 */
	async atHead(name: string): Promise<{ readonly epoch: number; readonly bytes: Uint8Array } | undefined> {
		const stored = await this.#store.load(name);
		if (!stored?.snapshot || stored.rows.length > 0) return undefined;
		const { bytes, checksum } = stored.snapshot;
		return checksumOf(bytes) === checksum ? { epoch: stored.row.epoch, bytes } : undefined;
	}

	/** What `packedReading` gives of the document as it is now, where a snapshot was made of just that; else undefined. */
	readingAtHead(name: string): Promise<Uint8Array | undefined> {
		return this.#store.readingAtHead(name);
	}

	/** Every row after `seq` with its author, verified: for authorship, and for catching up with other nodes. */
	async rowsAfter(name: string, seq: number): Promise<readonly StoredRow[]> {
		const rows = await this.#store.rowsAfter(name, seq);
		verifyRows(name, rows, seq, 0);
		return rows;
	}

	/** The SQLite file, for threads that read the past themselves; undefined where the journal is no file. */
	get file(): string | undefined {
		return this.#store.file;
	}

	/** Every row there is, and what they build on: for whatever tells the history of a document. */
	past(name: string): Promise<Past | undefined> {
		return readPast(this.#store, name);
	}

	/** Builds a snapshot from the rows there are. Rows stay. Never rejects: without one, loading is slower. */
	snapshot(name: string): Promise<void> {
		const running = this.#snapshots.get(name);
		if (running) return running;
		const work = this.#snapshot(name)
			.catch((error: unknown) => this.#log.warn({ document: name, error }, 'a snapshot was not made'))
			.finally(() => this.#snapshots.delete(name));
		this.#snapshots.set(name, work);
		return work;
	}

	/** Nobody has it open any more: a large one gets a snapshot of what came since, so that it opens fast again. */
	rest(name: string): void {
		const isLarge = (this.#sizes.get(name) ?? 0) >= largeBytes;
		this.#sizes.delete(name);
		if (isLarge && (this.#rowsSinceSnapshot.get(name) ?? 0) > 0) void this.snapshot(name);
	}

	async #snapshot(name: string): Promise<void> {
		// Set before the work: a document that cannot be verified is not tried again at every commit.
		this.#rowsSinceSnapshot.set(name, 0);
		this.#bytesSinceSnapshot.delete(name);
		clearTimeout(this.#due.get(name));
		this.#due.delete(name);
		const collected = await (this.#store.file === undefined
			? this.#collect(name)
			: this.#builder.read(this.#store.file, name));
		if (!collected?.content) return;
		const { epoch, seq, content } = collected;
		const snapshot = { seq, ...content, checksum: checksumOf(content.bytes) };
		await this.#store.putSnapshot(name, epoch, snapshot, this.#now());
	}

	async #collect(name: string): Promise<Collected | undefined> {
		const stored = await this.#store.load(name);
		if (!stored) return undefined;
		const { updates, seq, rows } = await verify(stored, () => this.#store.rowsAfter(name, 0));
		const content = rows === 0 ? undefined : await this.#builder.build(name, updates);
		return { epoch: stored.row.epoch, seq, rows, content };
	}

	/**
	 * Makes `bytes` all there is of a document: its rows and snapshots are gone from the files, and its epoch is
	 * raised. Returns the new epoch. What is open in memory must be closed before.
	 */
	async erase(name: string, bytes: Uint8Array): Promise<number> {
		await this.flush();
		await this.#snapshots.get(name);
		const epoch = await this.#store.erase(name, bytes, this.#now());
		this.#rowsSinceSnapshot.set(name, 0);
		return epoch;
	}

	/** Commits what waits, now. */
	async flush(): Promise<void> {
		while (this.#committing || this.#entries.length > 0 || this.#claims.length > 0) {
			if (!this.#committing) this.#commit();
			await this.#committing;
		}
	}

	/** Commits what waits, makes the snapshots that are due and ends the worker. The databases stay open. */
	async close(): Promise<void> {
		await this.flush();
		for (const name of [...this.#due.keys()]) void this.snapshot(name);
		await Promise.all(this.#snapshots.values());
		await this.#builder.close();
	}

	#schedule(patienceMs = 0): void {
		if (this.#committing || this.#immediate) return;
		if (patienceMs === 0) this.#immediate = setImmediate(() => this.#commit());
		else this.#timer ??= setTimeout(() => this.#commit(), patienceMs);
	}

	#commit(): void {
		clearImmediate(this.#immediate);
		clearTimeout(this.#timer);
		this.#immediate = undefined;
		this.#timer = undefined;
		if (this.#committing) return;
		const batch: Batch = { entries: this.#entries, claims: this.#claims };
		if (batch.entries.length === 0 && batch.claims.length === 0) return;
		this.#entries = [];
		this.#claims = [];
		const generation = this.#generation++;
		const began = performance.now();
		try {
			const committed = this.#store.commit(batch);
			if (!(committed instanceof Promise)) return this.#end(generation, began, committed);
			this.#committing = committed
				.then(
					(written) => this.#end(generation, began, written),
					(error: unknown) => this.#fail(batch, generation, error),
				)
				.finally(() => {
					this.#committing = undefined;
					if (this.#entries.length > 0 || this.#claims.length > 0) this.#schedule();
				});
		} catch (error) {
			this.#fail(batch, generation, error);
		}
	}

	#end(generation: number, began: number, { seqs, refused }: Committed): void {
		this.#figures.commits++;
		this.#figures.longestCommitMs = Math.max(this.#figures.longestCommitMs, performance.now() - began);
		for (const [address, written] of seqs) {
			this.#figures.rows += written.last - written.first + 1;
			this.#settle(address, generation, written);
			this.#count(address.slice(0, address.lastIndexOf('@')), written.last - written.first + 1);
		}
		for (const [address, reason] of refused)
			this.#settle(address, generation, new CommitFailure(address, reason));
	}

	#fail(batch: Batch, generation: number, error: unknown): void {
		this.#figures.failures++;
		this.#log.error({ error }, 'the journal did not take a commit; nothing of it was acknowledged');
		const addresses = new Set([...batch.entries, ...batch.claims].map(({ address }) => address));
		for (const address of addresses)
			this.#settle(address, generation, new CommitFailure(address, 'storage', error));
	}

	#settle(address: string, generation: number, outcome: Written | CommitFailure): void {
		if (outcome instanceof CommitFailure) this.abandon(address, outcome);
		else {
			if (this.#pending.get(address) === generation) this.#pending.delete(address);
			this.#wake(address, generation);
		}
		for (const settled of this.#settled) settled(address, generation, outcome);
	}

	#wake(address: string, generation: number): void {
		const waiters = this.#waiters.get(address);
		if (!waiters) return;
		const later = waiters.filter((waiter) => waiter.generation > generation);
		if (later.length > 0) this.#waiters.set(address, later);
		else this.#waiters.delete(address);
		for (const waiter of waiters) if (waiter.generation <= generation) waiter.resolve();
	}

	#weigh(document: string, added: number): void {
		const bytes = (this.#bytesSinceSnapshot.get(document) ?? 0) + added;
		this.#bytesSinceSnapshot.set(document, bytes);
		if (bytes < largeBytes) return;
		clearTimeout(this.#due.get(document));
		this.#due.set(document, setTimeout(() => void this.snapshot(document), quietMs).unref());
	}

	#count(document: string, added: number): void {
		const rows = (this.#rowsSinceSnapshot.get(document) ?? 0) + added;
		this.#rowsSinceSnapshot.set(document, rows);
		if (rows >= snapshotEvery) void this.snapshot(document);
	}
}

/** The journal over whichever database this installation has. */
export function openJournal(
	databases: Databases,
	options: { log: Log; now?: () => number; node?: string },
): Journal {
	const store = databases.journalSqlite
		? sqliteStore(databases.journalSqlite)
		: postgresStore(databases.journal, options.node ?? 'alone');
	return new Journal(store, options);
}

export { JournalDamage };
