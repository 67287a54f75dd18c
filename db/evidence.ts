/** Records on PostgreSQL. On SQLite they live in a file per source, which the search worker reads. */
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { CoreDb } from './open.server.ts';

export interface RecordTable {
	source_id: string;
	/** Place in time within the source, from 1. */
	rank: number;
	/** Place in what was read, from 1. */
	number: number;
	at_us: number;
	until_us: number | null;
	written: string;
	precision: string;
	author: string | null;
	author_kind: string | null;
	kind: string;
	level: string | null;
	text: string;
	fields: string | null;
	file: number;
	line: number;
	byte_offset: number;
	byte_length: number;
	key: string | null;
	thread: string | null;
	meta_json: string | null;
	/** A tsvector, written as text. */
	words: string;
}
export type RecordRow = Omit<RecordTable, 'words'>;

interface EvidenceTables {
	record: RecordTable;
}

/** Which rows are meant. `match` is a tsquery as text. */
export interface RecordWhere {
	readonly sources: readonly string[];
	readonly fromUs?: number | undefined;
	readonly toUs?: number | undefined;
	readonly authors?: readonly string[] | undefined;
	readonly kinds?: readonly string[] | undefined;
	readonly levels?: readonly string[] | undefined;
	readonly match?: string | undefined;
}

export interface RecordAfter {
	readonly atUs: number;
	readonly sourceId: string;
	readonly rank: number;
}

const evidence = (db: CoreDb): Kysely<EvidenceTables> => db as unknown as Kysely<EvidenceTables>;

function conditions(where: RecordWhere): RawBuilder<unknown> {
	const all: RawBuilder<unknown>[] = [sql`true`];
	if (where.fromUs !== undefined) all.push(sql`at_us >= ${where.fromUs}`);
	if (where.toUs !== undefined) all.push(sql`at_us < ${where.toUs}`);
	if (where.authors) all.push(sql`author = any(${[...where.authors]}::text[])`);
	if (where.kinds) all.push(sql`kind = any(${[...where.kinds]}::text[])`);
	if (where.levels) all.push(sql`level = any(${[...where.levels]}::text[])`);
	if (where.match !== undefined) all.push(sql`words @@ ${where.match}::tsquery`);
	return sql.join(all, sql` and `);
}

const columns = sql.raw(
	'source_id, rank, number, at_us, until_us, written, precision, author, author_kind, kind, level, text, fields, file, line, byte_offset, byte_length, key, thread, meta_json',
);

/** A page in the order of time, then source, then place; each source is read no further than the page needs. */
export async function listRecords(
	db: CoreDb,
	where: RecordWhere,
	options: {
		readonly after?: RecordAfter | undefined;
		readonly order: 'asc' | 'desc';
		readonly limit: number;
	},
): Promise<RecordRow[]> {
	const { after, order, limit } = options;
	const way = sql.raw(order);
	const beyond = sql.raw(order === 'asc' ? '>' : '<');
	const cursor = after
		? sql`and (at_us, source_id, rank) ${beyond} (${after.atUs}::bigint, ${after.sourceId}::text collate "C", ${after.rank}::bigint)`
		: sql``;
	const result = await sql<RecordRow>`
		select found.* from unnest(${[...where.sources]}::text[]) as wanted(id)
		cross join lateral (
			select ${columns} from record where source_id = wanted.id and ${conditions(where)} ${cursor}
			order by at_us ${way}, rank ${way} limit ${limit}
		) as found
		order by found.at_us ${way}, found.source_id ${way}, found.rank ${way} limit ${limit}`.execute(db);
	return result.rows;
}

/** How many there are, counted no further than `most`. */
export async function countRecords(db: CoreDb, where: RecordWhere, most: number): Promise<number> {
	const result = await sql<{ n: number }>`
		select count(*)::int as n from (
			select 1 from record where source_id = any(${[...where.sources]}::text[]) and ${conditions(where)} limit ${most}
		) as counted`.execute(db);
	return Number(result.rows[0]?.n ?? 0);
}

/** First and last instant, or undefined when there is no record. */
export async function recordRange(
	db: CoreDb,
	where: RecordWhere,
): Promise<{ firstUs: number; lastUs: number } | undefined> {
	const result = await sql<{ first: number | null; last: number | null }>`
		select min(at_us) as first, max(at_us) as last from record
		where source_id = any(${[...where.sources]}::text[]) and ${conditions(where)}`.execute(db);
	const row = result.rows[0];
	return row?.first == null || row.last === null
		? undefined
		: { firstUs: Number(row.first), lastUs: Number(row.last) };
}

/** Counts per kind and bin of the given width, bins counted from 0 at `fromUs`. */
export async function binRecords(
	db: CoreDb,
	where: RecordWhere,
	fromUs: number,
	widthUs: number,
): Promise<{ kind: string; bin: number; n: number }[]> {
	const result = await sql<{ kind: string; bin: number; n: number }>`
		select kind, ((at_us - ${fromUs}::bigint) / ${widthUs}::bigint)::int as bin, count(*)::int as n from record
		where source_id = any(${[...where.sources]}::text[]) and ${conditions(where)}
		group by 1, 2`.execute(db);
	return result.rows;
}

/** Who wrote, and how much of it was not a notice about them. */
export async function countAuthors(
	db: CoreDb,
	sources: readonly string[],
): Promise<{ author: string; author_kind: string; n: number }[]> {
	const result = await sql<{ author: string; author_kind: string; n: number }>`
		select author, author_kind, count(*) filter (where kind <> 'notice')::int as n from record
		where source_id = any(${[...sources]}::text[]) and author is not null group by 1, 2`.execute(db);
	return result.rows;
}

export function findRecord(db: CoreDb, sourceId: string, number: number): Promise<RecordRow | undefined> {
	return evidence(db)
		.selectFrom('record')
		.selectAll()
		.where('source_id', '=', sourceId)
		.where('number', '=', number)
		.executeTakeFirst();
}

export async function findRecordByKey(
	db: CoreDb,
	sourceId: string,
	key: string,
): Promise<RecordRow | undefined> {
	const records = evidence(db).selectFrom('record').selectAll().where('source_id', '=', sourceId);
	const keyed = await records.where('key', '=', key).orderBy('rank').limit(1).executeTakeFirst();
	if (keyed || !/^\d{1,15}$/.test(key)) return keyed;
	return records
		.where('key', 'is', null)
		.where('line', '=', Number(key))
		.orderBy('file')
		.orderBy('rank')
		.limit(1)
		.executeTakeFirst();
}

export async function insertRecords(db: CoreDb, rows: readonly RecordTable[]): Promise<void> {
	if (rows.length > 0)
		await evidence(db)
			.insertInto('record')
			.values([...rows])
			.execute();
}

export async function deleteRecords(db: CoreDb, sourceId: string): Promise<void> {
	await evidence(db).deleteFrom('record').where('source_id', '=', sourceId).execute();
}

/** Removes records whose source is none of these. */
export async function deleteOrphanRecords(db: CoreDb, sources: readonly string[]): Promise<void> {
	await sql`delete from record where not (source_id = any(${[...sources]}::text[]))`.execute(db);
}
