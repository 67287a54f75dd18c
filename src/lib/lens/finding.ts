/** What the lens says: a wording, where it stands, what it does, and a question that opens instead. */

/** The wordings that the lens knows, named as analysts name them. */
export const findingKinds = [
	'counterfactual',
	'blame',
	'hindsight',
	'root-cause',
	'absolute',
	'passive-agentless',
] as const;
export type FindingKind = (typeof findingKinds)[number];

export interface Finding {
	readonly kind: FindingKind;
	/** UTF-16 offsets into the text that was given; `text` is exactly what stands between them. */
	readonly start: number;
	readonly end: number;
	readonly text: string;
	/** One calm sentence about the phrase, never about who wrote it. */
	readonly why: string;
	/** A question that could stand in its place; made of the sentence's own names where the caller gave them. */
	readonly question: string;
}

/** Names that questions may use. All are optional; a name that the sentence does not hold is never used. */
export interface Names {
	readonly people?: readonly string[];
	readonly systems?: readonly string[];
	readonly events?: readonly string[];
}
