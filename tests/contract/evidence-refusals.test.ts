/** Every wrong file and every wrong word about it gets one clear sentence, and nothing of it stays behind. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OptionInput } from '#server/evidence/options.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';
import { analysisId, lead, openEvidence, value, type EvidenceWorld } from '#tests/support/evidence.ts';
import { zip } from '#tests/support/zip.ts';

let store: TestDatabases;
let world: EvidenceWorld;
beforeAll(async () => {
	const [sqlite] = stores;
	if (!sqlite) throw new Error('no store');
	store = await sqlite.open();
	world = await openEvidence(store.databases, { importMaxBytes: 80 * 1024 * 1024 });
});
afterAll(async () => {
	await world.close();
	await store.close();
});

const left = () =>
	['blob', 'evidence', 'import'].flatMap((folder) =>
		existsSync(join(world.dataDir, folder))
			? readdirSync(join(world.dataDir, folder), { recursive: true, withFileTypes: true })
					.filter((entry) => entry.isFile())
					.map((entry) => entry.name)
			: [],
	);
const good = '{"time":"2026-03-11T02:00:00Z","msg":"ok"}\n';
const zeros = Buffer.alloc(70 * 1024 * 1024);

test.each<[string, Record<string, string | Uint8Array>, string]>([
	['an empty file', { 'a.log': '' }, 'The file is empty. Nothing was imported.'],
	[
		'a program',
		{ 'a.bin': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 1, 2, 3]) },
		'This is not a kind of file that Second Story can read. Nothing was imported; add it as text, JSON lines, a Slack export, a transcript or a picture.',
	],
	[
		'a page saved in place of a file',
		{ 'log_entries.json': '<!DOCTYPE html><title>Sign in</title>' },
		'log_entries.json is a web page, perhaps a sign-in page that was saved in place of the file. Download it again; nothing was imported.',
	],
	[
		'UTF-16',
		{ 'a.log': Buffer.from('\uFEFF2026-03-11 02:00:00 x', 'utf16le') },
		'a.log is written in UTF-16. Save it as UTF-8 and add it again; nothing was imported.',
	],
	[
		'JSON cut off',
		{ '2026-03-11.json': '[{"ts":"1773194951.100109","text":"hi' },
		'This JSON ends in the middle (after 37 bytes). Nothing was imported; download it again and add it once more.',
	],
	[
		'JSON without a time',
		{ 'a.json': '{\n "hi": "there"\n}' },
		'Read as JSON lines, this file gives no records. The first thing left out: it has no time that can be read. Nothing was imported.',
	],
	[
		'lists of a Slack export only',
		{ 'x/users.json': '[]', 'x/channels.json': '[]' },
		'There are no messages in this Slack export, only its lists of people and channels. Add the folder of a channel as well.',
	],
	[
		'files of two kinds',
		{
			'a.vtt': 'WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n',
			'b.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		},
		'These files are not of one kind that Second Story can read together. Nothing was imported; add them one by one.',
	],
	[
		'a zip cut off',
		{ 'a.zip': zip([{ path: 'a.jsonl', content: good }]).subarray(0, 60) },
		'a.zip is cut off or damaged. Nothing was imported; download it again and add it once more.',
	],
	[
		'an encrypted zip',
		{ 'a.zip': zip([{ path: 'a.jsonl', content: good, isEncrypted: true }]) },
		'a.zip is encrypted. Unpack it with its password and add what is inside; nothing was imported.',
	],
	[
		'a zip bomb',
		{ 'a.zip': zip([{ path: 'a.log', content: zeros }]) },
		'a.zip grows to more than 64 MiB when it is opened, which looks like a trap. Nothing was imported; unpack it yourself and add the files you need.',
	],
	[
		'a zip that lies about its size',
		{ 'a.zip': zip([{ path: 'a.log', content: zeros, claimedBytes: 10 }]) },
		'a.zip is cut off or damaged. Nothing was imported; download it again and add it once more.',
	],
	[
		'a gzip bomb',
		{ 'a.log.gz': gzipSync(zeros) },
		'a.log.gz grows to more than 64 MiB when it is opened, which looks like a trap. Nothing was imported; unpack it yourself and add the files you need.',
	],
	[
		'a gzip cut off',
		{ 'a.log.gz': gzipSync(good).subarray(0, 20) },
		'a.log.gz is cut off or damaged. Nothing was imported; download it again and add it once more.',
	],
	[
		'a zip of climbing names only',
		{
			'a.zip': zip([
				{ path: '../../etc/passwd', content: good },
				{ path: '/abs', content: good },
			]),
		},
		'There are no files in a.zip. Nothing was imported.',
	],
	[
		'a zip of too many files',
		{ 'a.zip': zip(Array.from({ length: 10_001 }, (_, index) => ({ path: `${index}`, content: '' }))) },
		'a.zip holds 10,001 files; 10,000 is the most. Nothing was imported.',
	],
])('[EV24] %s', async (_name, files, sentence) => {
	const source = await world.add(files);
	expect([source.status, source.refusal]).toEqual(['refused', sentence]);
	expect(left()).toEqual([]);
});

test('[EV25] names that climb out of a zip are left out, and the rest is read', async () => {
	const source = await world.add({
		'a.zip': zip([
			{ path: '../evil.jsonl', content: good },
			{ path: '__MACOSX/a.jsonl', content: good },
			{ path: 'in/a.jsonl', content: good },
		]),
	});
	expect(source).toMatchObject({ status: 'ready', counts: { records: 1 } });
	expect(source.files.map(({ path, isArchive }) => [path, isArchive ?? false])).toEqual([
		['in/a.jsonl', false],
		['a.zip', true],
	]);
	const raw = value(await world.evidence.records.raw(lead, analysisId, `${source.id}.1`));
	expect(raw.bytes.toString()).toBe(good.trimEnd());
	// Read anew from the archive, not from what was inside it.
	value(await world.evidence.sources.change(lead, analysisId, source.id, { offset: '1s' }));
	await world.evidence.sources.settled(source.id);
	expect(value(await world.evidence.sources.get(lead, analysisId, source.id))).toMatchObject({
		first: '2026-03-11T02:00:01Z',
		counts: { records: 1 },
	});
	value(await world.evidence.sources.remove(lead, analysisId, source.id));
	expect(left()).toEqual([]);
});

test.each<[string, OptionInput, string]>([
	[
		'zone',
		{ zone: 'Mars/Olympus' },
		'“Mars/Olympus” is not a time zone. Use a name like Europe/London, or an offset like +02:00. Nothing was imported.',
	],
	[
		'start',
		{ recordedFrom: 'this morning' },
		'“this morning” is not a moment; write when the recording began like 2026-03-11T02:24:05Z. Nothing was imported.',
	],
	['year', { year: 'MMXXVI' }, '“MMXXVI” is not a year between 1970 and 2254. Nothing was imported.'],
	['day', { date: '11.3.2026' }, '“11.3.2026” is not a day; write it like 2026-03-11. Nothing was imported.'],
	[
		'offset',
		{ offset: 'a little' },
		'“a little” is not a clock offset; write it like -90s, 1m30s or 250ms. Nothing was imported.',
	],
	[
		'format',
		{ format: 'exe' },
		'There is no format “exe”; it can be one of slack-export, slack-paste, jsonl, text-log, pagerduty, webvtt, screenshot, alertmanager, git-log, statuspage, plain-lines. Nothing was imported.',
	],
])('[EV26] a wrong %s', async (_name, options, message) => {
	const added = await world.evidence.sources.add(lead, analysisId, [{ path: 'a.jsonl', content: good }], {
		options,
	});
	expect(added).toEqual({ ok: false, refusal: { code: 'invalid', message } });
	expect(left()).toEqual([]);
});

test('[EV27] an empty paste, and more bytes than may be taken', async () => {
	expect(await world.evidence.sources.paste(lead, analysisId, { text: ' \n', options: {} })).toMatchObject({
		ok: false,
		refusal: { message: 'There were no words in what you pasted. Nothing was imported.' },
	});
	expect(left()).toEqual([]);
});
