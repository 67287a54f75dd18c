/** The events someone has chosen to change together. Fewer than two are just the selected one. */
import { SvelteSet } from 'svelte/reactivity';
import type { EventId } from '#lib/model/ids.ts';

export class Selection {
	readonly #ids = new SvelteSet<EventId>();
	/** Where a run of chosen rows begins. */
	#from: EventId | undefined;

	get size(): number {
		return this.#ids.size;
	}
	get ids(): ReadonlySet<EventId> {
		return this.#ids;
	}
	has(id: string): boolean {
		return this.#ids.has(id as EventId);
	}

	/** Takes one in or out; what is extended next begins here. */
	toggle(id: EventId): void {
		if (!this.#ids.delete(id)) this.#ids.add(id);
		this.#from = id;
	}
	/** Takes in everything from where the run began (else from `stood`) to `to`, in the order given. */
	extend(order: readonly EventId[], stood: EventId | undefined, to: EventId): void {
		const begun = this.#from !== undefined && this.#ids.has(this.#from) ? this.#from : (stood ?? to);
		const [first, last] = [order.indexOf(begun), order.indexOf(to)];
		if (last < 0) return;
		const start = first < 0 ? last : first;
		this.#from = order[start];
		for (const id of order.slice(Math.min(start, last), Math.max(start, last) + 1)) this.#ids.add(id);
	}
	set(ids: Iterable<EventId>): void {
		this.clear();
		for (const id of ids) this.#ids.add(id);
	}
	clear(): void {
		this.#ids.clear();
		this.#from = undefined;
	}
	/** Lets go of those that are no longer there. */
	keep(isThere: (id: EventId) => boolean): void {
		for (const id of this.#ids) if (!isThere(id)) this.#ids.delete(id);
	}
}
