import { expect, test } from 'vitest';
import { readFormat } from '#tests/support/read-format.ts';

const first = (line: string, options = {}) =>
	readFormat({ 'a.log': `${line}\n${line}\n` }, { format: 'text-log', ...options }).told[0];

test.each([
	['[2026-03-11 00:40:19,897] INFO [x] said', '2026-03-11T00:40:19.897Z', 'INFO [x] said'],
	['2026-03-11T01:30:40.000Z Running plan', '2026-03-11T01:30:40Z', 'Running plan'],
	['2026/03/11 01:30:40 [error] 7#7: said', '2026-03-11T01:30:40Z', '[error] 7#7: said'],
	[
		'nova.log.1.2017-05-16_13:53:08 2017-05-16 00:00:00.008 25746 INFO said',
		'2017-05-16T00:00:00.008Z',
		'nova.log.1.2017-05-16_13:53:08 25746 INFO said',
	],
	['081109 203615 148 INFO said', '2008-11-09T20:36:15Z', '148 INFO said'],
	['17/06/09 20:10:40 INFO said', '2017-06-09T20:10:40Z', 'INFO said'],
	['[Sun Dec 04 04:47:44 2005] [error] said', '2005-12-04T04:47:44Z', '[error] said'],
	[
		'10.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /x HTTP/1.0" 200 23',
		'2000-10-10T20:55:36Z',
		'10.0.0.1 - frank "GET /x HTTP/1.0" 200 23',
	],
	[
		'<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 proc 8710 - - said',
		'2003-08-24T12:14:15.000003Z',
		'192.0.2.1 proc 8710 - - said',
	],
	[
		'134681 node-246 unix.hw state 1077804742 1 said',
		'2004-02-26T14:12:22Z',
		'134681 node-246 unix.hw state 1 said',
	],
	['1773196392.004100 said', '2026-03-11T02:33:12.004100Z', 'said'],
	['20260311T021407Z said', '2026-03-11T02:14:07Z', 'said'],
	['11 Mar 2026 02:14:07 said', '2026-03-11T02:14:07Z', 'said'],
	['3/11/2026, 2:14:07 PM said', '2026-03-11T14:14:07Z', 'said'],
	['25/12/2026 02:14:07 said', '2026-12-25T02:14:07Z', 'said'],
])('[EV50] %s', (line, at, text) => {
	expect(first(line)?.[0]).toBe(at);
	expect(first(line)?.[2]).toBe(text);
});

test('[EV51] a missing year is said or guessed, shown, and passes New Year', () => {
	const log = 'Dec 31 23:59:58 gw sshd[1]: one\nJan  1 00:00:03 gw sshd[1]: two\n';
	const guessed = readFormat({ 'a.log': log });
	expect(guessed.told.map(([at]) => at)).toEqual(['2025-12-31T23:59:58Z', '2026-01-01T00:00:03Z']);
	expect(guessed.assumptions).toEqual([
		{ what: 'year', value: '2025', because: 'the times in it name no year' },
		{ what: 'zone', value: 'UTC', because: 'the times in it name no zone' },
	]);
	expect(readFormat({ 'a.log': log }, { year: 2019 }).told[1]?.[0]).toBe('2020-01-01T00:00:03Z');
	expect(guessed.records[0]).toMatchObject({ author: 'gw', authorKind: 'system' });
});

test('[EV52] lines without a time belong to the record before, bytes included; levels are read', () => {
	const log =
		'noise\n2026-03-11 02:00:00 ERROR boom\n  at a (b.js:1)\n\n  at c\r\n2026-03-11 02:00:01 WARN [error] twice\n';
	const { told, raw, skipped, records } = readFormat({ 'a.log': log });
	expect(told.map(([, , text]) => text)).toEqual([
		'ERROR boom\n  at a (b.js:1)\n  at c',
		'WARN [error] twice',
	]);
	expect(raw).toEqual([
		'2026-03-11 02:00:00 ERROR boom\n  at a (b.js:1)\n\n  at c',
		'2026-03-11 02:00:01 WARN [error] twice',
	]);
	expect(records.map(({ level, line }) => [level, line])).toEqual([
		['error', 2],
		['warn', 6],
	]);
	expect(skipped).toEqual([
		{ line: 1, reason: 'it has no time, and no line before it has one', text: 'noise' },
	]);
});

test('[EV53] zones: as said, else the analysis’ own, and never where the stamp has one', () => {
	const log = '2026-07-01 12:00:00 a\n2026-07-01T12:00:00+02:00 b\n';
	expect(readFormat({ 'a.log': log }, {}, 'Europe/Berlin').told.map(([at]) => at)).toEqual([
		'2026-07-01T10:00:00Z',
		'2026-07-01T10:00:00Z',
	]);
	expect(readFormat({ 'a.log': log }, { zone: 'Asia/Tokyo' }).told[0]?.[0]).toBe('2026-07-01T03:00:00Z');
});

test('[EV54] a line of a megabyte is cut in what is read and whole in its bytes', () => {
	const log = `2026-03-11 02:00:00 ${'x'.repeat(1_000_000)}\n2026-03-11 02:00:01 next\n`;
	const { records } = readFormat({ 'a.log': log });
	expect(records[0]?.text.length).toBeLessThan(70_000);
	expect(records[0]?.text.endsWith('… (cut here; the whole line is in the original)')).toBe(true);
	expect(records[0]?.byteLength).toBe(1_000_020);
	expect(records[1]?.text).toBe('next');
});

test('[EV55] text without times is lines in their order, at the moment that is given', () => {
	const { told, format, assumptions } = readFormat(
		{ 'notes.txt': 'first thing\n\nsecond thing\n' },
		{ recordedFromUs: 0 },
	);
	expect([format, assumptions]).toEqual(['plain-lines', []]);
	expect(told).toEqual([
		['1970-01-01T00:00:00Z', undefined, 'first thing'],
		['1970-01-01T00:00:00Z', undefined, 'second thing'],
	]);
	expect(readFormat({ 'notes.txt': 'first thing\n' }).assumptions).toEqual([
		{ what: 'recordedFrom', value: null, because: 'no line of it has a time' },
	]);
});
