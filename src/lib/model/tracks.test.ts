import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, type EventId } from './ids.ts';
import { addHypothesis, readInquiry, type HypothesisState, type Pin } from './inquiry.ts';
import type { Origin } from './origin.ts';
import { exactly, makeWhen, type When } from './time.ts';
import { addEvent, mergeEvents, readTimeline } from './timeline.ts';
import { tracksOf } from './tracks.ts';

const me: Origin = { source: 'local', userId: 'usr_me00' };

function world() {
	const doc = new Y.Doc();
	const inquiry = new Y.Doc();
	const event = (when: number | When): EventId =>
		addEvent(doc, { when: typeof when === 'number' ? exactly(when) : when, kind: 'signal', title: 'x' }, me);
	const suppose = (state: HypothesisState, ...on: Pin[]) =>
		addHypothesis(inquiry, { text: 'The cache', state, on: new Set(on) }, me);
	const tracks = () =>
		tracksOf(readInquiry(inquiry), readTimeline(doc)).map(({ at }) =>
			at.map(({ eventId, at: instant, step }) => [eventId, instant, step]),
		);
	return { doc, event, suppose, tracks };
}

test.each([
	['raised', 'tested'],
	['kept', 'kept'],
	['dropped', 'dropped'],
] as const)('[TK1] a %s hypothesis runs through its events in order of time and ends %s', (state, last) => {
	const { event, suppose, tracks } = world();
	const [c, a, b] = [event(30), event(10), event(20)];
	suppose(state, c, a, newId('gap'), b);
	expect(tracks()).toEqual([
		[
			[a, 10, 'raised'],
			[b, 20, 'tested'],
			[c, 30, last],
		],
	]);
});
test.each([
	['raised', 'raised'],
	['dropped', 'dropped'],
] as const)('[TK2] a %s one with a single pin is %s there', (state, step) => {
	const { event, suppose, tracks } = world();
	const only = event(10);
	suppose(state, only);
	expect(tracks()).toEqual([[[only, 10, step]]]);
});
test('[TK3] pins on nothing that has a time make no track; a merged event is passed through once, where it went', () => {
	const { doc, event, suppose, tracks } = world();
	suppose('kept', newId('gap'), 'evt_gone' as EventId, event(makeWhen({ form: 'order' }) as When));
	const [a, b, c] = [event(10), event(20), event(30)];
	suppose('kept', a, b, c);
	mergeEvents(doc, b, [c], me);
	expect(tracks()).toEqual([
		[
			[a, 10, 'raised'],
			[b, 20, 'kept'],
		],
	]);
});
