/**
 * Which of the words that an edit put in are words that it, or an earlier one, took out: what an editor does when one
 * presses Enter, changes a block, drags a section or takes a deletion back. Pure, on plain text. Rules AU in SPEC.md.
 */

/** `length` letters of a text from `at` are those of text number `pool` from `from`. */
export interface Stretch {
	readonly at: number;
	readonly pool: number;
	readonly from: number;
	readonly length: number;
}

/** Letters in one go that nobody types again by chance. */
const seed = 8;
/** Between two stretches that are the same: fewer letters than this are chance, unless they are words. */
const between = 4;
/** Letters to compare each with each, at most. */
const most = 250_000;
/** Places of the same eight letters that are looked at. */
const mostPlaces = 16;

interface Place {
	readonly pool: number;
	readonly from: number;
}

/** Texts that were taken out, and in which of them others are found. */
export class Pool {
	readonly #texts: string[] = [];
	readonly #whole = new Map<string, number[]>();
	readonly #seeds = new Map<string, Place[]>();
	/** How many of the texts are in `#seeds`. */
	#seeded = 0;

	/** Its number, which counts from 0. */
	add(text: string): number {
		const index = this.#texts.push(text) - 1;
		const same = this.#whole.get(text);
		if (same) same.push(index);
		else this.#whole.set(text, [index]);
		return index;
	}

	/**
	 * Where a text comes from. One that was taken out whole is found whatever its length, and so is one that begins a
	 * block, or is words of its own, as the end or the beginning of another; else stretches of eight letters and more,
	 * and beside those shorter ones.
	 */
	find(text: string, beginsBlock: boolean): readonly Stretch[] {
		const same = this.#whole.get(text);
		if (same) {
			// Of two alike the first goes to the first; the last goes to all that come after.
			const pool = (same.length > 1 ? same.shift() : same[0]) as number;
			return [{ at: 0, pool, from: 0, length: text.length }];
		}
		const found = [...this.#stretches(text)];
		const edge = found.length > 0 ? undefined : this.#edge(text, beginsBlock);
		return edge ? [edge] : [...this.#withGaps(text, found)];
	}

	/** The longest stretch at each place, from left to right, without overlaps. */
	*#stretches(text: string): Generator<Stretch> {
		if (text.length < seed) return;
		for (; this.#seeded < this.#texts.length; this.#seeded++) this.#seedWith(this.#seeded);
		for (let at = 0; at + seed <= text.length;) {
			let best: Stretch | undefined;
			for (const { pool, from } of this.#seeds.get(text.slice(at, at + seed)) ?? []) {
				const length = commonLength(text, at, this.#texts[pool] ?? '', from);
				if (!best || length > best.length) best = { at, pool, from, length };
			}
			if (best) yield best;
			at += best?.length ?? 1;
		}
	}

	#seedWith(pool: number): void {
		const text = this.#texts[pool] ?? '';
		for (let from = 0; from + seed <= text.length; from++) {
			const key = text.slice(from, from + seed);
			const known = this.#seeds.get(key);
			if (!known) this.#seeds.set(key, [{ pool, from }]);
			else if (known.length < mostPlaces) known.push({ pool, from });
		}
	}

	/** What an edit over a chip or a line break leaves of a text is put in behind what stood before it. */
	#edge(text: string, beginsBlock: boolean): Stretch | undefined {
		const { length } = text;
		const says = (other: string, from: number) =>
			beginsBlock || length >= between || isWords(other, from, length);
		const end = this.#texts.findIndex((other) => other.endsWith(text) && says(other, other.length - length));
		if (end >= 0) return { at: 0, pool: end, from: (this.#texts[end]?.length ?? 0) - length, length };
		const start = this.#texts.findIndex((other) => other.startsWith(text) && says(other, 0));
		return start < 0 ? undefined : { at: 0, pool: start, from: 0, length };
	}

	/** The stretches, and what is alike before, between and after them in the same text. */
	*#withGaps(text: string, found: readonly Stretch[]): Generator<Stretch> {
		let at = 0;
		let last: Stretch | undefined;
		for (const stretch of [...found, undefined]) {
			const end = stretch?.at ?? text.length;
			const goesOn = last !== undefined && last.pool === stretch?.pool && last.from <= stretch.from;
			const gap: Generator<Stretch>[] = [];
			if (last) {
				const { pool } = last;
				const other = this.#texts[pool] ?? '';
				const until = goesOn ? (stretch?.from ?? 0) : other.length;
				gap.push(alike({ text, at, end }, { text: other, at: last.from + last.length, end: until }, pool));
			}
			if (stretch && !goesOn)
				gap.push(
					alike(
						{ text, at, end },
						{ text: this.#texts[stretch.pool] ?? '', at: 0, end: stretch.from },
						stretch.pool,
					),
				);
			// Of what was left of the one and what stood before the other, whichever says more.
			const [one = [], other = []] = gap.map((each) => [...each]);
			yield* longer(one, other);
			if (stretch) yield stretch;
			at = end + (stretch?.length ?? 0);
			last = stretch;
		}
	}
}

const lengthOf = (stretches: readonly Stretch[]) => stretches.reduce((sum, { length }) => sum + length, 0);

const longer = (one: readonly Stretch[], other: readonly Stretch[]) =>
	lengthOf(one) >= lengthOf(other) ? one : other;

interface Part {
	readonly text: string;
	readonly at: number;
	readonly end: number;
}

/** The longest stretch alike, then what is alike on both sides of it. */
function* alike(one: Part, other: Part, pool: number): Generator<Stretch> {
	if (one.end <= one.at || other.end <= other.at) return;
	if ((one.end - one.at) * (other.end - other.at) > most) return;
	const best = longest(one, other);
	if (!best) return;
	yield* alike({ ...one, end: best.at }, { ...other, end: best.from }, pool);
	yield { ...best, pool };
	yield* alike({ ...one, at: best.at + best.length }, { ...other, at: best.from + best.length }, pool);
}

function longest(one: Part, other: Part): Omit<Stretch, 'pool'> | undefined {
	let best: Omit<Stretch, 'pool'> | undefined;
	const width = other.end - other.at + 1;
	let row = new Uint16Array(width);
	for (let i = one.at; i < one.end; i++) {
		const next = new Uint16Array(width);
		for (let j = other.at; j < other.end; j++) {
			if (one.text.charCodeAt(i) !== other.text.charCodeAt(j)) continue;
			const length = (row[j - other.at] ?? 0) + 1;
			next[j - other.at + 1] = length;
			if (length <= (best?.length ?? 0)) continue;
			const found = { at: i + 1 - length, from: j + 1 - length, length };
			const areWords = isWords(one.text, found.at, length) && isWords(other.text, found.from, length);
			if (length >= between || areWords) best = found;
		}
		row = next;
	}
	return best;
}

/** Whether a stretch begins and ends where words do. */
function isWords(text: string, at: number, length: number): boolean {
	return (
		letter.test(text.slice(at, at + length)) &&
		!(letter.test(text.charAt(at - 1)) && letter.test(text.charAt(at))) &&
		!(letter.test(text.charAt(at + length - 1)) && letter.test(text.charAt(at + length)))
	);
}
const letter = /[\p{L}\p{N}]/u;

function commonLength(a: string, at: number, b: string, from: number): number {
	let length = 0;
	const most = Math.min(a.length - at, b.length - from);
	while (length < most && a.charCodeAt(at + length) === b.charCodeAt(from + length)) length++;
	return length;
}
