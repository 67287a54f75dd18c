/** The tables of the journal: documents as rows of updates. Columns are named as in db/tables.ts. */
/** One Y.Doc: its current epoch and the head of its journal. */
export interface DocumentTable {
	/** Without `@epoch`: `analysis/ana_…/timeline`. */
	name: string;
	kind: string;
	analysis_id: string;
	subject_id: string | null;
	epoch: number;
	/** seq of the newest row. */
	head: number;
	schema_version: number;
	created_at: number;
}

export interface DocumentUpdateTable {
	document: string;
	seq: number;
	user_id: string;
	client_id: number;
	at: number;
	bytes: Uint8Array;
	/** First 8 bytes of the SHA-256 of `bytes`, hex: a flipped bit is told from a good row at load. */
	checksum: string;
}

export interface DocumentSnapshotTable {
	document: string;
	seq: number;
	bytes: Uint8Array;
	checksum: string;
	made_at: number;
	/** Of kinds that pages are shown before they have the document: JSON, packed. Made anew with each snapshot. */
	reading: Uint8Array | null;
}

/** Which user a Yjs client id belongs to, for ever. */
export interface DocumentClientTable {
	document: string;
	client_id: number;
	user_id: string;
}

/** In a file of its own on SQLite, so that an fsync of the journal waits for nobody; beside the core on PostgreSQL. */
export interface JournalTables {
	document: DocumentTable;
	document_update: DocumentUpdateTable;
	document_snapshot: DocumentSnapshotTable;
	document_client: DocumentClientTable;
}
