import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, type EventId } from './ids.ts';
import { minute, parseInstant } from './instant.ts';
import type { Origin } from './origin.ts';
import { exactly, makeWhen, type When } from './time.ts';
import {
	addEvent,
	addGap,
	claimTime,
	mergeEvents,
	patchEvent,
	readTimeline,
	removeEvent,
	retimeEvent,
	TimelineReading,
	undoTimeline,
} from './timeline.ts';

const me: Origin = { source: 'local', userId: 'usr_me00' };
const zero = parseInstant('2026-03-11T02:00:00Z') ?? NaN;
const nobodyKnows: When = makeWhen({ form: 'order' }) ?? exactly(zero);

/** What may happen to a document, by a dice each for what, to which event, and when. */
function act(doc: Y.Doc, undo: ReturnType<typeof undoTimeline>, what: number, which: number, at: number) {
	const { events } = readTimeline(doc);
	const id = events[which % Math.max(1, events.length)]?.id ?? newId('event');
	const when = at === 0 ? nobodyKnows : exactly(zero + at * minute);
	const raw = doc.getMap('events').get(id);
	const verbs = [
		() => addEvent(doc, { when, kind: 'action', title: `at ${at}` }, me),
		() => addEvent(doc, { when, kind: 'state', title: `until ${at}` }, me),
		() => retimeEvent(doc, id, when, me),
		() => patchEvent(doc, id, { title: `now ${at}`, people: new Set([newId('person')]) }, me),
		() => removeEvent(doc, id, me),
		() => claimTime(doc, { eventId: id, when }, me),
		() => addGap(doc, { span: { earliest: zero, latest: zero + at * minute }, title: 'Silence' }, me),
		() => mergeEvents(doc, id, [events[(which + 1) % Math.max(1, events.length)]?.id ?? id], me),
		() => undo.undo(),
		// A broken client: no longer an event that can be read, and perhaps one again later.
		() => raw instanceof Y.Map && raw.set('when', at % 2 === 0 ? 'lunchtime' : exactly(zero)),
		() => doc.getMap('events').set(`evt_junk${which}`, 'junk'),
		() => doc.transact(() => void Array.from({ length: 3 }, () => act(doc, undo, what % 5, which, at)), me),
	];
	verbs[what % verbs.length]?.();
}

test('[TL22] a reading kept up with its document is what a reading of the whole would be', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(11), fc.nat(20), fc.nat(30)), { maxLength: 40 }), (steps) => {
			const doc = new Y.Doc();
			const undo = undoTimeline(doc, me);
			const reading = new TimelineReading(doc);
			let told = 0;
			const stop = reading.observe(() => told++);
			for (const step of steps) {
				act(doc, undo, ...step);
				expect(reading.read()).toEqual(readTimeline(doc));
			}
			stop();
			act(doc, undo, 0, 0, 3);
			expect(reading.read()).toEqual(readTimeline(doc));
		}),
		{ numRuns: 150, seed: 22 },
	);
});

test('[TL22] events that did not change are the same objects, and nothing is read twice', () => {
	const doc = new Y.Doc();
	const ids = [1, 2, 3].map((at) =>
		addEvent(doc, { when: exactly(zero + at * minute), kind: 'action', title: `${at}` }, me),
	);
	const reading = new TimelineReading(doc);
	const stop = reading.observe(() => {});
	const before = reading.read();
	patchEvent(doc, ids[1] as EventId, { title: 'two' }, me);
	const after = reading.read();
	expect(after.events.map((event, n) => event === before.events[n])).toEqual([true, false, true]);
	expect(reading.read()).toBe(after);
	stop();
});
