/**
 * Who could know what at which moment. Hindsight is taken out here: an event counts as known only from when somebody
 * took part in it, could see it, or is said to have known.
 */
import type { EventId, PersonId, RecordId } from './ids.ts';
import type { Micros } from './instant.ts';
import { anchorOf } from './time.ts';
import type { Knowing, Timeline, TimelineEvent } from './timeline.ts';

/** When a person first handled each record: through an event of theirs that cites it. */
type Seen = ReadonlyMap<RecordId, Micros>;
const nothing: Seen = new Map();

/**
 * From when the event was known to a person, or to `'anyone'` at all. People on an event know it from its time, taken
 * where it is drawn: its earliest bound would claim too much. A knowing says so for whom it names. What shows itself,
 * sure and without people, could be known to anyone; to a given person only with a knowing or, given `seen`, through
 * a record they handled. Everything else without people was known to nobody.
 */
export function knownFrom(
	event: TimelineEvent,
	knowings: Iterable<Knowing>,
	who: PersonId | 'anyone',
	seen: Seen = nothing,
): Micros | 'never' {
	const at = anchorOf(event.when);
	let from = Infinity;
	for (const { eventId, personId, when } of knowings)
		if (eventId === event.id && (who === 'anyone' || personId === '' || personId === who))
			from = Math.min(from, anchorOf(when) ?? Infinity);
	if (at !== undefined) {
		const shows = event.people.size === 0 && event.certainty === 'sure';
		const isOwn = who === 'anyone' ? event.people.size > 0 || shows : event.people.has(who);
		if (isOwn) from = Math.min(from, at);
		else if (shows)
			for (const record of event.records) from = Math.min(from, Math.max(at, seen.get(record) ?? Infinity));
	}
	return from === Infinity ? 'never' : from;
}

/** From when each event was known; those known to nobody, or not to that person, are absent. */
export function knownFroms(timeline: Timeline, who: PersonId | 'anyone'): ReadonlyMap<EventId, Micros> {
	let answers = cache.get(timeline);
	if (!answers) cache.set(timeline, (answers = new Map()));
	const before = answers.get(who);
	if (before) return before;
	const seen = who === 'anyone' ? nothing : seenBy(timeline, who);
	const said = Map.groupBy(timeline.knowings, ({ eventId }) => eventId);
	const found = new Map<EventId, Micros>();
	for (const event of timeline.events) {
		const from = knownFrom(event, said.get(event.id) ?? [], who, seen);
		if (from !== 'never') found.set(event.id, from);
	}
	answers.set(who, found);
	return found;
}

/** The events that could be known by an instant. Quick enough to ask while scrubbing: the rest is kept per timeline. */
export function knowledgeAt(timeline: Timeline, at: Micros, who: PersonId | 'anyone'): ReadonlySet<EventId> {
	const known = new Set<EventId>();
	for (const [id, from] of knownFroms(timeline, who)) if (from <= at) known.add(id);
	return known;
}

const cache = new WeakMap<Timeline, Map<PersonId | 'anyone', ReadonlyMap<EventId, Micros>>>();

function seenBy(timeline: Timeline, who: PersonId): Seen {
	const seen = new Map<RecordId, Micros>();
	for (const { people, records, when } of timeline.events) {
		const at = people.has(who) ? anchorOf(when) : undefined;
		if (at === undefined) continue;
		for (const record of records) seen.set(record, Math.min(at, seen.get(record) ?? Infinity));
	}
	return seen;
}
