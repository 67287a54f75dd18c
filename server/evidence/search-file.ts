/** Searches one source's file. Synchronous: runs in the search worker. Whole numbers are bound as BigInt, because
 * node:sqlite binds a JS number as REAL and FTS5 then ignores bounds on the row id. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { authorKinds, levels, precisions, recordKinds, type RecordGroup } from './record.ts';
import { ftsExpression } from './query.ts';
import {
	totalCap,
	type AuthorCount,
	type BinCounts,
	type PageOptions,
	type RecordQuery,
	type StoredRecord,
} from './store.ts';

/** Below this many rows, reading all of their times is quicker than bisecting for each bin. */
const scanRows = 20_000;

interface Range {
	/** First and last id, both included; empty when the last is smaller. */
	readonly first: number;
	readonly last: number;
}

type Row = Record<string, number | string | null>;

export class SearchFile {
	readonly #sourceId: string;
	readonly #db: DatabaseSync;
	readonly #statements = new Map<string, StatementSync>();
	readonly #count: number;
	readonly #isSorted: boolean;
	readonly #group: RecordGroup;
	readonly #authors: ReadonlyMap<
		number,
		{ readonly name: string; readonly kind: number; readonly records: number; readonly said: number }
	>;

	constructor(sourceId: string, path: string) {
		this.#sourceId = sourceId;
		this.#db = new DatabaseSync(path, { readOnly: true });
		this.#db.exec('PRAGMA mmap_size=1073741824; PRAGMA query_only=ON;');
		const about = new Map(
			this.#db
				.prepare('SELECT name, value FROM about')
				.all()
				.map((row) => [row['name'], row['value']]),
		);
		this.#count = Number(about.get('records'));
		this.#isSorted = about.get('sorted') === 1;
		this.#group = (String(about.get('groups')).split(',')[0] as RecordGroup | undefined) ?? 'logs';
		this.#authors = new Map(
			this.#db
				.prepare('SELECT id, name, kind, records, said FROM author')
				.all()
				.map((row) => [
					Number(row['id']),
					{
						name: String(row['name']),
						kind: Number(row['kind']),
						records: Number(row['records']),
						said: Number(row['said']),
					},
				]),
		);
	}

	close(): void {
		this.#statements.clear();
		this.#db.close();
	}

	/** The first and last instants of the range asked for; undefined when there is none. */
	edges(query: RecordQuery): { firstUs: number; lastUs: number } | undefined {
		const range = this.#range(query);
		if (range.last < range.first) return undefined;
		return { firstUs: this.#timeAt(range.first), lastUs: this.#timeAt(range.last) };
	}

	page(query: RecordQuery, options: PageOptions): StoredRecord[] {
		const range = this.#afterCursor(this.#range(query), options);
		if (range.last < range.first) return [];
		const match = this.#match(query);
		const direction = options.order === 'asc' ? 'ASC' : 'DESC';
		const rows =
			match === undefined
				? this.#all(
						`SELECT * FROM record WHERE id BETWEEN ? AND ? ORDER BY id ${direction} LIMIT ?`,
						range.first,
						range.last,
						options.limit,
					)
				: this.#all(
						`SELECT r.* FROM word w JOIN record r ON r.id = w.rowid
						WHERE w.word MATCH ? AND w.rowid >= CAST(? AS INTEGER) AND w.rowid <= CAST(? AS INTEGER)
						ORDER BY w.rowid ${direction} LIMIT ?`,
						match,
						range.first,
						range.last,
						options.limit,
					);
		return rows.map((row) => this.#record(row));
	}

	/** How many match, counted no further than one above the cap. */
	total(query: RecordQuery): number {
		const range = this.#range(query);
		const match = this.#match(query);
		const size = Math.max(0, range.last - range.first + 1);
		if (match === undefined || size === 0) return size;
		const [row] = this.#all(
			`SELECT count(*) AS n FROM (SELECT 1 FROM word WHERE word MATCH ? AND rowid >= CAST(? AS INTEGER) AND rowid <= CAST(? AS INTEGER) LIMIT ?)`,
			match,
			range.first,
			range.last,
			totalCap + 1,
		);
		return Number(row?.['n'] ?? 0);
	}

	/** Adds this file's records to the bins. */
	histogram(query: RecordQuery, edges: readonly number[], counts: BinCounts): void {
		const range = this.#range(query);
		if (range.last < range.first) return;
		const match = this.#match(query);
		if (match === undefined && range.last - range.first < scanRows) {
			const times = this.#list(
				'SELECT json_group_array(at_us) AS list FROM record WHERE id BETWEEN ? AND ?',
				range.first,
				range.last,
			);
			countSorted(times, edges, (bin, count) => counts.add(this.#group, bin, count));
			return;
		}
		const bounds = edges.map((edge) => this.#firstAtOrAfter(edge));
		if (match === undefined) {
			for (let bin = 0; bin + 1 < bounds.length; bin++) {
				const from = Math.max(bounds[bin] ?? 0, range.first);
				const until = Math.min(bounds[bin + 1] ?? 0, range.last + 1);
				if (until > from) counts.add(this.#group, bin, until - from);
			}
			return;
		}
		const ids = this.#list(
			'SELECT json_group_array(rowid) AS list FROM word WHERE word MATCH ? AND rowid >= CAST(? AS INTEGER) AND rowid <= CAST(? AS INTEGER)',
			match,
			range.first,
			range.last,
		);
		countSorted(ids, bounds, (bin, count) => counts.add(this.#group, bin, count));
	}

	authors(): AuthorCount[] {
		return [...this.#authors.values()].map(({ name, kind, said }) => ({
			name,
			kind: authorKinds[kind] ?? 'system',
			records: said,
		}));
	}

	find(number: number): StoredRecord | undefined {
		const [row] = this.#isSorted
			? this.#all('SELECT * FROM record WHERE id = ?', this.#bisect('ord', number)).filter(
					(found) => found['ord'] === number,
				)
			: this.#all('SELECT * FROM record WHERE ord = ?', number);
		return row && this.#record(row);
	}

	findByKey(key: string): StoredRecord | undefined {
		const [keyed] = this.#all('SELECT * FROM record WHERE key = ? ORDER BY id LIMIT 1', key);
		if (keyed) return this.#record(keyed);
		if (!/^\d{1,15}$/.test(key)) return undefined;
		const [row] = this.#all(
			'SELECT * FROM record WHERE key IS NULL AND line = ? ORDER BY file, id LIMIT 1',
			Number(key),
		);
		return row && this.#record(row);
	}

	/** Records by rank, for copying them elsewhere. */
	slice(from: number, count: number): StoredRecord[] {
		return this.#all('SELECT * FROM record WHERE id >= ? ORDER BY id LIMIT ?', from, count).map((row) =>
			this.#record(row),
		);
	}

	#range(query: RecordQuery): Range {
		return {
			first: query.fromUs === undefined ? 1 : this.#firstAtOrAfter(query.fromUs),
			last: query.toUs === undefined ? this.#count : this.#firstAtOrAfter(query.toUs) - 1,
		};
	}

	#afterCursor(range: Range, { cursor, order }: PageOptions): Range {
		if (!cursor) return range;
		const isSame = cursor.sourceId === this.#sourceId;
		if (order === 'asc') {
			// Records of one instant are ordered by their source's id.
			const after = isSame
				? cursor.rank + 1
				: this.#firstAtOrAfter(this.#sourceId > cursor.sourceId ? cursor.atUs : cursor.atUs + 1);
			return { first: Math.max(range.first, after), last: range.last };
		}
		const before = isSame
			? cursor.rank - 1
			: this.#firstAtOrAfter(this.#sourceId < cursor.sourceId ? cursor.atUs + 1 : cursor.atUs) - 1;
		return { first: range.first, last: Math.min(range.last, before) };
	}

	#match(query: RecordQuery): string | undefined {
		const wanted = query.authors === undefined ? undefined : new Set(query.authors);
		return ftsExpression(query.clauses, {
			authors: wanted && [...this.#authors].filter(([, { name }]) => wanted.has(name)).map(([id]) => id),
			kinds: query.kinds?.map((kind) => recordKinds.indexOf(kind)),
			levels: query.levels?.map((level) => levels.indexOf(level)),
		});
	}

	#timeAt(id: number): number {
		return Number(this.#all('SELECT at_us FROM record WHERE id = ?', id)[0]?.['at_us']);
	}

	#firstAtOrAfter(us: number): number {
		return this.#bisect('at_us', us);
	}

	/** The first id whose column is at least the value; one past the last when there is none. */
	#bisect(column: 'at_us' | 'ord', value: number): number {
		const statement = this.#statement(`SELECT ${column} AS value FROM record WHERE id = ?`);
		let low = 1;
		let high = this.#count + 1;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if (Number(statement.get(BigInt(middle))?.['value']) < value) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	#list(sql: string, ...parameters: readonly (string | number)[]): number[] {
		return JSON.parse(String(this.#all(sql, ...parameters)[0]?.['list'] ?? '[]')) as number[];
	}

	#all(sql: string, ...parameters: readonly (string | number)[]): Row[] {
		const bound: SQLInputValue[] = parameters.map((value) =>
			typeof value === 'number' ? BigInt(value) : value,
		);
		return this.#statement(sql).all(...bound) as Row[];
	}

	#statement(sql: string): StatementSync {
		let statement = this.#statements.get(sql);
		if (!statement) {
			statement = this.#db.prepare(sql);
			this.#statements.set(sql, statement);
		}
		return statement;
	}

	#record(row: Row): StoredRecord {
		const author = row['author'] === null ? undefined : this.#authors.get(Number(row['author']));
		const text = (name: string) => (row[name] === null ? undefined : String(row[name]));
		const meta = text('meta');
		return {
			sourceId: this.#sourceId,
			number: Number(row['ord']),
			rank: Number(row['id']),
			atUs: Number(row['at_us']),
			untilUs: row['until_us'] === null ? undefined : Number(row['until_us']),
			atWritten: String(row['written']),
			precision: precisions[Number(row['precision'])] ?? 'second',
			author: author?.name,
			authorKind: author && authorKinds[author.kind],
			kind: recordKinds[Number(row['kind'])] ?? 'log',
			level: row['level'] === null ? undefined : levels[Number(row['level'])],
			text: String(row['text']),
			fields: text('fields'),
			file: Number(row['file']),
			line: Number(row['line']),
			byteOffset: Number(row['off']),
			byteLength: Number(row['len']),
			key: text('key') ?? String(row['line']),
			thread: text('thread'),
			meta: meta === undefined ? undefined : (JSON.parse(meta) as Record<string, unknown>),
		};
	}
}

/** Counts ascending values between ascending edges. */
function countSorted(
	values: readonly number[],
	edges: readonly number[],
	add: (bin: number, count: number) => void,
): void {
	let at = 0;
	while (at < values.length && (values[at] ?? 0) < (edges[0] ?? 0)) at++;
	for (let bin = 0; bin + 1 < edges.length; bin++) {
		const until = edges[bin + 1] ?? 0;
		const from = at;
		while (at < values.length && (values[at] ?? 0) < until) at++;
		if (at > from) add(bin, at - from);
	}
}
