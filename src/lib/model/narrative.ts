/** The story text of an analysis: one document, one fragment, written by several people at once. */
import type * as Y from 'yjs';
import type { EventId, QuoteId, RecordId } from './ids.ts';
import type { Origin } from './origin.ts';
import { countWords, readBlocks, readPassages, type Block, type Passage, type PassageId } from './prose.ts';
import { appendTo, replaceAll } from './prose-write.ts';

const root = 'narrativeProse';

/** The fragment an editor binds to. Made by its name, so that two who open an empty narrative share one. */
export function narrativeOf(doc: Y.Doc): Y.XmlFragment {
	return doc.getXmlFragment(root);
}

/** The narrative as passages, in reading order. */
export function readNarrative(doc: Y.Doc): readonly Passage[] {
	return readPassages(narrativeOf(doc));
}

/** The narrative as a tree of blocks; what cannot be read is left out and counted. */
export function readNarrativeBlocks(doc: Y.Doc): {
	readonly blocks: readonly Block[];
	readonly skipped: number;
} {
	return readBlocks(narrativeOf(doc));
}

/** Adds blocks at the end. Returns the ids of their passages. */
export function appendBlocks(doc: Y.Doc, blocks: readonly Block[], origin: Origin): readonly PassageId[] {
	return appendTo(narrativeOf(doc), blocks, origin);
}

/** Puts blocks in the place of the whole narrative. */
export function replaceBlocks(doc: Y.Doc, blocks: readonly Block[], origin: Origin): readonly PassageId[] {
	return replaceAll(narrativeOf(doc), blocks, origin);
}

/** Adds a quoted record at the end, by reference. */
export function quoteRecord(doc: Y.Doc, recordId: RecordId, origin: Origin): void {
	appendBlocks(doc, [{ is: 'record', recordId, pull: false }], origin);
}

export interface Section {
	readonly passageId: PassageId;
	readonly title: string;
	/** Of its heading, 1 to 3. */
	readonly level: number;
	/** Everything from its heading to the next heading of any level. */
	readonly passages: readonly Passage[];
}

/** The headings with what follows each. Text before the first heading belongs to none. */
export function outlineOf(passages: readonly Passage[]): readonly Section[] {
	const sections: { passageId: PassageId; title: string; level: number; passages: Passage[] }[] = [];
	for (const passage of passages) {
		if (passage.kind === 'heading')
			sections.push({
				passageId: passage.passageId,
				title: passage.text.trim(),
				level: passage.level,
				passages: [passage],
			});
		else sections.at(-1)?.passages.push(passage);
	}
	return sections;
}

/** What a text rests on: the different events it cites, records it quotes, and quotes of accounts. */
export interface Grounds {
	readonly words: number;
	readonly events: ReadonlySet<EventId>;
	readonly records: ReadonlySet<RecordId>;
	readonly quotes: ReadonlySet<QuoteId>;
	/** Quote blocks, the same one twice counted twice. */
	readonly quoteBlocks: number;
}

/** Counts what passages rest on. */
export function groundsOf(passages: readonly Passage[]): Grounds {
	const events = new Set<EventId>();
	const records = new Set<RecordId>();
	const quotes = new Set<QuoteId>();
	let quoteBlocks = 0;
	for (const { chips, quote } of passages) {
		for (const { eventId } of chips) if (eventId) events.add(eventId);
		if (!quote) continue;
		quoteBlocks++;
		if (quote.is === 'record' && quote.recordId) records.add(quote.recordId);
		if (quote.is === 'account' && quote.quoteId) quotes.add(quote.quoteId);
	}
	return { words: countWords(passages), events, records, quotes, quoteBlocks };
}

/** Where an id leads now: merged events are found where they went; undefined when there is nothing (any more). */
export type FindEvent<Event extends { readonly id: EventId }> = (eventId: EventId) => Event | undefined;

/** The different events that are cited and are still there, each as it is called now. */
export function citedEvents<Event extends { readonly id: EventId }>(
	cited: Iterable<EventId>,
	find: FindEvent<Event>,
): ReadonlySet<EventId> {
	const found = new Set<EventId>();
	for (const eventId of cited) {
		const event = find(eventId);
		if (event) found.add(event.id);
	}
	return found;
}
