/**
 * Which events stand for themselves. A merge takes nothing out of the document: the event stays, unread, for as long
 * as the one it was merged into stands, which has its words. So nothing two people did at the same moment loses
 * anybody's. Of two events merged into each other one stands; what was merged into an event that another merged on
 * meanwhile stands for itself, since its words went into the one that is not read; and an event whose target was
 * removed meanwhile is back.
 */
import type * as Y from 'yjs';
import type { EventId } from './ids.ts';
import type { Collection } from './record.ts';
import { eventRecords, merges } from './timeline-records.ts';

type Into = (id: EventId) => EventId | undefined;
type Exists = (id: EventId) => boolean;

/**
 * Answers whether an event that exists stands for itself: when it was merged into nothing that stands. In a ring the
 * one with the least id stands, so that everybody says the same. What was found is kept, so ask while nothing changes.
 */
export function standing(into: Into, exists: Exists): (id: EventId) => boolean {
	const known = new Map<EventId, boolean>();
	/** Of a trail from its end: each stands when the next one does not. */
	const settle = (trail: readonly EventId[], next: boolean) => {
		for (const id of trail.toReversed()) known.set(id, (next = !next));
	};
	return (id) => {
		const trail: EventId[] = [];
		const places = new Map<EventId, number>();
		let at: EventId | undefined = id;
		while (at !== undefined && exists(at) && !known.has(at) && !places.has(at)) {
			places.set(at, trail.length);
			trail.push(at);
			at = into(at);
		}
		const back = at === undefined ? undefined : places.get(at);
		if (back !== undefined) {
			const ring = trail.splice(back);
			const least = ring.indexOf(ring.reduce((a, b) => (b < a ? b : a)));
			settle([...ring.slice(least + 1), ...ring.slice(0, least + 1)], false);
		}
		settle(trail, at !== undefined && known.get(at) === true);
		return known.get(id) === true;
	};
}

/** `standing` for a document as it is now. */
export function standingIn(doc: Y.Doc): (id: EventId) => boolean {
	return standing(
		(id) => merges.get(doc, id)?.into,
		(id) => eventRecords.has(doc, id),
	);
}

/** Whether it is there, and read in the event it was merged into. */
function isMergedAway(doc: Y.Doc, id: EventId): boolean {
	// Most were never merged: those cost one look-up.
	return merges.has(doc, id) && eventRecords.has(doc, id) && !standingIn(doc)(id);
}

/** Per event, those that are there and read in it. */
export function mergedAway(doc: Y.Doc): ReadonlyMap<EventId, readonly EventId[]> {
	const found = new Map<EventId, EventId[]>();
	if (merges.count(doc) === 0) return found;
	const stands = standingIn(doc);
	for (const { id, into } of merges.all(doc).records)
		if (eventRecords.has(doc, id) && !stands(id)) found.set(into, [...(found.get(into) ?? []), id]);
	return found;
}

/** The event as which one is read: itself, or where it was merged to; undefined when that is gone. */
export function readAs(doc: Y.Doc, id: EventId): EventId | undefined {
	const seen = new Set<EventId>();
	for (let at: EventId | undefined = id; at !== undefined && !seen.has(at); at = merges.get(doc, at)?.into) {
		if (events.has(doc, at)) return at;
		seen.add(at);
	}
	return undefined;
}

/** The moments of the analysis. One that was merged into another is not there, for reading or for writing. */
export const events: Omit<Collection<EventId, typeof eventRecords.fields>, 'all' | 'count' | 'holds'> = {
	name: eventRecords.name,
	fields: eventRecords.fields,
	put: eventRecords.put,
	patch: (doc, id, changes, origin) => !isMergedAway(doc, id) && eventRecords.patch(doc, id, changes, origin),
	remove: (doc, id, origin) => !isMergedAway(doc, id) && eventRecords.remove(doc, id, origin),
	get: (doc, id) => (isMergedAway(doc, id) ? undefined : eventRecords.get(doc, id)),
	has: (doc, id) => eventRecords.has(doc, id) && !isMergedAway(doc, id),
	prose: (doc, id, field) => (isMergedAway(doc, id) ? undefined : eventRecords.prose(doc, id, field)),
	/** Also called with those that were merged, or no longer are. */
	observe(doc, changed) {
		const stops = [eventRecords.observe(doc, changed), merges.observe(doc, changed)];
		return () => {
			for (const stop of stops) stop();
		};
	},
};
