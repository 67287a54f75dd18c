import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, type ClaimId, type EventId, type KnowingId } from './ids.ts';
import { minute, parseInstant } from './instant.ts';
import type { Origin } from './origin.ts';
import { exactly, type When } from './time.ts';
import {
	addEvent,
	addKnowing,
	adoptClaim,
	claimTime,
	dropClaim,
	dropKnowing,
	events,
	readTimeline,
	removeEvent,
	retimeEvent,
	undoTimeline,
} from './timeline.ts';

const me: Origin = { source: 'local', userId: 'usr_me00' };
const at = (time: string, written = ''): When =>
	exactly(parseInstant(`2026-03-11T${time}:00Z`) ?? NaN, written);
const priya = newId('person');

function world(when = at('02:40', 'twenty to three')) {
	const doc = new Y.Doc();
	return { doc, id: addEvent(doc, { when, kind: 'decision', title: 'Roll back' }, me) };
}
const said = (doc: Y.Doc) =>
	readTimeline(doc).claims.map(({ personId, source, when }) => [personId, source, when]);

test('[TL14] a claim stands beside the time of its event, by whom and from what, until it is dropped', () => {
	const { doc, id } = world();
	const claim = claimTime(doc, { eventId: id, personId: priya, when: at('02:42') }, me);
	claimTime(doc, { eventId: id, source: 'd'.repeat(200), when: at('02:41') }, me);
	expect(said(doc)).toEqual([
		['', 'd'.repeat(120), at('02:41')],
		[priya, '', at('02:42')],
	]);
	expect(events.get(doc, id)?.when).toEqual(at('02:40', 'twenty to three'));
	expect([dropClaim(doc, claim, me), dropClaim(doc, claim, me)]).toEqual([true, false]);
	expect(said(doc)).toEqual([['', 'd'.repeat(120), at('02:41')]]);
});
test('[TL14] what is claimed of an event that is gone is not read, and is back with the event', () => {
	const { doc, id } = world();
	const undo = undoTimeline(doc, me);
	claimTime(doc, { eventId: id, personId: priya, when: at('02:42') }, me);
	addKnowing(doc, { eventId: id, when: at('02:50') }, me);
	undo.cut();
	removeEvent(doc, id, me);
	expect([readTimeline(doc).claims, readTimeline(doc).knowings]).toEqual([[], []]);
	undo.undo();
	expect([readTimeline(doc).claims.length, readTimeline(doc).knowings.length]).toEqual([1, 1]);
	undo.destroy();
});
test('[TL15] adopting a claim trades it for the time that stood there, word for word, and back again', () => {
	const { doc, id } = world();
	const undo = undoTimeline(doc, me);
	const claim = claimTime(doc, { eventId: id, personId: priya, when: at('02:42', 'a bit later') }, me);
	undo.cut();
	expect(adoptClaim(doc, claim, me)).toBe(true);
	expect(events.get(doc, id)?.when).toEqual(at('02:42', 'a bit later'));
	expect(said(doc)).toEqual([['', 'as it stood', at('02:40', 'twenty to three')]]);
	expect(adoptClaim(doc, claim, me)).toBe(false);
	expect(adoptClaim(doc, readTimeline(doc).claims[0]?.id as ClaimId, me)).toBe(true);
	expect([events.get(doc, id)?.when, said(doc)]).toEqual([
		at('02:40', 'twenty to three'),
		[[priya, '', at('02:42', 'a bit later')]],
	]);
	undo.undo();
	expect([events.get(doc, id)?.when, said(doc)]).toEqual([
		at('02:40', 'twenty to three'),
		[[priya, '', at('02:42', 'a bit later')]],
	]);
	expect(adoptClaim(doc, 'clm_gone' as ClaimId, me)).toBe(false);
	undo.destroy();
});
test('[TL15] of two claims adopted at once one wins, and no time is lost', () => {
	const { doc, id } = world();
	const one = claimTime(doc, { eventId: id, personId: priya, when: at('02:42') }, me);
	const other = claimTime(doc, { eventId: id, source: 'dashboard', when: at('02:44') }, me);
	const theirs = new Y.Doc();
	Y.applyUpdate(theirs, Y.encodeStateAsUpdate(doc));
	adoptClaim(doc, one, me);
	adoptClaim(theirs, other, { source: 'local', userId: 'usr_them' });
	Y.applyUpdate(theirs, Y.encodeStateAsUpdate(doc));
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs));
	const read = readTimeline(doc);
	expect(readTimeline(theirs)).toEqual(read);
	const times = [read.events[0]?.when.earliest, ...read.claims.map(({ when }) => when.earliest)];
	expect(new Set(times)).toEqual(new Set(['02:40', '02:42', '02:44'].map((time) => at(time).earliest)));
});
test('[TL15] a claim is one again once its event is retimed away from it', () => {
	const { doc, id } = world();
	adoptClaim(doc, claimTime(doc, { eventId: id, personId: priya, when: at('02:42') }, me), me);
	retimeEvent(doc, id, exactly((at('02:42').earliest ?? 0) + minute), me);
	expect(said(doc)).toEqual([
		['', 'as it stood', at('02:40', 'twenty to three')],
		[priya, '', at('02:42')],
	]);
});
test('[TL16] a knowing says from when, and for one person or everybody, until it is dropped', () => {
	const { doc, id } = world();
	const all = addKnowing(doc, { eventId: id, when: at('03:10') }, me);
	const hers = addKnowing(doc, { eventId: id, personId: priya, when: at('02:50') }, me);
	expect(readTimeline(doc).knowings).toEqual([
		{ id: hers, eventId: id, personId: priya, when: at('02:50') },
		{ id: all, eventId: id, personId: '', when: at('03:10') },
	]);
	expect([dropKnowing(doc, hers, me), dropKnowing(doc, 'knw_gone' as KnowingId, me)]).toEqual([true, false]);
	expect(readTimeline(doc).knowings.map((one) => one.id)).toEqual([all]);
});
test('[TL7] claims, knowings and merges that nobody can read are skipped and counted', () => {
	const { doc } = world();
	doc.getMap('claims').set('clm_text', 'no record');
	doc.getMap('knowings').set('knw_bad0', new Y.Map(Object.entries({ eventId: 'x', when: at('02:40') })));
	doc.getMap('merges').set('evt_gone' as EventId, new Y.Map(Object.entries({ into: 7 })));
	const { claims, knowings, merges, skipped } = readTimeline(doc);
	expect([claims, knowings, merges.size, skipped]).toEqual([[], [], 0, 3]);
});
