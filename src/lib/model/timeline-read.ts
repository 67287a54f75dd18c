/** The timeline read as a value. */
import type * as Y from 'yjs';
import type { EventId } from './ids.ts';
import type { Origin } from './origin.ts';
import { anchorOf, compareWhen, isSameTime } from './time.ts';
import { standing } from './timeline-merged.ts';
import {
	claims,
	eventRecords,
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
	/** In order of time; those without any time last, by rank. Without those that were merged into others. */
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
	const all = eventRecords.all(doc);
	const byId = new Map(all.records.map((event) => [event.id, event]));
	return timelineOf(inOrder(all.records), all.skipped, byId, readRest(doc));
}

/** What there is besides events, as it lies in the document. */
interface Rest {
	readonly gaps: readonly Gap[];
	readonly presences: readonly Presence[];
	readonly lanes: readonly Lane[];
	readonly claims: readonly Claim[];
	readonly knowings: readonly Knowing[];
	readonly merges: ReadonlyMap<EventId, EventId>;
	readonly skipped: number;
}

function readRest(doc: Y.Doc): Rest {
	const allGaps = gaps.all(doc);
	const allPresences = presences.all(doc);
	const allLanes = lanes.all(doc);
	const allClaims = claims.all(doc);
	const allKnowings = knowings.all(doc);
	const allMerges = merges.all(doc);
	return {
		gaps: allGaps.records.toSorted(
			(a, b) => compare(a.span.earliest, b.span.earliest) || compare(a.id, b.id),
		),
		presences: allPresences.records.toSorted(
			(a, b) => compare(a.span.earliest, b.span.earliest) || compare(a.id, b.id),
		),
		lanes: allLanes.records.toSorted((a, b) => compare(a.rank, b.rank) || compare(a.id, b.id)),
		claims: allClaims.records,
		knowings: allKnowings.records,
		merges: new Map(allMerges.records.map(({ id, into }) => [id, into])),
		skipped: [allGaps, allPresences, allLanes, allClaims, allKnowings, allMerges].reduce(
			(sum, { skipped }) => sum + skipped,
			0,
		),
	};
}

/** `sorted` and `byId` have all that can be read, the merged ones too. */
function timelineOf(
	sorted: readonly TimelineEvent[],
	skipped: number,
	byId: ReadonlyMap<EventId, TimelineEvent>,
	rest: Rest,
): Timeline {
	const stands = standing(
		(id) => rest.merges.get(id),
		(id) => byId.has(id),
	);
	const away = new Set([...rest.merges.keys()].filter((id) => byId.has(id) && !stands(id)));
	const exists = (id: EventId) => byId.has(id) && !away.has(id);
	return {
		events: away.size === 0 ? sorted : sorted.filter(({ id }) => !away.has(id)),
		gaps: rest.gaps,
		presences: rest.presences,
		lanes: rest.lanes,
		claims: settled(rest.claims, rest.merges, exists).filter(({ eventId, when }) => {
			const event = byId.get(eventId);
			return event !== undefined && !isSameTime(event.when, when);
		}),
		knowings: settled(rest.knowings, rest.merges, exists),
		merges: rest.merges,
		skipped: skipped + rest.skipped,
	};
}

/** More changed events than this at once, and all are read: sorting anew costs less than placing each. */
const many = 500;

interface Known {
	readonly timeline: Timeline;
	/** In order, the merged ones too. */
	readonly sorted: readonly TimelineEvent[];
	/** Ours to change: kept from one reading to the next. */
	readonly byId: Map<EventId, TimelineEvent>;
	/** How many events could not be read. */
	readonly unreadable: number;
	readonly rest: Rest;
}

/**
 * The timeline kept up with its document: after a change only what changed is read anew, so that an edit among
 * fifty thousand events costs little more than among fifty. What it gives is always what `readTimeline` would.
 */
export class TimelineReading {
	readonly #doc: Y.Doc;
	/** Undefined at first, and while nobody listens. */
	#known: Known | undefined;
	readonly #changed = new Set<EventId>();
	#isRestChanged = false;
	#listeners = 0;

	constructor(doc: Y.Doc) {
		this.#doc = doc;
	}

	/** Calls back once after each transaction that changed anything of the timeline; returns how to stop. */
	observe(changed: () => void): () => void {
		this.#listeners++;
		this.#known = undefined;
		const stop = observeTimeline(this.#doc, changed, (name, ids) => {
			if (name === eventRecords.name) for (const id of ids) this.#changed.add(id as EventId);
			else this.#isRestChanged = true;
		});
		return () => {
			stop();
			this.#listeners--;
			this.#known = undefined;
		};
	}

	/** The timeline as it is now. Never throws. */
	read(): Timeline {
		if (this.#listeners === 0) return readTimeline(this.#doc);
		if (this.#known && this.#changed.size === 0 && !this.#isRestChanged) return this.#known.timeline;
		const known = this.#readChanged() ?? this.#readAll();
		this.#known = known;
		this.#changed.clear();
		this.#isRestChanged = false;
		return known.timeline;
	}

	#readAll(): Known {
		const all = eventRecords.all(this.#doc);
		const byId = new Map(all.records.map((event) => [event.id, event]));
		const rest = readRest(this.#doc);
		const sorted = inOrder(all.records);
		const timeline = timelineOf(sorted, all.skipped, byId, rest);
		return { timeline, sorted, byId, unreadable: all.skipped, rest };
	}

	/** Undefined when all must be read: at first, after many changes, and where a record cannot be read. */
	#readChanged(): Known | undefined {
		if (!this.#known || this.#known.unreadable > 0 || this.#changed.size > many) return undefined;
		const { byId } = this.#known;
		const rest = this.#isRestChanged ? readRest(this.#doc) : this.#known.rest;
		const sorted = [...this.#known.sorted];
		for (const id of this.#changed) {
			const [before, now] = [byId.get(id), eventRecords.get(this.#doc, id)];
			if (!now && eventRecords.holds(this.#doc, id)) return undefined;
			if (before) sorted.splice(placeOf(before, sorted), 1);
			if (now) sorted.splice(placeOf(now, sorted), 0, now);
			if (now) byId.set(id, now);
			else byId.delete(id);
		}
		return { timeline: timelineOf(sorted, 0, byId, rest), sorted, byId, unreadable: 0, rest };
	}
}

/** In the order of a timeline. Instants are taken out first: sorting asks for each some twenty times. */
function inOrder(records: readonly TimelineEvent[]): readonly TimelineEvent[] {
	const at = Float64Array.from(records, ({ when }) => anchorOf(when) ?? Infinity);
	return (
		[...records.keys()]
			// Two without any time differ by no number, and so are compared as events.
			.sort(
				(a, b) =>
					(at[a] ?? 0) - (at[b] ?? 0) ||
					compareEvents(records[a] as TimelineEvent, records[b] as TimelineEvent),
			)
			.map((n) => records[n] as TimelineEvent)
	);
}

/** Where an event stands, or would, in an order of the timeline. */
function placeOf(event: TimelineEvent, sorted: readonly TimelineEvent[]): number {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		const there = sorted[middle];
		if (there && compareEvents(there, event) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
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
	let alive = aliveIn.get(timeline.events);
	if (!alive) aliveIn.set(timeline.events, (alive = new Set(timeline.events.map((event) => event.id))));
	const exists = (one: string) => alive.has(one);
	return exists(id) ? undefined : follow(id as EventId, timeline.merges, exists);
}

/** Kept with the reading: lists ask for every row. */
const aliveIn = new WeakMap<readonly TimelineEvent[], ReadonlySet<string>>();

/** The events by id; ids of merged ones lead to where they went. */
export function eventsById(
	timeline: Pick<Timeline, 'events' | 'merges'>,
): ReadonlyMap<string, TimelineEvent> {
	const byId = new Map<string, TimelineEvent>(timeline.events.map((event) => [event.id, event]));
	const went = [...timeline.merges.keys()].map((id) => [id, successorOf(timeline, id)] as const);
	for (const [id, into] of went) {
		const event = into && byId.get(into);
		if (event) byId.set(id, event);
	}
	return byId;
}

/** Per event, the ids of those that went into it, however often they were merged on. */
export function formerIds(
	timeline: Pick<Timeline, 'events' | 'merges'>,
): ReadonlyMap<EventId, readonly EventId[]> {
	const former = new Map<EventId, EventId[]>();
	for (const id of timeline.merges.keys()) {
		const into = successorOf(timeline, id);
		if (into !== undefined) former.set(into, [...(former.get(into) ?? []), id]);
	}
	return former;
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
	if (placed !== 0) return placed;
	const ordered = (event: TimelineEvent) => (event.when.form === 'order' ? 1 : 0);
	const timed = compare(ordered(a), ordered(b));
	const byTime = timed || ordered(a) === 1 ? timed : compareWhen(a.when, b.when);
	return byTime || compare(a.rank, b.rank) || compare(a.id, b.id);
}

function compare<T extends number | string>(a: T, b: T): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Calls back once after each transaction that changed anything of the timeline; returns how to stop. `each` is told
 * before that which records of which collection changed.
 */
export function observeTimeline(
	doc: Y.Doc,
	changed: () => void,
	each: (collection: string, ids: ReadonlySet<string>) => void = () => {},
): () => void {
	let last: Y.Transaction | undefined;
	const stops = Object.values(timelineCollections).map((one) =>
		one.observe(doc, (ids: ReadonlySet<string>, transaction) => {
			each(one.name, ids);
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
