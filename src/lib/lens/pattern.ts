/**
 * The little language of the rules' table. A pattern is words in a row:
 *
 *     would          this word; `would/could` either of them
 *     @people        a word of that list in `words.ts`
 *     #Adverb        a word with that part of speech; `#Past` a past tense or participle
 *     %thing         a noun phrase of up to eight words, or as much of it
 *     %object        the same, or “it”
 *     %people        a noun phrase that ends in one of `@people`
 *     %subject       a noun phrase of up to four words, and all of it: what the sentence is about
 *     word? word* word+   perhaps; any number; at least one
 *     !word          any one word but this
 *     ..  ...        up to eight words of the same clause; up to forty words and marks
 *     ^              the sentence begins here
 *     [ ]            only what stands between is marked; without them, all of it
 *
 * Marks (commas, colons, dashes) part clauses and match nothing else, except when written: `,`.
 */
import type { Tags } from './tags.ts';
import type { Token } from './tokens.ts';
import { isList, wordsOf } from './words.ts';

/** A sentence as patterns read it. Its tags are asked for only when a pattern needs them. */
export interface Reading {
	readonly tokens: readonly Token[];
	tags(at: number): Tags;
}

/** Where a pattern fits, in tokens: all of it, and the part that is marked. Ends are exclusive. */
export interface Fit {
	readonly from: number;
	readonly to: number;
	readonly markFrom: number;
	readonly markTo: number;
}

interface Step {
	readonly fits: (reading: Reading, at: number) => boolean;
	readonly least: number;
	readonly most: number;
	/** Takes as little as it can; the others as much. */
	readonly isLazy?: boolean;
}

export interface Need {
	/** As the pattern writes it; the same name is the same words. */
	readonly name: string;
	readonly words: ReadonlySet<string>;
	/** At most so many tokens behind the word of the need before. */
	readonly within: number;
}

export interface Pattern {
	readonly source: string;
	/** Each fit holds at least one word of each of these sets, in this order. */
	readonly needs: readonly Need[];
	/** The first place from `at` on, before `until`, where it fits: as long as it can be. */
	find(reading: Reading, at: number, until?: number): Fit | undefined;
}

const gap = 8;
const rest = 40;

/** Throws when the pattern is not of the language: the table is ours, so that is a bug. */
export function compile(source: string): Pattern {
	const steps: Step[] = [];
	const needs: Need[] = [];
	let within = 0;
	let open: number | undefined;
	let close: number | undefined;
	let atStart = false;
	for (const word of source.split(/\s+/)) {
		if (word === '[') open = steps.length;
		else if (word === ']') close = steps.length;
		else if (word === '^') atStart = true;
		else {
			if (word === '%people') {
				steps.push({ fits: isOfThing, least: 0, most: 3 });
				within += 3;
			}
			const { step, need } = compileStep(word === '%people' ? '@people' : word);
			steps.push(step);
			within += step.most;
			if (need) {
				needs.push({ ...need, within });
				within = 0;
			}
		}
	}
	// A subject begins where no noun phrase goes on; else its last words would pass for all of it.
	const beginsWithSubject = /^(?:\[ )?%subject/.test(source);
	const [markFirst, markLast] = [open ?? 0, close ?? steps.length];
	return {
		source,
		needs,
		find(reading, from, until = reading.tokens.length) {
			for (let start = from; start < (atStart ? Math.min(1, until) : until); start++) {
				if (beginsWithSubject && !maySubjectBegin(reading, start)) continue;
				const ends = fit(steps, 0, reading, start, []);
				if (!ends) continue;
				const to = ends.at(-1) ?? start;
				const before = (step: number) => (step === 0 ? start : (ends[step - 1] ?? start));
				return { from: start, to, markFrom: before(markFirst), markTo: before(markLast) };
			}
			return undefined;
		},
	};
}

/** Where each step ends when all fit from here on; undefined when they do not. */
function fit(
	steps: readonly Step[],
	index: number,
	reading: Reading,
	at: number,
	ends: number[],
): number[] | undefined {
	const step = steps[index];
	if (!step) return ends;
	const { length } = reading.tokens;
	let most = at;
	while (most - at < step.most && most < length && step.fits(reading, most)) most++;
	// What ends a pattern runs on; a gap within it is as short as it can be.
	const isLazy = step.isLazy === true && index < steps.length - 1;
	const least = at + step.least;
	for (let n = 0; n <= most - least; n++) {
		const end = isLazy ? least + n : most - n;
		ends[index] = end;
		ends.length = index + 1;
		const found = fit(steps, index + 1, reading, end, ends);
		if (found) return found;
	}
	return undefined;
}

function compileStep(word: string): { readonly step: Step; readonly need?: Omit<Need, 'within'> } {
	if (word === '..') return { step: { fits: isWordAt, least: 0, most: gap, isLazy: true } };
	if (word === '...') return { step: { fits: () => true, least: 0, most: rest, isLazy: true } };
	const { 1: bare = '', 2: count = '' } = /^(.+?)([?*+]?)$/.exec(word) ?? [];
	const least = count === '' || count === '+' ? 1 : 0;
	const most = count === '*' || count === '+' ? 4 : 1;
	if (bare === '%subject') return { step: { fits: isOfThing, least, most: 4 } };
	if (bare === '%object') return { step: { fits: isObject, least, most: 8 } };
	if (bare === '%thing') return { step: { fits: isOfThing, least, most: 8 } };
	if (bare.startsWith('!')) {
		const { fits } = test(bare.slice(1));
		return { step: { fits: (reading, at) => isWordAt(reading, at) && !fits(reading, at), least, most } };
	}
	const { fits, words } = test(bare);
	return { step: { fits, least, most }, ...(words && least > 0 && { need: { name: bare, words } }) };
}

function test(bare: string): { readonly fits: Step['fits']; readonly words?: ReadonlySet<string> } {
	const parts = bare.split('/');
	const tags = parts.filter((part) => part.startsWith('#')).map((part) => part.slice(1));
	const words = new Set(
		parts
			.filter((part) => !part.startsWith('#'))
			.flatMap((part) => (part.startsWith('@') ? [...wordsOf(part.slice(1))] : [part])),
	);
	for (const part of parts)
		if (part.startsWith('@') && !isList(part.slice(1))) throw new Error(`there is no list ${part}`);
	const hasWord: Step['fits'] = ({ tokens }, at) => words.has(tokens[at]?.lower ?? '');
	if (tags.length === 0) return { fits: hasWord, words };
	return {
		fits: (reading, at) =>
			hasWord(reading, at) || (isWordAt(reading, at) && tags.some((tag) => hasTag(reading, at, tag))),
	};
}

function isWordAt({ tokens }: Reading, at: number): boolean {
	return tokens[at]?.isWord === true;
}

/** Verbs whose ending does not show that they are past. */
const past = wordsOf('irregular-past');
const notAdverbs = wordsOf('no-adverb');
const adverbs = wordsOf('adverb');

/** Parts of speech that a word shows by itself, so that most sentences need no tags. */
const shown: Readonly<Record<string, (lower: string) => boolean>> = {
	Adverb: (lower) => adverbs.has(lower) || (/..ly$/.test(lower) && !notAdverbs.has(lower)),
	Past: (lower) => past.has(lower) || /..ed$/.test(lower),
	Number: (lower) => /^\p{N}/u.test(lower),
};

function hasTag(reading: Reading, at: number, tag: string): boolean {
	return shown[tag]?.(reading.tokens[at]?.lower ?? '') ?? reading.tags(at).has(tag);
}

/** Not within a noun phrase, nor behind a preposition: “in the control system was disabled” is not about the system. */
function maySubjectBegin(reading: Reading, at: number): boolean {
	const before = reading.tokens[at - 1]?.lower ?? '';
	if (prepositions.has(before) || isBareVerb(reading, at - 1)) return false;
	// Nor behind half of one: “to trusted hardware was”.
	if (/..ed$/.test(before)) return false;
	// “At noon the fix was deployed”: an article begins anew.
	return (
		!isOfThing(reading, at - 1) || (articles.has(reading.tokens[at]?.lower ?? '') && !articles.has(before))
	);
}

/** Where the noun phrase begins that ends before `at` and is what the sentence is about; undefined when none is. */
export function subjectBefore(reading: Reading, at: number): number | undefined {
	for (let from = at - 1; from >= 0 && at - from <= 6 && isOfThing(reading, from); from--)
		if (maySubjectBegin(reading, from)) return from;
	return undefined;
}

/** “to wipe a database was”, “making this change was”: what follows such a verb is its object. */
function isBareVerb(reading: Reading, at: number): boolean {
	// What begins a sentence with a capital is rarely one: “Request headers were”.
	if (reading.tokens[at - 1]?.isWord !== true) return false;
	const tags = reading.tags(at);
	return tags.has('Infinitive') || tags.has('Gerund');
}

const prepositions = wordsOf('preposition');
const verbsOfThings = wordsOf('was-or-had');
const articles = wordsOf('determiner');
const predeterminers: ReadonlySet<string> = new Set(['all', 'both', 'such']);
const objects: ReadonlySet<string> = new Set(['it', 'them']);
const neverInThings = wordsOf('no-thing');

/** Whether the word may be what something is done to, or part of it. */
function isObject(reading: Reading, at: number): boolean {
	return isOfThing(reading, at) || objects.has(reading.tokens[at]?.lower ?? '');
}

/** Whether the word may stand in a noun phrase. */
function isOfThing(reading: Reading, at: number): boolean {
	const token = reading.tokens[at];
	if (!token?.isWord || neverInThings.has(token.lower)) return false;
	const before = reading.tokens[at - 1]?.lower ?? '';
	if (articles.has(token.lower)) {
		// “that the copy was current”, “this was”: no noun phrase begins here.
		const next = reading.tokens[at + 1];
		if (!next?.isWord || neverInThings.has(next.lower)) return false;
		return !articles.has(next.lower) || predeterminers.has(token.lower);
	}
	if (token.lower === "'s" || token.lower === 'of') return true;
	// “the import”, “messages were”: the library takes some for verbs.
	if (articles.has(before) || verbsOfThings.has(reading.tokens[at + 1]?.lower ?? ''))
		return !/..(?:ed|ly)$/.test(token.lower) || articles.has(before);
	// “the deployed rule” goes on, “the column predated” does not.
	if (/..ed$/.test(token.lower)) {
		return /..ly$/.test(before);
	}
	const tags = reading.tags(at);
	if (tags.size === 0) return true;
	return (
		tags.has('Noun') ||
		tags.has('Adjective') ||
		tags.has('Value') ||
		tags.has('Determiner') ||
		tags.has('Gerund') ||
		tags.has('Possessive') ||
		tags.has('Acronym')
	);
}
