import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, type EventId, type PersonId, type RecordId, type SystemId } from '../ids.ts';
import { formatInstant, parseInstant, second } from '../instant.ts';
import { exactly, forms, makeWhen, type When } from '../time.ts';
import {
	addEvent,
	addGap,
	addKnowing,
	addPresence,
	claimTime,
	eventKinds,
	mergeEvents,
	placeLane,
	readTimeline,
	undoTimeline,
	type EventDraft,
	type Timeline,
} from '../timeline.ts';
import { inert, readRows, renderCsv, renderPlainCsv, uninert } from './csv.ts';
import { place, type FileRead, type Incoming } from './incoming.ts';
import { readTimelineFile } from './read.ts';
import { takeIn } from './take-in.ts';
import { timelineJson, writeCsv, writeMarkdown, writeTimesketch, type About } from './write.ts';

const origin = { source: 'local', userId: 'usr_ana' } as const;
const people = ['Ana Silva', '=cmd|calc', 'Dev; Ops \\ "night"', 'Priya', '山田'].map((name) => ({
	id: newId('person'),
	name,
}));
const systems = ['kafka-main', '-gateway', '@edge, west'].map((name) => ({ id: newId('system'), name }));
const noon = parseInstant('2026-03-11T12:00:00Z') ?? 0;
const about: About = { analysisId: 'ana_0000', title: 'A night', zone: 'UTC', people, systems };
const around = { clock: { zone: 'UTC', near: noon }, people, systems };

function read(text: string, by = around): FileRead {
	const steps = readTimelineFile(text, by);
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
}
function incomingOf(text: string): Incoming {
	const found = read(text);
	if (!found.ok) throw new Error(found.why);
	return found.value;
}
/** The timeline that a file makes in an empty document. */
function taken(text: string): { timeline: Timeline; incoming: Incoming } {
	const incoming = incomingOf(text);
	const doc = new Y.Doc();
	const { ready } = place(incoming, {
		people,
		systems,
		timeline: { events: [], merges: new Map() },
		kind: 'signal',
		cites: () => true,
	});
	for (const _ of takeIn(doc, ready, origin));
	return { timeline: readTimeline(doc), incoming };
}

const at = fc.integer({ min: noon - 9e15 / 100, max: noon + 9e15 / 100 });
const endForms = ['exact', 'about', 'before', 'after', 'between', 'unknown'] as const;
const nasty = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 40 }),
	fc.constantFrom(
		'=1+1',
		"'=1+1",
		'+44',
		'-x',
		'@x',
		'\tx',
		'\rx',
		'a,b',
		'a"b',
		'a\r\nb\nc',
		"''",
		'"',
		' x ',
		'|',
		'山田 🎉',
	),
);
const when: fc.Arbitrary<When> = fc
	.record({
		form: fc.constantFrom(...forms),
		three: fc.tuple(at, at, at),
		written: nasty,
		zone: fc.constantFrom('UTC', 'Europe/Lisbon'),
		end: fc.option(fc.record({ form: fc.constantFrom(...endForms), by: fc.integer({ min: 0, max: 9e12 }) })),
	})
	.map(({ form, three, written, zone, end }) => {
		const [earliest = 0, best = 0, latest = 0] = three.toSorted((a, b) => a - b);
		const bounds = { earliest, best: form === 'about' ? best : undefined, latest };
		const last = latest + (end?.by ?? 0);
		const withEnd = end && { form: end.form, earliest: last, latest: last };
		return (
			makeWhen({ form, ...bounds, written, zone, ...(withEnd && { end: withEnd }) }) ??
			makeWhen({ form: 'exact', earliest, written, zone }) ?? { form: 'order', written, zone }
		);
	});
const draft: fc.Arbitrary<EventDraft> = fc.record({
	when,
	kind: fc.constantFrom(...eventKinds),
	title: nasty,
	label: nasty.map((text) => text.slice(0, 60)),
	certainty: fc.constantFrom('sure', 'thought', 'inferred'),
	rank: fc.constantFrom('', 'a', 'b'),
	people: fc.subarray(people).map((some) => new Set(some.map(({ id }) => id as PersonId))),
	systems: fc.subarray(systems).map((some) => new Set(some.map(({ id }) => id as SystemId))),
	records: fc.subarray(['src_0001.5', 'src_0002.77']).map((some) => new Set(some as RecordId[])),
	description: nasty,
});
const timelines = fc.array(draft, { maxLength: 12 }).map((drafts) => {
	const doc = new Y.Doc();
	for (const each of drafts) addEvent(doc, each, origin);
	return readTimeline(doc);
});

test('[EX1] commas, quotes and line breaks are quoted; numbers stay numbers', () => {
	expect(
		renderCsv([
			['a', 'b'],
			['x,"y"\nz', -1],
			[null, 'plain'],
		]),
	).toBe('a,b\r\n"x,""y""\nz",-1\r\n,plain\r\n');
});

test('[EX2] what a spreadsheet would run as a formula stays text, and reads back as it was', () => {
	expect(renderCsv([['=1+1', '+1', '-1', '@a', '\tb', '\rc']])).toBe("'=1+1,'+1,'-1,'@a,'\tb,\"'\rc\"\r\n");
	fc.assert(
		fc.property(nasty, (text) => {
			expect(uninert(inert(text))).toBe(text);
			expect(inert(text)).not.toMatch(/^[=+\-@\t\r]/);
		}),
	);
});

test('[EX3] every table reads back cell for cell, and each row knows its line', () => {
	const cell = nasty.filter((text) => text !== '');
	fc.assert(
		fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 8 }), (rows) => {
			expect([...readRows(renderPlainCsv(rows), ',')].map(({ cells }) => cells)).toEqual(rows);
		}),
	);
	expect([...readRows('a;b\n\n"x\n;""y""";2\r\n"open;3')]).toEqual([
		{ line: 1, cells: ['a', 'b'], isOpen: false },
		{ line: 3, cells: ['x\n;"y"', '2'], isOpen: false },
		{ line: 5, cells: ['open;3'], isOpen: true },
	]);
});

test('[EX4] our CSV and our Timesketch CSV bring back every event as it was', () => {
	fc.assert(
		fc.property(timelines, (timeline) => {
			for (const write of [writeCsv, writeTimesketch]) {
				const back = taken(write(timeline, about));
				expect(back.incoming.unread).toEqual([]);
				expect(back.timeline.events).toEqual(timeline.events);
			}
		}),
		{ numRuns: 60 },
	);
});

test('[EX5] our JSON brings back every collection of the timeline as it was', () => {
	fc.assert(
		fc.property(timelines, ({ events }) => {
			const doc = new Y.Doc();
			for (const { id, descriptionProse, ...fields } of events)
				addEvent(doc, { ...fields, description: descriptionProse }, origin, id);
			const [first] = events;
			const [ana, , dev] = people;
			if (!ana || !dev) throw new Error('there is nobody');
			addGap(
				doc,
				{
					span: { earliest: noon, latest: noon + 5 * second },
					title: '=quiet',
					ask: new Set([dev.id]),
					scope: ana.id,
				},
				origin,
			);
			addPresence(
				doc,
				{ personId: ana.id, span: { earliest: noon, latest: noon + 1 }, certainty: 'thought' },
				origin,
			);
			placeLane(doc, ana.id, { group: 'Ops', rank: 'a' }, origin);
			if (first) {
				claimTime(doc, { eventId: first.id, personId: dev.id, when: exactly(noon + 7) }, origin);
				addKnowing(doc, { eventId: first.id, when: exactly(noon) }, origin);
			}
			const timeline = readTimeline(doc);
			const back = taken(JSON.stringify(timelineJson(timeline, about)));
			expect(back.incoming.unread).toEqual([]);
			expect(back.timeline).toEqual(timeline);
		}),
		{ numRuns: 40 },
	);
});

/** Each event as one row, with its instant. */
const told = ({ events }: Incoming) =>
	events.map(
		({ line, when: { earliest, latest }, kind, title, description, people: who, systems: what }) => ({
			line,
			at: earliest === undefined ? '?' : formatInstant(earliest),
			...(earliest !== latest && { wide: true }),
			...(kind && { kind }),
			title,
			description,
			refs: [...who, ...what].map(({ id }) => [...people, ...systems].find((one) => one.id === id)?.name),
		}),
	);

test('[EX6] a Timesketch file gives its events to the microsecond; its other columns stay in their words', () => {
	const csv = [
		'message,timestamp,datetime,timestamp_desc,hostname,user,tag,extra',
		'"A service, started",1426339141123456,2015-03-14T13:19:01.123456+00:00,Start Time,kafka-main,-,"[""x"",""y""]",',
		'Login,1426339142000000,2015-03-14T14:19:02+01:00,Event Logged,web-7,Ana Silva,-,"two\nlines"',
		'No time,,,Event Logged,,,,',
		'Too,many,2015-03-14T13:19:03+00:00,x,,,,,,,one more',
		',1,2015-03-14T13:19:03+00:00,x,,,,',
		'"Never closed,1,2015-03-14T13:19:04+00:00,x',
	].join('\n');
	const found = incomingOf(csv);
	expect(found.is).toBe('timesketch');
	expect(told(found)).toEqual([
		{
			line: 2,
			at: '2015-03-14T13:19:01.123456Z',
			title: 'A service, started',
			description: 'timestamp_desc: Start Time\ntag: ["x","y"]',
			refs: ['kafka-main'],
		},
		{
			line: 3,
			at: '2015-03-14T13:19:02Z',
			title: 'Login',
			description: 'timestamp_desc: Event Logged\nhostname: web-7\nextra: two\nlines',
			refs: ['Ana Silva'],
		},
	]);
	expect(found.unread.map(({ line, reason }) => [line, reason])).toEqual([
		[5, 'It says no time.'],
		[6, 'It has 11 cells and the head has 8.'],
		[7, 'It says nothing of what happened.'],
		[8, 'A quote is opened here and never closed.'],
	]);
	expect(Object.fromEntries(found.columns.map(({ name, became }) => [name, became]))).toEqual({
		message: 'what happened',
		timestamp: 'left out: it says the time again',
		datetime: 'when',
		timestamp_desc: 'kept in the description',
		hostname: 'systems, where they are known',
		user: 'people, where they are in the cast',
		tag: 'kept in the description',
		extra: 'kept in the description',
	});
	const jsonl = [
		'{"message":"One","timestamp":1426339141123456,"timestamp_desc":"Start Time","tag":["a","b"]}',
		'not json',
		'{"message":"Two","datetime":"2015-03-14T13:19:02+00:00","timestamp":1426339142000000,"timestamp_desc":"Stop","n":{"a":1}}',
	].join('\n');
	const lines = incomingOf(jsonl);
	expect(told(lines)).toEqual([
		{
			line: 1,
			at: '2015-03-14T13:19:01.123456Z',
			title: 'One',
			description: 'timestamp_desc: Start Time\ntag: a, b',
			refs: [],
		},
		{
			line: 3,
			at: '2015-03-14T13:19:02Z',
			title: 'Two',
			description: 'timestamp_desc: Stop\nn: {"a":1}',
			refs: [],
		},
	]);
	expect(lines.unread).toEqual([{ line: 2, text: 'not json', reason: 'It is no JSON object.' }]);
});

test('[EX7] an IRIS timeline gives its events by their own zone, with category, raw text and tags', () => {
	const csv = [
		'event_date,event_tz,event_title,event_category,event_content,event_raw,event_source,event_assets,event_iocs,event_tags',
		'"2023-03-26T03:00:30.000","+00:00","An event","Unspecified","Event description","raw","source","","","defender|malicious"',
		'"2023-03-26T03:00:30.123456","+02:00","Another","Legitimate","","","","kafka-main;web-7","",""',
		'"2023-03-26T01:30:00","Europe/Lisbon","In no hour","","","","","","",""',
		'"2023-03-26T01:30:00","Nowhere/Else","In no zone","","","","","","",""',
	].join('\r\n');
	const found = incomingOf(csv);
	expect(found.is).toBe('iris');
	expect(told(found)).toEqual([
		{
			line: 2,
			at: '2023-03-26T03:00:30Z',
			title: 'An event',
			description:
				'Event description\n\nevent_category: Unspecified\nevent_raw: raw\nevent_source: source\nevent_tags: defender|malicious',
			refs: [],
		},
		{
			line: 3,
			at: '2023-03-26T01:00:30.123456Z',
			title: 'Another',
			description: 'event_category: Legitimate\nevent_assets: kafka-main;web-7',
			refs: ['kafka-main'],
		},
	]);
	expect(found.unread.map(({ line, reason }) => [line, reason])).toEqual([
		[4, '“2023-03-26T01:30:00” is not a time we can read.'],
		[5, '“Nowhere/Else” is no time zone.'],
	]);
});

test('[EX8] any table with a time and words is read by the clock of its reader; the size of a number says its unit', () => {
	const lisbon = {
		...around,
		clock: { zone: 'Europe/Lisbon', near: parseInstant('2026-07-11T12:00:00Z') ?? 0 },
	};
	const found = read(
		'When;What happened;Who\nabout 02:41;they decide;Priya\n2026-07-11 02:50;quiet;\n',
		lisbon,
	);
	expect(found.ok && told(found.value)).toEqual([
		{
			line: 2,
			at: '2026-07-11T01:39:00Z',
			wide: true,
			title: 'they decide',
			description: '',
			refs: ['Priya'],
		},
		{ line: 3, at: '2026-07-11T01:50:00Z', wide: true, title: 'quiet', description: '', refs: [] },
	]);
	const at = ['1426339141', '1426339141123', '1426339141123456', '1426339141123456789'];
	for (const [index, digits] of at.entries()) {
		const { events, columns } = incomingOf(`timestamp,message\n${digits},x`);
		expect([formatInstant(events[0]?.when.earliest ?? 0), columns[0]?.became]).toEqual([
			`2015-03-14T13:19:01${['', '.123', '.123456', '.123456'][index]}Z`,
			`when, as ${['seconds', 'milliseconds', 'microseconds', 'nanoseconds'][index]} since 1970`,
		]);
	}
	for (const wrong of [
		'',
		'just words',
		'a,b\n1,2',
		'when,where\n02:14,here',
		'{"is":"else"}',
		'[1,2]',
		'{"x":',
	])
		expect([wrong, read(wrong)]).toEqual([wrong, { ok: false, why: expect.stringMatching(/\.$/) }]);
});

test('[EX9] what is on the timeline already is not added again, and who is not there is named', () => {
	const csv = writeTimesketch(readTimeline(new Y.Doc()), about);
	expect(incomingOf(csv).events).toEqual([]);
	const incoming = incomingOf(
		'datetime,message\n2026-03-11T02:14:00Z,a\n2026-03-11T02:14:00Z,a\n2026-03-11T02:15:00Z,b',
	);
	const doc = new Y.Doc();
	const timelineOfNone = { events: [], merges: new Map() };
	const once = { people, systems, timeline: timelineOfNone, kind: 'signal', cites: () => true } as const;
	for (const _ of takeIn(doc, place(incoming, once).ready, origin));
	const timeline = readTimeline(doc);
	expect(timeline.events.map(({ title, kind }) => [title, kind])).toEqual([
		['a', 'signal'],
		['a', 'signal'],
		['b', 'signal'],
	]);
	expect(place(incoming, { ...once, timeline })).toMatchObject({ here: 3, ready: { events: [] } });

	const json = JSON.stringify(
		timelineJson(
			{
				...timeline,
				events: [
					{
						...must(timeline.events[0]),
						people: new Set([people[0]?.id as PersonId]),
						records: new Set(['src_0001.5' as RecordId]),
					},
				],
			},
			about,
		),
	);
	const elsewhere = place(incomingOf(json), { ...once, people: [], cites: () => false });
	expect(elsewhere.missing).toEqual({ people: ['Ana Silva'], systems: [] });
	expect([elsewhere.uncited, [...(elsewhere.ready.events[0]?.draft.people ?? [])]]).toEqual([1, []]);
	// The same name under another id is the same person.
	const other = newId('person');
	const renamed = place(incomingOf(json), { ...once, people: [{ id: other, name: 'ana silva' }] });
	expect([...(renamed.ready.events[0]?.draft.people ?? [])]).toEqual([other]);
});

test('[EX9] what was merged is there already; what was merged once and stands again stays', () => {
	const doc = new Y.Doc();
	const [into, other] = ['Paged', 'Pager went off'].map((title) =>
		addEvent(
			doc,
			{ title, kind: 'signal', when: exactly(must(parseInstant('2026-03-11T02:14:00Z'))) },
			origin,
		),
	) as [EventId, EventId];
	const before = timelineJson(readTimeline(doc), about);
	const undo = undoTimeline(doc, origin);
	mergeEvents(doc, into, [other], origin);
	const merged = readTimeline(doc);
	const here = { people, systems, kind: 'signal', cites: () => true } as const;
	expect(place(incomingOf(JSON.stringify(before)), { ...here, timeline: merged })).toMatchObject({
		here: 2,
		ready: { events: [] },
	});
	const after = JSON.stringify(timelineJson(merged, about));
	undo.undo();
	const apart = readTimeline(doc);
	for (const _ of takeIn(doc, place(incomingOf(after), { ...here, timeline: apart }).ready, origin));
	expect(readTimeline(doc).events).toEqual(apart.events);
});

test('[EX11] a Markdown table has a row for every event, and no word of it breaks out of its cell', () => {
	fc.assert(
		fc.property(timelines, (timeline) => {
			const [, ...rows] = writeMarkdown(timeline, about).split('| --- | --- | --- | --- | --- |\n');
			const lines = rows.join('').split('\n').slice(0, -1);
			expect(lines.length).toBe(timeline.events.length);
			for (const line of lines) expect(line.match(/(?<!\\)(?:\\\\)*\|/g)?.length).toBe(6);
		}),
	);
});

test('[EX12] Timesketch finds in each row what it must have, its times all in one shape', () => {
	fc.assert(
		fc.property(timelines, (timeline) => {
			const [head, ...rows] = [...readRows(writeTimesketch(timeline, about), ',')].map(({ cells }) => cells);
			expect(head?.slice(0, 4)).toEqual(['message', 'datetime', 'timestamp_desc', 'tag']);
			expect(rows.length).toBe(timeline.events.length);
			for (const [message, datetime, meaning, tag] of rows) {
				expect(message).toBeDefined();
				expect(datetime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
				expect(meaning).not.toBe('');
				expect(Array.isArray(JSON.parse(tag ?? ''))).toBe(true);
			}
		}),
	);
});

function must<T>(value: T | undefined): T {
	if (value === undefined) throw new Error('it is not there');
	return value;
}
