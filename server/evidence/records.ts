/** Records: searched, counted, opened one by one, with their exact raw bytes. */
import type { CoreDb } from '#db/open.server.ts';
import { findSource, listSources, type SourceRow } from '#db/source.ts';
import { can, type Actor } from '#lib/model/access.ts';
import { parseRecordId, recordId, type SourceId } from '#lib/model/ids.ts';
import { notFound, ok, refuse, type Outcome } from '../refusal.ts';
import type { BlobStore } from './blob-store.ts';
import { formatUs, readIso, ZoneClock } from './formats/instant.ts';
import { pictureType } from './formats/screenshot.ts';
import { levels, recordKinds, type Level, type RecordKind } from './record.ts';
import { parseQuery } from './query.ts';
import { filesOf } from './source-view.ts';
import {
	totalCap,
	type AuthorCount,
	type Cursor,
	type Histogram,
	type RecordQuery,
	type RecordStore,
	type StoredRecord,
} from './store.ts';

export interface RecordView {
	readonly id: string;
	readonly sourceId: string;
	/** What people call the source: "#incident-142". */
	readonly sourceName: string;
	/** RFC 3339 in UTC. */
	readonly at: string;
	/** When it ended, for what lasts. */
	readonly until: string | null;
	readonly atWritten: string;
	readonly precision: string;
	readonly author: string | null;
	readonly authorKind: string | null;
	readonly kind: string;
	readonly level: string | null;
	readonly text: string;
	readonly fields: string | null;
	/** What people cite it by within its source. */
	readonly key: string;
	readonly thread: string | null;
	readonly meta: Readonly<Record<string, unknown>> | null;
	readonly raw: {
		readonly file: string;
		readonly line: number;
		readonly byteOffset: number;
		readonly byteLength: number;
	};
}

/** Filters as they come in an address. */
export interface RecordFilter {
	readonly sources?: readonly string[] | undefined;
	readonly authors?: readonly string[] | undefined;
	readonly kinds?: readonly string[] | undefined;
	readonly levels?: readonly string[] | undefined;
	readonly q?: string | undefined;
	readonly from?: string | undefined;
	readonly to?: string | undefined;
}

export interface PageRequest extends RecordFilter {
	/** From a page before; works in both directions. */
	readonly cursor?: string | undefined;
	/** Begin at this instant, without leaving out what is before. */
	readonly start?: string | undefined;
	readonly order?: 'asc' | 'desc' | undefined;
	readonly limit?: number | undefined;
}

export interface PageView {
	readonly records: readonly RecordView[];
	/** Cursor of what follows; null at the end. */
	readonly next: string | null;
	/** Cursor before the first record here, to read on with the other order; null when the page is empty. */
	readonly previous: string | null;
	/** The exact number, or "10,000+". */
	readonly total: number | string;
}

export interface HistogramView {
	readonly from: string | null;
	readonly to: string | null;
	readonly total: number;
	readonly bins: readonly {
		readonly at: string;
		readonly logs: number;
		readonly chat: number;
		readonly alerts: number;
	}[];
}

export interface RawBytes {
	readonly bytes: Buffer;
	readonly type: string;
	readonly fileName: string;
}

export interface RecordsDeps {
	readonly db: CoreDb;
	readonly store: RecordStore;
	readonly blobs: BlobStore;
	standing(userId: string, analysisId: string): Promise<Actor>;
}

export interface Records {
	page(userId: string, analysisId: string, request: PageRequest): Promise<Outcome<PageView>>;
	histogram(
		userId: string,
		analysisId: string,
		filter: RecordFilter,
		bins: number,
	): Promise<Outcome<HistogramView>>;
	authors(
		userId: string,
		analysisId: string,
		sources?: readonly string[],
	): Promise<Outcome<readonly AuthorCount[]>>;
	get(userId: string, analysisId: string, recordId: string): Promise<Outcome<RecordView>>;
	/** The record that people cite by its key within the source: a Slack ts, a line number. */
	byKey(userId: string, analysisId: string, sourceId: string, key: string): Promise<Outcome<RecordView>>;
	/** Those just before and after it: of its own source, or of all. */
	around(
		userId: string,
		analysisId: string,
		recordId: string,
		options: { readonly count: number; readonly within: 'source' | 'all' },
	): Promise<Outcome<{ readonly before: readonly RecordView[]; readonly after: readonly RecordView[] }>>;
	raw(userId: string, analysisId: string, recordId: string): Promise<Outcome<RawBytes>>;
	/** Records by id; those that are gone are left out. */
	some(userId: string, analysisId: string, ids: readonly string[]): Promise<Outcome<readonly RecordView[]>>;
	/** Records by id, for use inside the server once the caller's right is proven; those that are gone are left out. */
	find(analysisId: string, ids: readonly string[]): Promise<readonly RecordView[]>;
}

const mostPerPage = 1000;
const utc = new ZoneClock('UTC');

export function createRecords(deps: RecordsDeps): Records {
	const { db, store, blobs } = deps;

	async function open(userId: string, analysisId: string): Promise<boolean> {
		return can(await deps.standing(userId, analysisId), 'read', { is: 'evidence' });
	}

	/** The sources asked for: ready ones, and a proposed one when it alone is asked for. */
	async function sourcesFor(
		analysisId: string,
		wanted: readonly string[] | undefined,
	): Promise<ReadonlyMap<string, SourceRow>> {
		const rows = await listSources(db, analysisId);
		const only = wanted?.length === 1 ? wanted[0] : undefined;
		return new Map(
			rows
				.filter(({ id, status }) => status === 'ready' || (status === 'proposed' && id === only))
				.filter(({ id }) => wanted === undefined || wanted.includes(id))
				.map((row) => [row.id, row]),
		);
	}

	async function queryFor(analysisId: string, filter: RecordFilter) {
		const rows = await sourcesFor(analysisId, filter.sources);
		const query = readQuery(filter, [...rows.keys()]);
		return query.ok ? ok({ rows, query: query.value }) : query;
	}

	async function findRecord(userId: string, analysisId: string, id: string) {
		const place = parseRecordId(id);
		if (!place || !(await open(userId, analysisId))) return undefined;
		const row = await findSource(db, analysisId, place.source);
		if (!row || (row.status !== 'ready' && row.status !== 'proposed')) return undefined;
		const record = await store.find(row.id, place.row);
		return record && { row, record };
	}

	async function find(analysisId: string, ids: readonly string[]): Promise<readonly RecordView[]> {
		const views: RecordView[] = [];
		const rows = new Map<string, SourceRow | undefined>();
		for (const id of ids) {
			const place = parseRecordId(id);
			if (!place) continue;
			if (!rows.has(place.source)) rows.set(place.source, await findSource(db, analysisId, place.source));
			const row = rows.get(place.source);
			const record = row?.status === 'ready' ? await store.find(place.source, place.row) : undefined;
			if (record) views.push(recordView(record, row));
		}
		return views;
	}

	return {
		async page(userId, analysisId, request) {
			if (!(await open(userId, analysisId))) return notFound('analysis');
			const found = await queryFor(analysisId, request);
			if (!found.ok) return found;
			const order = request.order ?? 'asc';
			const cursor = readCursor(request, order);
			if (!cursor.ok) return cursor;
			const limit = Math.min(mostPerPage, Math.max(1, request.limit ?? 100));
			const page = await store.page(found.value.query, { cursor: cursor.value, order, limit });
			const last = page.records.at(-1);
			const first = page.records[0];
			return ok({
				records: page.records.map((record) => recordView(record, found.value.rows.get(record.sourceId))),
				next: page.hasMore && last ? cursorText(last) : null,
				previous: first ? cursorText(first) : null,
				total: page.isCapped ? `${totalCap.toLocaleString('en')}+` : page.total,
			});
		},
		async histogram(userId, analysisId, filter, bins) {
			if (!(await open(userId, analysisId))) return notFound('analysis');
			const found = await queryFor(analysisId, filter);
			if (!found.ok) return found;
			const histogram = await store.histogram(
				found.value.query,
				Math.min(2000, Math.max(1, Math.trunc(bins))),
			);
			return ok(histogramView(histogram));
		},
		async authors(userId, analysisId, sources) {
			if (!(await open(userId, analysisId))) return notFound('analysis');
			const rows = await sourcesFor(analysisId, sources);
			return ok(await store.authors([...rows.keys()]));
		},
		async get(userId, analysisId, id) {
			const found = await findRecord(userId, analysisId, id);
			return found ? ok(recordView(found.record, found.row)) : notFound('record');
		},
		async byKey(userId, analysisId, sourceId, key) {
			if (!(await open(userId, analysisId))) return notFound('record');
			const row = (await sourcesFor(analysisId, [sourceId])).get(sourceId);
			const record = row && (await store.findByKey(sourceId, key));
			return record ? ok(recordView(record, row)) : notFound('record');
		},
		async around(userId, analysisId, id, { count, within }) {
			const found = await findRecord(userId, analysisId, id);
			if (!found) return notFound('record');
			const rows = await sourcesFor(analysisId, within === 'source' ? [found.row.id] : undefined);
			const query: RecordQuery = { sources: [...rows.keys()], clauses: [] };
			const cursor: Cursor = {
				atUs: found.record.atUs,
				sourceId: found.record.sourceId,
				rank: found.record.rank,
			};
			const limit = Math.min(100, Math.max(1, count));
			const [before, after] = await Promise.all([
				store.page(query, { cursor, order: 'desc', limit }),
				store.page(query, { cursor, order: 'asc', limit }),
			]);
			const view = (record: StoredRecord) => recordView(record, rows.get(record.sourceId));
			return ok({ before: before.records.toReversed().map(view), after: after.records.map(view) });
		},
		async raw(userId, analysisId, id) {
			const found = await findRecord(userId, analysisId, id);
			const file = found && filesOf(found.row)[found.record.file];
			if (!found || !file) return notFound('record');
			const bytes = blobs.read(file.sha256, found.record.byteOffset, found.record.byteLength);
			if (!bytes)
				return refuse(
					'gone',
					'The original bytes of this record are no longer on the disk. What was read from them is still here.',
				);
			const type = found.record.kind === 'picture' ? pictureType(bytes) : undefined;
			return ok({
				bytes,
				type: type ?? 'text/plain; charset=utf-8',
				fileName: file.path.split('/').at(-1) ?? file.path,
			});
		},
		async some(userId, analysisId, ids) {
			return (await open(userId, analysisId)) ? ok(await find(analysisId, ids)) : notFound('analysis');
		},
		find,
	};
}

function readQuery(filter: RecordFilter, sources: readonly string[]): Outcome<RecordQuery> {
	const parsed = parseQuery(filter.q);
	if (!parsed.ok) return refuse('invalid', parsed.message);
	const from = readMoment(filter.from);
	const to = readMoment(filter.to);
	for (const [name, moment] of [
		['from', from],
		['to', to],
	] as const)
		if (moment === null)
			return refuse('invalid', `“${filter[name]}” is not a moment; write ${name} like 2026-03-11T02:26:00Z.`);
	return ok({
		sources,
		clauses: parsed.clauses,
		fromUs: from ?? undefined,
		toUs: to ?? undefined,
		authors: nonEmpty(filter.authors),
		kinds: nonEmpty(filter.kinds)?.filter((kind): kind is RecordKind =>
			recordKinds.some((known) => known === kind),
		),
		levels: nonEmpty(filter.levels)?.filter((level): level is Level =>
			levels.some((known) => known === level),
		),
	});
}

const nonEmpty = <T>(list: readonly T[] | undefined): readonly T[] | undefined =>
	list && list.length > 0 ? list : undefined;

/** Undefined when not said, null when it is no moment. */
function readMoment(text: string | undefined): number | null | undefined {
	if (text === undefined || text === '') return undefined;
	return readIso(text, utc)?.atUs ?? null;
}

const cursorText = (record: StoredRecord): string => `${record.atUs}~${record.sourceId}~${record.rank}`;

function readCursor(request: PageRequest, order: 'asc' | 'desc'): Outcome<Cursor | undefined> {
	if (request.cursor !== undefined && request.cursor !== '') {
		const match = /^(-?\d{1,16})~(src_[0-9a-z]{4,40})~(\d{1,12})$/.exec(request.cursor);
		if (!match)
			return refuse('invalid', 'That cursor is not one that a page before has given. Begin without one.');
		return ok({ atUs: Number(match[1]), sourceId: match[2] as SourceId, rank: Number(match[3]) });
	}
	const start = readMoment(request.start);
	if (start === null)
		return refuse('invalid', `“${request.start}” is not a moment; write start like 2026-03-11T02:26:00Z.`);
	// A place before every source's records of that instant, or after them.
	if (start !== undefined) return ok({ atUs: order === 'asc' ? start - 1 : start, sourceId: '~', rank: 0 });
	return ok(undefined);
}

function recordView(record: StoredRecord, row: SourceRow | undefined): RecordView {
	const file = row && filesOf(row)[record.file];
	return {
		id: recordId(record.sourceId as SourceId, record.number),
		sourceId: record.sourceId,
		sourceName: row?.name ?? '',
		at: formatUs(record.atUs),
		until: record.untilUs === undefined ? null : formatUs(record.untilUs),
		atWritten: record.atWritten,
		precision: record.precision,
		author: record.author ?? null,
		authorKind: record.authorKind ?? null,
		kind: record.kind,
		level: record.level ?? null,
		text: record.text,
		fields: record.fields ?? null,
		key: record.key,
		thread: record.thread ?? null,
		meta: record.meta ?? null,
		raw: {
			file: file?.path ?? '',
			line: record.line,
			byteOffset: record.byteOffset,
			byteLength: record.byteLength,
		},
	};
}

function histogramView(histogram: Histogram): HistogramView {
	const isEmpty = histogram.bins.length === 0;
	return {
		from: isEmpty ? null : formatUs(histogram.fromUs),
		to: isEmpty ? null : formatUs(histogram.toUs),
		total: histogram.total,
		bins: histogram.bins.map(({ atUs, logs, chat, alerts }) => ({ at: formatUs(atUs), logs, chat, alerts })),
	};
}
