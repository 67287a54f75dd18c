/**
 * Who is named in a text. A person is named by their whole name, and by their given name or surname alone where
 * nobody else of the cast shares it. Words, never parts of words; case counts, so that "mark it" names no Mark.
 * Who is called by a description ("The Northgate data team") is named by all of it: its words are anybody's.
 */
export interface Named {
	readonly id: string;
	readonly name: string;
}

/** One place where a text names somebody; offsets in UTF-16. */
export interface Mention {
	readonly id: string;
	readonly start: number;
	readonly end: number;
}

/** Single words shorter than this name too many things. */
const shortest = 3;

/** What descriptions begin with, in languages people write names in. */
const articles: ReadonlySet<string> = new Set(
	'the a an our my your their der die das ein eine le la les l’ un une el los las il lo i gli uno o os as um uma de het een'.split(
		' ',
	),
);

/** Whether a name describes somebody instead of naming them: an article in front, or an everyday word at the end. */
export function isDescription(parts: readonly string[]): boolean {
	const isLower = (word = '') => word !== word.toUpperCase() && word === word.toLowerCase();
	return parts.length > 1 && (articles.has((parts[0] ?? '').toLowerCase()) || isLower(parts.at(-1)));
}

/** Finds who of a cast is named where. Build it once per cast; it is a regular expression inside, linear in the text. */
export function mentionFinder(cast: readonly Named[]): (text: string) => readonly Mention[] {
	const owners = new Map<string, string | undefined>();
	const claim = (words: string, id: string) => {
		// Claimed twice: it names nobody in particular.
		owners.set(words, owners.has(words) && owners.get(words) !== id ? undefined : id);
	};
	for (const { id, name } of cast) {
		const whole = name.trim();
		if (whole === '') continue;
		const parts = whole.split(/\s+/u);
		claim(whole, id);
		if (isDescription(parts)) {
			// In a sentence the article is written small.
			claim(whole.charAt(0).toLowerCase() + whole.slice(1), id);
			continue;
		}
		for (const part of parts.length > 1 ? [parts[0], parts.at(-1)] : [])
			if (part !== undefined && part.length >= shortest) claim(part, id);
	}
	const known = [...owners].filter(([, id]) => id !== undefined).map(([words]) => words);
	if (known.length === 0) return () => [];
	// Longest first, so that a whole name is one mention and not two.
	const alternatives = known.toSorted((a, b) => b.length - a.length).map(escapePattern);
	const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
	return (text) =>
		[...text.matchAll(pattern)].map((match) => ({
			id: owners.get(match[0]) ?? '',
			start: match.index,
			end: match.index + match[0].length,
		}));
}

/** The text with each mention of the given people put in other words; everyone else stays as they are. */
export function renameMentions(
	text: string,
	find: (text: string) => readonly Mention[],
	wordsFor: ReadonlyMap<string, string>,
): string {
	return renameStretch(text, find(text), wordsFor, 0, text.length);
}

/**
 * The same for the stretch from `from` to `to`, with mentions found in the whole text: one that began before is not
 * said again, so stretches that follow each other say it once.
 */
export function renameStretch(
	text: string,
	mentions: readonly Mention[],
	wordsFor: ReadonlyMap<string, string>,
	from: number,
	to: number,
): string {
	let renamed = '';
	let at = from;
	for (const { id, start, end } of mentions) {
		const words = wordsFor.get(id);
		if (words === undefined || end <= at || start >= to) continue;
		if (start >= from) {
			const isSentenceStart = /(?:^|[.!?…]["”’]?\s+)$/u.test(text.slice(0, start));
			renamed += text.slice(at, start) + (isSentenceStart ? capital(words) : words);
		}
		at = end;
	}
	return renamed + text.slice(Math.min(at, to), to);
}

function capital(words: string): string {
	return words.charAt(0).toUpperCase() + words.slice(1);
}

function escapePattern(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
