import { expect, test } from 'vitest';
import { readFormat } from '#tests/support/read-format.ts';

test('[EV80] transcripts: Zoom and Teams names, clauses that are none, overlaps, SubRip', () => {
	const vtt = `\uFEFFWEBVTT

1
00:00:01.500 --> 00:00:05.000
Priya Raghunathan: Okay: it says recording.

x/7-0
00:04.000 --> 00:06.000 align:start
<v Wei-Lin Chou>I have &lt;one&gt; ticket</v>

00:00:07.000 --> 00:00:08.000
so here is the thing we all know, honestly: nothing
`;
	const start = { recordedFromUs: Date.UTC(2026, 2, 11, 2, 24, 5) * 1000 };
	const { told, records, raw } = readFormat({ 'a.vtt': vtt }, start);
	expect(told).toEqual([
		['2026-03-11T02:24:06.500Z', 'Priya Raghunathan', 'Okay: it says recording.'],
		['2026-03-11T02:24:09Z', 'Wei-Lin Chou', 'I have <one> ticket'],
		['2026-03-11T02:24:12Z', 'Wei-Lin Chou', 'so here is the thing we all know, honestly: nothing'],
	]);
	expect(records.map(({ key, atWritten }) => [key, atWritten])).toEqual([
		['1', '00:00:01.500'],
		['2', '00:04.000'],
		['3', '00:00:07.000'],
	]);
	expect(raw[1]).toBe('00:04.000 --> 00:06.000 align:start\n<v Wei-Lin Chou>I have &lt;one&gt; ticket</v>');
	expect(readFormat({ 'a.srt': '1\n00:00:00,500 --> 00:00:07,000\nCaption\n' }, start)).toMatchObject({
		format: 'webvtt',
		told: [['2026-03-11T02:24:05.500Z', undefined, 'Caption']],
	});
});

test('[EV81] PagerDuty: the note’s own words, who did it, and the incident beside its entries adds nothing', () => {
	const entry = (id: string, type: string, more: object) => ({
		id,
		type: `${type}_log_entry`,
		created_at: '2026-03-11T02:19:44Z',
		summary: `${type} by Priya`,
		...more,
	});
	const entries = JSON.stringify({
		log_entries: [
			entry('R1', 'annotate', {
				agent: { type: 'user_reference', summary: 'Priya' },
				channel: { type: 'note', summary: 'Call link.' },
			}),
			entry('R2', 'notify', {
				agent: { type: 'service_reference', summary: 'gw' },
				channel: { type: 'auto' },
			}),
		],
	});
	const incident = JSON.stringify({
		incident: {
			id: 'Q1',
			incident_number: 142,
			title: 'Lag',
			status: 'resolved',
			created_at: '2026-03-11T02:14:07Z',
			resolved_at: '2026-03-11T07:44:29Z',
			html_url: 'https://t.pagerduty.com/incidents/Q1',
		},
	});
	const both = readFormat({ 'entries.json': entries, 'incident.json': incident });
	expect(
		both.records.map(({ author, authorKind, kind, text, key }) => [author, authorKind, kind, text, key]),
	).toEqual([
		['Priya', 'person', 'alert', 'Call link.', 'R1'],
		['gw', 'system', 'page', 'notify by Priya', 'R2'],
	]);
	expect(readFormat({ 'incident.json': incident }).told).toEqual([
		['2026-03-11T02:14:07Z', undefined, 'Lag, resolved'],
	]);
});

test('[EV82] Alertmanager: an end in the year 1 is none; several alerts of one body have keys of their own', () => {
	const alert = (name: string, more: object) => ({
		status: 'firing',
		labels: { alertname: name, service: 'gw' },
		annotations: { summary: 'lag' },
		startsAt: '2026-03-11T02:14:00Z',
		endsAt: '0001-01-01T00:00:00Z',
		fingerprint: name,
		...more,
	});
	const body = JSON.stringify({
		receiver: 'x',
		status: 'firing',
		alerts: [alert('A', {}), alert('B', { status: 'resolved', endsAt: '2026-03-11T06:24:20.1Z' })],
	});
	const { records, told } = readFormat({ 'hooks.jsonl': `${body}\n{"receiver":"x","alerts":[]}\n` });
	expect(told).toEqual([
		['2026-03-11T02:14:00Z', 'gw', 'A: lag'],
		['2026-03-11T06:24:20.100Z', 'gw', 'B: lag'],
	]);
	expect(records.map(({ key }) => key)).toEqual(['1', '1.2']);
});

test('[EV83] git log in the dates git prints; the message is the text', () => {
	const log = (date: string) =>
		`commit 6afa328c08aa736933378c055c2ef04d55c9d09d\nAuthor: A B <a@b.example>\nDate:   ${date}\n\n    Subject\n\n    Body\n\n file | 2 ++\n`;
	for (const date of [
		'2025-10-02T13:52:30-05:00',
		'2025-10-02 13:52:30 -0500',
		'Thu Oct 2 13:52:30 2025 -0500',
		'Thu, 2 Oct 2025 13:52:30 -0500',
		'1759431150 -0500',
	])
		expect(readFormat({ 'log.txt': log(date) }).told).toEqual([
			['2025-10-02T18:52:30Z', 'A B', 'Subject\nBody'],
		]);
});

test('[EV84] a picture is one record, at the time given', () => {
	const png = Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		Buffer.alloc(40),
	]);
	const { records, told } = readFormat(
		{ 'shots/graph.png': png },
		{ recordedFromUs: Date.UTC(2026, 2, 11) * 1000 },
	);
	expect(told).toEqual([['2026-03-11T00:00:00Z', undefined, 'graph.png']]);
	expect(records[0]).toMatchObject({
		kind: 'picture',
		byteOffset: 0,
		byteLength: 48,
		meta: { type: 'image/png' },
	});
});

test('[EV85] status page updates have their ids, and a time set back by hand stands beside', () => {
	const page = {
		id: 'p',
		name: 'Late events',
		incident_updates: [
			{
				id: 'su1',
				status: 'resolved',
				body: 'All arrived.',
				created_at: '2026-03-11T07:45:10.000Z',
				display_at: '2026-03-11T07:40:00.000Z',
			},
		],
	};
	const { records } = readFormat({ 'i.json': JSON.stringify(page, null, 1) });
	expect(records[0]).toMatchObject({
		key: 'su1',
		text: 'All arrived.',
		fields: 'status=resolved incident=Late events',
		meta: { status: 'resolved', shownAt: '2026-03-11T07:40:00.000Z' },
	});
});
