/**
 * What a writer had before them when they made an edit, and what they had after it: an editor may write a changed
 * block anew from its first letter to its last, and only the two together say what of it was written. Pure, on lists of
 * letters. Rules AU in SPEC.md.
 */
import { chipCharacter } from './prose.ts';

/** A letter of the blocks that an edit changed, and what became of it, in rows of the journal. */
export interface Touched {
	readonly client: number;
	readonly clock: number;
	/** One UTF-16 unit. */
	readonly text: string;
	/** The row of another that put it in; 0 where the writer did, or where it was there from the beginning. */
	readonly since: number;
	/** The row of another that took it out; Infinity where none did. */
	readonly until: number;
	/** The writer had taken it out with an earlier edit. */
	readonly wasOut: boolean;
	/** The edit puts it in. */
	readonly comes: boolean;
	/** The edit takes it out. */
	readonly goes: boolean;
}

/** A letter that came, and the one that went and is the same. */
export interface Same {
	readonly came: Touched;
	readonly is: Touched;
}

export interface Comparison {
	readonly same: readonly Same[];
	/** Letters that came or went of which nothing is known; 0 where the edit is wholly told. */
	readonly left: number;
}

/** Whether a letter stood before the writer of an edit who knew the rows of others up to `last`. */
export const stood = (letter: Touched, last: number): boolean =>
	!letter.comes && !letter.wasOut && letter.since <= last && letter.until > last;

const stands = (letter: Touched, last: number): boolean =>
	!letter.goes && !letter.wasOut && letter.since <= last && letter.until > last;

/** What finding an author costs, in letters; a test holds it down. */
export interface Work {
	/** Letters whose rows were looked up. */
	touched: number;
	/** Letters of all the views that were compared. */
	compared: number;
}

/** Rows up to which a writer may have known those of others: any from one to before another. */
export interface Views {
	readonly from: number;
	readonly to: number;
}

/** Letters of views that are looked at to find out what a writer had seen of others. */
const mostLooked = 100_000;

const isChanged = ({ comes, goes }: Touched): boolean => comes !== goes;

/** Whether a letter stood in all of some views, and stayed. */
const isFixed = ({ comes, goes, wasOut, since, until }: Touched, { from, to }: Views): boolean =>
	!comes && !goes && !wasOut && since <= from && until >= to;

/**
 * The views that may tell something of the edit of a row: those in which a letter stood that it took out and that is
 * like one it put in, or is a chip, which may go without a trace. Undefined where there is none: all it put in is new.
 */
export function tellingViews(letters: readonly Touched[], row: number): Views | undefined {
	const came = new Set([chipCharacter]);
	for (const { text, comes } of letters) if (comes) came.add(text);
	let [from, to] = [row, 0];
	for (const letter of letters) {
		if (!letter.goes || letter.comes || letter.wasOut || !came.has(letter.text)) continue;
		from = Math.min(from, letter.since);
		to = Math.max(to, Math.min(letter.until, row));
	}
	return from < to ? { from, to } : undefined;
}

/** The last row of each view that makes a difference to some letters; the newest first, and of very many only those. */
function lastsSeen(letters: readonly Touched[], { from, to }: Views): readonly number[] {
	const lasts = new Set([to - 1]);
	for (const { since, until } of letters) {
		if (since > from && since < to) lasts.add(since - 1);
		if (until > from && until < to) lasts.add(until - 1);
	}
	return [...lasts].toSorted((a, b) => b - a).slice(0, 1 + Math.ceil(mostLooked / (1 + letters.length)));
}

/**
 * The letters that decide how an edit compares in some views: from the first that came or went to the last, and so many
 * behind them as may read like one that came. What stands beside these is the same before and after. `within` has all
 * that came or went; of `behind`, which follows, no more is read than needed.
 */
export function deciding(
	within: readonly Touched[],
	behind: Iterable<Touched>,
	views: Views,
): readonly Touched[] {
	const first = within.findIndex(isChanged);
	if (first < 0) return [];
	const end = 1 + within.findLastIndex(isChanged);
	const letters = within.slice(first, end);
	let room = letters.filter(({ goes }) => !goes).length;
	for (const more of [within.slice(end), behind])
		for (const letter of more) {
			if (room <= 0) return letters;
			letters.push(letter);
			if (isFixed(letter, views)) room--;
		}
	return letters;
}

/** How an edit compares in the view that leaves least of it untold, and of such in the newest. */
export function compareBest(letters: readonly Touched[], views: Views, work?: Work): Comparison | undefined {
	const changed = letters.filter(isChanged);
	let best: Comparison | undefined;
	for (const last of lastsSeen(letters, views)) {
		if (best && best.left <= leastLeft(changed, last)) continue;
		if (work) work.compared += letters.length;
		const found = compareViews(letters, last);
		if (!best || found.left < best.left) best = found;
		if (best.left === 0) break;
	}
	return best;
}

/** What stood of some letters in the newest view in which that was a text, before the writer of a row. */
export function findText(
	text: string,
	letters: Iterable<Touched>,
	row: number,
	work?: Work,
): readonly Touched[] | undefined {
	const views: Views = { from: 0, to: row };
	const read: Touched[] = [];
	let fixed = 0;
	for (const letter of letters) {
		// Longer in whatever view: most texts are, and need not be read to their end.
		if (isFixed(letter, views) && ++fixed > text.length) return undefined;
		read.push(letter);
	}
	const lasts = lastsSeen(read, views);
	const lengths = lengthsIn(read, lasts);
	for (const [index, last] of lasts.entries()) {
		if (lengths[index] !== text.length) continue;
		if (work) work.compared += read.length;
		const view = read.filter((letter) => stood(letter, last));
		if (view.map((letter) => letter.text).join('') === text) return view;
	}
	return undefined;
}

/** How many letters stood in each of some views, the newest first. */
function lengthsIn(letters: readonly Touched[], lasts: readonly number[]): readonly number[] {
	const grows = new Map<number, number>();
	const grow = (row: number, by: number) => grows.set(row, (grows.get(row) ?? 0) + by);
	for (const { comes, wasOut, since, until } of letters) {
		if (comes || wasOut || since >= until) continue;
		grow(since, 1);
		grow(until, -1);
	}
	const changes = [...grows].toSorted(([a], [b]) => a - b);
	let [length, next] = [0, 0];
	return lasts
		.toReversed()
		.map((last) => {
			for (; (changes[next]?.[0] ?? Infinity) <= last; next++) length += changes[next]?.[1] ?? 0;
			return length;
		})
		.toReversed();
}

/** Of letters that came or went, how many a view leaves untold at least: as many as have no like among the others. */
function leastLeft(changed: readonly Touched[], last: number): number {
	const came = new Map<string, number>();
	let least = 0;
	for (const { text, comes } of changed)
		if (comes) {
			came.set(text, (came.get(text) ?? 0) + 1);
			least++;
		}
	for (const letter of changed) {
		if (letter.comes) continue;
		const alike = stood(letter, last) ? (came.get(letter.text) ?? 0) : 0;
		if (alike > 0) {
			came.set(letter.text, alike - 1);
			least--;
		} else if (letter.text !== chipCharacter) least++;
	}
	return least;
}

/**
 * Compares the two as an edit in one place leaves them, whose writer knew the rows of others up to `last`: what is the
 * same from the beginning on, then what is from the end on. `letters` in reading order, deleted ones where they stood.
 */
export function compareViews(letters: readonly Touched[], last: number): Comparison {
	const after = letters.filter((letter) => stands(letter, last));
	const hasNewChip = after.some(({ comes, text }) => comes && text === chipCharacter);
	// A block of another kind may have no room for chips: where each stood, nothing was written.
	const before = letters.filter(
		(letter) => stood(letter, last) && (hasNewChip || !letter.goes || letter.text !== chipCharacter),
	);
	// What an edit names, its writer had before them.
	const unseen = letters.filter(
		({ comes, goes, since, until, wasOut }) => comes !== goes && (since > last || until <= last || wasOut),
	).length;
	const isSame = (a: number, b: number) => after[a]?.text === before[b]?.text;
	const found = fromBothEnds(before, after, (a, b) => {
		const [one, other] = [after[a] as Touched, before[b] as Touched];
		return isSame(a, b) && (!one.comes || other.goes);
	});
	const isWhole = found.length === Math.min(before.length, after.length);
	const pairs = isWhole ? found : (turned(before, after, fromBothEnds(before, after, isSame)) ?? found);
	const same = pairs.filter(({ came }) => came.comes);
	const moved = (of: readonly Touched[], is: (letter: Touched) => boolean) => of.filter(is).length;
	const told = same.filter(({ is }) => is.goes).length;
	const left = moved(after, ({ comes }) => comes) - same.length + moved(before, ({ goes }) => goes) - told;
	return { same, left: left + unseen };
}

function fromBothEnds(
	before: readonly Touched[],
	after: readonly Touched[],
	isSame: (after: number, before: number) => boolean,
): readonly Same[] {
	const pairs: Same[] = [];
	const pair = (a: number, b: number) => {
		if (!isSame(a, b)) return false;
		pairs.push({ came: after[a] as Touched, is: before[b] as Touched });
		return true;
	};
	const most = Math.min(before.length, after.length);
	let from = 0;
	while (from < most && pair(from, from)) from++;
	for (let end = 1; end <= most - from && pair(after.length - end, before.length - end);) end++;
	return pairs;
}

/**
 * An editor that puts in a letter like one that it keeps may have kept the wrong one: then some letter went from the
 * place where that stands now. Undefined where one that came has no such letter.
 */
function turned(
	before: readonly Touched[],
	after: readonly Touched[],
	pairs: readonly Same[],
): readonly Same[] | undefined {
	if (before.length === 0 || after.length === 0) return undefined;
	const inPlaceOf = new Map(pairs.map(({ came, is }) => [came, is]));
	const went = (letter: Touched) => {
		let at: Touched | undefined = letter;
		for (let steps = 0; at && !at.goes && steps < mostTurns; steps++) at = inPlaceOf.get(at);
		return at?.goes === true;
	};
	return pairs.every(({ came, is }) => !came.comes || went(is)) ? pairs : undefined;
}
const mostTurns = 100;
