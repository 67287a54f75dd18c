/**
 * The timeline of an analysis: events, who was present, gaps in the evidence, and the lanes they are drawn on.
 * Verbs take the document and who acts; each is one transaction. Reads never throw.
 */
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
import {
	collection,
	oneOf,
	optional,
	prose,
	setOf,
	text,
	type DraftOf,
	type RecordOf,
	type ScalarField,
} from './record.ts';
import { OwnUndo } from './undo.ts';
import { editText } from './text-diff.ts';
import { anchorOf, compareWhen, readWhen, shiftWhen, whenField, type When } from './time.ts';

/** What kinds of event there are, in the order of their keys 1 to 8. */
export const eventKinds = [
	'action',
	'noticing',
	'message',
	'decision',
	'change',
	'signal',
	'care',
	'state',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** `thought`: somebody thinks so. `inferred`: concluded from logs, nobody saw it. */
const certainty = oneOf('sure', 'thought', 'inferred');

const eventFields = {
	when: whenField,
	kind: oneOf(...eventKinds),
	title: text(500),
	/** A short name for the lanes; empty means the title. */
	label: optional(text(120), ''),
	certainty: optional(certainty, 'sure' as const),
	/** Manual order among events whose times say nothing about it. */
	rank: optional(text(200), ''),
	people: setOf<PersonId>('person'),
	systems: setOf<SystemId>('system'),
	records: setOf<RecordId>('record'),
	descriptionProse: prose,
};

/** Integers of microseconds, kept as one value: a start and an end merged from two people would be nobody's. */
const span: ScalarField<{ readonly earliest: Micros; readonly latest: Micros }> = {
	is: 'scalar',
	read: (value) => {
		const when = readWhen({ ...(value as object | null), form: 'between', written: '', zone: 'UTC' });
		return when && { earliest: when.earliest ?? 0, latest: when.latest ?? 0 };
	},
};

const gapFields = {
	span,
	/** "27 minutes with no chat or call". */
	title: text(300),
	/** Which kind of evidence is missing: "chat and call". Others may go on. */
	scope: optional(text(120), ''),
	note: optional(text(2000), ''),
	/** Whom one could ask. */
	ask: setOf<PersonId>('person'),
};

const presenceFields = { personId: text(60), span, certainty: optional(certainty, 'sure' as const) };

/** Keyed by the person or system whose lane it is, so that two people adding one lane add the same. */
const laneFields = { group: optional(text(120), ''), rank: text(200) };

/** The moments of the analysis. */
export const events = collection<EventId, typeof eventFields>('events', eventFields);
export const gaps = collection<GapId, typeof gapFields>('gaps', gapFields);
export const presences = collection<PresenceId, typeof presenceFields>('presences', presenceFields);
export const lanes = collection<PersonId | SystemId, typeof laneFields>('lanes', laneFields);

/** Every collection of the document, for whatever goes through all of it. */
export const timelineCollections = { events, gaps, presences, lanes } as const;

export type TimelineEvent = RecordOf<EventId, typeof eventFields>;
export type Gap = RecordOf<GapId, typeof gapFields>;
export type Presence = RecordOf<PresenceId, typeof presenceFields>;
export type Lane = RecordOf<PersonId | SystemId, typeof laneFields>;

export type EventChanges = Omit<DraftOf<typeof eventFields>, 'descriptionProse'>;
/** What a new event needs and may have. */
export type EventDraft = EventChanges & {
	readonly when: When;
	readonly kind: EventKind;
	readonly title: string;
	readonly description?: string | undefined;
};

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

/** Removes an event and returns it as it was, for `restoreEvent`. Undefined when it was gone already. */
export function removeEvent(doc: Y.Doc, id: EventId, origin: Origin): TimelineEvent | undefined {
	return doc.transact(() => {
		const event = events.get(doc, id);
		// An event nobody can read may still be removed.
		return events.remove(doc, id, origin) ? event : undefined;
	}, origin);
}

/** Puts a removed event back under its id; false when one is there (someone was faster). */
export function restoreEvent(doc: Y.Doc, event: TimelineEvent, origin: Origin): boolean {
	return doc.transact(() => {
		if (events.has(doc, event.id)) return false;
		const { id, ...fields } = event;
		events.put(doc, id, fields, origin);
		return true;
	}, origin);
}

/** Marks a stretch without evidence of one kind. */
export function addGap(
	doc: Y.Doc,
	draft: DraftOf<typeof gapFields> & Pick<Gap, 'span' | 'title'>,
	origin: Origin,
	id: GapId = newId('gap'),
): GapId {
	gaps.put(doc, id, draft, origin);
	return id;
}

export function removeGap(doc: Y.Doc, id: GapId, origin: Origin): boolean {
	return gaps.remove(doc, id, origin);
}

/** Says that a person was there for a while, or is thought to have been. */
export function addPresence(
	doc: Y.Doc,
	draft: DraftOf<typeof presenceFields> & Pick<Presence, 'personId' | 'span'>,
	origin: Origin,
): PresenceId {
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

export interface Timeline {
	/** In order of time; those without any time last, by rank. */
	readonly events: readonly TimelineEvent[];
	readonly gaps: readonly Gap[];
	readonly presences: readonly Presence[];
	/** By rank. */
	readonly lanes: readonly Lane[];
	/** How many records could not be read and were left as they are. */
	readonly skipped: number;
}

/** The whole timeline as a value. Never throws. */
export function readTimeline(doc: Y.Doc): Timeline {
	const allEvents = events.all(doc);
	const allGaps = gaps.all(doc);
	const allPresences = presences.all(doc);
	const allLanes = lanes.all(doc);
	return {
		events: allEvents.records.toSorted(compareEvents),
		gaps: allGaps.records.toSorted(
			(a, b) => compare(a.span.earliest, b.span.earliest) || compare(a.id, b.id),
		),
		presences: allPresences.records.toSorted(
			(a, b) => compare(a.span.earliest, b.span.earliest) || compare(a.id, b.id),
		),
		lanes: allLanes.records.toSorted((a, b) => compare(a.rank, b.rank) || compare(a.id, b.id)),
		skipped: allEvents.skipped + allGaps.skipped + allPresences.skipped + allLanes.skipped,
	};
}

/** The order of a timeline: by time, then rank, then id, so that every reader sees the same. */
export function compareEvents(a: TimelineEvent, b: TimelineEvent): number {
	const placed = compare(anchorOf(a.when) ?? Infinity, anchorOf(b.when) ?? Infinity);
	const ordered = (event: TimelineEvent) => (event.when.form === 'order' ? 1 : 0);
	const timed = placed || compare(ordered(a), ordered(b));
	const byTime = timed || ordered(a) === 1 ? timed : compareWhen(a.when, b.when);
	return byTime || compare(a.rank, b.rank) || compare(a.id, b.id);
}

function compare<T extends number | string>(a: T, b: T): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Calls back after each transaction that changed anything of the timeline; returns how to stop. */
export function observeTimeline(doc: Y.Doc, changed: () => void): () => void {
	const stops = [events, gaps, presences, lanes].map((each) => each.observe(doc, changed));
	return () => {
		for (const stop of stops) stop();
	};
}

/** Undo of one's own changes to the timeline. */
export function undoTimeline(doc: Y.Doc, origin: Origin): OwnUndo {
	return new OwnUndo(
		Object.values(timelineCollections).map(({ name }) => doc.getMap(name)),
		origin,
	);
}
