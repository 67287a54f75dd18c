import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, recordId, type EventId, type SourceId } from './ids.ts';
import { minute, parseInstant } from './instant.ts';
import type { Origin } from './origin.ts';
import { exactly, makeWhen, type When } from './time.ts';
import {
	addEvent,
	addKnowing,
	changeEvents,
	claimTime,
	duplicateEvent,
	eventsById,
	events,
	formerIds,
	mergeEvents,
	merges,
	observeTimeline,
	readTimeline,
	removeEvent,
	removeEvents,
	restoreEvent,
	splitEvent,
	successorOf,
	undoTimeline,
	type EventDraft,
	type TimelineEvent,
} from './timeline.ts';

const me: Origin = { source: 'local', userId: 'usr_me00' };
const them: Origin = { source: 'local', userId: 'usr_them' };
const micros = (time: string) => parseInstant(`2026-03-11T${time}:00Z`) ?? NaN;
const at = (time: string): When => exactly(micros(time));
const [hana, priya] = [newId('person'), newId('person')];
const kafka = newId('system');
const source = newId('source') as SourceId;
const [first, second] = [recordId(source, 1), recordId(source, 2)];
const gone = 'evt_gone' as EventId;

const draft = (title: string, more: Partial<EventDraft> = {}): EventDraft => ({
	when: at('02:14'),
	kind: 'signal',
	title,
	...more,
});

/** Every change as one transaction, and one undo that brings all of it back. */
function once(doc: Y.Doc, change: () => unknown): void {
	const undo = undoTimeline(doc, me);
	const before = readTimeline(doc);
	const origins: unknown[] = [];
	const note = ({ origin }: Y.Transaction) => origins.push(origin);
	doc.on('afterTransaction', note);
	let calls = 0;
	const stop = observeTimeline(doc, () => calls++);
	change();
	stop();
	doc.off('afterTransaction', note);
	const after = readTimeline(doc);
	expect([origins, calls, undo.undo(), readTimeline(doc)]).toEqual([[me], 1, 'done', before]);
	expect([undo.redo(), readTimeline(doc)]).toEqual(['done', after]);
	undo.destroy();
}

describe('duplicating', () => {
	test('[TL17] a duplicate has all of an event but its id, and is one undo', () => {
		const doc = new Y.Doc();
		const id = addEvent(
			doc,
			draft('Paged', {
				people: new Set([priya]),
				systems: new Set([kafka]),
				records: new Set([first]),
				label: 'Page',
				certainty: 'thought',
				description: 'Lag.',
			}),
			me,
		);
		let copy: EventId | undefined;
		once(doc, () => (copy = duplicateEvent(doc, id, me)));
		expect(copy).not.toBe(id);
		expect(events.get(doc, copy as EventId)).toEqual({ ...events.get(doc, id), id: copy });
		expect(duplicateEvent(doc, gone, me)).toBe(undefined);
	});
});

describe('merging', () => {
	function world() {
		const doc = new Y.Doc();
		const into = addEvent(
			doc,
			draft('Paged', { people: new Set([hana]), records: new Set([first]), description: 'Lag.' }),
			me,
		);
		const other = addEvent(
			doc,
			draft('Pager went off', {
				when: at('02:16'),
				kind: 'noticing',
				people: new Set([priya]),
				systems: new Set([kafka]),
				records: new Set([second]),
				description: 'Loud.',
			}),
			me,
		);
		const same = addEvent(doc, draft('Paged'), me);
		claimTime(doc, { eventId: other, personId: priya, when: at('02:17') }, me);
		addKnowing(doc, { eventId: other, personId: hana, when: at('02:30') }, me);
		return { doc, into, other, same };
	}
	test('[TL18] a merge keeps title, kind and time, unites the rest, and turns other times into claims', () => {
		const { doc, into, other, same } = world();
		once(doc, () => mergeEvents(doc, into, [other, same, into, other, gone], me));
		const read = readTimeline(doc);
		expect(read.events).toEqual([
			{
				id: into,
				...draft('Paged'),
				label: '',
				certainty: 'sure',
				rank: '',
				people: new Set([hana, priya]),
				systems: new Set([kafka]),
				records: new Set([first, second]),
				descriptionProse: 'Lag.\n\nPager went off – Loud.',
			},
		]);
		expect(
			read.claims.map(({ eventId, personId, source: by, when }) => [eventId, personId, by, when]),
		).toEqual([
			[into, '', 'Pager went off', at('02:16')],
			[into, priya, '', at('02:17')],
		]);
		expect(read.knowings.map(({ eventId, personId }) => [eventId, personId])).toEqual([[into, hana]]);
		expect(read.merges).toEqual(
			new Map([
				[other, into],
				[same, into],
			]),
		);
	});
	test('[TL18] there must be an event to merge into, and one to merge', () => {
		const { doc, into, other } = world();
		const before = readTimeline(doc);
		expect([
			mergeEvents(doc, gone, [other], me),
			mergeEvents(doc, into, [into, gone], me),
			mergeEvents(doc, into, [], me),
		]).toEqual([false, false, false]);
		expect(readTimeline(doc)).toEqual(before);
	});
	test('[TL19] what was merged is found where it went, however often; trails that end or turn back lead nowhere', () => {
		const { doc, into, other, same } = world();
		mergeEvents(doc, other, [same], me);
		mergeEvents(doc, into, [other], me);
		const read = () => readTimeline(doc);
		expect([same, other, into, gone].map((id) => successorOf(read(), id))).toEqual([
			into,
			into,
			undefined,
			undefined,
		]);
		const removed = removeEvent(doc, into, me) as TimelineEvent;
		expect(successorOf(read(), same)).toBe(undefined);
		merges.put(doc, into, { into: same }, me);
		expect([same, other, into].map((id) => successorOf(read(), id))).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		// Put back, it is itself again, whatever is written about it.
		restoreEvent(doc, removed, me);
		expect([same, into].map((id) => successorOf(read(), id))).toEqual([into, undefined]);
	});
	test('[TL19] look-ups by id find it there, and it knows what it was', () => {
		const { doc, into, other, same } = world();
		mergeEvents(doc, other, [same], me);
		mergeEvents(doc, into, [other], me);
		const read = readTimeline(doc);
		const event = events.get(doc, into);
		expect([...eventsById(read)].toSorted()).toEqual([into, other, same].map((id) => [id, event]).toSorted());
		expect(formerIds(read).get(into)?.toSorted()).toEqual([other, same].toSorted());
		removeEvent(doc, into, me);
		expect([eventsById(readTimeline(doc)).size, formerIds(readTimeline(doc)).size]).toEqual([0, 0]);
	});
	test('[TL19] what another says of an event while it is merged is said of where it went', () => {
		const { doc, into, other } = world();
		const theirs = new Y.Doc();
		Y.applyUpdate(theirs, Y.encodeStateAsUpdate(doc));
		claimTime(theirs, { eventId: other, source: 'dashboard', when: at('02:20') }, them);
		mergeEvents(doc, into, [other], me);
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs));
		expect(readTimeline(doc).claims.at(-1)).toMatchObject({ eventId: into, source: 'dashboard' });
	});
});

describe('splitting', () => {
	const lasting = makeWhen({
		form: 'about',
		best: micros('02:10'),
		written: 'ten past till half past or so',
		end: { form: 'between', earliest: micros('02:25'), latest: micros('02:35') },
	}) as When;
	test('[TL20] an event that lasts is cut in two, and keeps its description in the first part', () => {
		const doc = new Y.Doc();
		const shared = { people: new Set([hana]), records: new Set([first]), certainty: 'inferred' as const };
		const id = addEvent(doc, draft('Degraded', { ...shared, when: lasting, description: 'Slow.' }), me);
		once(doc, () => splitEvent(doc, id, micros('02:30'), me));
		const parts = readTimeline(doc).events;
		expect(parts.map(({ title, descriptionProse }) => [title, descriptionProse])).toEqual([
			['Degraded', 'Slow.'],
			['Degraded', ''],
		]);
		expect(parts[1]).toMatchObject(shared);
		expect(parts.map(({ when }) => when)).toEqual([
			{
				...lasting,
				written: '',
				end: { form: 'exact', earliest: micros('02:30'), latest: micros('02:30') },
			},
			{ ...at('02:30'), end: { form: 'between', earliest: micros('02:30'), latest: micros('02:35') } },
		]);
	});
	test.each(['02:10', '02:09', '02:35', '03:00'])('[TL20] it is not cut at %s, outside of it', (time) => {
		const doc = new Y.Doc();
		const id = addEvent(doc, draft('Degraded', { when: lasting }), me);
		const before = readTimeline(doc);
		expect(splitEvent(doc, id, micros(time), me)).toBe(undefined);
		expect(readTimeline(doc)).toEqual(before);
	});
	test('[TL20] where the end is unknown, the second part has it', () => {
		const doc = new Y.Doc();
		const when = makeWhen({ ...at('02:10'), end: { form: 'unknown' } }) as When;
		const id = addEvent(doc, draft('Degraded', { when }), me);
		const part = splitEvent(doc, id, micros('02:30'), me) as EventId;
		expect(events.get(doc, part)?.when).toEqual({ ...at('02:30'), end: { form: 'unknown' } });
	});
	test('[TL20] one that does not last gets a sibling of its people, systems and kind', () => {
		const doc = new Y.Doc();
		const cast = { people: new Set([hana]), systems: new Set([kafka]) };
		const id = addEvent(doc, draft('x', { ...cast, records: new Set([first]), description: 'words' }), me);
		const before = events.get(doc, id);
		let sibling: EventId | undefined;
		once(doc, () => (sibling = splitEvent(doc, id, micros('02:20'), me)));
		expect([events.get(doc, id), events.get(doc, sibling as EventId)]).toEqual([
			before,
			{
				...before,
				id: sibling,
				when: at('02:20'),
				records: new Set(),
				descriptionProse: '',
			},
		]);
		expect(splitEvent(doc, gone, micros('02:20'), me)).toBe(undefined);
	});
});

describe('many at once', () => {
	test('[TL21] many events change in one undo, alike or each in its own way; the gone are passed over', () => {
		const doc = new Y.Doc();
		const ids = ['a', 'b', 'c'].map((title) => addEvent(doc, draft(title), me));
		let count = 0;
		once(doc, () => (count = changeEvents(doc, [...ids, gone], { kind: 'care' }, me)));
		expect([count, readTimeline(doc).events.map(({ kind }) => kind)]).toEqual([3, ['care', 'care', 'care']]);
		once(
			doc,
			() =>
				(count = changeEvents(
					doc,
					ids,
					({ title, when }) =>
						title === 'b' ? undefined : { title: `${title}!`, when: exactly((when.earliest ?? 0) + minute) },
					me,
				)),
		);
		expect(count).toBe(2);
		expect(ids.map((id) => events.get(doc, id)?.title)).toEqual(['a!', 'b', 'c!']);
		expect(ids.map((id) => events.get(doc, id)?.when)).toEqual([at('02:15'), at('02:14'), at('02:15')]);
	});
	test('[TL21] many events are removed in one undo, and returned as they were', () => {
		const doc = new Y.Doc();
		const ids = ['a', 'b', 'c'].map((title) => addEvent(doc, draft(title, { description: title }), me));
		const before = ids.slice(0, 2).map((id) => events.get(doc, id));
		let removed: readonly TimelineEvent[] = [];
		once(doc, () => (removed = removeEvents(doc, [...ids.slice(0, 2), gone], me)));
		expect([removed, readTimeline(doc).events.map(({ title }) => title)]).toEqual([before, ['c']]);
	});
});
