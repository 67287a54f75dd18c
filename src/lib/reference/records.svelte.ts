/**
 * Records by id, for the cards that cite them. Asked for together, kept while the analysis is open, and asked for
 * anew when sources change: an undone import takes its records away everywhere.
 */
import { SvelteMap } from 'svelte/reactivity';
import { api, type ApiResult } from '#lib/live/api.ts';
import { getWorkspace, type Workspace } from '#lib/live/workspace.svelte.ts';
import { parseRecordId, type RecordId, type SourceId } from '#lib/model/ids.ts';
import type { Precision } from './clock.ts';

/** One line, message, alert, cue or picture of a source, as the API gives it. */
export interface EvidenceRecord {
	readonly id: RecordId;
	readonly sourceId: SourceId;
	/** RFC 3339, UTC. */
	readonly at: string;
	/** The time exactly as the source has it. */
	readonly atWritten: string;
	readonly precision: Precision;
	readonly author: string | null;
	/** log, message, notice, cue, alert, page, update, commit, picture */
	readonly kind: string;
	readonly text: string;
	readonly raw: { readonly byteOffset: number; readonly byteLength: number };
}

/** What a citation shows of its source. */
export interface SourceName {
	readonly id: SourceId;
	readonly name: string;
	readonly format: string | null;
}

export type RecordState =
	| { readonly is: 'loading' }
	| { readonly is: 'here'; readonly record: EvidenceRecord; readonly source: SourceName | undefined }
	/** Its source was taken out, or the record was never there. */
	| { readonly is: 'gone' }
	| { readonly is: 'failed'; readonly sentence: string };

const loading: RecordState = { is: 'loading' };
/** Ids in one request: their address stays below 8 KiB. */
const most = 100;

/** How records are fetched; tests put their own here. */
export interface RecordReader {
	records(ids: readonly RecordId[]): Promise<ApiResult<{ records: readonly EvidenceRecord[] }>>;
	sources(): Promise<ApiResult<{ sources: readonly SourceName[] }>>;
}

/** The records of one analysis that were asked for. */
export class Records {
	readonly #read: RecordReader;
	readonly #states = new SvelteMap<string, RecordState>();
	#sources: Promise<ReadonlyMap<string, SourceName>> | undefined;
	#wanted = new Set<RecordId>();
	/** Asked for, and not answered yet. */
	readonly #asked = new Set<RecordId>();

	constructor(read: RecordReader) {
		this.#read = read;
	}

	/** The record, as far as it is known; asks for it when it is not. Reactive. */
	get(id: string): RecordState {
		if (parseRecordId(id) === undefined) return { is: 'gone' };
		const known = this.#states.get(id);
		if (known) return known;
		if (this.#asked.has(id as RecordId)) return loading;
		if (this.#wanted.size === 0) queueMicrotask(() => void this.#fetch());
		this.#wanted.add(id as RecordId);
		return loading;
	}

	/** Forgets everything: what is still looked at is asked for anew. */
	forget(): void {
		this.#sources = undefined;
		this.#states.clear();
	}

	async #fetch(): Promise<void> {
		const ids = [...this.#wanted];
		this.#wanted = new Set();
		for (const id of ids) this.#asked.add(id);
		for (let from = 0; from < ids.length; from += most) await this.#fetchSome(ids.slice(from, from + most));
	}

	async #fetchSome(ids: readonly RecordId[]): Promise<void> {
		this.#sources ??= this.#fetchSources();
		const [sources, answer] = await Promise.all([this.#sources, this.#read.records(ids)]);
		for (const id of ids) this.#asked.delete(id);
		if (!answer.ok) {
			for (const id of ids) this.#states.set(id, { is: 'failed', sentence: answer.error.message });
			return;
		}
		const found = new Map(answer.value.records.map((record) => [record.id, record]));
		for (const id of ids) {
			const record = found.get(id);
			this.#states.set(
				id,
				record ? { is: 'here', record, source: sources.get(record.sourceId) } : { is: 'gone' },
			);
		}
	}

	async #fetchSources(): Promise<ReadonlyMap<string, SourceName>> {
		const answer = await this.#read.sources();
		return new Map(answer.ok ? answer.value.sources.map((source) => [source.id, source]) : []);
	}
}

const known = new WeakMap<Workspace, Records>();

/** The records of the analysis this component belongs to. */
export function useRecords(): Records {
	const workspace = getWorkspace();
	let records = known.get(workspace);
	if (!records) {
		const base = `/analyses/${workspace.analysis.id}`;
		const made = new Records({
			records: (ids) => api.get(`${base}/records?ids=${ids.join(',')}`),
			sources: () => api.get(`${base}/sources`),
		});
		// As long as the workspace itself: it lets go of its hearers when it closes.
		workspace.onNotice('evidence', () => made.forget());
		known.set(workspace, made);
		records = made;
	}
	return records;
}
