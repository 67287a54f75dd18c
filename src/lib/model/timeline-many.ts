/** What makes several events of one, one of several, or changes many. Each verb is one transaction, so one undo. */
import type * as Y from 'yjs';
import type { EventId } from './ids.ts';
import type { Micros } from './instant.ts';
import type { Origin } from './origin.ts';
import { anchorOf, exactly, isSameTime, makeWhen, type When } from './time.ts';
import { claimTime } from './timeline-claims.ts';
import { events, mergedAway } from './timeline-merged.ts';
import { merges, type EventChanges, type TimelineEvent } from './timeline-records.ts';
import { addEvent, removeEvent } from './timeline-verbs.ts';

/** A second event like the first, description and evidence included; undefined when that is gone. */
export function duplicateEvent(doc: Y.Doc, id: EventId, origin: Origin): EventId | undefined {
	const event = events.get(doc, id);
	if (!event) return undefined;
	const { id: _id, descriptionProse, ...fields } = event;
	return addEvent(doc, { ...fields, description: descriptionProse }, origin);
}

/**
 * Makes one event of several. `into` keeps its title, kind and time, and gets the others' people, systems and
 * records; a time of theirs that differs becomes a claim, and their words a paragraph each. They stay in the document
 * unread (timeline-merged.ts); what is said of them, or points at them, finds `into` through `successorOf`. False when
 * `into` or all others are gone.
 */
export function mergeEvents(doc: Y.Doc, into: EventId, others: Iterable<EventId>, origin: Origin): boolean {
	return doc.transact(() => {
		const kept = events.get(doc, into);
		const merged = [...new Set(others)].flatMap((id) => (id === into ? [] : (events.get(doc, id) ?? [])));
		if (!kept || merged.length === 0) return false;
		const all = [kept, ...merged];
		events.patch(
			doc,
			into,
			{
				people: new Set(all.flatMap(({ people }) => [...people])),
				systems: new Set(all.flatMap(({ systems }) => [...systems])),
				records: new Set(all.flatMap(({ records }) => [...records])),
			},
			origin,
		);
		const before = mergedAway(doc);
		// It stands for itself, whatever was once written of it.
		merges.remove(doc, into, origin);
		for (const { id, title, when } of merged) {
			if (anchorOf(when) !== undefined && !isSameTime(when, kept.when))
				claimTime(doc, { eventId: into, source: title, when }, origin);
			// What had gone into it goes along: its words do.
			for (const former of before.get(id) ?? []) merges.patch(doc, former, { into }, origin);
			merges.put(doc, id, { into }, origin);
		}
		const prose = events.prose(doc, into, 'descriptionProse');
		const paragraphs = [kept.descriptionProse, ...merged.map((event) => wordsOf(event, kept))];
		const added = paragraphs.filter((words, index) => index > 0 && words !== '').join('\n\n');
		if (added !== '') prose?.insert(prose.length, kept.descriptionProse === '' ? added : `\n\n${added}`);
		return true;
	}, origin);
}

/** A title that says the same is not said twice. */
function wordsOf({ title, descriptionProse }: TimelineEvent, kept: TimelineEvent): string {
	return [title === kept.title ? '' : title, descriptionProse].filter((words) => words !== '').join(' – ');
}

/**
 * Cuts an event that lasts in two at an instant; the second part has its title, people, systems, kind and evidence.
 * One that does not last gets a sibling of its people, systems and kind there. Undefined when the event is gone, or
 * the instant lies outside of it.
 */
export function splitEvent(doc: Y.Doc, id: EventId, at: Micros, origin: Origin): EventId | undefined {
	return doc.transact(() => {
		const event = events.get(doc, id);
		if (!event) return undefined;
		const { title, kind, people, systems, records, certainty, rank } = event;
		if (!event.when.end) {
			const when = exactly(at, '', event.when.zone);
			return addEvent(doc, { title, kind, people, systems, when }, origin);
		}
		const parts = cut(event.when, at);
		if (!parts) return undefined;
		events.patch(doc, id, { when: parts[0] }, origin);
		return addEvent(doc, { title, kind, people, systems, records, certainty, rank, when: parts[1] }, origin);
	}, origin);
}

/** Undefined when the instant is not between its start and its end. */
function cut(when: When, at: Micros): readonly [When, When] | undefined {
	const { end, ...start } = when;
	const from = anchorOf(start);
	const to = end?.latest ?? end?.earliest ?? Infinity;
	if (!end || from === undefined || at <= from || at >= to) return undefined;
	const after = (bound: Micros | undefined) => (bound === undefined ? undefined : Math.max(bound, at));
	// What was written told of the whole, and of neither part.
	const first = makeWhen({ ...start, written: '', end: { form: 'exact', earliest: at, latest: at } });
	const second = makeWhen({
		...exactly(at, '', when.zone),
		end: { ...end, earliest: after(end.earliest), latest: after(end.latest), best: after(end.best) } as never,
	});
	return first && second && [first, second];
}

/** Changes many events; a function says what changes of each, and nothing where it answers undefined. Returns how many. */
export function changeEvents(
	doc: Y.Doc,
	ids: Iterable<EventId>,
	changes: EventChanges | ((event: TimelineEvent) => EventChanges | undefined),
	origin: Origin,
): number {
	return doc.transact(() => {
		let changed = 0;
		for (const id of new Set(ids)) {
			const event = events.get(doc, id);
			const own = event && (typeof changes === 'function' ? changes(event) : changes);
			if (own && events.patch(doc, id, own, origin)) changed++;
		}
		return changed;
	}, origin);
}

/** Removes many events and returns those that were there, as they were. */
export function removeEvents(doc: Y.Doc, ids: Iterable<EventId>, origin: Origin): readonly TimelineEvent[] {
	return doc.transact(() => {
		const merged = mergedAway(doc);
		return [...new Set(ids)].flatMap((id) => removeEvent(doc, id, origin, merged) ?? []);
	}, origin);
}
