import { endings, wayIn, type Way } from './said.ts';

/**
 * A story as published: everything resolved, nothing live. What a reader's page, the Markdown and the HTML show is
 * this one value, so that none of them can show more than another. Evidence that is not quoted is named by its
 * source and time only; its words stay in the analysis.
 */
export type Mark = 'bold' | 'italic' | 'code' | 'strike' | Way;

/** A stretch of text, or a chip that points at an event. */
export type StoryRun =
	| { readonly text: string; readonly marks?: readonly Mark[]; readonly href?: string }
	/** Index into `events`. */
	| { readonly event: number };

export type StoryBlock =
	| {
			readonly is: 'heading';
			readonly level: 1 | 2 | 3;
			readonly id: string;
			readonly runs: readonly StoryRun[];
	  }
	| { readonly is: 'paragraph'; readonly runs: readonly StoryRun[] }
	| { readonly is: 'quote'; readonly blocks: readonly StoryBlock[] }
	| { readonly is: 'list'; readonly ordered: boolean; readonly items: readonly (readonly StoryBlock[])[] }
	/** `header`: the first row says what the columns are. Every row is as long as the others. */
	| {
			readonly is: 'table';
			readonly header: boolean;
			readonly rows: readonly (readonly (readonly StoryBlock[])[])[];
	  }
	/** `pictureId` is null where it cannot be shown. `blocks` are its caption. */
	| {
			readonly is: 'picture';
			readonly pictureId: string | null;
			readonly alt: string;
			readonly width: number;
			readonly height: number;
			readonly blocks: readonly StoryBlock[];
	  }
	| { readonly is: 'code'; readonly text: string }
	| { readonly is: 'rule' }
	/** Words of a record; `source` is an index into `sources`. `pull`: set large. */
	| {
			readonly is: 'record';
			readonly text: string;
			readonly mono: boolean;
			readonly source: number;
			readonly pull: boolean;
	  }
	/** Words of a person's account. `text` is null where they are waiting for a yes or were taken back. */
	| {
			readonly is: 'account';
			readonly text: string | null;
			readonly state: QuoteState;
			readonly by: string;
			readonly pull: boolean;
			/** The event they tell of, an index into `events`; absent when they tell of the whole. */
			readonly of?: number;
	  };

export type QuoteState = 'said yes' | 'waiting' | 'withdrawn';

export interface StoryEvent {
	readonly id: string;
	readonly kind: string;
	readonly title: string;
	/** In words: “about 02:41”. */
	readonly time: string;
	/** RFC 3339, for drawing; null when only the order is known. */
	readonly at: string | null;
	/** Names as this story uses them. */
	readonly people: readonly string[];
	/** Indices into `sources`. */
	readonly sources: readonly number[];
}

/** Where something comes from. */
export interface StorySource {
	readonly recordId: string;
	/** “#incident-142, 02:33:12”. */
	readonly label: string;
	/** The author as this story names them; null when there is none or they asked to be left out. */
	readonly author: string | null;
	/** The words, when the story quotes them; null otherwise. */
	readonly quoted: string | null;
}

export interface StorySnapshot {
	readonly version: 1;
	readonly title: string;
	readonly standfirst: string;
	readonly number: string | null;
	readonly subject: string;
	/** yyyy-mm-dd, or null. */
	readonly date: string | null;
	readonly zone: string;
	readonly blocks: readonly StoryBlock[];
	readonly events: readonly StoryEvent[];
	readonly sources: readonly StorySource[];
	/** How many threads were open when it went out: shown as still being discussed. */
	readonly openThreads: number;
	/**
	 * Passages and events of this story that somebody who was there remembers differently, as they read here. Who, and
	 * what they said, was not said to readers. Absent when there is none, and in stories older than rounds.
	 */
	readonly disagreements?: readonly string[];
	/** The same, where the authors kept both accounts: it is not open, and it is not settled by one of them either. */
	readonly keptDisagreements?: readonly string[];
}

/** What a story says is remembered differently, under the sentence that says how it stands; nothing empty. */
export function rememberedDifferently(
	story: Pick<StorySnapshot, 'disagreements' | 'keptDisagreements'>,
): readonly { readonly sentence: string; readonly passages: readonly string[] }[] {
	return [
		{
			sentence: 'Someone who was there remembers this differently, and it is not settled:',
			passages: story.disagreements ?? [],
		},
		{
			sentence: 'Someone who was there remembers this differently, and both accounts are kept:',
			passages: story.keptDisagreements ?? [],
		},
	].filter(({ passages }) => passages.length > 0);
}

/** The words of a run list as plain text; chips as their time. */
export function plainText(runs: readonly StoryRun[], events: readonly StoryEvent[]): string {
	return runs.map((run) => ('text' in run ? run.text : (events[run.event]?.time ?? ''))).join('');
}

/** Behind which runs of a line a letter says what the author says of the words before it. */
export function wayEndings(runs: readonly StoryRun[]): readonly (Way | undefined)[] {
	return endings(
		runs.map((run) => {
			const marks = 'text' in run ? (run.marks ?? []) : [];
			return { way: wayIn(marks), bridges: !('text' in run) || run.text === '\n' || marks.includes('code') };
		}),
	);
}

/** Every block, nested ones included, in reading order. */
export function* allBlocks(blocks: readonly StoryBlock[]): Generator<StoryBlock> {
	for (const block of blocks) {
		yield block;
		if (block.is === 'quote' || block.is === 'picture') yield* allBlocks(block.blocks);
		else if (block.is === 'list') for (const item of block.items) yield* allBlocks(item);
		else if (block.is === 'table') for (const cell of block.rows.flat()) yield* allBlocks(cell);
	}
}

/** How long a careful reader takes, in whole minutes, at 210 words a minute; at least one. */
export function readingMinutes(story: Pick<StorySnapshot, 'blocks' | 'events'>): number {
	let words = 0;
	for (const block of allBlocks(story.blocks)) {
		const text =
			block.is === 'heading' || block.is === 'paragraph'
				? plainText(block.runs, story.events)
				: block.is === 'record' || block.is === 'account' || block.is === 'code'
					? (block.text ?? '')
					: '';
		words += text.split(/\s+/u).filter((word) => word !== '').length;
	}
	return Math.max(1, Math.round(words / 210));
}
