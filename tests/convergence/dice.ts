/** A small generator with a seed, good enough to choose verbs by: mulberry32. */
export class Dice {
	#state: number;
	constructor(seed: number) {
		this.#state = seed;
	}
	/** A whole number below `sides`. */
	roll(sides: number): number {
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
	}
	one<T>(from: readonly T[]): T | undefined {
		return from[this.roll(Math.max(1, from.length))];
	}
}
