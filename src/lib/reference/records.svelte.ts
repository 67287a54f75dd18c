/**
 * Records by id, for the cards that cite them. Asked for together, kept while the analysis is open, and asked for
 * anew when sources change: an undone import takes its records away everywhere.
 */
import { SvelteMap } from 'svelte/reactivity';
import { api, type ApiResult } from '#lib/live/api.ts';
import { getWorkspace, type Workspace } from '#lib/live/workspace.svelte.ts';
import { parseRecordId, type RecordId, type SourceId } from '#lib/model/ids.ts';
import type { RecordView } from '#server/evidence/records.ts';
import type { Precision } from './clock.ts';

/** One line, message, alert, cue or picture of a source, as the API gives it. */
export type EvidenceRecord = Omit<RecordView, 'id' | 'sourceId' | 'precision'> & {
	readonly id: RecordId;
	readonly sourceId: SourceId;
	readonly precision: Precision;
};

export type RecordState =
	| { readonly is: 'loading' }
	| { readonly is: 'here'; readonly record: EvidenceRecord }
	/** Its source was taken out, or the record was never there. */
	| { readonly is: 'gone' }
	| { readonly is: 'failed'; readonly sentence: string };

const loading: RecordState = { is: 'loading' };
/** Ids in one request: their address stays below 8 KiB. */
const most = 100;

/** How records are fetched; tests put their own here. */
export type RecordReader = (
	ids: readonly RecordId[],
) => Promise<ApiResult<{ readonly records: readonly EvidenceRecord[] }>>;

/** The records of one analysis that were asked for. */
export class Records {
	readonly #read: RecordReader;
	readonly #states = new SvelteMap<string, RecordState>();
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
		this.#states.clear();
	}

	async #fetch(): Promise<void> {
		const ids = [...this.#wanted];
		this.#wanted = new Set();
		for (const id of ids) this.#asked.add(id);
		for (let from = 0; from < ids.length; from += most) await this.#fetchSome(ids.slice(from, from + most));
	}

	async #fetchSome(ids: readonly RecordId[]): Promise<void> {
		const answer = await this.#read(ids);
		for (const id of ids) this.#asked.delete(id);
		if (!answer.ok) {
			for (const id of ids) this.#states.set(id, { is: 'failed', sentence: answer.error.message });
			return;
		}
		const found = new Map(answer.value.records.map((record) => [record.id, record]));
		for (const id of ids) {
			const record = found.get(id);
			this.#states.set(id, record ? { is: 'here', record } : { is: 'gone' });
		}
	}
}

const known = new WeakMap<Workspace, Records>();

/** The records of the analysis this component belongs to. */
export function useRecords(): Records {
	const workspace = getWorkspace();
	let records = known.get(workspace);
	if (!records) {
		const base = `/analyses/${workspace.analysis.id}`;
		const made = new Records((ids) => api.get(`${base}/records?ids=${ids.join(',')}`));
		// As long as the workspace itself: it lets go of its hearers when it closes.
		workspace.onNotice('evidence', () => made.forget());
		known.set(workspace, made);
		records = made;
	}
	return records;
}
