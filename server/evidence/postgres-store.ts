/** Records in PostgreSQL, where several nodes share them. Read by the same worker, then copied in batches. */
import { rmSync } from 'node:fs';
import {
	binRecords,
	countAuthors,
	countRecords,
	deleteOrphanRecords,
	deleteRecords,
	findRecord,
	findRecordByKey,
	insertRecords,
	listRecords,
	recordRange,
	type RecordRow,
	type RecordTable,
	type RecordWhere,
} from '#db/evidence.ts';
import type { CoreDb } from '#db/open.server.ts';
import { groupOf, type AuthorKind, type Level, type Precision, type RecordKind } from './record.ts';
import { tsQuery, wordsOf } from './query.ts';
import { SearchThread } from './search-thread.ts';
import {
	BinCounts,
	binEdges,
	totalCap,
	type RecordQuery,
	type RecordStore,
	type StoredRecord,
} from './store.ts';

const rowsPerInsert = 500;
/** What a tsvector can number. */
const lastPosition = 16_383;

export function createPostgresStore(db: CoreDb): RecordStore {
	const thread = new SearchThread();
	return {
		async page(query, { cursor, order, limit }) {
			const where = whereOf(query);
			const rows = await listRecords(db, where, { after: cursor, order, limit: limit + 1 });
			const isSearched =
				where.match !== undefined ||
				where.authors !== undefined ||
				where.kinds !== undefined ||
				where.levels !== undefined;
			const total = await countRecords(db, where, isSearched ? totalCap + 1 : Number.MAX_SAFE_INTEGER);
			const isCapped = isSearched && total > totalCap;
			return {
				records: rows.slice(0, limit).map(stored),
				hasMore: rows.length > limit,
				total: isCapped ? totalCap : total,
				isCapped,
			};
		},
		async histogram(query, bins) {
			const where = whereOf(query);
			// The range of the sources in the window, whatever words are searched: as the files do it.
			const range = await recordRange(db, { sources: where.sources, fromUs: where.fromUs, toUs: where.toUs });
			const fromUs = query.fromUs ?? range?.firstUs ?? 0;
			const toUs = query.toUs ?? (range === undefined ? 0 : range.lastUs + 1);
			if (!range || toUs <= fromUs)
				return { fromUs: query.fromUs ?? 0, toUs: query.toUs ?? 0, bins: [], total: 0 };
			const edges = binEdges(fromUs, toUs, bins);
			const counts = new BinCounts(edges);
			const width = (edges[1] ?? toUs) - (edges[0] ?? fromUs);
			for (const { kind, bin, n } of await binRecords(db, where, fromUs, width))
				counts.add(groupOf[kind as RecordKind], bin, n);
			return { fromUs, toUs: edges.at(-1) ?? toUs, bins: counts.bins(), total: counts.total };
		},
		async authors(sources) {
			const rows = await countAuthors(db, sources);
			return rows
				.map(({ author, author_kind, n }) => ({ name: author, kind: author_kind as AuthorKind, records: n }))
				.sort((a, b) => b.records - a.records || (a.name < b.name ? -1 : 1));
		},
		async find(sourceId, number) {
			const row = await findRecord(db, sourceId, number);
			return row && stored(row);
		},
		async findByKey(sourceId, key) {
			const row = await findRecordByKey(db, sourceId, key);
			return row && stored(row);
		},
		async adopt(sourceId, path) {
			const file = { id: sourceId, path };
			try {
				await db.transaction().execute(async (trx) => {
					await deleteRecords(trx, sourceId);
					for (let from = 1; ; from += rowsPerInsert) {
						const batch = await thread.ask<StoredRecord[]>({ is: 'slice', file, from, count: rowsPerInsert });
						await insertRecords(trx, batch.map(rowOf));
						if (batch.length < rowsPerInsert) break;
					}
				});
			} finally {
				await thread.ask({ is: 'forget', file });
				rmSync(path, { force: true });
			}
		},
		remove: (sourceId) => deleteRecords(db, sourceId),
		sweep: (sources) => deleteOrphanRecords(db, [...sources]),
		close: () => thread.close(),
	};
}

function whereOf(query: RecordQuery): RecordWhere {
	const { sources, fromUs, toUs, authors, kinds, levels } = query;
	return { sources, fromUs, toUs, authors, kinds, levels, match: tsQuery(query.clauses) };
}

/** PostgreSQL holds no NUL in text. */
const clean = <T extends string | null | undefined>(text: T): T =>
	text ? (text.replaceAll('\0', '') as T) : text;

function rowOf(record: StoredRecord): RecordTable {
	return {
		source_id: record.sourceId,
		rank: record.rank,
		number: record.number,
		at_us: record.atUs,
		until_us: record.untilUs ?? null,
		written: clean(record.atWritten),
		precision: record.precision,
		author: clean(record.author) ?? null,
		author_kind: record.authorKind ?? null,
		kind: record.kind,
		level: record.level ?? null,
		text: clean(record.text),
		fields: clean(record.fields) ?? null,
		file: record.file,
		line: record.line,
		byte_offset: record.byteOffset,
		byte_length: record.byteLength,
		key: record.key === String(record.line) ? null : clean(record.key),
		thread: clean(record.thread) ?? null,
		meta_json: record.meta === undefined ? null : JSON.stringify(record.meta),
		words: tsVector(record.text, record.fields),
	};
}

/** Written out word by word, so that both stores cut words alike. A gap keeps phrases from running into the fields. */
function tsVector(text: string, fields: string | undefined): string {
	const said = wordsOf(text);
	const words = said.map((word, index) => [word, index + 1] as const);
	words.push(...wordsOf(fields ?? '').map((word, index) => [word, said.length + index + 3] as const));
	return words
		.map(([word, position]) => `'${word.slice(0, 500)}':${Math.min(position, lastPosition)}`)
		.join(' ');
}

function stored(row: RecordRow): StoredRecord {
	return {
		sourceId: row.source_id,
		number: Number(row.number),
		rank: Number(row.rank),
		atUs: Number(row.at_us),
		untilUs: row.until_us === null ? undefined : Number(row.until_us),
		atWritten: row.written,
		precision: row.precision as Precision,
		author: row.author ?? undefined,
		authorKind: (row.author_kind as AuthorKind | null) ?? undefined,
		kind: row.kind as RecordKind,
		level: (row.level as Level | null) ?? undefined,
		text: row.text,
		fields: row.fields ?? undefined,
		file: Number(row.file),
		line: Number(row.line),
		byteOffset: Number(row.byte_offset),
		byteLength: Number(row.byte_length),
		key: row.key ?? String(row.line),
		thread: row.thread ?? undefined,
		meta: row.meta_json === null ? undefined : (JSON.parse(row.meta_json) as Record<string, unknown>),
	};
}
