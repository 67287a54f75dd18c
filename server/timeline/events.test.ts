import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type Client, type House } from '#tests/support/house.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { readTimeline } from '#lib/model/timeline.ts';

let house: House;
let ines: Client;
let dev: Client;
let base: string;
let id: AnalysisId;
let priya: string;
beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	dev = await house.user('dev');
	const made = await ines.post('/analyses', { title: 'A quiet night', date: '2026-03-11' });
	id = made.body.id;
	base = `/analyses/${id}`;
	priya = (await ines.post(`${base}/people`, { name: 'Priya' })).body.id;
});
afterAll(() => house.close());

test('[TE1] an event posted is in the live document with its honest time, and comes back as posted', async () => {
	const posted = await ines.post(`${base}/events`, {
		title: 'Decide to roll the change back',
		kind: 'decision',
		when: 'about 02:41',
		description: 'Lag is still climbing.',
		people: ['Priya'],
		systems: ['kafka-main'],
	});
	expect(posted.status).toBe(201);
	const [system] = posted.body.systems;
	expect(posted.body).toEqual({
		id: posted.body.id,
		when: {
			form: 'about',
			earliest: '2026-03-11T02:39:00Z',
			latest: '2026-03-11T02:43:00Z',
			best: '2026-03-11T02:41:00Z',
			written: 'about 02:41',
			zone: 'UTC',
			end: null,
		},
		kind: 'decision',
		title: 'Decide to roll the change back',
		label: '',
		certainty: 'sure',
		description: 'Lag is still climbing.',
		people: [priya],
		systems: [system],
		records: [],
	});
	expect((await ines.get(`${base}/events`)).body).toEqual({ events: [posted.body], gaps: [], skipped: 0 });
	const inDocument = await house.services.collab.read({ analysis: id, kind: 'timeline' }, readTimeline);
	expect(inDocument.events.map(({ id: each }) => each)).toEqual([posted.body.id]);
});

test('[TE2] a change touches what it names; removing is final, and again is not found', async () => {
	const { body } = await ines.post(`${base}/events`, {
		title: 'Paged',
		at: '2026-03-11T02:14:07.25Z',
		people: [priya],
	});
	const one = `${base}/events/${body.id}`;
	const end = { form: 'unknown' };
	const patched = await ines.call('PATCH', one, {
		when: { form: 'between', earliest: '2026-03-11T02:14:00Z', latest: '2026-03-11T02:15:00Z', end },
		description: 'IngestLagHigh.',
	});
	expect(patched.body).toEqual({
		...body,
		when: {
			form: 'between',
			earliest: '2026-03-11T02:14:00Z',
			latest: '2026-03-11T02:15:00Z',
			best: null,
			written: '',
			zone: 'UTC',
			end: { form: 'unknown', earliest: null, latest: null, best: null },
		},
		description: 'IngestLagHigh.',
	});
	expect([(await ines.call('DELETE', one)).status, (await ines.call('DELETE', one)).status]).toEqual([
		204, 404,
	]);
	expect((await ines.call('PATCH', one, { title: 'x' })).status).toBe(404);
});

test('[TE3] what is wrong is said in one sentence, and nothing is added', async () => {
	const before = (await ines.get(`${base}/events`)).body;
	const wrong = [
		{ title: 'x' },
		{ title: '', at: '2026-03-11T02:14:00Z' },
		{ title: 'x', when: 'soonish' },
		{
			title: 'x',
			when: { form: 'between', earliest: '2026-03-11T02:15:00Z', latest: '2026-03-11T02:14:00Z' },
		},
		{ title: 'x', when: { earliest: 'yesterday' } },
		{ title: 'x', when: '02:14', kind: 'blame' },
		{ title: 'x', when: '02:14', people: ['Nobody'] },
		{ title: 'x', when: '02:14', records: ['src_other.5'] },
		{ title: 'x', when: '02:14', systems: ['sys_nothere000'] },
	];
	for (const each of wrong) {
		const { status, body } = await ines.post(`${base}/events`, each);
		expect([status, body.error.code, body.error.message]).toEqual([
			400,
			'invalid',
			expect.stringMatching(/\.$/),
		]);
	}
	expect((await ines.get(`${base}/events`)).body).toEqual(before);
});

test('[TE4] who has no part sees nothing; a reader may not write; a contributor may', async () => {
	expect((await dev.get(`${base}/events`)).status).toBe(404);
	const member = await ines.post(`${base}/members`, { email: 'dev@house.example', role: 'reader' });
	expect(member.status).toBeLessThan(300);
	expect([
		(await dev.get(`${base}/events`)).status,
		(await dev.post(`${base}/events`, { title: 'x', when: '02:14' })).status,
	]).toEqual([404, 404]);
	await ines.post(`${base}/members`, { email: 'dev@house.example', role: 'contributor' });
	const { status, body } = await dev.post(`${base}/events`, { title: 'Sees it', when: '02:14' });
	expect([status, body.title]).toEqual([201, 'Sees it']);
});
