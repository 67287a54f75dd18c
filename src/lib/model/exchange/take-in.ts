/** Many events at once into a document, in steps that a page stays awake between and every connection carries. */
import type * as Y from 'yjs';
import { newId, type EventId } from '../ids.ts';
import type { Origin } from '../origin.ts';
import { addEvent, type EventDraft } from '../timeline.ts';

/** An event ready to be added; without an id it gets a new one. */
export interface ReadyEvent {
	readonly id?: EventId | undefined;
	readonly draft: EventDraft;
}

/** A record of another collection of the timeline, ready to be put there. */
export interface ReadyRecord {
	readonly size: number;
	put(doc: Y.Doc, origin: Origin): void;
}

export interface Ready {
	readonly events: readonly ReadyEvent[];
	readonly records?: readonly ReadyRecord[] | undefined;
}

/** What one transaction holds at most: a few frames of work, and far below what one message may carry. */
const mostRecords = 150;
const mostLetters = 400_000;

/**
 * Adds all of it, in one transaction per step; yields how many records are in after each. Returns the ids of the
 * events in their order. For one step of undo, run it within `OwnUndo.together`.
 */
export function* takeIn(doc: Y.Doc, ready: Ready, origin: Origin): Generator<number, readonly EventId[]> {
	const events = ready.events.map(({ id = newId('event'), draft }) => ({
		id,
		size: draft.title.length + (draft.description?.length ?? 0) + 500,
		put: () => void addEvent(doc, draft, origin, id),
	}));
	const others = ready.records ?? [];
	const all = [...events, ...others.map(({ size, put }) => ({ size, put: () => put(doc, origin) }))];
	for (let start = 0; start < all.length;) {
		let end = start;
		for (let letters = 0; end < all.length && end - start < mostRecords && letters < mostLetters; end++)
			letters += all[end]?.size ?? 0;
		const step = all.slice(start, end);
		doc.transact(() => {
			for (const { put } of step) put();
		}, origin);
		start = end;
		yield start;
	}
	return events.map(({ id }) => id);
}
