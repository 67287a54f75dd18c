/** The timeline read as a value. */
import type * as Y from 'yjs';
import type { EventId } from './ids.ts';
import type { Origin } from './origin.ts';
import { anchorOf, compareWhen, isSameTime } from './time.ts';
import {
	claims,
	events,
	gaps,
	knowings,
	lanes,
	merges,
	presences,
	timelineCollections,
	type Claim,
	type Gap,
	type Knowing,
	type Lane,
	type Presence,
	type TimelineEvent,
} from './timeline-records.ts';
import { OwnUndo } from './undo.ts';

export interface Timeline {
	/** In order of time; those without any time last, by rank. */
	readonly events: readonly TimelineEvent[];
	readonly gaps: readonly Gap[];
	readonly presences: readonly Presence[];
	/** By rank. */
	readonly lanes: readonly Lane[];
	/** Of events there are, at other times than theirs: a claim that agrees with its event is none. In order of time. */
	readonly claims: readonly Claim[];
	/** Of events there are, in order of time. */
	readonly knowings: readonly Knowing[];
	/** Merged events and what each was merged into; ask `successorOf`. */
	readonly merges: ReadonlyMap<EventId, EventId>;
	/** How many records could not be read and were left as they are. */
	readonly skipped: number;
}

/** The whole timeline as a value. Never throws. */
export function readTimeline(doc: Y.Doc): Timeline {
	const allEvents = events.all(doc);
	const allGaps = gaps.all(doc);
	const allPresences = presences.all(doc);
	const allLanes = lanes.all(doc);
	const allClaims = claims.all(doc);
	const allKnowings = knowings.all(doc);
	const allMerges = merges.all(doc);
	const merged = new Map(allMerges.records.map(({ id, into }) => [id, into]));
	const byId = new Map(allEvents.records.map((event) => [event.id, event]));
	const exists = (id: EventId) => byId.has(id);
	return {
		events: allEvents.records.toSorted(compareEvents),
		gaps: allGaps.records.toSorted(
			(a, b) => compare(a.span.earliest, b.span.earliest) || compare(a.id, b.id),
		),
		presences: allPresences.records.toSorted(
			(a, b) => compare(a.span.earliest, b.span.earliest) || compare(a.id, b.id),
		),
		lanes: allLanes.records.toSorted((a, b) => compare(a.rank, b.rank) || compare(a.id, b.id)),
		claims: settled(allClaims.records, merged, exists).filter(({ eventId, when }) => {
			const event = byId.get(eventId);
			return event !== undefined && !isSameTime(event.when, when);
		}),
		knowings: settled(allKnowings.records, merged, exists),
		merges: merged,
		skipped: [allEvents, allGaps, allPresences, allLanes, allClaims, allKnowings, allMerges].reduce(
			(sum, { skipped }) => sum + skipped,
			0,
		),
	};
}

/** What is said of events: carried over to where a merged event went, without what is said of none. */
function settled<T extends Claim | Knowing>(
	all: readonly T[],
	merged: ReadonlyMap<EventId, EventId>,
	exists: (id: EventId) => boolean,
): readonly T[] {
	return all
		.flatMap((one) => {
			// Somebody may have said it of an event that another merged at the same moment.
			const eventId = exists(one.eventId) ? one.eventId : follow(one.eventId, merged, exists);
			return eventId === undefined ? [] : [{ ...one, eventId }];
		})
		.toSorted((a, b) => compareWhen(a.when, b.when) || compare(a.id, b.id));
}

/**
 * The event into which a merged one went, itself merged on as often as it was. Undefined for an event that is
 * there, that was removed, or whose trail ends at one that was. Trails that lead back to themselves end.
 */
export function successorOf(timeline: Pick<Timeline, 'events' | 'merges'>, id: string): EventId | undefined {
	// Most ids were never merged: those cost one look-up, whatever the number of events.
	if (!timeline.merges.has(id as EventId)) return undefined;
	const alive = new Set<string>(timeline.events.map((event) => event.id));
	return alive.has(id) ? undefined : follow(id as EventId, timeline.merges, (one) => alive.has(one));
}

function follow(
	id: EventId,
	merged: ReadonlyMap<EventId, EventId>,
	exists: (id: EventId) => boolean,
): EventId | undefined {
	const seen = new Set<EventId>();
	let at = merged.get(id);
	while (at !== undefined && !seen.has(at)) {
		if (exists(at)) return at;
		seen.add(at);
		at = merged.get(at);
	}
	return undefined;
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

/** Calls back once after each transaction that changed anything of the timeline; returns how to stop. */
export function observeTimeline(doc: Y.Doc, changed: () => void): () => void {
	let last: Y.Transaction | undefined;
	const stops = Object.values(timelineCollections).map((each) =>
		each.observe(doc, (_ids, transaction) => {
			// A merge changes four collections, and one reading of ten thousand events is enough.
			if (transaction === last) return;
			last = transaction;
			changed();
		}),
	);
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
