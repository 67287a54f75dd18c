/** The journal in PostgreSQL. Several nodes write at once: `head` is counted under its row lock, `seq` follows. */
import { sql, type Transaction } from 'kysely';
import type { JournalDb } from '#db/open.server.ts';
import type { JournalTables } from '#db/journal-tables.ts';
import {
	checksumOf,
	type Batch,
	type Committed,
	type DocumentRow,
	type JournalStore,
	type StoredRow,
} from './store.ts';
import { channel } from './tail.ts';

/** PostgreSQL takes 65,535 parameters in a statement; a row has seven. */
const rowsAtOnce = 5_000;

/** `node`: who tells others of its commits (see tail.ts). */
export function postgresStore(db: JournalDb, node: string): JournalStore {
	const documents = (executor: JournalDb | Transaction<JournalTables>) =>
		executor.selectFrom('document').select(['name', 'analysis_id', 'epoch', 'head', 'schema_version']);
	const rowsAfter = async (
		executor: JournalDb | Transaction<JournalTables>,
		name: string,
		after: number,
	): Promise<StoredRow[]> => {
		const rows = await executor
			.selectFrom('document_update')
			.select(['seq', 'user_id', 'client_id', 'at', 'bytes', 'checksum'])
			.where('document', '=', name)
			.where('seq', '>', after)
			.orderBy('seq')
			.execute();
		return rows.map(({ user_id: userId, client_id: clientId, ...row }) => ({ ...row, userId, clientId }));
	};
	return {
		commitsAtOnce: false,
		commit: (batch) => db.transaction().execute((trx) => write(trx, batch, node)),
		async find(name) {
			const row = await documents(db).where('name', '=', name).executeTakeFirst();
			return row && toDocumentRow(row);
		},
		load: (name) =>
			db
				.transaction()
				// One instant for all three reads: rows of another node may be arriving.
				.setIsolationLevel('repeatable read')
				.setAccessMode('read only')
				.execute(async (trx) => {
					const row = await documents(trx).where('name', '=', name).executeTakeFirst();
					if (!row) return undefined;
					const snapshot = await trx
						.selectFrom('document_snapshot')
						.select(['seq', 'bytes', 'checksum'])
						.where('document', '=', name)
						.executeTakeFirst();
					return { row: toDocumentRow(row), snapshot, rows: await rowsAfter(trx, name, snapshot?.seq ?? 0) };
				}),
		rowsAfter: (name, after) => rowsAfter(db, name, after),
		async owners(name) {
			const rows = await db
				.selectFrom('document_client')
				.select(['client_id', 'user_id'])
				.where('document', '=', name)
				.execute();
			return new Map(rows.map((row) => [row.client_id, row.user_id]));
		},
		async putSnapshot(name, epoch, { seq, bytes, checksum, reading = null }, at) {
			await db.transaction().execute(async (trx) => {
				const row = await documents(trx).where('name', '=', name).forShare().executeTakeFirst();
				if (row?.epoch !== epoch) return;
				await trx
					.insertInto('document_snapshot')
					.values({ document: name, seq, bytes, checksum, made_at: at, reading })
					.onConflict((conflict) =>
						conflict
							.column('document')
							.doUpdateSet({ seq, bytes, checksum, made_at: at, reading })
							.where('document_snapshot.seq', '<=', seq),
					)
					.execute();
			});
		},
		async readingAtHead(name) {
			const found = await db
				.selectFrom('document_snapshot as s')
				.innerJoin('document as d', 'd.name', 's.document')
				.select('s.reading')
				.where('s.document', '=', name)
				.whereRef('d.head', '=', 's.seq')
				.executeTakeFirst();
			return found?.reading ?? undefined;
		},
		async erase(name, bytes, at) {
			const epoch = await db.transaction().execute(async (trx) => {
				const row = await trx
					.updateTable('document')
					.set((eb) => ({ epoch: eb('epoch', '+', 1) }))
					.where('name', '=', name)
					.returning(['epoch', 'head'])
					.executeTakeFirstOrThrow();
				await trx.deleteFrom('document_update').where('document', '=', name).execute();
				await trx.deleteFrom('document_snapshot').where('document', '=', name).execute();
				await trx
					.insertInto('document_snapshot')
					.values({
						document: name,
						seq: row.head,
						bytes,
						checksum: checksumOf(bytes),
						made_at: at,
						reading: null,
					})
					.execute();
				await notify(trx, node, name);
				return row.epoch;
			});
			// A deleted row stays in the table's file until it is vacuumed.
			await sql`vacuum document_update`.execute(db);
			await sql`vacuum document_snapshot`.execute(db);
			return epoch;
		},
		async raiseSchema(name, version) {
			await db
				.updateTable('document')
				.set({ schema_version: version })
				.where('name', '=', name)
				.where('schema_version', '<', version)
				.execute();
		},
		async raiseEpoch(name) {
			const row = await db
				.updateTable('document')
				.set((eb) => ({ epoch: eb('epoch', '+', 1) }))
				.where('name', '=', name)
				.returning('epoch')
				.executeTakeFirstOrThrow();
			return row.epoch;
		},
	};
}

async function write(
	trx: Transaction<JournalTables>,
	{ entries, claims }: Batch,
	node: string,
): Promise<Committed> {
	const seqs = new Map<string, { first: number; last: number }>();
	const refused = new Map<string, 'epoch' | 'foreign-client'>();
	for (const { address, document, clientId, userId } of claims) {
		const kept = await trx
			.insertInto('document_client')
			.values({ document, client_id: clientId, user_id: userId })
			.onConflict((conflict) =>
				conflict
					.columns(['document', 'client_id'])
					.doUpdateSet((eb) => ({ user_id: eb.ref('document_client.user_id') })),
			)
			.returning('user_id')
			.executeTakeFirstOrThrow();
		if (kept.user_id !== userId) refused.set(address, 'foreign-client');
	}
	const groups = [...Map.groupBy(entries, (entry) => entry.address)];
	// One order for all nodes, or two transactions could wait for each other's documents.
	groups.sort(([a], [b]) => (a < b ? -1 : 1));
	const rows: JournalTables['document_update'][] = [];
	for (const [address, group] of groups) {
		if (refused.has(address)) continue;
		const { document, epoch } = group[0]!;
		const bumped = await trx
			.updateTable('document')
			.set((eb) => ({ head: eb('head', '+', group.length) }))
			.where('name', '=', document)
			.where('epoch', '=', epoch)
			.returning('head')
			.executeTakeFirst();
		if (!bumped) {
			refused.set(address, 'epoch');
			continue;
		}
		const first = bumped.head - group.length + 1;
		seqs.set(address, { first, last: bumped.head });
		await notify(trx, node, document);
		group.forEach(({ userId, clientId, at, bytes }, index) =>
			rows.push({
				document,
				seq: first + index,
				user_id: userId,
				client_id: clientId,
				at,
				bytes,
				checksum: checksumOf(bytes),
			}),
		);
	}
	for (let from = 0; from < rows.length; from += rowsAtOnce)
		await trx
			.insertInto('document_update')
			.values(rows.slice(from, from + rowsAtOnce))
			.execute();
	return { seqs, refused };
}

/** Heard by the other nodes when the transaction commits, once however often it is said. */
async function notify(trx: Transaction<JournalTables>, node: string, document: string): Promise<void> {
	await sql`select pg_notify(${channel}, ${`${node} ${document}`})`.execute(trx);
}

function toDocumentRow(row: {
	name: string;
	analysis_id: string;
	epoch: number;
	head: number;
	schema_version: number;
}): DocumentRow {
	return {
		name: row.name,
		analysisId: row.analysis_id,
		epoch: row.epoch,
		head: row.head,
		schemaVersion: row.schema_version,
	};
}
