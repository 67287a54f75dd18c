/** How a document's changes reach many readers: at once, until merging them spares more than it delays. */
import type { Document } from '@hocuspocus/server';

/**
 * Time between two deliveries that nobody sees, and long enough to merge a room's typing. Writing to 200 sockets takes
 * some 3.5 ms: closer together, they would leave no time for what comes in; 8 to 16 ms only make people wait.
 */
export const mergeMs = 6;
/** Up to so many connections every change leaves in the turn it came. */
export const connectionsAtOnce = 50;
/** Below so many messages a second merging would only delay. */
const deliveriesPerSecond = 15_000;
const windowMs = 250;

/** Counts the updates of one document and sets its `flushDelay`. */
export class FanOut {
	readonly #document: Document;
	#windowBegan = 0;
	#updates = 0;
	#isMerging = false;
	/** When what is being merged now leaves. */
	#leavesAt = 0;

	constructor(document: Document) {
		this.#document = document;
	}

	/** Whether changes wait for one another now, each at most `mergeMs`. */
	get isMerging(): boolean {
		return this.#isMerging;
	}

	/** An update is about to be handed to Hocuspocus at `now` (milliseconds, monotonic). */
	updating(now: number): void {
		this.#count(now);
		if (!this.#isMerging) this.#document.flushDelay = 0;
		else if (now >= this.#leavesAt) {
			// What comes after a pause leaves at once; what follows it waits for its company.
			const delay = Math.max(0, Math.round(this.#leavesAt + mergeMs - now));
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
		this.#isMerging = connections > connectionsAtOnce && deliveries > deliveriesPerSecond;
		this.#windowBegan = now;
		this.#updates = 0;
	}
}
