/** What the journal asks of a database. SQLite answers at once, PostgreSQL later; the contract suite runs on both. */
import { hash } from 'node:crypto';

/** A row of table `document`. */
export interface DocumentRow {
	/** Without `@epoch`. */
	readonly name: string;
	readonly analysisId: string;
	readonly epoch: number;
	/** seq of the newest row. */
	readonly head: number;
	readonly schemaVersion: number;
}

/** One update on its way to the journal. */
export interface Entry {
	/** `name@epoch`: what is open in memory under this address. */
	readonly address: string;
	readonly document: string;
	readonly epoch: number;
	/** Proven: whose session or token the connection has. */
	readonly userId: string;
	/** The Yjs client the writer used; 0 when it wrote nothing new and only deleted. */
	readonly clientId: number;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly bytes: Uint8Array;
}

/** That a Yjs client id belongs to a user, in one document. */
export interface Claim {
	readonly address: string;
	readonly document: string;
	readonly clientId: number;
	readonly userId: string;
}

export interface Batch {
	readonly entries: readonly Entry[];
	readonly claims: readonly Claim[];
}

export interface Committed {
	/** Per address, the seq of its first and last row of this batch. */
	readonly seqs: ReadonlyMap<string, { readonly first: number; readonly last: number }>;
	/** Addresses of which nothing was written, and why; all others are durable. */
	readonly refused: ReadonlyMap<string, 'epoch' | 'foreign-client'>;
}

/** A stored row as read back. */
export interface StoredRow {
	readonly seq: number;
	readonly userId: string;
	readonly clientId: number;
	readonly at: number;
	readonly bytes: Uint8Array;
	readonly checksum: string;
}

export interface StoredSnapshot {
	readonly seq: number;
	readonly bytes: Uint8Array;
	readonly checksum: string;
}

/** A snapshot to be stored. */
export interface NewSnapshot extends StoredSnapshot {
	readonly reading?: Uint8Array | undefined;
}

/** Row, snapshot and the rows after it, read at one instant. */
export interface Stored {
	readonly row: DocumentRow;
	readonly snapshot: StoredSnapshot | undefined;
	readonly rows: readonly StoredRow[];
}

export interface JournalStore {
	/** Whether `commit` ends in the turn it begins in. */
	readonly commitsAtOnce: boolean;
	/** The SQLite file, which another thread can read as well. */
	readonly file?: string | undefined;
	/** All or nothing, except documents in `refused`. Throws (or rejects) when nothing was written. */
	commit(batch: Batch): Committed | Promise<Committed>;
	find(name: string): Promise<DocumentRow | undefined>;
	load(name: string): Promise<Stored | undefined>;
	/** Rows with `seq > after`, in order. */
	rowsAfter(name: string, after: number): Promise<readonly StoredRow[]>;
	owners(name: string): Promise<Map<number, string>>;
	/** Keeps the newer of this and the snapshot there is; does nothing when the epoch has moved on. */
	putSnapshot(name: string, epoch: number, snapshot: NewSnapshot, at: number): Promise<void>;
	/** The reading beside the snapshot, where that holds the newest row. */
	readingAtHead(name: string): Promise<Uint8Array | undefined>;
	/** Replaces all rows and the snapshot by these bytes and raises the epoch, which it returns. */
	erase(name: string, bytes: Uint8Array, at: number): Promise<number>;
	/** Raises `schema_version` of the document; never lowers it. */
	raiseSchema(name: string, schemaVersion: number): Promise<void>;
	/** Raises the epoch without touching the words: what a restored backup does to every document. */
	raiseEpoch(name: string): Promise<number>;
}

/** First 8 bytes of the SHA-256, hex. */
export function checksumOf(bytes: Uint8Array): string {
	return hash('sha256', bytes, 'hex').slice(0, 16);
}
