/** The evidence of one analysis over HTTP, as this page asks for it. */
import { api, type ApiResult } from '#lib/live/api.ts';
import type { RecordId, SourceId } from '#lib/model/ids.ts';
import type { EvidenceRecord } from '#lib/reference/records.svelte.ts';
import { formatInstant, parseInstant } from '#lib/model/instant.ts';
import type { SourceView } from '#server/evidence/source-view.ts';
import { isChatHtml, type Pasted, type Upload } from './dropped.ts';
import type { CastMember } from './event-draft.ts';
import { sendForm } from './send-form.ts';
import type { Bar, Range } from './Histogram.svelte';
import type { Page } from './rows.svelte.ts';

export type { Assumption } from '#server/evidence/record.ts';

/** A source as the API gives it. */
export type Source = Omit<SourceView, 'id'> & { readonly id: SourceId };

/** What people may say about a source. */
export interface SourceOptions {
	readonly zone?: string;
	readonly year?: number;
	readonly date?: string;
	readonly recordedFrom?: string;
	/** `-90s`, `1m30s`. */
	readonly offset?: string;
}

export interface Author {
	readonly name: string;
	readonly kind: string;
	readonly records: number;
}

/** What is shown. Undefined sources or authors mean all of them. */
export interface Filter {
	readonly q: string;
	readonly sources: readonly SourceId[] | undefined;
	readonly authors: readonly string[];
	readonly range: Range | undefined;
}

/** Requests of the evidence page. Times at the API are RFC 3339, here µs. */
export class EvidenceApi {
	readonly #base: string;

	constructor(analysisId: string) {
		this.#base = `/analyses/${analysisId}`;
	}

	sources(): Promise<ApiResult<{ sources: readonly Source[] }>> {
		return api.get(`${this.#base}/sources`);
	}

	async authors(): Promise<ApiResult<readonly Author[]>> {
		return mapped(
			await api.get<{ authors: readonly Author[] }>(`${this.#base}/records/authors`),
			({ authors }) => authors,
		);
	}

	/** How much there is along time, in at most so many bars. Their counts are exact, and together they are the rows. */
	async histogram(filter: Filter, most = 160): Promise<ApiResult<readonly Bar[]>> {
		const query = parameters(filter);
		query.set('bins', String(most));
		interface Answer {
			readonly to: string | null;
			readonly bins: readonly { at: string; logs: number; chat: number; alerts: number }[];
		}
		return mapped(await api.get<Answer>(`${this.#base}/records/histogram?${query}`), ({ to, bins }) => {
			const starts = bins.map(({ at }) => parseInstant(at) ?? 0);
			const end = to === null ? 0 : (parseInstant(to) ?? 0);
			return bins.map(({ logs, chat, alerts }, index) => ({
				fromUs: starts[index] ?? 0,
				toUs: starts[index + 1] ?? end,
				logs,
				chat,
				alerts,
			}));
		});
	}

	/** One record; undefined when there is none of that id. */
	async record(id: RecordId): Promise<EvidenceRecord | undefined> {
		const answer = await api.get<EvidenceRecord>(`${this.#base}/records/${id}`);
		return answer.ok ? answer.value : undefined;
	}

	source(id: string): Promise<ApiResult<Source>> {
		return api.get(`${this.#base}/sources/${id}`);
	}

	/** Sends files as one source and stops before it counts. `sent` hears how much has gone, 0 to 1. */
	upload(
		{ files }: Upload,
		signal: AbortSignal,
		sent: (share: number) => void,
	): Promise<ApiResult<{ readonly id: string }>> {
		const form = new FormData();
		form.append('hold', 'true');
		for (const { path, file } of files) form.append('file', file, path);
		return sendForm(`${this.#base}/sources`, form, signal, sent);
	}

	/** Adds words from a clipboard and stops before they count. */
	paste(pasted: Pasted, options: SourceOptions, name: string): Promise<ApiResult<{ readonly id: string }>> {
		return api.post(`${this.#base}/sources/paste`, {
			...(isChatHtml(pasted.html) && { html: pasted.html }),
			text: pasted.text,
			...(name.trim() !== '' && { name: name.trim() }),
			...options,
			hold: true,
		});
	}

	/** Renames, reads anew, or lets it count. */
	change(
		id: string,
		changes: SourceOptions & { readonly name?: string; readonly confirm?: boolean },
	): Promise<ApiResult<Source>> {
		return api.patch(`${this.#base}/sources/${id}`, changes);
	}

	/** Undoes an import whole. */
	remove(id: string): Promise<ApiResult<void>> {
		return api.delete(`${this.#base}/sources/${id}`);
	}

	/** The first records of a source, also of one that doesn't count yet. */
	async preview(id: SourceId): Promise<ApiResult<readonly EvidenceRecord[]>> {
		const query = new URLSearchParams({ source: id, limit: '8' });
		return mapped(
			await api.get<{ records: readonly EvidenceRecord[] }>(`${this.#base}/records?${query}`),
			({ records }) => records,
		);
	}

	/** What lies just before and after a record, in any source. */
	async around(id: RecordId): Promise<ApiResult<readonly EvidenceRecord[]>> {
		interface Answer {
			readonly before: readonly EvidenceRecord[];
			readonly after: readonly EvidenceRecord[];
		}
		return mapped(
			await api.get<Answer>(`${this.#base}/records/${id}/around?within=all&count=2`),
			({ before, after }) => [...before, ...after],
		);
	}

	/** Where the exact bytes of a record are. */
	rawUrl(id: RecordId): string {
		return `/api/v1${this.#base}/records/${id}/raw`;
	}

	async raw(id: RecordId): Promise<ApiResult<Uint8Array>> {
		const response = await fetch(this.rawUrl(id)).catch(() => undefined);
		if (response?.ok) return { ok: true, value: new Uint8Array(await response.arrayBuffer()) };
		const status = response?.status ?? 0;
		const message =
			status === 0
				? 'The server can’t be reached, so the original could not be fetched. Try again in a moment.'
				: 'The original of this record is no longer here.';
		return { ok: false, error: { code: 'raw', message, status } };
	}

	/** The cast, and under which names they wrote. */
	async cast(): Promise<readonly CastMember[]> {
		const answer = await api.get<{ people: readonly CastMember[] }>(`${this.#base}/people`);
		return answer.ok ? answer.value.people : [];
	}

	/** How the rows of a search are fetched. */
	reader(filter: Filter) {
		return {
			page: async (
				from: { readonly us: number } | { readonly cursor: string },
				limit: number,
			): Promise<Page> => {
				const query = parameters(filter);
				query.set('limit', String(limit));
				if ('us' in from) query.set('start', formatInstant(from.us));
				else query.set('cursor', from.cursor);
				const { records, next } = orThrow(
					await api.get<{ records: readonly EvidenceRecord[]; next: string | null }>(
						`${this.#base}/records?${query}`,
					),
				);
				return { records, next: next ?? undefined };
			},
			histogram: async (fromUs: number, toUs: number) =>
				orThrow(await this.histogram({ ...filter, range: { fromUs, toUs } })).map((bar) => ({
					fromUs: bar.fromUs,
					toUs: bar.toUs,
					count: bar.logs + bar.chat + bar.alerts,
				})),
		};
	}
}

function parameters({ q, sources, authors, range }: Filter): URLSearchParams {
	const query = new URLSearchParams();
	if (q !== '') query.set('q', q);
	for (const source of sources ?? []) query.append('source', source);
	for (const author of authors) query.append('author', author);
	if (range) {
		query.set('from', formatInstant(range.fromUs));
		query.set('to', formatInstant(range.toUs));
	}
	return query;
}

function mapped<A, B>(answer: ApiResult<A>, change: (value: A) => B): ApiResult<B> {
	return answer.ok ? { ok: true, value: change(answer.value) } : answer;
}

function orThrow<T>(answer: ApiResult<T>): T {
	if (answer.ok) return answer.value;
	throw new Error(answer.error.message);
}
