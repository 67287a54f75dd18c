/**
 * When something happened at all, coarsely: for the overview, where of ten thousand marks most would lie on another.
 * Worked out once for each doubling of the scale, so that a pan asks for what is in view and not for every event.
 */
import type { Micros } from '#lib/model/instant.ts';
import { anchorOf } from '#lib/model/time.ts';
import { eventKinds, type EventKind, type TimelineEvent } from '#lib/model/timeline.ts';
import type { TimeScale } from './scale.ts';

export class Columns {
	readonly #events: readonly TimelineEvent[];
	/** By step: of each kind the beginnings of the steps in which there is any, in order. */
	readonly #known = new Map<Micros, ReadonlyMap<EventKind, readonly Micros[]>>();

	/** `events` in the order of a timeline. */
	constructor(events: readonly TimelineEvent[]) {
		this.#events = events;
	}

	/** The pixels at which there is an event of each kind, in order, each once. Kinds without any are left out. */
	pixels(scale: TimeScale): ReadonlyMap<EventKind, readonly number[]> {
		const found = new Map<EventKind, number[]>();
		for (const [kind, instants] of this.#at(2 ** Math.floor(Math.log2(scale.perPx)))) {
			const pixels: number[] = [];
			for (let n = firstFrom(instants, scale.from); n < instants.length; n++) {
				const at = instants[n] ?? Infinity;
				if (at > scale.to) break;
				const x = Math.round(scale.x(at));
				if (x !== pixels.at(-1)) pixels.push(x);
			}
			if (pixels.length > 0) found.set(kind, pixels);
		}
		return found;
	}

	#at(step: Micros): ReadonlyMap<EventKind, readonly Micros[]> {
		const known = this.#known.get(step);
		if (known) return known;
		const made = new Map<EventKind, Micros[]>(eventKinds.map((kind) => [kind, []]));
		for (const { when, kind } of this.#events) {
			const at = anchorOf(when);
			if (at === undefined) continue;
			const begin = Math.floor(at / step) * step;
			const instants = made.get(kind);
			if (instants && instants.at(-1) !== begin) instants.push(begin);
		}
		// A zoom through all scales passes some forty of them.
		if (this.#known.size >= 8) this.#known.clear();
		this.#known.set(step, made);
		return made;
	}
}

function firstFrom(instants: readonly Micros[], at: Micros): number {
	let [low, high] = [0, instants.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((instants[middle] ?? 0) < at) low = middle + 1;
		else high = middle;
	}
	return low;
}
