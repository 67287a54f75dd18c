/** How a document's changes reach many readers: at once, until merging them spares more than it delays. */
import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import type { Document } from '@hocuspocus/server';

/**
 * Milliseconds between two deliveries while changes are merged. Nobody sees them; each delivery to 200 sockets takes
 * 1.5 to 3.5 ms, so closer together they would leave a slow machine no time for what comes in, and a quick one need
 * not make people wait: how long it is between these is found by how busy the process is.
 */
export const mergeMs = { least: 2, first: 3, most: 8 } as const;
/** Busier than `most` of its time, the process is spared deliveries; below `least` people are spared waiting. */
const busy = { least: 0.65, most: 0.8 } as const;
/** Up to so many connections every change leaves in the turn it came. */
export const connectionsAtOnce = 50;
/** Below so many messages a second merging would only delay. */
const deliveriesPerSecond = 15_000;
const windowMs = 250;

/** How much of the time since the last call this process was busy, 0 to 1. */
type Busyness = () => number;

/** Counts the updates of one document and sets its `flushDelay`. */
export class FanOut {
	readonly #document: Document;
	readonly #busyness: Busyness;
	#windowBegan = 0;
	#updates = 0;
	#isMerging = false;
	#mergeMs: number = mergeMs.first;
	/** When what is being merged now leaves. */
	#leavesAt = 0;

	constructor(document: Document, busyness = busynessOfProcess()) {
		this.#document = document;
		this.#busyness = busyness;
	}

	/** Milliseconds that a change waits for others at most; 0: each leaves in the turn it came. */
	get mergeMs(): number {
		return this.#isMerging ? this.#mergeMs : 0;
	}

	/** An update is about to be handed to Hocuspocus at `now` (milliseconds, monotonic). */
	updating(now: number): void {
		this.#count(now);
		if (!this.#isMerging) this.#document.flushDelay = 0;
		else if (now >= this.#leavesAt) {
			// What comes after a pause leaves at once; what follows it waits for its company.
			const delay = Math.max(0, Math.round(this.#leavesAt + this.#mergeMs - now));
			this.#document.flushDelay = delay;
			this.#leavesAt = now + delay;
		}
	}

	#count(now: number): void {
		this.#updates++;
		const elapsed = now - this.#windowBegan;
		if (elapsed < windowMs) return;
		const connections = this.#document.connections.size;
		const deliveries = (this.#updates * connections * 1000) / elapsed;
		const wasMerging = this.#isMerging;
		this.#isMerging = connections > connectionsAtOnce && deliveries > deliveriesPerSecond;
		if (this.#isMerging) this.#adapt(wasMerging, this.#busyness());
		this.#windowBegan = now;
		this.#updates = 0;
	}

	/** One step of a millisecond in each window. */
	#adapt(wasMerging: boolean, busyness: number): void {
		if (!wasMerging) this.#mergeMs = mergeMs.first;
		else if (busyness > busy.most) this.#mergeMs = Math.min(mergeMs.most, this.#mergeMs + 1);
		else if (busyness < busy.least) this.#mergeMs = Math.max(mergeMs.least, this.#mergeMs - 1);
	}
}

function busynessOfProcess(): Busyness {
	let last: EventLoopUtilization | undefined;
	return () => {
		const now = performance.eventLoopUtilization();
		const { utilization } = last ? performance.eventLoopUtilization(now, last) : now;
		last = now;
		return utilization;
	};
}
