/**
 * The rows of one search, in order of time, of which only those near what is seen are here. A row is asked for by
 * its place; the place becomes a moment through `RowMap`, and the moment a keyset page.
 */
import { parseInstant } from '#lib/model/instant.ts';
import type { EvidenceRecord } from '#lib/reference/records.svelte.ts';
import { RowMap, type Stretch } from './row-map.ts';

/** A page of rows; `next` leads to the one after it. */
export interface Page {
	readonly records: readonly EvidenceRecord[];
	readonly next: string | undefined;
}

/** How rows are fetched. Each rejects with a sentence when the server can't. */
export interface RowReader {
	/** Rows from a moment on, or after a page. */
	page(from: { readonly us: number } | { readonly cursor: string }, limit: number): Promise<Page>;
	/** How many rows lie in each part of a stretch; the parts cover it. */
	histogram(fromUs: number, toUs: number): Promise<readonly Stretch[]>;
}

interface Block {
	readonly first: number;
	readonly records: readonly EvidenceRecord[];
	readonly next: string | undefined;
}

const pageRows = 200;
/** Pages kept; the least recently used goes first. */
const keptBlocks = 60;
/** A stretch with more rows than this is asked about again rather than walked through. */
const walkable = 3 * pageRows;

export class Rows {
	readonly total: number;
	/** One sentence, when the rows could not be fetched. */
	failed = $state<string>();
	readonly #reader: RowReader;
	readonly #map: RowMap;
	/** Newest use last. Replaced whole, so that readers hear of it. */
	#blocks = $state.raw<readonly Block[]>([]);
	#wanted: { readonly first: number; readonly last: number } | undefined;
	#busy = false;

	constructor(reader: RowReader, stretches: readonly Stretch[]) {
		this.#reader = reader;
		this.#map = new RowMap(stretches);
		this.total = this.#map.total;
	}

	/** The row at that place; undefined while it is not here. Reactive. */
	at(index: number): EvidenceRecord | undefined {
		const block = this.#holding(index);
		return block?.records[index - block.first];
	}

	/** Where a record stands, if it is here. */
	indexOf(id: string): number | undefined {
		for (const { first, records } of this.#blocks) {
			const index = records.findIndex((record) => record.id === id);
			if (index !== -1) return first + index;
		}
		return undefined;
	}

	/** Asks for these rows; a later wish replaces an earlier one that is not yet begun. */
	want(first: number, last: number): void {
		this.#wanted = { first: Math.max(0, first), last: Math.min(this.total - 1, last) };
		if (!this.#busy) void this.#work();
	}

	/** Where the record of that id and moment stands; undefined when it is not among these rows. */
	async locate(id: string, us: number): Promise<number | undefined> {
		const here = this.indexOf(id);
		if (here !== undefined) return here;
		// Narrowing around the moment until its stretch can be walked.
		for (;;) {
			const guess = this.#map.find(Math.min(this.total - 1, this.#map.before(us)));
			if (!guess || guess.count <= walkable || !(await this.#narrow(guess))) break;
		}
		for (let index = this.#map.before(us); index < this.total; index++) {
			if (!this.#holding(index)) await this.#load(index);
			const record = this.at(index);
			if (!record || record.id === id) return record && index;
			if ((parseInstant(record.at) ?? us) > us) return undefined;
		}
		return undefined;
	}

	/** The rows between two places, at most `most`, fetched if they are not here. */
	async between(first: number, last: number, most = 500): Promise<readonly EvidenceRecord[]> {
		const found: EvidenceRecord[] = [];
		for (let index = first; index <= Math.min(last, first + most - 1); index++) {
			if (!this.#holding(index)) await this.#load(index);
			const record = this.at(index);
			if (record) found.push(record);
		}
		return found;
	}

	#holding(index: number): Block | undefined {
		return this.#blocks.findLast(({ first, records }) => index >= first && index < first + records.length);
	}

	async #work(): Promise<void> {
		this.#busy = true;
		try {
			while (this.#wanted) {
				const missing = this.#missing(this.#wanted);
				if (missing === undefined) break;
				await this.#load(missing);
				if (!this.#holding(missing)) break;
			}
			this.failed = undefined;
		} catch (error) {
			this.failed = error instanceof Error ? error.message : String(error);
		} finally {
			this.#busy = false;
		}
	}

	#missing({ first, last }: { first: number; last: number }): number | undefined {
		for (let index = first; index <= last; index++) {
			const block = this.#holding(index);
			if (!block) return index;
			index = block.first + block.records.length - 1;
		}
		return undefined;
	}

	/** Fetches the page that holds the row, and what lies shortly before it. */
	async #load(index: number): Promise<void> {
		const before = this.#blocks
			.filter(({ first, records, next }) => next !== undefined && first + records.length <= index)
			.toSorted((a, b) => b.first - a.first)
			.find(({ first, records }) => index - (first + records.length) < pageRows);
		if (before?.next !== undefined) {
			await this.#walk(before.first + before.records.length, { cursor: before.next }, index);
			return;
		}
		// A little earlier, so that scrolling up doesn't ask row by row.
		const aim = Math.max(0, index - pageRows / 2);
		for (;;) {
			const stretch = this.#map.find(aim);
			if (!stretch) return;
			if (stretch.count > walkable && (await this.#narrow(stretch))) continue;
			await this.#walk(stretch.first, { us: stretch.fromUs }, index);
			return;
		}
	}

	async #narrow(stretch: { fromUs: number; toUs: number; count: number; first: number }): Promise<boolean> {
		const parts = await this.#reader.histogram(stretch.fromUs, stretch.toUs);
		return this.#map.split(stretch, parts);
	}

	async #walk(first: number, from: { us: number } | { cursor: string }, until: number): Promise<void> {
		let place = first;
		let where = from;
		for (;;) {
			const { records, next } = await this.#reader.page(where, pageRows);
			this.#keep({ first: place, records, next });
			place += records.length;
			if (next === undefined || records.length === 0 || place > until) return;
			where = { cursor: next };
		}
	}

	#keep(block: Block): void {
		const others = this.#blocks.filter(({ first }) => first !== block.first);
		this.#blocks = [...others, block].slice(-keptBlocks);
	}
}
