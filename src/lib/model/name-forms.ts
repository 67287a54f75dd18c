/**
 * The forms a name takes where people write it in chats, files and addresses, as regular expressions. They are generous:
 * for finding those who are not to be named.
 */
import { isDescription } from './mentions.ts';

/** One form of a name. */
export interface NameForm {
	/** The same for names that look alike. */
	readonly key: string;
	/** Of a regular expression with the flag `u`. */
	readonly source: string;
	/** Small letters, one of which stands in every text that has this form, once that is written small. */
	readonly anchors: readonly string[];
}

/** Between the parts of a name, as people, files and addresses write it. */
const between = "(?:[\\s._,+·’'-]|%[0-9A-Fa-f]{2}){0,4}";
/** Names written into a word of small and capital letters (“teamSofia”) end where the case turns. */
const turn = '(?<=\\p{Ll})(?=\\p{Lu})';
/** Scripts that put no space between words, or write endings onto names. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const before = `(?:(?<!\\p{L})|(?<=%[0-9A-Fa-f]{2})|${turn})@?`;
const after = `(?:(?![\\p{L}\\p{M}])|${turn})`;

/** A text as it reads, without what could stand unseen inside a name: accents in two characters, characters without width. */
export function bare(text: string): string {
	return text
		.normalize('NFC')
		.replaceAll(/(?<=[\p{L}\p{M}])[\u{ad}\u{200b}-\u{200d}\u{2060}\u{feff}]+(?=\p{L})/gu, '');
}

/** The single words of a name, folded, by which somebody could be recognised; none of a description. */
export function nameParts(name: string): readonly string[] {
	const words = wordsOf(name);
	return isDescription(words) ? [] : partsOf(words).map(fold);
}

/** Letters only, small, without accents: names that look alike are alike. */
export function fold(text: string): string {
	return unaccented(text)
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** All forms of a name; of a description, that of all its words. */
export function formsOfName(name: string): readonly NameForm[] {
	const words = wordsOf(name);
	if (words.length === 0) return [];
	if (isDescription(words)) return [whole(words), ...(words.length > 2 ? [whole(words.slice(1))] : [])];
	return [...wholes(words), ...partsOf(words).map(single)];
}

/** The forms of what is somebody's as a whole: an address, the author of records. */
export function formsOfHandle(handle: string): readonly NameForm[] {
	const words = wordsOf(handle);
	if (words.length > 1) return [whole(words)];
	// One letter is no name.
	return words.filter((word) => word.length > 1).map(single);
}

/** A name of several words by two of them and more. */
function wholes(words: readonly string[]): readonly NameForm[] {
	const [first = '', last = ''] = [words[0], words.at(-1)];
	if (words.length < 2) return [];
	return [
		whole(words),
		...partsOf([last]).flatMap((surname) => [
			whole([first, surname]),
			whole([surname, first]),
			initialAnd(first, surname),
			andInitial(first, surname),
		]),
	];
}

/** Words that are somebody's only together. Long enough, they are found inside of other words as well. */
function whole(words: readonly string[]): NameForm {
	const source = `@?(?i:${words.map(spellings).join(between)})`;
	const key = words.map(fold).join(' ');
	return {
		key,
		source: key.length > 8 || unspaced.test(key) ? source : `${before}${source}${after}`,
		anchors: anchorsOf(...words),
	};
}

function single(word: string): NameForm {
	// Two letters are part of too much that is no name: only as it is written, “Li”.
	const letters = word.length > 2 ? `(?i:${spellings(word)})` : spellings(word);
	// “Sofias laptop”: other languages write no apostrophe.
	const genitive = word.length > 3 ? '(?:s(?!\\p{L}))?' : '';
	const source = unspaced.test(word) ? `@?${letters}` : `${before}${letters}${genitive}${after}`;
	return { key: fold(word), source, anchors: anchorsOf(word) };
}

/** “S. Brandt”, “S Brandt”, “s.brandt”, “sbrandt”. */
function initialAnd(first: string, last: string): NameForm {
	const initial = /^./u.exec(first)?.[0] ?? '';
	const tight = `(?i:${escaped(initial)}${joint(last)}${spellings(last)})`;
	const apart = `${escaped(initial.toUpperCase())}\\.?\\s+(?i:${spellings(last)})`;
	const source = `${before}(?:${tight}|${apart})${after}`;
	return { key: `${fold(initial)} ${fold(last)}`, source, anchors: anchorsOf(last) };
}

/** “Sofia B.”, “Sofia B”, “sofia.b”, “sofiab”. “Sofia A” and “Sofia I” may go on as a sentence. */
function andInitial(first: string, last: string): NameForm {
	const initial = /^./u.exec(last)?.[0] ?? '';
	const tight = `(?i:${spellings(first)}${joint(first)}${escaped(initial)})${after}`;
	const capital = escaped(initial.toUpperCase());
	// The full stop belongs to the initial where the sentence goes on.
	const stop = '\\.(?=\\s*[\\p{L},;:)])';
	const letter = /[AIO]/u.test(capital) ? `${capital}${stop}` : `${capital}(?:${stop})?`;
	const apart = `(?i:${spellings(first)})\\s+${letter}(?![\\p{L}\\p{M}])`;
	const source = `${before}(?:${tight}|${apart})`;
	return { key: `${fold(first)} ${fold(initial)}`, source, anchors: anchorsOf(first) };
}

/** Between a name and an initial without a space; a short name run together with one is too often another word. */
function joint(name: string): string {
	return name.length < 5 ? '[._-]' : '[._-]?';
}

/** The words of a name that are names themselves, and the halves of those with a hyphen. */
function partsOf(words: readonly string[]): readonly string[] {
	return words.flatMap((word) => {
		if (words.length > 1 && particles.has(word.toLowerCase())) return [];
		const halves = word.split(/[-–]/u).filter((half) => half.length > 2);
		return word.length < 2 ? [] : halves.length > 1 ? [word, ...halves] : [word];
	});
}

/** A word as it may be spelled where accents are not: “José”, “Jose”, “Jos%C3%A9”; “Jürgen”, “Juergen”. */
function spelled(word: string): readonly string[] {
	const german = word.replaceAll(/[äöüß]/giu, (letter) => umlauts[letter.toLowerCase()] ?? letter);
	return [...new Set([word, unaccented(word), german, encodeURIComponent(word)])].filter((one) => one !== '');
}

function spellings(word: string): string {
	const sources = spelled(word).map((one) =>
		escaped(one).replaceAll(/['’]/gu, "['’]?").replaceAll(/[-–]/gu, '[-–._\\s]?'),
	);
	return sources.length === 1 ? (sources[0] ?? '') : `(?:${sources.join('|')})`;
}

/** Of the longest of these words, each spelling by its longest run of letters and digits: all else may be written otherwise. */
function anchorsOf(...words: readonly string[]): readonly string[] {
	const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '');
	const runs = spelled(longest).map((one) =>
		one
			.toLowerCase()
			.split(/[^\p{L}\p{N}\p{M}]+/u)
			.reduce((best, run) => (run.length > best.length ? run : best), ''),
	);
	return [...new Set(runs)].filter((run) => run !== '');
}

/** Whether what was found is written like a word of everybody's. */
export function isEverydayWord(match: string): boolean {
	// “@mark” is nobody's verb.
	return match === match.toLowerCase() && (everyday.has(match) || everyday.has(match.replace(/s$/u, '')));
}

function wordsOf(text: string): readonly string[] {
	return bare(text)
		.split(/\s+/u)
		.filter((word) => word !== '');
}

function unaccented(text: string): string {
	const special = text.replaceAll(/[łøđßæœı]/giu, (letter) => bases[letter.toLowerCase()] ?? letter);
	return special
		.normalize('NFD')
		.replaceAll(/\p{M}+/gu, '')
		.normalize('NFC');
}

function escaped(text: string): string {
	return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
const bases: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' };

const particles: ReadonlySet<string> = new Set(
	'al bin da dal de del della den der di do dos du el ibn la le of ten ter the van vom von y zu zum zur dr mr mrs ms prof'.split(
		' ',
	),
);

/** Names that, written small, are words of everybody's: “mark it”, “the bell”, “/dev/null”. */
const everyday: ReadonlySet<string> = new Set(
	`able amber angel april art august baker basil bell berry best bill bishop black blue bob bond book booker boot brand
	bridge brook brown bud buck bush butler carol carter case cash chance charity chase chip christian church clay cliff
	close cloud cole cook cooper court crystal dale daily dawn day dean dev dial diamond don drew duke earl east eve fair
	faith field finch fisher flint flora flower ford forest fox frank free french frost gale gene gill glen gold good grace
	grant gray green grey guy hall harry heath hill hope house hunt hunter ivy jack jade jay jean jet jewel job joy june
	king knight lake lance lane law lee lily link lock long love major mark marsh mason max may melody mercy mike miles
	miller mills min moon moss nick night noble noel north norm nova olive page park parker pat pearl penny pierce pike
	piper pool poole pope porter potter power price prince ray read reed reef reich rich ridge river rob robin rock rod
	root rose royal ruby rush rust sage sandy savage scott sharp shore short silver singer sky skip small smart smith snow
	sol song south spencer star stark stone storm strange strong sue summer sun swift taylor terry tiger tom trip turner
	van vale violet wade walker wall ward warren waters way web weber west wheeler white will winter wise wolf wood
	woods worth wren yard york young`.split(/\s+/u),
);
