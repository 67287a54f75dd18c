import type { FindingKind } from '../finding.ts';

/** One row of the table: a construction, what it does to a sentence, and what to ask instead. */
export interface Rule {
	/** Its name among the rules of its kind. */
	readonly name: string;
	readonly kind: FindingKind;
	/** Patterns (`pattern.ts` says how they read), tried in order; where two overlap, the first stands. */
	readonly finds: readonly string[];
	/** A finding that touches a place where one of these fits is none. */
	readonly unless?: readonly string[];
	/** One calm sentence: what the phrase does. Never about who wrote it. */
	readonly why: string;
	/**
	 * A question that opens. `{person|the people there}` is a person whom the sentence names, else what the sentence
	 * says of whom, else the words behind the bar; so are `{system|…}`, `{event|…}` and `{thing|…}`, what it is done to.
	 */
	readonly question: string;
	/** Sentences that it finds, with the wording that it marks in brackets. */
	readonly marks: readonly string[];
	/** Sentences that no rule of its kind may find. */
	readonly leaves: readonly string[];
}
