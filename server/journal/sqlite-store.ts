/**
 * The journal in SQLite, over its raw connection: every transaction begins and ends in one turn of the event loop,
 * so that neither Kysely's queries on the same connection nor another commit can come in between.
 */
import type { DatabaseSync } from 'node:sqlite';
import {
	checksumOf,
	type Batch,
	type Committed,
	type DocumentRow,
	type Entry,
	type JournalStore,
	type Stored,
	type StoredRow,
	type StoredSnapshot,
} from './store.ts';

/** Erasing waits for readers of other processes (a backup, say) this often, 50 ms apart, before it gives up. */
const checkpointTries = 200;

export function sqliteStore(database: DatabaseSync): JournalStore {
	const bump = database.prepare(
		'UPDATE document SET head = head + ? WHERE name = ? AND epoch = ? RETURNING head',
	);
	const insertRow = database.prepare(
		'INSERT INTO document_update (document, seq, user_id, client_id, at, bytes, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)',
	);
	const claim = database.prepare(
		'INSERT INTO document_client (document, client_id, user_id) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET user_id = user_id RETURNING user_id',
	);
	const findDocument = database.prepare(
		'SELECT name, analysis_id, epoch, head, schema_version FROM document WHERE name = ?',
	);
	const selectSnapshot = database.prepare(
		'SELECT seq, bytes, checksum FROM document_snapshot WHERE document = ?',
	);
	const selectReading = database.prepare(
		'SELECT s.reading FROM document_snapshot AS s JOIN document AS d ON d.name = s.document AND d.head = s.seq WHERE s.document = ?',
	);
	const selectRows = database.prepare(
		'SELECT seq, user_id, client_id, at, bytes, checksum FROM document_update WHERE document = ? AND seq > ? ORDER BY seq',
	);

	/** Runs `work` in a transaction of this turn. */
	const inTransaction = <T>(work: () => T): T => {
		database.exec('BEGIN IMMEDIATE');
		try {
			const result = work();
			database.exec('COMMIT');
			return result;
		} catch (error) {
			// A full disk makes SQLite roll back by itself; a second rollback would hide the real error.
			if (database.isTransaction) database.exec('ROLLBACK');
			throw error;
		}
	};
	const find = (name: string): DocumentRow | undefined => {
		const row = findDocument.get(name);
		return row && toDocumentRow(row);
	};
	const rowsAfter = (name: string, after: number): StoredRow[] =>
		selectRows.all(name, after).map(toStoredRow);

	return {
		commitsAtOnce: true,
		file: database.location() ?? undefined,
		commit: (batch) => inTransaction(() => write(batch)),
		find: async (name) => find(name),
		async load(name): Promise<Stored | undefined> {
			const row = find(name);
			if (!row) return undefined;
			const found = selectSnapshot.get(name);
			const snapshot = found && toSnapshot(found);
			return { row, snapshot, rows: rowsAfter(name, snapshot?.seq ?? 0) };
		},
		rowsAfter: async (name, after) => rowsAfter(name, after),
		async owners(name) {
			const rows = database
				.prepare('SELECT client_id, user_id FROM document_client WHERE document = ?')
				.all(name);
			return new Map(rows.map((row) => [Number(row['client_id']), String(row['user_id'])]));
		},
		async putSnapshot(name, epoch, snapshot, at) {
			inTransaction(() => {
				if (find(name)?.epoch !== epoch) return;
				database
					.prepare(
						'INSERT INTO document_snapshot (document, seq, bytes, checksum, made_at, reading) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (document) DO UPDATE SET seq = excluded.seq, bytes = excluded.bytes, checksum = excluded.checksum, made_at = excluded.made_at, reading = excluded.reading WHERE excluded.seq >= document_snapshot.seq',
					)
					.run(name, snapshot.seq, snapshot.bytes, snapshot.checksum, at, snapshot.reading ?? null);
			});
		},
		async readingAtHead(name) {
			const reading = selectReading.get(name)?.['reading'];
			return reading instanceof Uint8Array ? reading : undefined;
		},
		async erase(name, bytes, at) {
			const epoch = inTransaction(() => {
				const row = database
					.prepare('UPDATE document SET epoch = epoch + 1 WHERE name = ? RETURNING epoch, head')
					.get(name);
				if (!row) throw new Error(`no document ${name} to erase`);
				database.prepare('DELETE FROM document_update WHERE document = ?').run(name);
				database.prepare('DELETE FROM document_snapshot WHERE document = ?').run(name);
				database
					.prepare(
						'INSERT INTO document_snapshot (document, seq, bytes, checksum, made_at) VALUES (?, ?, ?, ?, ?)',
					)
					.run(name, Number(row['head']), bytes, checksumOf(bytes), at);
				return Number(row['epoch']);
			});
			await truncateLog(database);
			return epoch;
		},
		async raiseSchema(name, version) {
			database
				.prepare('UPDATE document SET schema_version = max(schema_version, ?) WHERE name = ?')
				.run(version, name);
		},
		async raiseEpoch(name) {
			const row = database
				.prepare('UPDATE document SET epoch = epoch + 1 WHERE name = ? RETURNING epoch')
				.get(name);
			if (!row) throw new Error(`no document ${name}`);
			return Number(row['epoch']);
		},
	};

	function write({ entries, claims }: Batch): Committed {
		const seqs = new Map<string, { first: number; last: number }>();
		const refused = new Map<string, 'epoch' | 'foreign-client'>();
		for (const { address, document, clientId, userId } of claims)
			if (claim.get(document, clientId, userId)?.['user_id'] !== userId)
				refused.set(address, 'foreign-client');
		const next = new Map<string, number>();
		for (const [address, group] of Map.groupBy(entries, (entry: Entry) => entry.address)) {
			if (refused.has(address)) continue;
			const { document, epoch } = group[0]!;
			const last = bump.get(group.length, document, epoch)?.['head'];
			if (last === undefined) {
				refused.set(address, 'epoch');
				continue;
			}
			const first = Number(last) - group.length + 1;
			seqs.set(address, { first, last: Number(last) });
			next.set(address, first);
		}
		for (const { address, document, userId, clientId, at, bytes } of entries) {
			const seq = next.get(address);
			if (seq === undefined) continue;
			insertRow.run(document, seq, userId, clientId, at, bytes, checksumOf(bytes));
			next.set(address, seq + 1);
		}
		return { seqs, refused };
	}
}

/** Moves everything into the main file and empties the write-ahead log, so that erased bytes are in neither. */
async function truncateLog(database: DatabaseSync): Promise<void> {
	for (let tries = 0; tries < checkpointTries; tries++) {
		if (database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error('the write-ahead log could not be emptied: another process keeps reading the journal');
}

type Row = Record<string, unknown>;

const toDocumentRow = (row: Row): DocumentRow => ({
	name: String(row['name']),
	analysisId: String(row['analysis_id']),
	epoch: Number(row['epoch']),
	head: Number(row['head']),
	schemaVersion: Number(row['schema_version']),
});
const toStoredRow = (row: Row): StoredRow => ({
	seq: Number(row['seq']),
	userId: String(row['user_id']),
	clientId: Number(row['client_id']),
	at: Number(row['at']),
	bytes: row['bytes'] as Uint8Array,
	checksum: String(row['checksum']),
});
const toSnapshot = (row: Row): StoredSnapshot => ({
	seq: Number(row['seq']),
	bytes: row['bytes'] as Uint8Array,
	checksum: String(row['checksum']),
});
