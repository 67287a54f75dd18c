/** What people do to single events, gaps, presences and lanes. Each verb is one transaction. */
import type * as Y from 'yjs';
import {
	newId,
	type EventId,
	type GapId,
	type PersonId,
	type PresenceId,
	type RecordId,
	type SystemId,
} from './ids.ts';
import type { Micros } from './instant.ts';
import type { Origin } from './origin.ts';
import { editText } from './text-diff.ts';
import { shiftWhen, type When } from './time.ts';
import { events, mergedAway } from './timeline-merged.ts';
import {
	eventRecords,
	gaps,
	lanes,
	merges,
	presences,
	type EventChanges,
	type EventDraft,
	type GapDraft,
	type PresenceDraft,
	type TimelineEvent,
} from './timeline-records.ts';

/** Adds an event; its shared description is made with it. */
export function addEvent(
	doc: Y.Doc,
	draft: EventDraft,
	origin: Origin,
	id: EventId = newId('event'),
): EventId {
	const { description, ...fields } = draft;
	events.put(doc, id, { ...fields, descriptionProse: description ?? '' }, origin);
	return id;
}

/** Changes fields of an event; false when it is gone. */
export function patchEvent(doc: Y.Doc, id: EventId, changes: EventChanges, origin: Origin): boolean {
	return events.patch(doc, id, changes, origin);
}

/** Makes the description read `text`, changing only what differs. False when the event is gone. */
export function describeEvent(doc: Y.Doc, id: EventId, description: string, origin: Origin): boolean {
	const shared = events.prose(doc, id, 'descriptionProse');
	if (shared) editText(shared, description, origin);
	return shared !== undefined;
}

/** Says anew when it was. False when the event is gone. */
export function retimeEvent(doc: Y.Doc, id: EventId, when: When, origin: Origin): boolean {
	return events.patch(doc, id, { when }, origin);
}

/** What a move changes: how far along time, and whose lane gives way to whose. */
export interface Move {
	readonly by?: Micros | undefined;
	readonly from?: PersonId | SystemId | undefined;
	readonly to?: PersonId | SystemId | undefined;
}

/**
 * Moves an event along time, or from one lane to another of the same kind: its person (or system) is replaced
 * and the others stay. False when it is gone or nothing changes.
 */
export function moveEvent(doc: Y.Doc, id: EventId, { by = 0, from, to }: Move, origin: Origin): boolean {
	const event = events.get(doc, id);
	if (!event) return false;
	const changes: { when?: When; people?: ReadonlySet<PersonId>; systems?: ReadonlySet<SystemId> } = {};
	if (by !== 0) changes.when = shiftWhen(event.when, by);
	if (to !== undefined && to !== from) {
		if (to.startsWith('per_')) changes.people = swapped(event.people, from as PersonId, to as PersonId);
		else changes.systems = swapped(event.systems, from as SystemId, to as SystemId);
	}
	return Object.keys(changes).length > 0 && events.patch(doc, id, changes, origin);
}

function swapped<T>(set: ReadonlySet<T>, from: T | undefined, to: T): ReadonlySet<T> {
	const next = new Set([...set].filter((one) => one !== from));
	return next.add(to);
}

/** Cites records as the event's evidence; false when the event is gone. Does not touch what others cited meanwhile. */
export function citeRecords(doc: Y.Doc, id: EventId, cited: Iterable<RecordId>, origin: Origin): boolean {
	const event = events.get(doc, id);
	return (
		event !== undefined && events.patch(doc, id, { records: new Set([...event.records, ...cited]) }, origin)
	);
}

/** No longer cites a record. */
export function unciteRecord(doc: Y.Doc, id: EventId, cited: RecordId, origin: Origin): boolean {
	const event = events.get(doc, id);
	if (!event?.records.has(cited)) return false;
	return events.patch(
		doc,
		id,
		{ records: new Set([...event.records].filter((one) => one !== cited)) },
		origin,
	);
}

/**
 * Removes an event, with what was merged into it, and returns it as it was, for `restoreEvent`. Undefined when it was
 * gone already. Who removes many asks once which were merged.
 */
export function removeEvent(
	doc: Y.Doc,
	id: EventId,
	origin: Origin,
	merged: ReadonlyMap<EventId, readonly EventId[]> = mergedAway(doc),
): TimelineEvent | undefined {
	return doc.transact(() => {
		const event = events.get(doc, id);
		// An event nobody can read may still be removed.
		if (!events.remove(doc, id, origin)) return undefined;
		for (const former of merged.get(id) ?? []) eventRecords.remove(doc, former, origin);
		return event;
	}, origin);
}

/** Puts a removed event back under its id, as itself; false when one is there (someone was faster). */
export function restoreEvent(doc: Y.Doc, event: TimelineEvent, origin: Origin): boolean {
	return doc.transact(() => {
		if (eventRecords.has(doc, event.id)) return false;
		const { id, ...fields } = event;
		// What was merged into it while it was removed stands for itself: its words are not among these.
		for (const { id: other, into } of merges.all(doc).records)
			if (into === id && eventRecords.has(doc, other)) merges.remove(doc, other, origin);
		merges.remove(doc, id, origin);
		events.put(doc, id, fields, origin);
		return true;
	}, origin);
}

/** Marks a stretch without evidence of one kind. */
export function addGap(doc: Y.Doc, draft: GapDraft, origin: Origin, id: GapId = newId('gap')): GapId {
	gaps.put(doc, id, draft, origin);
	return id;
}

export function removeGap(doc: Y.Doc, id: GapId, origin: Origin): boolean {
	return gaps.remove(doc, id, origin);
}

/** Says that a person was there for a while, or is thought to have been. */
export function addPresence(doc: Y.Doc, draft: PresenceDraft, origin: Origin): PresenceId {
	const id = newId('presence');
	presences.put(doc, id, draft, origin);
	return id;
}

/** Gives a person or a system a lane at a place among the others; a second call moves it. */
export function placeLane(
	doc: Y.Doc,
	id: PersonId | SystemId,
	lane: { readonly group: string; readonly rank: string },
	origin: Origin,
): void {
	doc.transact(() => {
		if (!lanes.patch(doc, id, lane, origin)) lanes.put(doc, id, lane, origin);
	}, origin);
}
