/** The peer: a list of words, as linters of prose have it, without grammar. */
import type { FindingKind } from '#lib/lens/finding.ts';

const lists: Readonly<Record<FindingKind, RegExp>> = {
	counterfactual:
		/\b(?:(?:should|could|would|might|ought to)(?:n't| not)? have|if only|failed to|instead of|did(?:n't| not)|was(?:n't| not)|were(?:n't| not)|had(?:n't| not))\b/giu,
	blame:
		/\b(?:human error|operator error|pilot error|careless(?:ly|ness)?|negligen(?:t|ce)|mistake(?:nly|s)?|fault|blame|incompetent|sloppy|poorly|failed to|failure to|mismanaged|inappropriate(?:ly)?|incorrectly|oversight)\b/giu,
	hindsight:
		/\b(?:obvious(?:ly)?|clearly|in hindsight|in retrospect|simply|easily|should have known|of course|overlooked|missed|too long|too late|despite)\b/giu,
	'root-cause': /\b(?:root causes?|the cause (?:was|is)|main cause|primary cause|caused by|due to)\b/giu,
	absolute: /\b(?:always|never|everyone|everybody|nobody|no one|none|completely|totally|entirely)\b/giu,
	'passive-agentless': /\b(?:was|were|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|ne|ade|uilt)\b/giu,
};

export interface Found {
	readonly kind: FindingKind;
	readonly start: number;
	readonly end: number;
}

/** What the list finds in a text. */
export function findKeywords(text: string): Found[] {
	return (Object.entries(lists) as [FindingKind, RegExp][]).flatMap(([kind, pattern]) =>
		[...text.matchAll(pattern)].map(({ 0: { length }, index }) => ({
			kind,
			start: index,
			end: index + length,
		})),
	);
}
