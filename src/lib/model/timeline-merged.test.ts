import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, type EventId } from './ids.ts';
import { parseInstant } from './instant.ts';
import type { Origin } from './origin.ts';
import { exactly, type When } from './time.ts';
import {
	addEvent,
	adoptClaim,
	claimTime,
	eventRecords,
	events,
	mergeEvents,
	merges,
	patchEvent,
	readTimeline,
	removeEvent,
	restoreEvent,
	standing,
	successorOf,
	TimelineReading,
	undoTimeline,
	type TimelineEvent,
} from './timeline.ts';

const at = (time: string): When => exactly(parseInstant(`2026-03-11T${time}:00Z`) ?? NaN);
/** Events by letters, so that a test can say which has the least id. */
const [a, b, c] = ['evt_aaaa', 'evt_bbbb', 'evt_cccc'] as [EventId, EventId, EventId];
const priya = newId('person');

interface Replica {
	readonly doc: Y.Doc;
	readonly origin: Origin;
	readonly undo: ReturnType<typeof undoTimeline>;
	readonly reading: TimelineReading;
}

/** So many people who have the same events, and have not heard of each other since. */
function apart(count: number): readonly Replica[] {
	const first = new Y.Doc();
	const origin: Origin = { source: 'local', userId: 'usr_zero' };
	for (const [id, time] of [
		[a, '02:10'],
		[b, '02:20'],
		[c, '02:30'],
	] as const) {
		const letter = id.at(-1) ?? '';
		addEvent(
			first,
			{ when: at(time), kind: 'signal', title: `Title ${letter}`, description: `Words of ${letter}.` },
			origin,
			id,
		);
	}
	return Array.from({ length: count }, (_, who) => {
		const doc = new Y.Doc();
		const own: Origin = { source: 'local', userId: `usr_${who}000` };
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(first));
		const reading = new TimelineReading(doc);
		reading.observe(() => undefined);
		return { doc, origin: own, undo: undoTimeline(doc, own), reading };
	});
}

/** Everybody hears of everything; what each reads must be one timeline, which is returned. */
function together(replicas: readonly Replica[]) {
	for (const { doc } of replicas)
		for (const other of replicas) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other.doc));
	const [read, ...others] = replicas.map(({ doc }) => readTimeline(doc));
	for (const other of others) expect(other).toEqual(read);
	for (const { reading } of replicas) expect(reading.read()).toEqual(read);
	if (!read) throw new Error('nobody is there');
	return read;
}
const told = ({ events: all }: { readonly events: readonly TimelineEvent[] }) =>
	all.map(({ id, descriptionProse }) => [id, descriptionProse]);
const untouched = [
	[a, 'Words of a.'],
	[b, 'Words of b.'],
	[c, 'Words of c.'],
];

test('[TL24] of two events merged into each other at once one stands, with the words and times of both', () => {
	const [ana, ben] = apart(2) as [Replica, Replica];
	claimTime(ana.doc, { eventId: b, personId: priya, when: at('02:25') }, ana.origin);
	mergeEvents(ana.doc, b, [a], ana.origin);
	mergeEvents(ben.doc, a, [b], ben.origin);
	const read = together([ana, ben]);
	expect(told(read)).toEqual([
		[a, 'Words of a.\n\nTitle b – Words of b.'],
		[c, 'Words of c.'],
	]);
	expect(read.claims.map(({ eventId, personId, source, when }) => [eventId, personId, source, when])).toEqual(
		[
			[a, '', 'Title b', at('02:20')],
			[a, priya, '', at('02:25')],
		],
	);
	expect([successorOf(read, b), successorOf(read, a)]).toEqual([a, undefined]);
	// What is said of either finds the one there is; what is done to the other does nothing.
	expect([patchEvent(ana.doc, b, { title: 'x' }, ana.origin), events.get(ana.doc, b)]).toEqual([
		false,
		undefined,
	]);
	const [claim] = read.claims.filter(({ personId }) => personId === priya);
	expect([claim && adoptClaim(ana.doc, claim.id, ana.origin), events.get(ana.doc, a)?.when]).toEqual([
		true,
		at('02:25'),
	]);
});

test('[TL24] each of the two takes back their own merge, and both events are as they were', () => {
	for (const order of [
		[0, 1],
		[1, 0],
	]) {
		const replicas = apart(2);
		const [ana, ben] = replicas as [Replica, Replica];
		mergeEvents(ana.doc, b, [a], ana.origin);
		mergeEvents(ben.doc, a, [b], ben.origin);
		together(replicas);
		const [first, second] = order.map((who) => replicas[who] as Replica) as [Replica, Replica];
		expect(first.undo.undo()).toBe('done');
		// The other's merge stands alone, as if there had been no other.
		const left =
			first === ana
				? [a, 'Words of a.\n\nTitle b – Words of b.']
				: [b, 'Words of b.\n\nTitle a – Words of a.'];
		expect(told(together(replicas))).toEqual([left, [c, 'Words of c.']]);
		expect(second.undo.undo()).toBe('done');
		const read = together(replicas);
		expect([told(read), read.claims, read.merges.size]).toEqual([untouched, [], 0]);
	}
});

test('[TL24] merged in a ring or a row at once, no words are lost', () => {
	const ring = apart(3);
	const [ana, ben, cleo] = ring as [Replica, Replica, Replica];
	mergeEvents(ana.doc, b, [a], ana.origin);
	mergeEvents(ben.doc, c, [b], ben.origin);
	mergeEvents(cleo.doc, a, [c], cleo.origin);
	expect(told(together(ring))).toEqual([
		[a, 'Words of a.\n\nTitle c – Words of c.'],
		[b, 'Words of b.\n\nTitle a – Words of a.'],
	]);
	// Ana takes b as it was; what Ben puts into it meanwhile stands for itself.
	const row = apart(2);
	const [ada, bo] = row as [Replica, Replica];
	mergeEvents(ada.doc, a, [b], ada.origin);
	mergeEvents(bo.doc, b, [c], bo.origin);
	expect(told(together(row))).toEqual([
		[a, 'Words of a.\n\nTitle b – Words of b.'],
		[c, 'Words of c.'],
	]);
	// Knowing of it, one merges on: it goes along, and comes back with it.
	const { doc, origin, undo } = apart(1)[0] as Replica;
	mergeEvents(doc, b, [c], origin);
	undo.cut();
	mergeEvents(doc, a, [b], origin);
	expect(told(readTimeline(doc))).toEqual([
		[a, 'Words of a.\n\nTitle b – Words of b.\n\nTitle c – Words of c.'],
	]);
	expect([b, c].map((id) => successorOf(readTimeline(doc), id))).toEqual([a, a]);
	undo.undo();
	expect(told(readTimeline(doc))).toEqual([
		[a, 'Words of a.'],
		[b, 'Words of b.\n\nTitle c – Words of c.'],
	]);
	undo.undo();
	expect(told(readTimeline(doc))).toEqual(untouched);
});

test('[TL24] an event whose target is removed at that moment is back; removed later, it goes along', () => {
	const replicas = apart(2);
	const [ana, ben] = replicas as [Replica, Replica];
	mergeEvents(ana.doc, a, [b], ana.origin);
	const removed = removeEvent(ben.doc, a, ben.origin) as TimelineEvent;
	expect(told(together(replicas))).toEqual([
		[b, 'Words of b.'],
		[c, 'Words of c.'],
	]);
	// Put back as it was, it has no words of the other, which stays.
	restoreEvent(ben.doc, removed, ben.origin);
	expect(told(together(replicas))).toEqual(untouched);

	mergeEvents(ana.doc, a, [b], ana.origin);
	ana.undo.cut();
	const whole = readTimeline(ana.doc);
	expect(removeEvent(ana.doc, a, ana.origin)?.id).toBe(a);
	expect([told(readTimeline(ana.doc)), eventRecords.count(ana.doc)]).toEqual([[[c, 'Words of c.']], 1]);
	ana.undo.undo();
	expect(readTimeline(ana.doc)).toEqual(whole);
});

test('[TL24] one merged elsewhere and removed at once is gone from its place, and put back it is itself', () => {
	const replicas = apart(2);
	const [ana, ben] = replicas as [Replica, Replica];
	mergeEvents(ana.doc, a, [b], ana.origin);
	const removed = removeEvent(ben.doc, b, ben.origin) as TimelineEvent;
	expect(told(together(replicas))).toEqual([
		[a, 'Words of a.\n\nTitle b – Words of b.'],
		[c, 'Words of c.'],
	]);
	expect([restoreEvent(ben.doc, removed, ben.origin), merges.count(ben.doc)]).toEqual([true, 0]);
	expect(told(together(replicas)).map(([id]) => id)).toEqual([a, b, c]);
});

test('[TL24] an event is merged back into what it once went into', () => {
	const replicas = apart(2);
	const [ana, ben] = replicas as [Replica, Replica];
	mergeEvents(ana.doc, a, [b], ana.origin);
	mergeEvents(ben.doc, b, [a], ben.origin);
	together(replicas);
	// The one that stands is merged into a third, and takes along what is read in it.
	const { doc, origin } = ana;
	mergeEvents(doc, c, [a], origin);
	expect(readTimeline(doc).events.map(({ id }) => id)).toEqual([c]);
	expect([a, b].map((id) => successorOf(readTimeline(doc), id))).toEqual([c, c]);
});

test('[TL24] a long trail, and one that somebody made up, are read in one walk', () => {
	const ids = Array.from({ length: 60_000 }, (_, n) => `evt_${n.toString(36).padStart(5, '0')}` as EventId);
	const next = new Map(ids.map((id, n) => [id, ids[n + 1] ?? (ids[0] as EventId)]));
	let steps = 0;
	const stands = standing(
		(id) => (steps++, next.get(id)),
		() => true,
	);
	expect(ids.filter(stands).length).toBe(ids.length / 2);
	expect(steps).toBe(ids.length);
});
