import { createSubscriber } from 'svelte/reactivity';

/**
 * A value read from something that changes by itself, such as a Y.Doc. Listens only while somebody looks, and is
 * read anew at most once per change, however many look.
 */
export class Live<T> {
	readonly #subscribe: () => void;
	readonly #read: () => T;
	#value: { readonly of: T } | undefined;

	/** `observe` calls back on each change and returns how to stop; `read` makes the value. */
	constructor(observe: (changed: () => void) => () => void, read: () => T) {
		this.#read = read;
		this.#subscribe = createSubscriber((update) => {
			const stop = observe(() => {
				this.#value = undefined;
				update();
			});
			return () => {
				stop();
				// Changes go unnoticed from here on, so the next reader must not trust what was kept.
				this.#value = undefined;
			};
		});
	}

	get current(): T {
		this.#subscribe();
		// Outside an effect nothing listens, so nothing may be kept.
		if (!$effect.tracking()) return this.#read();
		this.#value ??= { of: this.#read() };
		return this.#value.of;
	}
}
