import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, recordId, type EventId, type SourceId } from './ids.ts';
import { parseInstant } from './instant.ts';
import type { Origin } from './origin.ts';
import { exactly, makeWhen, type When } from './time.ts';
import {
	addEvent,
	addGap,
	citeRecords,
	events,
	moveEvent,
	observeTimeline,
	patchEvent,
	placeLane,
	readTimeline,
	removeEvent,
	restoreEvent,
	retimeEvent,
	undoTimeline,
	unciteRecord,
} from './timeline.ts';
import { addQuestion, addTheme, answerQuestion, pin, pinKind, readInquiry, unpin } from './inquiry.ts';

const me: Origin = { source: 'local', userId: 'usr_me00' };
const at = (time: string): When => exactly(parseInstant(`2026-03-11T${time}Z`) ?? NaN);
const [hana, priya, tomasz] = [newId('person'), newId('person'), newId('person')];
const kafka = newId('system');

const draft = (title: string, time = '02:14:00') => ({ when: at(time), kind: 'signal' as const, title });

/** Two people's documents, and an exchange of everything between them. */
function pair() {
	const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
	const them: Origin = { source: 'local', userId: 'usr_them' };
	const exchange = () => {
		Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs), { source: 'connection' });
		Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine), { source: 'connection' });
	};
	return { mine, theirs, them, exchange };
}

describe('events', () => {
	test('[TL1] an event comes back whole, with its description as text', () => {
		const doc = new Y.Doc();
		const cited = recordId(newId('source') as SourceId, 7);
		const id = addEvent(
			doc,
			{
				...draft('Paged'),
				people: new Set([priya]),
				systems: new Set([kafka]),
				records: new Set([cited]),
				description: 'Lag.',
			},
			me,
		);
		expect(readTimeline(doc)).toEqual({
			events: [
				{
					id,
					...draft('Paged'),
					label: '',
					certainty: 'sure',
					rank: '',
					people: new Set([priya]),
					systems: new Set([kafka]),
					records: new Set([cited]),
					descriptionProse: 'Lag.',
				},
			],
			gaps: [],
			presences: [],
			lanes: [],
			claims: [],
			knowings: [],
			merges: new Map(),
			skipped: 0,
		});
	});
	test('[TL2] order is by time, then rank, then id; order-only events stand after those of their moment', () => {
		const doc = new Y.Doc();
		const order = (rank: string, earliest?: number) => ({
			...draft(rank),
			rank,
			when: makeWhen({ form: 'order', earliest }) ?? at('00:00:00'),
		});
		addEvent(doc, order('z last'), me);
		addEvent(doc, order('placed', at('02:10:00').earliest), me);
		addEvent(doc, draft('third', '02:20:00'), me);
		addEvent(doc, draft('first', '02:10:00'), me);
		addEvent(doc, order('a last'), me);
		expect(readTimeline(doc).events.map(({ title }) => title)).toEqual([
			'first',
			'placed',
			'third',
			'a last',
			'z last',
		]);
	});
	test('[TL3] a move along time and lane changes the time and swaps one person, and the others stay', () => {
		const doc = new Y.Doc();
		const id = addEvent(doc, { ...draft('x'), people: new Set([hana, priya]) }, me);
		expect(moveEvent(doc, id, { by: 60_000_000, from: hana, to: tomasz }, me)).toBe(true);
		const moved = events.get(doc, id);
		expect([moved?.when, moved?.people]).toEqual([at('02:15:00'), new Set([priya, tomasz])]);
		expect(moveEvent(doc, id, {}, me)).toBe(false);
		expect(moveEvent(doc, 'evt_gone' as EventId, { by: 1 }, me)).toBe(false);
	});
	test('[TL4] a time is one value: of two who retime at once one wins whole', () => {
		const { mine, theirs, them, exchange } = pair();
		const id = addEvent(mine, draft('x'), me);
		exchange();
		const [one, other] = [
			makeWhen({ form: 'between', earliest: 1, latest: 2 }) ?? at(''),
			makeWhen({ form: 'about', best: 600_000_000 }) ?? at(''),
		];
		retimeEvent(mine, id, one, me);
		retimeEvent(theirs, id, other, them);
		exchange();
		const [a, b] = [events.get(mine, id)?.when, events.get(theirs, id)?.when];
		expect(a).toEqual(b);
		expect([one, other]).toContainEqual(a);
	});
	test('[TL5] a delete beats an edit; a removed event can be put back once, under its id', () => {
		const { mine, theirs, them, exchange } = pair();
		const id = addEvent(mine, { ...draft('x'), description: 'words' }, me);
		exchange();
		const removed = removeEvent(mine, id, me);
		patchEvent(theirs, id, { title: 'y' }, them);
		exchange();
		expect(readTimeline(theirs).events).toEqual([]);
		if (!removed) throw new Error('nothing was removed');
		expect([restoreEvent(mine, removed, me), restoreEvent(mine, removed, me)]).toEqual([true, false]);
		exchange();
		expect(readTimeline(theirs).events).toEqual([removed]);
		expect([removeEvent(mine, id, me)?.title, removeEvent(mine, id, me)]).toEqual(['x', undefined]);
	});
	test('[TL6] two people citing evidence at once both win', () => {
		const { mine, theirs, them, exchange } = pair();
		const source = newId('source') as SourceId;
		const [a, b, c] = [recordId(source, 1), recordId(source, 2), recordId(source, 3)];
		const id = addEvent(mine, { ...draft('x'), records: new Set([a]) }, me);
		exchange();
		citeRecords(mine, id, [b], me);
		citeRecords(theirs, id, [c], them);
		unciteRecord(theirs, id, a, them);
		exchange();
		expect(events.get(mine, id)?.records).toEqual(new Set([b, c]));
	});
	test('[TL7] what an older or broken client wrote is skipped and counted, and never throws', () => {
		const doc = new Y.Doc();
		const id = addEvent(doc, draft('good'), me);
		const root = doc.getMap('events');
		root.set('evt_text', 'no record');
		root.set('evt_empty', new Y.Map());
		root.set('evt_wrong', new Y.Map(Object.entries({ when: { form: 'exact' }, kind: 'blame', title: 3 })));
		doc
			.getMap('gaps')
			.set('gap_wrong', new Y.Map(Object.entries({ span: { earliest: 9, latest: 1 }, title: '' })));
		const read = readTimeline(doc);
		expect([read.events.map((event) => event.id), read.skipped]).toEqual([[id], 4]);
	});
	test('[TL8] one transaction a verb, under the origin given', () => {
		const doc = new Y.Doc();
		const origins: unknown[] = [];
		doc.on('afterTransaction', ({ origin }: Y.Transaction) => origins.push(origin));
		let calls = 0;
		const stop = observeTimeline(doc, () => calls++);
		const id = addEvent(doc, { ...draft('x'), people: new Set([hana]), description: 'words' }, me);
		moveEvent(doc, id, { by: 5, from: hana, to: priya }, me);
		removeEvent(doc, id, me);
		placeLane(doc, hana, { group: 'Data', rank: 'a' }, me);
		addGap(doc, { span: { earliest: 1, latest: 2 }, title: 'Silence' }, me);
		stop();
		expect([origins, calls]).toEqual([[me, me, me, me, me], 5]);
	});
});

describe('undo', () => {
	test('[TL9] undo reverts one’s own change and leaves what another wrote since', () => {
		const { mine, theirs, them, exchange } = pair();
		const undo = undoTimeline(mine, me);
		const id = addEvent(mine, draft('first'), me);
		undo.cut();
		patchEvent(mine, id, { title: 'mine' }, me);
		undo.cut();
		patchEvent(mine, id, { kind: 'decision' }, me);
		exchange();
		patchEvent(theirs, id, { title: 'theirs' }, them);
		exchange();
		expect([undo.undo(), events.get(mine, id)?.kind, events.get(mine, id)?.title]).toEqual([
			'done',
			'signal',
			'theirs',
		]);
		undo.undo();
		expect(events.get(mine, id)?.title).toBe('theirs');
		undo.destroy();
	});
	test('[TL10] undoing an addition that another has built on keeps the event whole, and says so', () => {
		const { mine, theirs, them, exchange } = pair();
		const undo = undoTimeline(mine, me);
		const id = addEvent(mine, { ...draft('mine'), people: new Set([hana]) }, me);
		exchange();
		events.prose(theirs, id, 'descriptionProse')?.insert(0, 'their words');
		exchange();
		const before = events.get(mine, id);
		expect([undo.undo(), events.get(mine, id)]).toEqual(['kept', before]);
		expect(before?.descriptionProse).toBe('their words');
		expect(them.source).toBe('local');
		undo.destroy();
	});
	test('[TL10] so it does when the event was removed and brought back in between', () => {
		const { mine, theirs, them, exchange } = pair();
		const undo = undoTimeline(mine, me);
		const id = addEvent(mine, draft('mine'), me);
		undo.cut();
		removeEvent(mine, id, me);
		undo.undo();
		exchange();
		patchEvent(theirs, id, { kind: 'care' }, them);
		exchange();
		const before = events.get(mine, id);
		expect([undo.undo(), events.get(mine, id), before?.kind]).toEqual(['kept', before, 'care']);
		undo.destroy();
	});
	test('[TL23] a removed event that another edited at that moment comes back whole, as it was removed', () => {
		const { mine, theirs, them, exchange } = pair();
		const undo = undoTimeline(mine, me);
		const id = addEvent(mine, { ...draft('x'), people: new Set([hana]), description: 'words' }, me);
		exchange();
		undo.cut();
		const removed = removeEvent(mine, id, me);
		patchEvent(theirs, id, { title: 'y', kind: 'care', people: new Set([hana, priya]) }, them);
		retimeEvent(theirs, id, at('03:00:00'), them);
		exchange();
		expect([undo.undo(), events.get(mine, id)]).toEqual(['done', removed]);
		expect([undo.redo(), events.get(mine, id), undo.undo()]).toEqual(['done', undefined, 'done']);
		exchange();
		expect([readTimeline(mine).events, readTimeline(theirs).events]).toEqual([[removed], [removed]]);
		undo.destroy();
	});
	test('[TL11] delete, undo, redo: the event is back with its description, then gone', () => {
		const doc = new Y.Doc();
		const undo = undoTimeline(doc, me);
		const id = addEvent(doc, { ...draft('x'), description: 'words' }, me);
		undo.cut();
		removeEvent(doc, id, me);
		expect([undo.undo(), events.get(doc, id)?.descriptionProse]).toEqual(['done', 'words']);
		expect([undo.redo(), events.get(doc, id)]).toEqual(['done', undefined]);
		expect([undo.canUndo, undo.canRedo]).toEqual([true, false]);
		undo.destroy();
	});
});

describe('the inquiry', () => {
	test('[IN1] open questions come first; an answered one keeps its answer, who and when', () => {
		const doc = new Y.Doc();
		const a = addQuestion(doc, { text: 'Who was there?', raisedAt: 1 }, me);
		const b = addQuestion(doc, { text: 'What showed it?', raisedAt: 2, personId: priya }, me);
		answerQuestion(doc, a, { answer: 'Sofia.', by: 'usr_me00', at: 5 }, me);
		const read = readInquiry(doc);
		expect(read.questions.map(({ id, answer, answeredAt }) => [id, answer, answeredAt])).toEqual([
			[b, '', 0],
			[a, 'Sofia.', 5],
		]);
	});
	test('[IN2] pins are sets: two people pinning at once both win, and a pin knows what it points at', () => {
		const { mine, theirs, them, exchange } = pair();
		const [event, gap] = [newId('event'), newId('gap')];
		const theme = addTheme(mine, { title: 'Quiet buffers' }, me);
		exchange();
		pin(mine, theme, event, me);
		pin(theirs, theme, gap, them);
		exchange();
		expect(readInquiry(theirs).themes[0]?.on).toEqual(new Set([event, gap]));
		unpin(mine, theme, gap, me);
		expect(readInquiry(mine).themes[0]?.on).toEqual(new Set([event]));
		expect([event, gap, 'src_abcd1.5', 'x'].map(pinKind)).toEqual(['event', 'gap', 'record', undefined]);
	});
});
