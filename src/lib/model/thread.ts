/** Calibration: what kinds of thread there are, and how a page sees one. */
import type { EventId, RecordId, ThreadId } from './ids.ts';
import type { Anchor } from './anchor.ts';
import type { PassageId } from './prose.ts';

export const threadKinds = ['question', 'correction', 'differs', 'agreement', 'note'] as const;
export type ThreadKind = (typeof threadKinds)[number];

export const threadWords: Readonly<Record<ThreadKind, string>> = {
	question: 'Question',
	correction: 'Correction',
	differs: 'I remember it differently',
	agreement: 'Agreement',
	note: 'Note',
};

/** How a thread is resolved that keeps what is told and what is remembered otherwise: the story says that both stand. */
export const bothKept = 'both accounts kept';

/** What a new thread hangs on, as a client says it. */
export type ThreadTarget =
	| { readonly event: EventId }
	| { readonly record: RecordId }
	| {
			readonly passageId: PassageId;
			readonly quote: string;
			readonly start: number;
			readonly end: number;
			/** The round whose frozen text this points into; the text as it is now when absent. */
			readonly round?: number | undefined;
	  };

/** What a thread hangs on, as the server says it. */
export type ThreadPlace =
	| { readonly event: string }
	| { readonly record: string }
	| {
			/** Where the words are now; null when the passage was rewritten. */
			readonly passageId: string | null;
			/** The words as they were when the thread was opened. */
			readonly quote: string;
			readonly start: number | null;
			readonly end: number | null;
			/** `rewritten`: the words are gone, and the thread keeps them. */
			readonly state: 'placed' | 'edited' | 'rewritten';
			/** For pages, which follow the words as they move. */
			readonly anchor: Anchor | null;
	  };

/** What one can say to a comment without words: fit for candid talk, so none of them is against anybody. */
export const reactionKinds = ['thanks', 'saw', 'agree', 'looking'] as const;
export type ReactionKind = (typeof reactionKinds)[number];

export const reactionWords: Readonly<Record<ReactionKind, string>> = {
	thanks: 'Thank you',
	saw: 'I saw this too',
	agree: 'Agreed',
	looking: 'Looking into it',
};

/** Who gave one kind of reaction to a comment, in the order in which they gave it; at least one person. */
export interface Reaction {
	readonly kind: ReactionKind;
	readonly by: readonly { readonly id: string; readonly name: string }[];
}

export interface ThreadComment {
	readonly id: string;
	readonly author: { readonly id: string; readonly name: string; readonly colour: number };
	/** Empty when deleted, or when a correction needs no words beside its proposal. */
	readonly body: string;
	/** ISO instants. */
	readonly createdAt: string;
	readonly editedAt: string | null;
	readonly isDeleted: boolean;
	/** In the order of `reactionKinds`. */
	readonly reactions: readonly Reaction[];
}

export interface Thread {
	readonly id: ThreadId;
	readonly on: ThreadPlace;
	readonly kind: ThreadKind;
	/** For a correction: the wording proposed in the place of the quote. */
	readonly proposal: string | null;
	readonly openedAt: string;
	/** The round that was the newest when it was opened; null before the first. */
	readonly round: number | null;
	/** Somebody else wrote in it since whoever asks looked at it last. */
	readonly isUnread: boolean;
	readonly resolvedAt: string | null;
	readonly resolvedBy: string | null;
	/** How it was resolved, in words: "edit taken". */
	readonly resolution: string | null;
	readonly comments: readonly ThreadComment[];
}
