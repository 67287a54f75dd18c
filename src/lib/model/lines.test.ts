import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatInstant, parseInstant } from './instant.ts';
import { readLines, type Around } from './lines.ts';
import { printWhen } from './time-text.ts';

const around: Around = {
	clock: { zone: 'UTC', near: parseInstant('2026-03-11T12:00:00Z') ?? 0 },
	people: [
		{ id: 'per_ana', name: 'Ana Silva', handles: ['asilva'] },
		{ id: 'per_dev', name: 'Dev Banerjee' },
		{ id: 'per_priya', name: 'Priya Raghunathan' },
		{ id: 'per_will1', name: 'Will Brook' },
		{ id: 'per_sam1', name: 'Sam Okoro' },
		{ id: 'per_sam2', name: 'Sam Lindqvist' },
	],
	systems: [
		{ id: 'sys_kafka', name: 'kafka-main' },
		{ id: 'sys_gw', name: 'Ingest Gateway' },
	],
};
const near = around.clock;

/** Each event in one row: time in words, kind, title, who and what. */
function told(text: string, by: Around = around) {
	const { events, unread, rest } = readLines(text, by);
	return {
		events: events.map(({ draft: { when, kind, title, people = [], systems = [], description } }) =>
			[
				printWhen(when, { ...near, zone: by.clock.zone }),
				kind,
				title,
				[...people, ...systems].join(' '),
				description ?? '',
			]
				.join(' | ')
				.replace(/(?: \| )+$/, ''),
		),
		unread: unread.map(({ line, text: words }) => `${line}: ${words}`),
		rest,
	};
}
const starts = (text: string, by = around) =>
	readLines(text, by).events.map(({ draft }) => formatInstant(draft.when.earliest ?? draft.when.latest ?? 0));

test('[BF1] a line is an event: its time first, its words as written, its people by their names', () => {
	const text = [
		'14:02 Ana rolls back',
		'about 14:10 Priya, Dev: decide to wait',
		'between 14:39 and 14:43 the Ingest Gateway answers again',
		'2026-03-11 15:14:07.25Z Page: IngestLagHigh on kafka-main',
		'[15:20] @asilva asks who is on call',
		'- 15:22 – 15:30 Dev notices the lag',
		'* **15:31** Sam says it is fine',
		'1. before 15:40 Sam Lindqvist: hands over to Will Brook',
		'2. ~15:41 they will wait, kafka-main-2 is out',
		'11 March, 16:00: deploys v42',
		'? Marcus goes to bed',
	].join('\n');
	expect(told(text)).toEqual({
		events: [
			'14:02 | action | Ana rolls back | per_ana',
			'about 14:10 | decision | Priya, Dev: decide to wait | per_dev per_priya',
			'between 14:39 and 14:43 | action | the Ingest Gateway answers again | sys_gw',
			'15:14 | signal | Page: IngestLagHigh on kafka-main | sys_kafka',
			'15:20 | message | @asilva asks who is on call | per_ana',
			'15:22 to 15:30 | noticing | Dev notices the lag | per_dev',
			'15:31 | action | Sam says it is fine',
			'before 15:40 | care | Sam Lindqvist: hands over to Will Brook | per_will1 per_sam2',
			'about 15:41 | action | they will wait, kafka-main-2 is out',
			'16:00 | change | deploys v42',
			'order only | action | Marcus goes to bed',
		],
		unread: [],
		rest: '',
	});
	const [, , , page] = readLines(text, around).events;
	expect(page?.draft.when).toEqual({
		form: 'exact',
		earliest: parseInstant('2026-03-11T15:14:07.25Z'),
		latest: parseInstant('2026-03-11T15:14:07.25Z'),
		written: '2026-03-11 15:14:07.25Z',
		zone: 'UTC',
	});
});

test('[BF2] times that run backwards over midnight are on the next day; a little disorder is not', () => {
	expect(starts('22:10 a\n23:50 b\n23:40 c\n00:10 d\n04:00 e\n03:30 f\n21:00 g')).toEqual([
		'2026-03-11T22:10:00Z',
		'2026-03-11T23:50:00Z',
		'2026-03-11T23:40:00Z',
		'2026-03-12T00:10:00Z',
		'2026-03-12T04:00:00Z',
		'2026-03-12T03:30:00Z',
		'2026-03-12T21:00:00Z',
	]);
	expect(starts('2026-03-14 23:00 a\n01:00 b\n11 March 08:00 c\n09:00 d')).toEqual([
		'2026-03-14T23:00:00Z',
		'2026-03-15T01:00:00Z',
		'2026-03-11T08:00:00Z',
		'2026-03-11T09:00:00Z',
	]);
	// The hour that comes twice: the second time, when the line before was in the first.
	const lisbon = {
		...around,
		clock: { zone: 'Europe/Lisbon', near: parseInstant('2026-10-25T00:30:00Z') ?? 0 },
	};
	expect(starts('01:50 a\n01:10 b', lisbon)).toEqual(['2026-10-25T00:50:00Z', '2026-10-25T01:10:00Z']);
});

test('[BF3] a date on a line of its own is the day of what follows', () => {
	expect(starts('## Tuesday 10 March 2026\n\n09:00 a\n\n2026-03-13\n08:00 b')).toEqual([
		'2026-03-10T09:00:00Z',
		'2026-03-13T08:00:00Z',
	]);
});

test('[BF4] tables give their rows: Markdown with a head, cells parted by tabs with and without', () => {
	const markdown = [
		'| Date | Time | Who | What | System | Kind |',
		'|---|:--|---|---|---|---|',
		'| 2026-03-11 | 02:14 | Ana | restarts a \\| b | kafka-main | change |',
		'| 2026-03-11 | ~02:20 | Somebody | calls | the bridge | phone |',
	].join('\n');
	expect(told(markdown)).toEqual({
		events: [
			'02:14 | change | Ana: restarts a | b | per_ana sys_kafka',
			'about 02:20 | action | Somebody: calls · the bridge · phone',
		],
		unread: [],
		rest: '',
	});
	expect(
		told('02:14\tAna\trestarts it\n2026-03-12\t02:15\tDev, Priya\tdecide\n\nTime\tEvent\n02:16\tquiet')
			.events,
	).toEqual([
		'02:14 | action | Ana: restarts it | per_ana',
		'12 Mar, 02:15 | decision | Dev, Priya: decide | per_dev per_priya',
		'12 Mar, 02:16 | action | quiet',
	]);
});

test('[BF5] what cannot be read keeps its words and says why; words set in belong to the line above', () => {
	const text = [
		'10 March',
		'We had a bad night',
		'14:02 Ana rolls back',
		'   because the lag climbs',
		'   - and nobody is paged',
		'25:99 nothing',
		'14:05 CET Dev joins',
		'14:06',
		'unknown caller rings',
	].join('\n');
	const found = readLines(text, around);
	expect(found.events.map(({ line, draft }) => [line, draft.title, draft.description])).toEqual([
		[3, 'Ana rolls back', 'because the lag climbs\nand nobody is paged'],
	]);
	expect(found.unread.map(({ line, reason }) => [line, reason])).toEqual([
		[2, 'It begins with no time. Put when it was first, such as 14:02 or about 2:40.'],
		[6, '“25:99” is not a time we can read. Try 14:02, about 2:40 or 11 March 02:14.'],
		[7, '“CET” can mean several zones. Write the offset instead, such as 14:02 +01:00, or UTC.'],
		[8, 'There is a time and no words after it.'],
		[9, 'It begins with no time. Put when it was first, such as 14:02 or about 2:40.'],
	]);
	expect(found.rest).toBe(
		'10 March\nWe had a bad night\n25:99 nothing\n14:05 CET Dev joins\n14:06\nunknown caller rings',
	);
});

test('[BF6] no text throws, and every word of it is in an event, in what is unread, or a heading', () => {
	const piece = fc.oneof(
		fc.constantFrom(
			'14:02',
			'about 2:40',
			'2026-03-11',
			'|',
			'\t',
			'\n',
			'\n   ',
			'- ',
			'Ana',
			' ',
			'[',
			']',
			'?',
			'to',
			'00:10',
		),
		fc.string({ unit: 'grapheme', maxLength: 12 }),
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
			const text = pieces.join(' ');
			const { events, unread, rest } = readLines(text, around);
			const kept = new Set([...unread.map(({ line }) => line), ...events.map(({ line }) => line)]);
			expect(kept.size).toBe(unread.length + events.length);
			for (const { text: words } of unread) expect(rest).toContain(words);
			for (const { draft } of events) expect(draft.title).not.toBe('');
		}),
	);
});

test('[BF7] lines printed from events come back with their times', () => {
	const time = fc.integer({ min: 0, max: 23 * 60 + 59 });
	fc.assert(
		fc.property(fc.array(time, { minLength: 1, maxLength: 20 }), (minutes) => {
			const sorted = minutes.toSorted((a, b) => a - b);
			const two = (value: number) => String(value).padStart(2, '0');
			const clock = (at: number) => `${two(Math.floor(at / 60))}:${two(at % 60)}`;
			const text = ['2026-03-11', ...sorted.map((at, index) => `${clock(at)} event ${index}`)].join('\n');
			expect(starts(text)).toEqual(sorted.map((at) => `2026-03-11T${clock(at)}:00Z`));
		}),
	);
});
