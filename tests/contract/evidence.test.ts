/** Evidence on every store: imported whole or not at all, searched alike, undone whole. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listAllSources, updateSource } from '#db/source.ts';
import type { RecordFilter, RecordView } from '#server/evidence/records.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';
import { analysisId, lead, openEvidence, value, type EvidenceWorld } from '#tests/support/evidence.ts';

const line = (at: string, msg: string, more: object = {}) =>
	`${JSON.stringify({ time: at, msg, ...more })}\n`;
const chat = [
	{
		type: 'message',
		user: 'U1',
		text: 'anyone else seeing <https://g.example/x|flat lines>?',
		ts: '1773194951.100109',
	},
	{ type: 'message', user: 'U2', text: 'Could be mine. I’m here.', ts: '1773196392.004100' },
	{ type: 'message', subtype: 'channel_join', user: 'U2', text: '<@U2> has joined', ts: '1773196390.000000' },
];
const users = [
	{ id: 'U1', real_name: 'Hana Sato', profile: { real_name: 'Hana Sato', display_name: 'hana' } },
	{ id: 'U2', real_name: 'LeadEng McInfraPants', profile: {} },
];
const slackFolder = {
	'export/users.json': JSON.stringify(users),
	'export/incident-142/2026-03-11.json': JSON.stringify(chat, null, 1),
};
const log =
	line('2026-03-11T02:09:00Z', 'spill=on reason=NOT_ENOUGH_REPLICAS', { host: 'gw-1', level: 'warn' }) +
	line('2026-03-11T02:10:00Z', 'http status=503 path=/v2/collect', { host: 'gw-2', level: 'error' }) +
	line('2026-03-11T02:11:00Z', 'http status=202 path=/v2/collect', { host: 'gw-1', level: 'info' });

describe.each(stores)('evidence on $name', ({ open }) => {
	let store: TestDatabases;
	let world: EvidenceWorld;
	beforeAll(async () => {
		store = await open();
	});
	afterAll(() => store.close());
	beforeEach(async () => {
		await store.databases.core.deleteFrom('source').execute();
		world = await openEvidence(store.databases);
	});
	afterEach(() => world.close());

	const page = async (request: Parameters<EvidenceWorld['evidence']['records']['page']>[2] = {}) =>
		value(await world.evidence.records.page(lead, analysisId, request));
	const texts = async (request: RecordFilter = {}) => (await page(request)).records.map(({ text }) => text);
	const left = () =>
		['blob', 'evidence', 'import'].flatMap((folder) =>
			existsSync(join(world.dataDir, folder))
				? readdirSync(join(world.dataDir, folder), { recursive: true, withFileTypes: true })
						.filter((entry) => entry.isFile())
						.map((entry) => entry.name)
				: [],
		);

	test('[EV10] a folder of a Slack export is one source: names resolved, markup read, ts kept as the key', async () => {
		const source = await world.add(slackFolder);
		expect(source).toMatchObject({
			status: 'ready',
			format: 'slack-export',
			name: '#incident-142',
			counts: { records: 3, skipped: 0, authors: 2, more: { byPeople: 2, joins: 1 } },
			first: '2026-03-11T02:09:11.100109Z',
			last: '2026-03-11T02:33:12.004100Z',
		});
		expect(
			(await page()).records.map(({ at, author, kind, key, text }) => [at, author, kind, key, text]),
		).toEqual([
			[
				'2026-03-11T02:09:11.100109Z',
				'Hana Sato',
				'message',
				'1773194951.100109',
				'anyone else seeing flat lines (https://g.example/x)?',
			],
			[
				'2026-03-11T02:33:10Z',
				'LeadEng McInfraPants',
				'notice',
				'1773196390.000000',
				'@LeadEng McInfraPants has joined',
			],
			[
				'2026-03-11T02:33:12.004100Z',
				'LeadEng McInfraPants',
				'message',
				'1773196392.004100',
				'Could be mine. I’m here.',
			],
		]);
	});

	test('[EV11] the same bytes with the same options are the same source, also when added twice at once', async () => {
		const add = () =>
			world.evidence.sources.add(lead, analysisId, [{ path: 'gw.jsonl', content: log }], { options: {} });
		const [first, ...others] = await Promise.all(Array.from({ length: 6 }, add));
		if (!first) throw new Error('nothing was added');
		expect(others.map((other) => value(other).id)).toEqual(others.map(() => value(first).id));
		await world.evidence.sources.settled(value(first).id);
		expect(value(await add()).id).toBe(value(first).id);
		const other = await world.add({ 'gw.jsonl': log }, { offset: '1s' });
		expect(other.id).not.toBe(value(first).id);
		expect(value(await world.evidence.sources.list(lead, analysisId))).toHaveLength(2);
	});

	test('[EV12] a held source shows guesses and records, and counts only once it is confirmed', async () => {
		const source = await world.add(
			{ 'broker.log': '[2026-03-11 01:38:04,113] INFO [x] Updating topic\n' },
			{ hold: true },
		);
		expect(source).toMatchObject({
			status: 'proposed',
			assumptions: [{ what: 'zone', value: 'UTC', because: 'the times in it name no zone' }],
		});
		expect(await texts()).toEqual([]);
		expect(await texts({ sources: [source.id] })).toEqual(['INFO [x] Updating topic']);
		const { sources } = world.evidence;
		value(
			await sources.change(lead, analysisId, source.id, {
				zone: 'America/Los_Angeles',
				name: 'broker',
				confirm: true,
			}),
		);
		await sources.settled(source.id);
		expect(value(await sources.get(lead, analysisId, source.id))).toMatchObject({
			status: 'ready',
			name: 'broker',
			first: '2026-03-11T08:38:04.113Z',
		});
		expect(await texts()).toEqual(['INFO [x] Updating topic']);
	});

	test('[EV13] a transcript without its start is refused with one sentence, or proposed and waits for it', async () => {
		const vtt = 'WEBVTT\n\n1\n00:00:01.500 --> 00:00:03.000\nPriya: Okay, it says recording.\n';
		const refused = await world.add({ 'call.vtt': vtt });
		expect(refused).toMatchObject({
			status: 'refused',
			refusal:
				'Say when it began (recordedFrom), because its times count from the start of the recording, and the file does not say when that was. Nothing was imported.',
		});
		expect(left()).toEqual([]);
		const { sources } = world.evidence;
		const held = await world.add({ 'call.vtt': vtt }, { hold: true });
		expect(await sources.change(lead, analysisId, held.id, { confirm: true })).toMatchObject({
			ok: false,
			refusal: { code: 'invalid' },
		});
		value(
			await sources.change(lead, analysisId, held.id, {
				recordedFrom: '2026-03-11T02:24:05Z',
				confirm: true,
			}),
		);
		await sources.settled(held.id);
		expect(value(await sources.get(lead, analysisId, held.id))).toMatchObject({
			status: 'ready',
			first: '2026-03-11T02:24:06.500Z',
			last: '2026-03-11T02:24:08Z',
			options: { recordedFrom: '2026-03-11T02:24:05Z' },
		});
	});

	test('[EV14] reading a source anew moves its times and keeps the ids of its records', async () => {
		const source = await world.add({
			'a.log': '2026-03-29 00:30:00 one\n2026-03-29 02:30:00 two\n2026-03-29 01:10:00 three\n',
		});
		const ids = async () => Object.fromEntries((await page()).records.map(({ id, text }) => [text, id]));
		const before = await ids();
		expect(before).toEqual({ one: `${source.id}.1`, two: `${source.id}.2`, three: `${source.id}.3` });
		// In London the hour from one to two did not exist that night.
		value(
			await world.evidence.sources.change(lead, analysisId, source.id, {
				zone: 'Europe/London',
				offset: '-1s',
			}),
		);
		await world.evidence.sources.settled(source.id);
		expect(await ids()).toEqual(before);
		expect((await page()).records.map(({ at, atWritten, text }) => [at, atWritten, text])).toEqual([
			['2026-03-29T00:29:59Z', '2026-03-29 00:30:00', 'one'],
			['2026-03-29T01:09:59Z', '2026-03-29 01:10:00', 'three'],
			['2026-03-29T01:29:59Z', '2026-03-29 02:30:00', 'two'],
		]);
	});

	test('[EV15] undoing an import removes its records, its file and every byte that nothing else needs', async () => {
		const kept = await world.add(slackFolder);
		const gone = await world.add({ 'gw.jsonl': log });
		// The same bytes under other options share one blob.
		const twin = await world.add({ 'gw.jsonl': log }, { offset: '5m' });
		const { sources, records } = world.evidence;
		value(await sources.remove(lead, analysisId, gone.id));
		expect(value(await records.raw(lead, analysisId, `${twin.id}.1`)).bytes.toString()).toContain('spill=on');
		value(await sources.remove(lead, analysisId, twin.id));
		expect((await page()).records.every(({ sourceId }) => sourceId === kept.id)).toBe(true);
		value(await sources.remove(lead, analysisId, kept.id));
		expect(left()).toEqual([]);
		expect(await page()).toEqual({ records: [], next: null, previous: null, total: 0 });
		expect(await sources.get(lead, analysisId, kept.id)).toMatchObject({
			ok: false,
			refusal: { code: 'not_found' },
		});
	});

	test('[EV16] words, phrases, OR, without, beginnings, numbers with dots; nothing typed is an error', async () => {
		await world.add({ 'gw.jsonl': log });
		await world.add(slackFolder);
		const found = {
			spill: 'spill=on reason=NOT_ENOUGH_REPLICAS',
			s503: 'http status=503 path=/v2/collect',
			s202: 'http status=202 path=/v2/collect',
		};
		expect(await texts({ q: 'collect' })).toEqual([found.s503, found.s202]);
		expect(await texts({ q: 'COLLECT 503' })).toEqual([found.s503]);
		expect(await texts({ q: '"status=202"' })).toEqual([found.s202]);
		expect(await texts({ q: 'spill OR 202' })).toEqual([found.spill, found.s202]);
		expect(await texts({ q: 'http -503' })).toEqual([found.s202]);
		expect(await texts({ q: 'plic*' })).toEqual([]);
		expect(await texts({ q: 'replic* collect OR not_eno*' })).toEqual([found.spill]);
		expect(await texts({ q: 'I’m here' })).toEqual(['Could be mine. I’m here.']);
		for (const q of [
			'',
			'   ',
			'"',
			'*',
			'-',
			'OR',
			'()',
			'a AND',
			'NEAR(x y)',
			'{tag}: k0',
			'msg:x',
			"'; drop table",
			'"unclosed',
			'😀',
			'\0',
		])
			expect((await world.evidence.records.page(lead, analysisId, { q })).ok).toBe(true);
		expect(await world.evidence.records.page(lead, analysisId, { q: 's*' })).toMatchObject({
			ok: false,
			refusal: {
				code: 'invalid',
				message: '“s*” would match too much: give at least 3 letters before the star.',
			},
		});
	});

	test('[EV17] filters by author, kind, level and time are exact, the end excluded', async () => {
		await world.add({ 'gw.jsonl': log });
		const slack = await world.add(slackFolder);
		expect(await texts({ authors: ['gw-1'] })).toHaveLength(2);
		expect(await texts({ authors: ['gw-1', 'Hana Sato'] })).toHaveLength(3);
		expect(await texts({ authors: ['nobody'] })).toEqual([]);
		expect(await texts({ kinds: ['notice'] })).toEqual(['@LeadEng McInfraPants has joined']);
		expect(await texts({ levels: ['error', 'warn'] })).toHaveLength(2);
		expect(
			await texts({
				from: '2026-03-11T02:09:11.100109Z',
				to: '2026-03-11T02:33:12.004100Z',
				sources: [slack.id],
			}),
		).toHaveLength(2);
		expect(
			await texts({
				from: '2026-03-11T02:09:11.100110Z',
				to: '2026-03-11T02:33:12.004101Z',
				sources: [slack.id],
			}),
		).toHaveLength(2);
		expect(await world.evidence.records.page(lead, analysisId, { from: 'yesterday' })).toMatchObject({
			ok: false,
		});
		expect(value(await world.evidence.records.authors(lead, analysisId))).toEqual([
			{ name: 'gw-1', kind: 'system', records: 2 },
			{ name: 'Hana Sato', kind: 'person', records: 1 },
			{ name: 'LeadEng McInfraPants', kind: 'person', records: 1 },
			{ name: 'gw-2', kind: 'system', records: 1 },
		]);
	});

	test('[EV18] pages in both directions, words, times and the histogram say what a plain scan says', async () => {
		const words = ['spill', 'replay', 'lag', 'broker', 'quiet'];
		const row = fc.record({
			at: fc.integer({ min: 0, max: 60 }),
			word: fc.constantFrom(...words),
			host: fc.constantFrom('a', 'b'),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.array(row, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 3 }),
				fc.record({
					q: fc.option(fc.constantFrom(...words, 'spill OR lag', '-broker'), { nil: undefined }),
					author: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
					from: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
					to: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
				}),
				fc.integer({ min: 1, max: 7 }),
				async (files, wanted, limit) => {
					const at = (second: number) => new Date(Date.UTC(2026, 2, 11, 2, 0, second)).toISOString();
					const all: { at: string; source: string; word: string; host: string; place: number }[] = [];
					const added: string[] = [];
					for (const [index, rows] of files.entries()) {
						const content = rows
							.map(({ at: second, word, host }) => line(at(second), word, { host, file: `f${index}` }))
							.join('');
						const source = await world.add({ [`${index}.jsonl`]: content });
						added.push(source.id);
						rows.forEach((found, place) =>
							all.push({
								at: at(found.at),
								source: source.id,
								word: found.word,
								host: found.host,
								place: place + 1,
							}),
						);
					}
					const matches = (word: string) =>
						wanted.q === undefined ||
						(wanted.q.startsWith('-') ? word !== wanted.q.slice(1) : wanted.q.split(' OR ').includes(word));
					const expected = all
						.filter(
							({ word, host }) => matches(word) && (wanted.author === undefined || host === wanted.author),
						)
						.filter(
							(found) =>
								(wanted.from === undefined || found.at >= at(wanted.from)) &&
								(wanted.to === undefined || found.at < at(wanted.to)),
						)
						.sort((a, b) =>
							a.at < b.at
								? -1
								: a.at > b.at
									? 1
									: a.source < b.source
										? -1
										: a.source > b.source
											? 1
											: a.place - b.place,
						)
						.map(({ source, place }) => `${source}.${place}`);
					const filter: RecordFilter = {
						q: wanted.q,
						authors: wanted.author === undefined ? undefined : [wanted.author],
						from: wanted.from === undefined ? undefined : at(wanted.from),
						to: wanted.to === undefined ? undefined : at(wanted.to),
					};
					for (const order of ['asc', 'desc'] as const) {
						const seen: string[] = [];
						let cursor: string | undefined;
						do {
							const next = await page({ ...filter, order, limit, cursor });
							expect(next.total).toBe(expected.length);
							seen.push(...next.records.map(({ id }) => id));
							cursor = next.next ?? undefined;
						} while (cursor !== undefined);
						expect(seen).toEqual(order === 'asc' ? expected : expected.toReversed());
					}
					const histogram = value(await world.evidence.records.histogram(lead, analysisId, filter, 7));
					expect(histogram.total).toBe(expected.length);
					expect(histogram.bins.reduce((sum, { logs }) => sum + logs, 0)).toBe(expected.length);
					for (const id of added) value(await world.evidence.sources.remove(lead, analysisId, id));
				},
			),
			{ numRuns: store.databases.dialect === 'sqlite' ? 12 : 6, endOnFailure: true },
		);
	}, 120_000);

	test('[EV19] what stands around a record, the place by time, and its exact bytes', async () => {
		const source = await world.add({ 'gw.jsonl': log });
		await world.add(slackFolder);
		const { records } = world.evidence;
		const middle: RecordView = value(await records.get(lead, analysisId, `${source.id}.2`));
		const raw = value(await records.raw(lead, analysisId, middle.id));
		expect(`${raw.bytes.toString()}\n`).toBe(log.split(/(?<=\n)/)[1]);
		const near = value(await records.around(lead, analysisId, middle.id, { count: 1, within: 'source' }));
		expect([near.before, near.after].map((list) => list.map(({ id }) => id))).toEqual([
			[`${source.id}.1`],
			[`${source.id}.3`],
		]);
		const among = value(await records.around(lead, analysisId, middle.id, { count: 1, within: 'all' }));
		expect(among.before.map(({ author }) => author)).toEqual(['Hana Sato']);
		expect((await page({ start: '2026-03-11T02:10:00Z', limit: 1 })).records.map(({ id }) => id)).toEqual([
			middle.id,
		]);
		expect(
			(await page({ start: '2026-03-11T02:10:00Z', limit: 1, order: 'desc' })).records.map(({ id }) => id),
		).toEqual([middle.id]);
		expect((await page({ start: '2026-03-11T02:10:00Z', limit: 1 })).total).toBe(6);
		expect(await records.get(lead, analysisId, `${source.id}.99`)).toMatchObject({ ok: false });
		expect(await records.find(analysisId, [middle.id, 'src_nothere00.1', 'nonsense'])).toEqual([middle]);
	});

	test('[EV20] contributors read and do not write; others learn nothing', async () => {
		const source = await world.add({ 'gw.jsonl': log });
		world.roles
			.set('usr_contributor', 'contributor')
			.set('usr_reader', 'reader')
			.set('usr_interviewee', 'interviewee');
		const { sources, records } = world.evidence;
		expect(await records.page('usr_contributor', analysisId, {})).toMatchObject({ ok: true });
		for (const user of ['usr_reader', 'usr_interviewee', 'usr_stranger']) {
			expect(await records.page(user, analysisId, {})).toMatchObject({
				ok: false,
				refusal: { code: 'not_found' },
			});
			expect(await records.raw(user, analysisId, `${source.id}.1`)).toMatchObject({
				ok: false,
				refusal: { code: 'not_found' },
			});
			expect(await sources.get(user, analysisId, source.id)).toMatchObject({
				ok: false,
				refusal: { code: 'not_found' },
			});
			expect(await sources.remove(user, analysisId, source.id)).toMatchObject({
				ok: false,
				refusal: { code: 'not_found' },
			});
		}
		const attempt = { options: {} };
		expect(
			await sources.add('usr_contributor', analysisId, [{ path: 'x.log', content: log }], attempt),
		).toMatchObject({ ok: false, refusal: { code: 'forbidden' } });
		expect(await sources.remove('usr_contributor', analysisId, source.id)).toMatchObject({
			ok: false,
			refusal: { code: 'forbidden' },
		});
		expect(await sources.change('usr_contributor', analysisId, source.id, { name: 'x' })).toMatchObject({
			ok: false,
			refusal: { code: 'forbidden' },
		});
	});

	test('[EV21] after a kill, what was half-built is gone and what was being read is read', async () => {
		const source = await world.add({ 'gw.jsonl': log });
		await world.evidence.close();
		await updateSource(store.databases.core, source.id, { status: 'reading', progress: 400 });
		for (const path of ['import/src_x-1.db', 'blob/tmp/half', `blob/ab/${'ab'.repeat(32)}`]) {
			mkdirSync(join(world.dataDir, path, '..'), { recursive: true });
			writeFileSync(join(world.dataDir, path), 'half');
		}
		const intact = left().filter((name) => !['src_x-1.db', 'half', 'ab'.repeat(32)].includes(name));
		await world.reopen();
		await world.evidence.sources.settled(source.id);
		expect(value(await world.evidence.sources.get(lead, analysisId, source.id))).toMatchObject({
			status: 'ready',
			progress: 1000,
		});
		expect(left().sort()).toEqual(intact.sort());
		expect(await texts({ q: 'spill' })).toHaveLength(1);
		// A file that ended the process twice is not read a third time.
		await updateSource(store.databases.core, source.id, { status: 'reading', progress: -1 });
		await world.reopen();
		expect(value(await world.evidence.sources.get(lead, analysisId, source.id))).toMatchObject({
			status: 'refused',
		});
		expect(await texts()).toEqual([]);
	});

	test('[EV22] removing a source while it is read leaves nothing', async () => {
		const big = Array.from({ length: 30_000 }, (_, index) =>
			line('2026-03-11T02:09:00Z', `row ${index}`),
		).join('');
		const { sources } = world.evidence;
		const added = value(
			await sources.add(lead, analysisId, [{ path: 'big.jsonl', content: big }], { options: {} }),
		);
		value(await sources.remove(lead, analysisId, added.id));
		await sources.settled(added.id);
		expect(left()).toEqual([]);
		expect(await listAllSources(store.databases.core)).toEqual([]);
	});

	test('[EV23] a re-reading that fails leaves the source as it was, and says so', async () => {
		const source = await world.add({ 'a.log': 'Feb 29 10:00:00 host app: leap\n' }, { year: 2024 });
		expect(source.first).toBe('2024-02-29T10:00:00Z');
		value(await world.evidence.sources.change(lead, analysisId, source.id, { year: 2023 }));
		await world.evidence.sources.settled(source.id);
		expect(value(await world.evidence.sources.get(lead, analysisId, source.id))).toMatchObject({
			status: 'ready',
			first: '2024-02-29T10:00:00Z',
			options: { year: 2024 },
			refusal:
				'Read as Log, this file gives no records. The first thing left out: its time does not exist. Nothing was imported.',
		});
		expect(await texts()).toEqual(['host app: leap']);
	});
});
