/**
 * The language lens: finds wordings that close a story down, and offers a question that opens it. Pure and local; what
 * it reads is neither sent nor kept beyond the lens itself. It never rewrites, never blocks and counts nothing per person.
 */
import type { Finding, Names } from './finding.ts';
import { compile, subjectBefore, type Fit, type Need, type Pattern, type Reading } from './pattern.ts';
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

/** A pattern, and the numbers of the sets of words that it needs. */
interface Candidate {
	readonly pattern: Pattern;
	readonly sets: readonly number[];
}

interface Row {
	readonly rule: Rule;
	readonly find: Candidate;
	readonly unless: readonly Candidate[];
}

/** The sets of words that patterns need, each once, and which of them a word is in. */
const numbers = new Map<string, number>();
const setsWith = new Map<string, number[]>();

function numberOf({ name, words }: Need): number {
	const known = numbers.get(name);
	if (known !== undefined) return known;
	const number = numbers.size;
	numbers.set(name, number);
	for (const word of words) setsWith.set(word, [...(setsWith.get(word) ?? []), number]);
	return number;
}

function candidate(source: string): Candidate {
	const pattern = compile(source);
	return { pattern, sets: pattern.needs.map(numberOf) };
}

const table: readonly Row[] = rules.flatMap((rule) => {
	const unless = (rule.unless ?? []).map(candidate);
	return rule.finds.map((find) => ({ rule, find: candidate(find), unless }));
});

/** Where in a sentence the words of each of those sets stand, by the number of the set; nothing where none does. */
type Places = readonly (readonly number[] | undefined)[];

function placesOf(tokens: readonly Token[]): Places {
	const places: (number[] | undefined)[] = Array.from({ length: numbers.size });
	for (const [at, { lower }] of tokens.entries())
		for (const number of setsWith.get(lower) ?? []) {
			const known = places[number];
			if (known) known.push(at);
			else places[number] = [at];
		}
	return places;
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
	const isOthers = (start: number, end: number) =>
		others.some((range) => range.start < end && start < range.end);
	const tokens = withFirstNames(tokenize(sentence)).map((token) => {
		// To the rules what others said is a mark that parts clauses, whatever it says.
		if (isOthers(token.start, token.end)) return { ...token, lower: '“', isWord: false };
		// And a name is somebody; who it is, is the question's business.
		return named.has(token.text) ? { ...token, lower: 'somebody' } : token;
	});
	const places = placesOf(tokens);
	const reading = readingOf(tokens);
	const findings: Finding[] = [];
	const taken: { readonly kind: string; readonly start: number; readonly end: number }[] = [];
	for (const { rule, find, unless } of table) {
		if (!mayFit(find, places)) continue;
		for (const fit of fitsOf(find.pattern, reading)) {
			const [first, last] = [tokens[fit.markFrom], tokens[fit.markTo - 1]];
			if (!first || !last || fit.markTo <= fit.markFrom) continue;
			const { start } = first;
			const { end } = last;
			if (isOthers(start, end)) continue;
			if (taken.some((one) => one.kind === rule.kind && one.start < end && start < one.end)) continue;
			if (unless.some((other) => mayFit(other, places) && touches(other.pattern, reading, fit))) continue;
			taken.push({ kind: rule.kind, start, end });
			findings.push({
				kind: rule.kind,
				start,
				end,
				text: sentence.slice(start, end),
				why: rule.why,
				question: ask(rule.question, {
					sentence,
					start,
					who: whoOf(tokens, fit),
					what: whatOf(sentence, reading, fit),
				}),
			});
		}
	}
	return findings.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

const namesakes = wordsOf('namesake');
const behindName = wordsOf('behind-name');

/** A first name that everybody knows is somebody, where it is judged: “Ana should have …”. Most sentences have none. */
function withFirstNames(tokens: readonly Token[]): readonly Token[] {
	const isAsked = ({ isWord, text, lower }: Token, at: number): boolean =>
		isWord &&
		behindName.has(tokens[at + 1]?.lower ?? '') &&
		/^\p{Lu}\p{Ll}+$/u.test(text) &&
		!namesakes.has(lower);
	if (!tokens.some(isAsked)) return tokens;
	const tags = tagsOf(tokens);
	return tokens.map((token, at) =>
		isAsked(token, at) && tags[at]?.has('FirstName') ? { ...token, lower: 'somebody' } : token,
	);
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

/** Cheap, and false for most patterns of most sentences: so most are never tagged. */
function mayFit({ pattern: { needs }, sets }: Candidate, places: Places): boolean {
	for (const number of sets) if (places[number] === undefined) return false;
	// Near enough to each other, too: “was” and “deployed” are in many a sentence, and seldom side by side.
	let reached = places[sets[0] ?? 0];
	for (let index = 1; index < sets.length; index++) {
		const [before, within]: [readonly number[], number] = [reached ?? [], needs[index]?.within ?? 0];
		reached = places[sets[index] ?? 0]?.filter((at) =>
			before.some((from) => from < at && at <= from + within),
		);
		if (reached?.length === 0) return false;
	}
	return true;
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
	'we i he she who us they it himself herself themselves ourselves myself someone somebody nobody everyone everybody anyone anybody human humans'.split(
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

const verbs: ReadonlySet<string> = new Set([...wordsOf('was'), 'had', 'has', 'have', 'being']);
const askable: ReadonlySet<string> = new Set('the this that these those our their its'.split(' '));

/** “the change”, when the wording says something of a noun. */
function whatOf(sentence: string, reading: Reading, { from, to }: Fit): string | undefined {
	const { tokens } = reading;
	for (let at = from; at < to; at++) {
		if (!verbs.has(tokens[at]?.lower ?? '')) continue;
		const [first, last] = [tokens[subjectBefore(reading, at) ?? at], tokens[at - 1]];
		if (!first || !last || first.start > last.start) return undefined;
		const what = sentence.slice(first.start, last.end).replace(/\s+/gu, ' ');
		if (first.lower === 'a' || first.lower === 'an') return `the${what.slice(first.text.length)}`;
		// “team was told”, “no review was held”, “they were”: a question would not read well of these.
		if (!askable.has(first.lower) || people.has(last.lower)) return undefined;
		return first.lower + what.slice(first.text.length);
	}
	return undefined;
}
