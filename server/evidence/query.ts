/**
 * What people type into the search box: words that must all occur, "exact phrases", `OR` between two, `-word` for
 * without, `word*` for beginnings. Anything else is taken as words; no text is an error, except beginnings too short.
 */

export interface Term {
	/** As typed, without quotes and star. */
	readonly text: string;
	readonly isPrefix: boolean;
}

/** All clauses must hold; a clause holds when one of its terms occurs, or none when it is `not`. */
export interface Clause {
	readonly any: readonly Term[];
	readonly isNot: boolean;
}

export type ParsedQuery =
	/** No clauses: everything matches. */
	| { readonly ok: true; readonly clauses: readonly Clause[] }
	| { readonly ok: false; readonly message: string };

/** Shorter beginnings match so much that they answer slowly and say little. */
const shortestPrefix = 3;
const longestQuery = 1000;
const mostTerms = 40;

const hasToken = (text: string): boolean => /[\p{L}\p{N}\p{Co}]/u.test(text);

/** FTS5 ends at a NUL, and neither store holds half a character. */
const plain = (text: string): string => text.slice(0, longestQuery).toWellFormed().replaceAll('\0', ' ');

export function parseQuery(text: string | undefined): ParsedQuery {
	const clauses: { any: Term[]; isNot: boolean }[] = [];
	let joins = false;
	let terms = 0;
	const pattern = /(-?)"([^"]*)"?(\*?)|(\S+)/g;
	for (const match of plain(text ?? '').matchAll(pattern)) {
		const bare = match[4];
		if (bare === 'OR') {
			joins = clauses.length > 0;
			continue;
		}
		if (bare === 'AND') continue;
		const isNot = bare === undefined ? match[1] === '-' : bare.length > 1 && bare.startsWith('-');
		const body = bare === undefined ? (match[2] ?? '') : bare.slice(isNot ? 1 : 0);
		const isPrefix = bare === undefined ? match[3] === '*' : body.endsWith('*');
		const term: Term = { text: isPrefix && bare !== undefined ? body.replace(/\*+$/, '') : body, isPrefix };
		if (!hasToken(term.text) || terms >= mostTerms) continue;
		const last = term.text.match(/[\p{L}\p{N}\p{Co}\p{M}]+$/u)?.[0] ?? '';
		if (isPrefix && last.length < shortestPrefix)
			return {
				ok: false,
				message: `“${term.text}*” would match too much: give at least ${shortestPrefix} letters before the star.`,
			};
		terms++;
		const before = clauses.at(-1);
		if (joins && before && !isNot && !before.isNot) before.any.push(term);
		else clauses.push({ any: [term], isNot });
		joins = false;
	}
	return { ok: true, clauses };
}

/** What a record must be besides holding words. Ids are those of the file searched. */
export interface Tags {
	readonly authors?: readonly number[] | undefined;
	readonly kinds?: readonly number[] | undefined;
	readonly levels?: readonly number[] | undefined;
}

/** The FTS5 expression, or undefined when everything matches. */
export function ftsExpression(clauses: readonly Clause[], tags: Tags): string | undefined {
	const must = [
		...tagGroup('a', tags.authors),
		...tagGroup('k', tags.kinds),
		...tagGroup('l', tags.levels),
		...clauses.filter((clause) => !clause.isNot).map(wordGroup),
	];
	const not = clauses.filter((clause) => clause.isNot).map(wordGroup);
	if (must.length === 0 && not.length === 0) return undefined;
	// FTS5 knows NOT only after something that must occur; every record has a kind.
	const base = must.length > 0 ? must.join(' AND ') : `{tag} : (${everyKind})`;
	return not.length === 0 ? base : `(${base}) NOT (${not.join(' OR ')})`;
}

const everyKind = Array.from({ length: 16 }, (_, index) => `"k${index}"`).join(' OR ');

const tagGroup = (letter: string, ids: readonly number[] | undefined): string[] =>
	ids === undefined
		? []
		: [`{tag} : (${ids.length === 0 ? '"none"' : ids.map((id) => `"${letter}${id}"`).join(' OR ')})`];

const wordGroup = (clause: Clause): string =>
	`{text fields} : (${clause.any.map((term) => `"${term.text.replaceAll('"', '""')}"${term.isPrefix ? ' *' : ''}`).join(' OR ')})`;

/** Words for PostgreSQL's full-text search, cut as FTS5 cuts them: letters and digits, without marks, small. */
export function wordsOf(text: string): string[] {
	return (
		text
			.normalize('NFD')
			.replace(/\p{M}+/gu, '')
			.toLowerCase()
			.match(/[\p{L}\p{N}\p{Co}]+/gu) ?? []
	);
}

/** The `to_tsquery('simple', …)` text, or undefined when everything matches. */
export function tsQuery(clauses: readonly Clause[]): string | undefined {
	const parts = clauses.map((clause) => {
		const any = clause.any.map(phrase).filter((text) => text !== '');
		return any.length === 0 ? '' : `${clause.isNot ? '!' : ''}(${any.join(' | ')})`;
	});
	const all = parts.filter((text) => text !== '');
	return all.length === 0 ? undefined : all.join(' & ');
}

function phrase(term: Term): string {
	const words = wordsOf(term.text);
	return words
		.map((word, index) => (index === words.length - 1 && term.isPrefix ? `'${word}':*` : `'${word}'`))
		.join(' <-> ');
}
