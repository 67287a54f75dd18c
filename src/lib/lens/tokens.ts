/** A sentence as words and marks, each knowing exactly where it stands. */
import { wordsOf } from './words.ts';

export interface Token {
	/** As written. */
	readonly text: string;
	/** Small letters, straight apostrophe; “n't” reads `not`, “'ve” `have`, “'d” `had` or `would`, the “ca” of “can't” `can`. */
	readonly lower: string;
	/** UTF-16 offsets into the sentence. */
	readonly start: number;
	readonly end: number;
	readonly isWord: boolean;
}

// A word holds dots, slashes and hyphens inside, as versions, paths and names of systems do; anything else that is not
// white space is a mark of one character. Linear: each alternative begins with a different kind of character.
const shape =
	/[@#$]?[\p{L}\p{N}_][\p{L}\p{N}_\p{M}]*(?:[-'’.:/&+=@][\p{L}\p{N}_][\p{L}\p{N}_\p{M}]*)*|[^\s\p{L}\p{N}_]/gu;

const clitic = /(?:n['’]t|['’](?:s|re|ve|ll|d|m))$/iu;
const spoken: Readonly<Record<string, string>> = {
	"n't": 'not',
	"'ve": 'have',
	ca: 'can',
	wo: 'will',
	sha: 'shall',
};
const wordStart = /^[@#$]?[\p{L}\p{N}_]/u;

/** Cuts a sentence into words and marks. “wasn’t” is two words, “was” and “not”. Never throws. */
export function tokenize(sentence: string): Token[] {
	const tokens: Token[] = [];
	for (const { 0: text, index } of sentence.matchAll(shape)) {
		const isWord = wordStart.test(text);
		const cut = isWord ? (clitic.exec(text)?.index ?? -1) : -1;
		if (cut <= 0) {
			tokens.push(token(text, index, isWord));
			continue;
		}
		const tail = text.slice(cut);
		const isNot = plain(tail) === "n't";
		tokens.push(token(text.slice(0, cut), index, true, isNot), token(tail, index + cut, true, true));
	}
	for (const [index, { lower }] of tokens.entries())
		if (lower === "'d") tokens[index] = { ...(tokens[index] as Token), lower: hadOrWould(tokens, index + 1) };
	return tokens;
}

/** What “'d” is short for, by what follows. */
function hadOrWould(tokens: readonly Token[], at: number): string {
	const next = tokens[at]?.lower ?? '';
	return next === 'better' || beforePast.has(next) || past.has(next) || /..ed$/.test(next) ? 'had' : 'would';
}
const past = wordsOf('irregular-past');
const beforePast: ReadonlySet<string> = new Set([
	'already',
	'just',
	'never',
	'only',
	'recently',
	'previously',
	'neither',
]);

function token(text: string, start: number, isWord: boolean, isPart = false): Token {
	const lower = plain(text);
	return { text, lower: isPart ? (spoken[lower] ?? lower) : lower, start, end: start + text.length, isWord };
}

const plain = (text: string) => text.toLowerCase().replaceAll('’', "'");
