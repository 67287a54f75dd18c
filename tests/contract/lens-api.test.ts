/** The language lens as scripts and other editors use it: over HTTP, in the shape that is promised. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFront } from '#tests/support/front-process.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';
import { populate } from '#tests/support/populated.ts';

let house: House;
let ana: Client;
beforeAll(async () => {
	house = await openHouse();
	ana = await house.user('ana');
});
afterAll(() => house.close());

test('[LE10] a text becomes findings with UTF-16 offsets, a reason and a question', async () => {
	const text = '🔥 At noon\r\nthe fix was deployed. “We should have tested it,” it reads.';
	const { status, body, headers } = await ana.post('/lens', { text });
	expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
	expect(body).toEqual({
		findings: [
			{
				kind: 'passive-agentless',
				start: text.indexOf('the fix'),
				end: text.indexOf('. “We'),
				text: 'the fix was deployed',
				why: expect.stringMatching(/\.$/),
				question: expect.stringMatching(/\?$/),
			},
		],
	});
	expect((await ana.post('/lens', { text: '' })).body).toEqual({ findings: [] });
});

test('[LE10] it is for people who are signed in, and says in one sentence what it cannot take', async () => {
	expect((await house.browser().post('/lens', { text: 'Obviously.' })).status).toBe(401);
	expect((await ana.post('/lens', {})).body.error.code).toBe('invalid');
	const long = await ana.post('/lens', { text: 'It was deployed. '.repeat(12_000) });
	expect([long.status, long.body.error]).toEqual([
		413,
		{ code: 'too_large', message: 'That is more than 200,000 characters. Send it in smaller parts.' },
	]);
});

test('[LE10] a long text does not keep others waiting', async () => {
	const answered: string[] = [];
	await ana.post('/lens', { text: '' });
	await Promise.all([
		ana.post('/lens', { text: 'It was deployed. '.repeat(11_000) }).then(() => answered.push('lens')),
		ana.get('/me').then(() => answered.push('me')),
	]);
	expect(answered).toEqual(['me', 'lens']);
});

test('[LE10] nothing of the text reaches the log', async () => {
	const world = await populate();
	const front = await startFront(world.dataDir);
	try {
		const word = 'canary-of-the-lens';
		const statuses = [];
		for (const token of [world.tokens.nobody, undefined])
			for (const text of [`${word} was deployed.`, word.repeat(12_000)])
				statuses.push((await front.call(token, 'POST', '/lens', { text })).status);
		expect(statuses).toEqual([200, 413, 401, 401]);
		expect(front.output()).not.toContain(word);
	} finally {
		await front.stop();
		await world.remove();
	}
});

test('[LE10] the description of the API has it', async () => {
	const { paths } = (await ana.get('/openapi.json')).body;
	expect(Object.keys(paths['/lens'])).toEqual(['post']);
});
