/** The thread that searches: SQLite is synchronous here, and a slow query must not hold up those who type. */
import { parentPort } from 'node:worker_threads';
import { SearchFile } from './search-file.ts';
import {
	BinCounts,
	binEdges,
	totalCap,
	type AuthorCount,
	type Histogram,
	type PageOptions,
	type RecordPage,
	type RecordQuery,
	type StoredRecord,
} from './store.ts';

/** Where a source's file lies. */
export interface SourcePath {
	readonly id: string;
	readonly path: string;
}

export type SearchTask =
	| {
			readonly is: 'page';
			readonly files: readonly SourcePath[];
			readonly query: RecordQuery;
			readonly options: PageOptions;
	  }
	| {
			readonly is: 'histogram';
			readonly files: readonly SourcePath[];
			readonly query: RecordQuery;
			readonly bins: number;
	  }
	| { readonly is: 'authors'; readonly files: readonly SourcePath[] }
	| { readonly is: 'find'; readonly file: SourcePath; readonly number: number }
	| { readonly is: 'findByKey'; readonly file: SourcePath; readonly key: string }
	| { readonly is: 'slice'; readonly file: SourcePath; readonly from: number; readonly count: number }
	/** The file is about to be replaced or removed. */
	| { readonly is: 'forget'; readonly file: SourcePath };

export interface SearchRequest {
	readonly id: number;
	readonly task: SearchTask;
}
export type SearchAnswer =
	| { readonly id: number; readonly ok: true; readonly value: unknown }
	| { readonly id: number; readonly ok: false; readonly message: string };

const mostOpen = 200;
const open = new Map<string, SearchFile>();

function fileOf({ id, path }: SourcePath): SearchFile {
	let file = open.get(path);
	if (file) open.delete(path);
	else file = new SearchFile(id, path);
	open.set(path, file);
	for (const [oldest, stale] of open) {
		if (open.size <= mostOpen) break;
		stale.close();
		open.delete(oldest);
	}
	return file;
}

function run(task: SearchTask): unknown {
	switch (task.is) {
		case 'page':
			return page(task.files, task.query, task.options);
		case 'histogram':
			return histogram(task.files, task.query, task.bins);
		case 'authors':
			return authors(task.files);
		case 'find':
			return fileOf(task.file).find(task.number);
		case 'findByKey':
			return fileOf(task.file).findByKey(task.key);
		case 'slice':
			return fileOf(task.file).slice(task.from, task.count);
		case 'forget':
			open.get(task.file.path)?.close();
			open.delete(task.file.path);
			return undefined;
		default:
			return task;
	}
}

function page(files: readonly SourcePath[], query: RecordQuery, options: PageOptions): RecordPage {
	const found: StoredRecord[] = [];
	let total = 0;
	for (const source of files) {
		const file = fileOf(source);
		found.push(...file.page(query, { ...options, limit: options.limit + 1 }));
		total += file.total(query);
	}
	found.sort(options.order === 'asc' ? compare : (a, b) => compare(b, a));
	const isSearched =
		query.clauses.length > 0 ||
		query.authors !== undefined ||
		query.kinds !== undefined ||
		query.levels !== undefined;
	const isCapped = isSearched && total > totalCap;
	return {
		records: found.slice(0, options.limit),
		hasMore: found.length > options.limit,
		total: isCapped ? totalCap : total,
		isCapped,
	};
}

function compare(a: StoredRecord, b: StoredRecord): number {
	return a.atUs - b.atUs || (a.sourceId < b.sourceId ? -1 : a.sourceId > b.sourceId ? 1 : a.rank - b.rank);
}

function histogram(files: readonly SourcePath[], query: RecordQuery, bins: number): Histogram {
	const opened = files.map(fileOf);
	const ranges = opened.map((file) => file.edges(query)).filter((range) => range !== undefined);
	const fromUs = query.fromUs ?? Math.min(...ranges.map((range) => range.firstUs));
	const toUs = query.toUs ?? Math.max(...ranges.map((range) => range.lastUs)) + 1;
	if (ranges.length === 0 || !(toUs > fromUs))
		return { fromUs: query.fromUs ?? 0, toUs: query.toUs ?? 0, bins: [], total: 0 };
	const edges = binEdges(fromUs, toUs, bins);
	const counts = new BinCounts(edges);
	for (const file of opened) file.histogram(query, edges, counts);
	return { fromUs, toUs: edges.at(-1) ?? toUs, bins: counts.bins(), total: counts.total };
}

function authors(files: readonly SourcePath[]): AuthorCount[] {
	const merged = new Map<string, AuthorCount>();
	for (const file of files)
		for (const author of fileOf(file).authors()) {
			const key = `${author.kind} ${author.name}`;
			merged.set(key, { ...author, records: author.records + (merged.get(key)?.records ?? 0) });
		}
	return [...merged.values()].sort((a, b) => b.records - a.records || (a.name < b.name ? -1 : 1));
}

parentPort?.on('message', ({ id, task }: SearchRequest) => {
	let answer: SearchAnswer;
	try {
		answer = { id, ok: true, value: run(task) };
	} catch (error) {
		answer = {
			id,
			ok: false,
			message: error instanceof Error ? (error.stack ?? error.message) : String(error),
		};
	}
	// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
	parentPort?.postMessage(answer);
});
