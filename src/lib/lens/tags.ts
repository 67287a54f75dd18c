/** Parts of speech, from compromise: the one thing in here that is not ours. */
import nlp from 'compromise/two';
import type { Token } from './tokens.ts';

/** What a rule may ask of a word; the tags of compromise under `#`. */
export type Tags = ReadonlySet<string>;

interface Term {
	readonly text: string;
	readonly tags: Tags;
}

// compromise takes sentences that are cut into words already (its `inputs.js`); its types only know the string. So the
// offsets stay ours, and its own cutting into words never runs. The passes after `preTagger` take four times as long as
// all before them, and of 322 findings in write-ups they moved the edge of one.
const library = nlp as unknown as {
	tokenize(words: readonly (readonly string[])[]): {
		compute(passes: readonly string[]): unknown;
		readonly docs: readonly (readonly Term[])[];
	};
};

const nothing: Tags = new Set();

/** The tags of each token; marks have none. Tokens that the library does not give back one by one have none either. */
export function tagsOf(tokens: readonly Token[]): readonly Tags[] {
	const words = tokens.filter(({ isWord }) => isWord);
	if (words.length === 0) return tokens.map(() => nothing);
	const view = library.tokenize([words.map(({ lower, text }) => (lower === 'not' ? lower : text))]);
	view.compute(['lexicon', 'preTagger']);
	// A contraction that it opens leaves terms without a text behind the first.
	const terms = (view.docs[0] ?? []).filter(({ text }) => text !== '');
	if (terms.length !== words.length) return tokens.map(() => nothing);
	let next = 0;
	return tokens.map(({ isWord }) => (isWord ? (terms[next++]?.tags ?? nothing) : nothing));
}
