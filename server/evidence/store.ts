/** Where records lie once they are imported: one port, kept by SQLite files and by PostgreSQL alike. */
import type { AuthorKind, Level, Precision, RecordGroup, RecordKind } from './record.ts';
import type { Clause } from './query.ts';

/** One record as stored. */
export interface StoredRecord {
	readonly sourceId: string;
	/** Its number in what was read, from 1: its id is `<sourceId>.<number>`. */
	readonly number: number;
	/** Its place in time within its source. */
	readonly rank: number;
	readonly atUs: number;
	readonly untilUs: number | undefined;
	readonly atWritten: string;
	readonly precision: Precision;
	readonly author: string | undefined;
	readonly authorKind: AuthorKind | undefined;
	readonly kind: RecordKind;
	readonly level: Level | undefined;
	readonly text: string;
	readonly fields: string | undefined;
	readonly file: number;
	readonly line: number;
	readonly byteOffset: number;
	readonly byteLength: number;
	/** What people cite it by; its line number where the format has nothing better. */
	readonly key: string;
	readonly thread: string | undefined;
	readonly meta: Readonly<Record<string, unknown>> | undefined;
}

/** Which records are meant. */
export interface RecordQuery {
	readonly sources: readonly string[];
	readonly clauses: readonly Clause[];
	/** From this instant on. */
	readonly fromUs?: number | undefined;
	/** Before this instant. */
	readonly toUs?: number | undefined;
	readonly authors?: readonly string[] | undefined;
	readonly kinds?: readonly RecordKind[] | undefined;
	readonly levels?: readonly Level[] | undefined;
}

/** A place between records; works in both directions. */
export interface Cursor {
	readonly atUs: number;
	readonly sourceId: string;
	readonly rank: number;
}

export interface PageOptions {
	/** Go on from here; the record at the cursor itself is not repeated. */
	readonly cursor?: Cursor | undefined;
	readonly order: 'asc' | 'desc';
	readonly limit: number;
}

export interface RecordPage {
	readonly records: readonly StoredRecord[];
	/** Whether more follow. */
	readonly hasMore: boolean;
	/** How many match; counted up to `totalCap` when words are searched. */
	readonly total: number;
	readonly isCapped: boolean;
}

/** Counting stops here: people read "10,000+" as well as the number. */
export const totalCap = 10_000;

export interface HistogramBin {
	readonly atUs: number;
	readonly logs: number;
	readonly chat: number;
	readonly alerts: number;
}

export interface Histogram {
	readonly fromUs: number;
	readonly toUs: number;
	readonly bins: readonly HistogramBin[];
	/** How many match, exactly. */
	readonly total: number;
}

export interface AuthorCount {
	readonly name: string;
	readonly kind: AuthorKind;
	readonly records: number;
}

export interface RecordStore {
	page(query: RecordQuery, options: PageOptions): Promise<RecordPage>;
	/** Bins of equal width over the range; over the records' own range where the query has none. */
	histogram(query: RecordQuery, bins: number): Promise<Histogram>;
	/** Who wrote or spoke in these sources, most records first. */
	authors(sources: readonly string[]): Promise<readonly AuthorCount[]>;
	find(sourceId: string, number: number): Promise<StoredRecord | undefined>;
	/** The record people cite by that key. */
	findByKey(sourceId: string, key: string): Promise<StoredRecord | undefined>;
	/** Takes over a finished record file, in place of what it held for that source. */
	adopt(sourceId: string, path: string): Promise<void>;
	remove(sourceId: string): Promise<void>;
	/** Removes what belongs to no source of the list: left by a process that was killed. */
	sweep(sources: ReadonlySet<string>): Promise<void>;
	close(): Promise<void>;
}

/** The edges of equal bins: `bins + 1` instants. Whole seconds where the range is long enough. */
export function binEdges(fromUs: number, toUs: number, bins: number): number[] {
	const exact = (toUs - fromUs) / bins;
	const width = exact > 2_000_000 ? Math.ceil(exact / 1_000_000) * 1_000_000 : Math.max(1, Math.ceil(exact));
	const edges: number[] = [];
	for (let index = 0; index <= bins; index++) {
		edges.push(fromUs + index * width);
		if (fromUs + index * width >= toUs) break;
	}
	return edges;
}

/** Counts per bin and group, ready to be filled in. */
export class BinCounts {
	readonly #edges: readonly number[];
	readonly #counts: Readonly<Record<RecordGroup, number[]>>;
	total = 0;

	constructor(edges: readonly number[]) {
		this.#edges = edges;
		const empty = () => Array.from({ length: Math.max(0, edges.length - 1) }, () => 0);
		this.#counts = { logs: empty(), chat: empty(), alerts: empty() };
	}

	add(group: RecordGroup, bin: number, count: number): void {
		const counts = this.#counts[group];
		if (bin < 0 || bin >= counts.length) return;
		counts[bin] = (counts[bin] ?? 0) + count;
		this.total += count;
	}

	bins(): HistogramBin[] {
		return this.#counts.logs.map((logs, index) => ({
			atUs: this.#edges[index] ?? 0,
			logs,
			chat: this.#counts.chat[index] ?? 0,
			alerts: this.#counts.alerts[index] ?? 0,
		}));
	}
}
