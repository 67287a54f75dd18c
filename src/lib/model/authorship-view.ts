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
