/**
 * Where the events of one lane lie along time: worked out once for a lane and asked in every frame, so that a pan or
 * a zoom looks only at what is in view, however many there are.
 */
import type { Micros } from '#lib/model/instant.ts';
import { anchorOf } from '#lib/model/time.ts';
import type { TimelineEvent } from '#lib/model/timeline.ts';

/** Events so near to each other that their glyphs would hide one another: drawn as their number. */
export interface Crowd {
	/** Which events of the lane; the end is exclusive. */
	readonly from: number;
	readonly to: number;
	readonly count: number;
	/** From the first to the last of them. */
	readonly earliest: Micros;
	readonly latest: Micros;
	/** Those of them that last longer than a glyph is wide, and are drawn for themselves. Empty where there is a band. */
	readonly bars: readonly number[];
	/** So many last that their bars would hide one another: from the first of them to where the last ends. */
	readonly band: { readonly from: Micros; readonly to: Micros } | undefined;
}

/** So many in one cell are a crowd. */
const crowded = 4;
/** Extents are summed up by blocks of so many events. */
const block = 64;
const none: readonly number[] = [];
const indexes = new WeakMap<readonly TimelineEvent[], LaneIndex>();

export class LaneIndex {
	/** In order of time; those without any time are on no lane's drawing. */
	readonly events: readonly TimelineEvent[];
	readonly #at: Float64Array;
	/** How far doubt and duration reach, to the left and to the right. */
	readonly #first: Float64Array;
	readonly #last: Float64Array;
	/** Until when a bar goes; not a number where there is none. */
	readonly #end: Float64Array;
	readonly #firstOf: Float64Array;
	readonly #lastOf: Float64Array;
	/** Of the zoom steps passed last: who zooms in zooms out again. */
	readonly #crowds = new Map<Micros, readonly Crowd[]>();

	/** The one of a lane, made when it is asked for first. */
	static of(events: readonly TimelineEvent[]): LaneIndex {
		let index = indexes.get(events);
		if (!index) indexes.set(events, (index = new LaneIndex(events)));
		return index;
	}

	/** `events` must be in the order of a timeline. */
	constructor(events: readonly TimelineEvent[]) {
		let count = events.length;
		while (count > 0 && anchorOf((events[count - 1] as TimelineEvent).when) === undefined) count--;
		this.events = events;
		this.#at = new Float64Array(count);
		this.#first = new Float64Array(count);
		this.#last = new Float64Array(count);
		this.#end = new Float64Array(count).fill(NaN);
		this.#firstOf = new Float64Array(Math.ceil(count / block)).fill(Infinity);
		this.#lastOf = new Float64Array(Math.ceil(count / block)).fill(-Infinity);
		for (let n = count - 1; n >= 0; n--) {
			const { when } = events[n] as TimelineEvent;
			const at = anchorOf(when) ?? 0;
			// An end nobody knows is drawn until the next thing on the lane.
			const end = when.end && (anchorOf(when.end) ?? this.#at[n + 1] ?? Infinity);
			this.#at[n] = at;
			if (end !== undefined) this.#end[n] = end;
			const first = Math.min(at, when.earliest ?? at);
			const last = Math.max(at, when.latest ?? at, end ?? at);
			this.#first[n] = first;
			this.#last[n] = last;
			const of = Math.floor(n / block);
			this.#firstOf[of] = Math.min(this.#firstOf[of] ?? first, first);
			this.#lastOf[of] = Math.max(this.#lastOf[of] ?? last, last);
		}
	}

	/** How many have a time. */
	get count(): number {
		return this.#at.length;
	}
	at(n: number): Micros {
		return this.#at[n] ?? NaN;
	}
	/** Where its bar ends: Infinity where nothing on the lane follows an end nobody knows. Undefined: it has no bar. */
	end(n: number): Micros | undefined {
		const end = this.#end[n];
		return end === undefined || Number.isNaN(end) ? undefined : end;
	}

	/** The first event at or after an instant; `count` when there is none. */
	firstFrom(at: Micros): number {
		let [low, high] = [0, this.#at.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#at[middle] ?? 0) < at) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	/** Where an event stands; -1 when it is not on this lane. */
	indexOf(event: TimelineEvent): number {
		const at = anchorOf(event.when);
		if (at === undefined) return -1;
		for (let n = this.firstFrom(at); this.#at[n] === at; n++) if (this.events[n]?.id === event.id) return n;
		return -1;
	}

	/** Those outside `[low, high)` whose doubt or duration reaches into a stretch all the same. */
	reaching(from: Micros, to: Micros, low: number, high: number): number[] {
		const found: number[] = [];
		for (let of = 0; of < this.#lastOf.length; of++) {
			if ((this.#lastOf[of] ?? 0) < from || (this.#firstOf[of] ?? 0) > to) continue;
			const end = Math.min((of + 1) * block, this.count);
			for (let n = of * block; n < end; n++) {
				if (n >= low && n < high) continue;
				if ((this.#last[n] ?? 0) >= from && (this.#first[n] ?? 0) <= to) found.push(n);
			}
		}
		return found;
	}

	/** Whether it lasts for longer than a cell: then it is a bar, and not one of a crowd. */
	isBar(n: number, cell: Micros): boolean {
		const end = this.#end[n] ?? NaN;
		return end - (this.#at[n] ?? 0) >= cell;
	}

	/**
	 * The crowds at a zoom step, in order. Cells are counted from the epoch and not from the window, and made of all
	 * events, so that a crowd stays what it is while one pans.
	 */
	crowds(cell: Micros): readonly Crowd[] {
		const known = this.#crowds.get(cell);
		if (known) return known;
		const list: Crowd[] = [];
		// Every event of the lane, each time a zoom comes to another step: plain arrays, and nothing is called.
		const [ats, ends, total] = [this.#at, this.#end, this.count];
		for (let from = 0; from < total;) {
			const until = (Math.floor((ats[from] as number) / cell) + 1) * cell;
			let to = from;
			let bars: number[] | undefined;
			let [begins, over] = [Infinity, -Infinity];
			let [count, earliest, latest] = [0, Infinity, -Infinity];
			for (; to < total; to++) {
				const at = ats[to] as number;
				if (at >= until) break;
				const end = ends[to] as number;
				// Not a number: it has no bar.
				if (end - at >= cell) {
					(bars ??= []).push(to);
					if (at < begins) begins = at;
					// One that nothing follows goes on beyond any window.
					if (end > over) over = end;
					continue;
				}
				count++;
				if (at < earliest) earliest = at;
				latest = at;
			}
			const band = bars && bars.length >= crowded ? { from: begins, to: over } : undefined;
			if (band && bars) {
				count += bars.length;
				earliest = Math.min(earliest, begins);
				latest = this.at(to - 1);
			}
			if (count >= crowded)
				list.push({ from, to, count, earliest, latest, bars: band || !bars ? none : bars, band });
			from = to;
		}
		if (this.#crowds.size >= 16) this.#crowds.clear();
		this.#crowds.set(cell, list);
		return list;
	}
}

/** The crowd an event is one of; undefined where it stands for itself. */
export function crowdOf(crowds: readonly Crowd[], n: number): Crowd | undefined {
	let [low, high] = [0, crowds.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((crowds[middle]?.to ?? 0) <= n) low = middle + 1;
		else high = middle;
	}
	const crowd = crowds[low];
	return crowd && n >= crowd.from ? crowd : undefined;
}
