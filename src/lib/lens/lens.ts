/**
 * The language lens: finds wordings that close a story down, and offers a question that opens it. Pure and local; what
 * it reads is neither sent nor kept beyond the lens itself. It never rewrites, never blocks and counts nothing per person.
 */
import type { Finding, Names } from './finding.ts';
import { compile, type Fit, type Pattern, type Reading } from './pattern.ts';
import { asker, type Said } from './question.ts';
import { othersWords } from './quoted.ts';
import { rules } from './rules.ts';
import type { Rule } from './rules/rule.ts';
import { sentencesOf, type Sentence } from './sentences.ts';
import { tagsOf, type Tags } from './tags.ts';
import { tokenize, type Token } from './tokens.ts';
import { wordsOf } from './words.ts';

export interface Lens {
	/**
	 * The findings of a text, in order of where they begin. Sentences that were read before are remembered, so reading a
	 * text again after a keystroke reads only what changed. Never throws.
	 */
	read(text: string): readonly Finding[];
	/** The same, sentence by sentence, for whoever must not be kept waiting by a long text. */
	readBySentence(text: string): Iterable<readonly Finding[]>;
}

interface Compiled {
	readonly rule: Rule;
	readonly find: Pattern;
	readonly unless: readonly Pattern[];
}

const table: readonly Compiled[] = rules.flatMap((rule) => {
	const unless = (rule.unless ?? []).map(compile);
	return rule.finds.map((find) => ({ rule, find: compile(find), unless }));
});

/** Which rows of the table a word calls up: by the smallest set of words of which each fit holds one. */
const called = new Map<string, number[]>();
for (const [row, { find }] of table.entries()) {
	const [rarest] = find.needs.toSorted((a, b) => a.size - b.size);
	if (!rarest)
		throw new Error(`“${find.source}” names no word, so every sentence would have to be tagged for it`);
	for (const word of rarest) called.set(word, [...(called.get(word) ?? []), row]);
}

/** How many sentences a lens remembers: a long narrative, twice. */
const remembered = 4000;
/** No sentence is as long; logs and tables are. It also bounds what a hostile text can cost. */
const longestSentence = 1000;
/** How far before a finding that it takes back a pattern may begin, in tokens. */
const reach = 60;

/** A lens whose questions may use these names. Make a new one when the names change. */
export function createLens(names: Names = {}): Lens {
	const ask = asker(names);
	const named = partsOf(names.people ?? []);
	const memory = new Map<string, readonly Finding[]>();
	const readOnce = (sentence: string): readonly Finding[] => {
		const known = memory.get(sentence);
		const findings = known ?? readSentence(sentence, named, ask);
		// What was read last goes to the end, so that the beginning is what nobody has read for longest.
		if (known) memory.delete(sentence);
		memory.set(sentence, findings);
		return findings;
	};
	function* readBySentence(text: string): Generator<readonly Finding[]> {
		for (const sentence of sentencesOf(text)) {
			yield shifted(readOnce(sentence.text), sentence);
			// One in, one out: a text longer than the memory is read, and not kept whole.
			if (memory.size > remembered) memory.delete(memory.keys().next().value ?? '');
		}
	}
	return { readBySentence, read: (text) => [...readBySentence(text)].flat() };
}

function shifted(findings: readonly Finding[], { start }: Sentence): readonly Finding[] {
	return findings.map((finding) => ({ ...finding, start: finding.start + start, end: finding.end + start }));
}

/** The words that name people: “Wei-Lin” and “Chou”. */
function partsOf(people: readonly string[]): ReadonlySet<string> {
	return new Set(people.flatMap((name) => name.split(/\s+/u)).filter((part) => /^\p{Lu}\S/u.test(part)));
}

function readSentence(
	sentence: string,
	named: ReadonlySet<string>,
	ask: (template: string, said: Said) => string,
): readonly Finding[] {
	if (sentence.length > longestSentence) return [];
	const others = othersWords(sentence);
	const tokens = tokenize(sentence)
		.filter(({ start, end }) => !others.some((range) => range.start < end && start < range.end))
		// To the rules a name is somebody; which one is the question's business.
		.map((token) => (named.has(token.text) ? { ...token, lower: 'somebody' } : token));
	const words = new Set(tokens.map(({ lower }) => lower));
	const reading = readingOf(tokens);
	const findings: Finding[] = [];
	const taken: { readonly kind: string; readonly start: number; readonly end: number }[] = [];
	for (const { rule, find, unless } of rowsFor(words)) {
		for (const fit of fitsOf(find, reading)) {
			const [first, last] = [tokens[fit.markFrom], tokens[fit.markTo - 1]];
			if (!first || !last || fit.markTo <= fit.markFrom) continue;
			const { start } = first;
			const { end } = last;
			if (taken.some((one) => one.kind === rule.kind && one.start < end && start < one.end)) continue;
			if (unless.some((other) => mayFit(other, words) && touches(other, reading, fit))) continue;
			taken.push({ kind: rule.kind, start, end });
			findings.push({
				kind: rule.kind,
				start,
				end,
				text: sentence.slice(start, end),
				why: rule.why,
				question: ask(rule.question, { sentence, start, who: whoOf(tokens, fit) }),
			});
		}
	}
	return findings.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

function readingOf(tokens: readonly Token[]): Reading {
	let tags: readonly Tags[] | undefined;
	return {
		tokens,
		tags(at) {
			tags ??= tagsOf(tokens);
			return tags[at] ?? none;
		},
	};
}
const none: Tags = new Set();

/** The rows of the table that may fit a sentence of these words, in the table's order. */
function rowsFor(words: ReadonlySet<string>): Compiled[] {
	const rows = new Set<number>();
	for (const word of words) for (const row of called.get(word) ?? []) rows.add(row);
	return [...rows]
		.sort((a, b) => a - b)
		.flatMap((row) => table[row] ?? [])
		.filter(({ find }) => mayFit(find, words));
}

/** Cheap, and false for most patterns of most sentences: so most are never tagged. */
function mayFit({ needs }: Pattern, words: ReadonlySet<string>): boolean {
	return needs.every((need) => (need.size < words.size ? anyOf(need, words) : anyOf(words, need)));
}

function anyOf(few: ReadonlySet<string>, many: ReadonlySet<string>): boolean {
	for (const word of few) if (many.has(word)) return true;
	return false;
}

function* fitsOf(pattern: Pattern, reading: Reading): Generator<Fit> {
	let fit = pattern.find(reading, 0);
	while (fit) {
		yield fit;
		fit = pattern.find(reading, Math.max(fit.to, fit.from + 1));
	}
}

function touches(pattern: Pattern, reading: Reading, { from, to }: Fit): boolean {
	for (let at = Math.max(0, from - reach); at < to; at++) {
		const fit = pattern.find(reading, at, to);
		if (!fit) return false;
		if (fit.to > from) return true;
		at = fit.from;
	}
	return false;
}

const people = wordsOf('people');
const pronouns = new Set(
	'we i he she who us they it himself herself themselves ourselves myself someone somebody nobody everyone everybody anyone anybody'.split(
		' ',
	),
);

/** “the night shift”, when the wording speaks of people with a noun. */
function whoOf(tokens: readonly Token[], { from, to }: Fit): string | undefined {
	for (let at = from; at < to; at++) {
		const token = tokens[at];
		if (!token || !people.has(token.lower) || pronouns.has(token.lower)) continue;
		return `the ${token.lower}`;
	}
	return undefined;
}
