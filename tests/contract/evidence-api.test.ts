/** Evidence as scripts use it: over HTTP, in the shapes that are promised. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handleApi } from '#server/api/handle.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ana: Client;
let analysis: string;
beforeAll(async () => {
	house = await openHouse();
	ana = await house.user('ana');
	analysis = (await ana.post('/analyses', { title: 'Quiet', subject: 'incident', effort: 'light' })).body.id;
});
afterAll(() => house.close());

const log = ['00', '01', '02']
	.map((second) => `{"time":"2026-03-11T02:00:${second}.5Z","host":"gw","msg":"row ${second}"}\n`)
	.join('');

/** A multipart upload, as curl and browsers send it. */
async function upload(
	files: Readonly<Record<string, string>>,
	fields: Readonly<Record<string, string>> = {},
	client = ana,
) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	for (const [path, content] of Object.entries(files)) form.append('file', new Blob([content]), path);
	const response = await handleApi(
		new Request(`http://127.0.0.1:1/api/v1/analyses/${analysis}/sources`, {
			method: 'POST',
			headers: client.headers,
			body: form,
		}),
		'127.0.0.1',
		house.services,
	);
	// oxlint-disable-next-line typescript/no-explicit-any -- the test says what it expects
	return { status: response.status, body: (await response.json()) as any };
}

async function settled(id: string) {
	await house.services.evidence.sources.settled(id);
	return (await ana.get(`/analyses/${analysis}/sources/${id}`)).body;
}

test('[EV95] upload, watch, search, page, open the raw bytes, undo', async () => {
	const { status, body } = await upload({ 'gw.jsonl': log }, { zone: 'UTC', name: 'gateway' });
	expect([status, Object.keys(body)]).toEqual([202, ['id']]);
	const source = await settled(body.id);
	expect(source).toMatchObject({
		id: body.id,
		status: 'ready',
		format: 'jsonl',
		name: 'gateway',
		bytes: log.length,
		counts: { records: 3, skipped: 0, authors: 1 },
		first: '2026-03-11T02:00:00.500Z',
		last: '2026-03-11T02:00:02.500Z',
		assumptions: [],
		skipped: [],
	});
	expect(source.sha256).toMatch(/^[0-9a-f]{64}$/);
	const records = `/analyses/${analysis}/records`;
	const page = (await ana.get(`${records}?source=${body.id}&q=row&limit=2`)).body;
	expect(page).toMatchObject({
		total: 3,
		records: [
			{
				id: `${body.id}.1`,
				sourceId: body.id,
				at: '2026-03-11T02:00:00.500Z',
				atWritten: '2026-03-11T02:00:00.5Z',
				author: 'gw',
				kind: 'log',
				text: 'row 00',
				raw: { byteOffset: 0, byteLength: 60 },
			},
			{},
		],
	});
	const rest = (
		await ana.get(`${records}?source=${body.id}&q=row&limit=2&cursor=${encodeURIComponent(page.next)}`)
	).body;
	expect([rest.records.map(({ text }: { text: string }) => text), rest.next]).toEqual([['row 02'], null]);
	const raw = await ana.get(`${records}/${body.id}.2/raw`);
	expect([raw.body, raw.headers.get('content-type'), raw.headers.get('x-content-type-options')]).toEqual([
		log.split('\n')[1],
		'text/plain; charset=utf-8',
		'nosniff',
	]);
	expect((await ana.get(`${records}/${body.id}.2/around?count=1`)).body.after[0].text).toBe('row 02');
	expect((await ana.get(`${records}/histogram?bins=3&author=gw&author=x`)).body).toMatchObject({
		total: 3,
		bins: [{ logs: 1 }, { logs: 1 }, { logs: 1 }],
	});
	expect((await ana.get(`${records}/authors`)).body).toEqual({
		authors: [{ name: 'gw', kind: 'system', records: 3 }],
	});
	expect((await ana.get(`/analyses/${analysis}/sources/${body.id}/records/3`)).body.text).toBe('row 02');
	expect((await ana.call('DELETE', `/analyses/${analysis}/sources/${body.id}`)).status).toBe(204);
	expect((await ana.get(`/analyses/${analysis}/sources`)).body).toEqual({ sources: [] });
});

test('[EV96] a folder is several parts with their paths; a paste is a body; a proposal is confirmed', async () => {
	const folder = await upload(
		{
			'export/users.json': '[{"id":"U1","real_name":"Hana Sato"}]',
			'export/data/2026-03-11.json':
				'[{"ts":"1773194951.100109","user":"U1","text":"flat lines?","type":"message"}]',
		},
		{ hold: 'true' },
	);
	expect(await settled(folder.body.id)).toMatchObject({
		status: 'proposed',
		name: '#data',
		format: 'slack-export',
		formatTitle: 'Slack export',
	});
	const confirmed = await ana.call('PATCH', `/analyses/${analysis}/sources/${folder.body.id}`, {
		confirm: true,
	});
	expect(confirmed.body.status).toBe('ready');
	const paste = await ana.post(`/analyses/${analysis}/sources/paste`, {
		text: 'Hana Sato\n  2:09 AM\nflat?\n\nPriya\n  2:10 AM\nyes\n',
		date: '2026-03-11',
		zone: 'UTC',
		name: 'from chat',
	});
	expect(paste.status).toBe(202);
	expect(await settled(paste.body.id)).toMatchObject({
		status: 'ready',
		format: 'slack-paste',
		name: 'from chat',
		counts: { records: 2, authors: 2 },
	});
	const found = await ana.get(`/analyses/${analysis}/records?author=${encodeURIComponent('Hana Sato')}`);
	expect(found.body.records.map(({ text }: { text: string }) => text)).toEqual(['flat?', 'flat lines?']);
});

test('[EV97] refusals over HTTP: signed out, a stranger, no multipart, no file, a wrong zone, a short prefix', async () => {
	const path = `/analyses/${analysis}/sources`;
	expect((await house.browser().get(path)).status).toBe(401);
	const ben = await house.user('ben');
	expect((await ben.get(path)).status).toBe(404);
	expect((await upload({ 'a.jsonl': log }, {}, ben)).status).toBe(404);
	expect((await ana.post(path, {})).body.error).toEqual({
		code: 'invalid',
		message: 'Send the file as multipart/form-data, in a part named “file”.',
	});
	expect((await upload({})).body.error.message).toBe('There was no file in it. Nothing was imported.');
	expect((await upload({ 'a.jsonl': log }, { zone: 'Nowhere/At-all' })).body.error.message).toContain(
		'is not a time zone',
	);
	expect((await ana.get(`/analyses/${analysis}/records?q=a*`)).body.error.message).toContain(
		'would match too much',
	);
	expect((await ana.get(`/analyses/${analysis}/records?cursor=x`)).body.error.code).toBe('invalid');
	expect((await ana.get(`/analyses/${analysis}/records/src_nothing0000.1/raw`)).status).toBe(404);
});
