/**
 * Finds people whose name a text must not give away. Other than `mentionFinder`, which would rather miss somebody than
 * name the wrong one, this finds every form of a name: any case, any part of it, its parts run together or turned
 * around, an initial in place of one, without accents, in addresses, and the handles that are theirs.
 */
import { isDescription, type Mention, type Named } from './mentions.ts';

/** Somebody with the other words that stand for them. */
export interface Known extends Named {
	/** Authors of records, addresses: each is theirs as a whole, and its words are anybody's. */
	readonly handles?: readonly string[];
	/** The name they have an account under, which may be another than the one they are known by here. */
	readonly accountName?: string | undefined;
}

/** The id of a mention that several hidden people share, so that it is one of them and nobody knows which. */
export const oneOfThem = '';

interface Form {
	/** Of regular expressions: names that look alike may be spelled each in its own way. */
	readonly sources: Set<string>;
	/** Longer ones go first, so that a whole name is one mention and not two. */
	readonly length: number;
	readonly owners: Set<string>;
}

/** Between the parts of a name, as people, files and addresses write it. */
const between = "(?:[\\s._,+·’'-]|%[0-9A-Fa-f]{2}){0,4}";
/** Names written into a word of small and capital letters (“teamSofia”) end where the case turns. */
const turn = '(?<=\\p{Ll})(?=\\p{Lu})';
const idShape = /(?<![\p{L}\p{N}_])[a-z]{3}_[0-9a-z]{20}(?![\p{L}\p{N}_])/gu;
const before = `(?:(?<!\\p{L})|(?<=%[0-9A-Fa-f]{2})|${turn})@?`;
const after = `(?:(?![\\p{L}\\p{M}])|${turn})`;

/**
 * Finds the `hidden` people of a cast. A part that somebody who is not hidden shares names nobody in particular and is
 * left; one that only hidden people share is `oneOfThem`. Give it texts that went through `bare`.
 */
export function hiddenFinder(
	cast: readonly Known[],
	hidden: ReadonlySet<string>,
): (text: string) => readonly Mention[] {
	if (hidden.size === 0) return () => [];
	const forms = new Map<string, Form>();
	for (const { id, name, accountName = '', handles = [] } of cast)
		for (const { key, source } of [
			...formsOfName(name),
			...formsOfName(accountName),
			...handles.flatMap(formsOfHandle),
		]) {
			const form = forms.get(key) ?? { sources: new Set(), length: key.length, owners: new Set() };
			form.sources.add(source);
			form.owners.add(id);
			forms.set(key, form);
		}
	const theirs = [...forms.values()]
		.filter(({ owners }) => [...owners].every((id) => hidden.has(id)))
		.toSorted((a, b) => b.length - a.length);
	if (theirs.length === 0) return () => [];
	const pattern = new RegExp(theirs.map(({ sources }) => `(${[...sources].join('|')})`).join('|'), 'gu');
	return (text) => {
		const mentions: Mention[] = [];
		const ids = [...text.matchAll(idShape)];
		for (const match of text.matchAll(pattern)) {
			if (isEverydayWord(match[0])) continue;
			// Letters of an id name nobody: “ana_…” is an analysis.
			if (ids.some((id) => id.index <= match.index && match.index < id.index + id[0].length)) continue;
			const owners = theirs[match.slice(1).findIndex((group) => group !== undefined)]?.owners ?? new Set();
			const id = owners.size === 1 ? ([...owners][0] ?? oneOfThem) : oneOfThem;
			const [start, end] = [match.index, match.index + match[0].length];
			const last = mentions.at(-1);
			// Parts of one name beside each other name somebody once.
			if (last?.id === id && /^[ ._-]?$/u.test(text.slice(last.end, start)))
				mentions[mentions.length - 1] = { ...last, end };
			else mentions.push({ id, start, end });
		}
		return mentions;
	};
}

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

interface Source {
	readonly key: string;
	readonly source: string;
}

function formsOfName(name: string): readonly Source[] {
	const words = wordsOf(name);
	if (words.length === 0) return [];
	if (isDescription(words)) return [whole(words), ...(words.length > 2 ? [whole(words.slice(1))] : [])];
	return [...wholes(words), ...partsOf(words).map(single)];
}

function formsOfHandle(handle: string): readonly Source[] {
	const words = wordsOf(handle);
	return words.length === 0 ? [] : words.length === 1 ? words.map(single) : [whole(words)];
}

/** A name of several words by two of them and more. */
function wholes(words: readonly string[]): readonly Source[] {
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
function whole(words: readonly string[]): Source {
	const source = `@?(?i:${words.map(spellings).join(between)})`;
	const key = words.map(fold).join(' ');
	return { key, source: key.length > 8 ? source : `${before}${source}${after}` };
}

function single(word: string): Source {
	// Two letters are part of too much that is no name: only as it is written, “Li”.
	const letters = word.length > 2 ? `(?i:${spellings(word)})` : spellings(word);
	// “Sofias laptop”: other languages write no apostrophe.
	const genitive = word.length > 3 ? '(?:s(?!\\p{L}))?' : '';
	return { key: fold(word), source: `${before}${letters}${genitive}${after}` };
}

/** “S. Brandt”, “S Brandt”, “s.brandt”, “sbrandt”. */
function initialAnd(first: string, last: string): Source {
	const initial = /^./u.exec(first)?.[0] ?? '';
	const tight = `(?i:${escaped(initial)}${joint(last)}${spellings(last)})`;
	const apart = `${escaped(initial.toUpperCase())}\\.?\\s+(?i:${spellings(last)})`;
	return { key: `${fold(initial)} ${fold(last)}`, source: `${before}(?:${tight}|${apart})${after}` };
}

/** “Sofia B.”, “Sofia B”, “sofia.b”, “sofiab”. “Sofia A” and “Sofia I” may go on as a sentence. */
function andInitial(first: string, last: string): Source {
	const initial = /^./u.exec(last)?.[0] ?? '';
	const tight = `(?i:${spellings(first)}${joint(first)}${escaped(initial)})${after}`;
	const capital = escaped(initial.toUpperCase());
	// The full stop belongs to the initial where the sentence goes on.
	const stop = '\\.(?=\\s*[\\p{L},;:)])';
	const letter = /[AIO]/u.test(capital) ? `${capital}${stop}` : `${capital}(?:${stop})?`;
	const apart = `(?i:${spellings(first)})\\s+${letter}(?![\\p{L}\\p{M}])`;
	return { key: `${fold(first)} ${fold(initial)}`, source: `${before}(?:${tight}|${apart})` };
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
function spellings(word: string): string {
	const german = word.replaceAll(/[äöüß]/giu, (letter) => umlauts[letter.toLowerCase()] ?? letter);
	const all = new Set([word, unaccented(word), german, encodeURIComponent(word)].filter((one) => one !== ''));
	const source = [...all].map((one) =>
		escaped(one).replaceAll(/['’]/gu, "['’]?").replaceAll(/[-–]/gu, '[-–._\\s]?'),
	);
	return source.length === 1 ? (source[0] ?? '') : `(?:${source.join('|')})`;
}

function isEverydayWord(match: string): boolean {
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
