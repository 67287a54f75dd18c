/** How people are named in a story, from the choice to every file that is made of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnalysisId } from '#lib/model/ids.ts';
import { appendBlocks } from '#lib/model/narrative.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ines: Client;
let dev: Client;

beforeAll(async () => {
	house = await openHouse();
	[ines, dev] = [await house.user('ines'), await house.user('dev')];
});
afterAll(() => house.close());

const paragraph = (words: string) =>
	({ is: 'paragraph', content: [{ is: 'text', text: words, marks: [] }] }) as const;

/** An analysis of a night with Sofia, Tomasz and Hana in it, who appears on the timeline only. */
async function night() {
	const analysis = (await ines.post('/analyses', { title: 'What Brandt saw', number: 'INC-sofia' })).body
		.id as AnalysisId;
	const base = `/analyses/${analysis}`;
	const person = async (draft: object) => (await ines.post(`${base}/people`, draft)).body.id as string;
	const sofia = await person({ name: 'Sofia Brandt', part: 'On-call engineer' });
	const tomasz = await person({ name: 'Tomasz Wilk', part: 'Infra lead' });
	const hana = await person({ name: 'Hana Sato', part: 'Analyst' });
	const title = 'Hana asks Sofia';
	await ines.post(`${base}/events`, {
		when: '2026-03-11T02:07:00Z',
		kind: 'action',
		title,
		people: ['Hana Sato'],
	});
	await house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, (doc, origin) => {
		appendBlocks(doc, [paragraph('Sofia woke. Tomasz read sofia’s note.')], origin);
	});
	const name = (id: string, naming: string, pseudonym?: string) =>
		ines.call('PUT', `${base}/stories/names/${id}`, {
			naming,
			...(pseudonym !== undefined && { pseudonym }),
		});
	const everyone = (how: string) => ines.call('PUT', `${base}/stories/names`, { everyone: how });
	const named = async () =>
		Object.fromEntries(
			((await ines.get(`${base}/stories/before`)).body.names as { name: string; named: string | null }[]).map(
				(one) => [one.name, one.named],
			),
		);
	return { analysis, base, sofia, tomasz, hana, name, everyone, named };
}

test('[ST11] each is named as the lead chose, everyone at once too, and a pseudonym stays', async () => {
	const { base, sofia, tomasz, name, everyone, named } = await night();
	expect(await named()).toEqual({
		'Hana Sato': 'Hana Sato',
		'Sofia Brandt': 'Sofia Brandt',
		'Tomasz Wilk': 'Tomasz Wilk',
	});
	expect((await name(sofia, 'pseudonym', '  Alex  Reed ')).status).toBe(204);
	await name(tomasz, 'role');
	expect(await named()).toEqual({
		'Hana Sato': 'Hana Sato',
		'Sofia Brandt': 'Alex Reed',
		'Tomasz Wilk': 'the infra lead',
	});
	await everyone('role');
	const late = (await ines.post(`${base}/people`, { name: 'Marcus Bell', part: 'Support' })).body
		.id as string;
	await ines.post(`${base}/events`, {
		...{ when: '2026-03-11T02:08:00Z', kind: 'action', title: 'He waits', people: ['Marcus Bell'] },
	});
	expect(await named()).toEqual({
		'Hana Sato': 'the analyst',
		'Marcus Bell': 'the support',
		'Sofia Brandt': 'Alex Reed',
		'Tomasz Wilk': 'the infra lead',
	});
	await name(late, 'name');
	await everyone('name');
	expect((await ines.get(`${base}/stories/before`)).body).toMatchObject({
		everyone: 'name',
		names: [
			{ naming: 'name', named: 'Hana Sato', pseudonym: null },
			{ naming: 'name', named: 'Marcus Bell' },
			{ naming: 'pseudonym', named: 'Alex Reed', pseudonym: 'Alex Reed' },
			{ naming: 'name', named: 'Tomasz Wilk' },
		],
	});
	expect((await ines.get(`${base}/stories/preview`)).body).toMatchObject({
		title: 'What Alex Reed saw',
		number: 'INC-Alex Reed',
		blocks: [{ runs: [{ text: 'Alex Reed woke. Tomasz read Alex Reed’s note.' }] }],
	});
});

test('[ST11] who has not seen their passages is named by role where that was chosen, and as chosen here otherwise', async () => {
	const { base, sofia, tomasz, hana, name, named } = await night();
	await name(sofia, 'pseudonym', 'Alex');
	await name(tomasz, 'pseudonym', 'Robin');
	const choose = (id: string, choice: string, reason?: string) =>
		ines.call('PUT', `${base}/stories/choices/${id}`, { choice, ...(reason && { reason }) });
	await choose(sofia, 'role');
	await choose(tomasz, 'override', 'They are away until May.');
	expect(await named()).toMatchObject({ 'Sofia Brandt': 'the on-call engineer', 'Tomasz Wilk': 'Robin' });
	await choose(sofia, 'wait');
	await choose(hana, 'leave_out');
	expect(await named()).toMatchObject({ 'Sofia Brandt': 'Alex', 'Hana Sato': null });
});

test('[ST13] published, exported or previewed: no address gives a hidden name away, unless own names are asked for', async () => {
	const { base, sofia, tomasz, name } = await night();
	await name(sofia, 'pseudonym', 'Alex');
	await name(tomasz, 'role');
	for (const id of [sofia, tomasz])
		await ines.call('PUT', `${base}/stories/choices/${id}`, { choice: 'override', reason: 'They are away.' });
	const made = await ines.post(`${base}/stories`, { audience: 'members' });
	const story = `/stories/${(made.body as { id: string }).id}`;
	const paths = [
		...[`${base}/stories`, `${base}/stories/preview`, story],
		...['md', 'html', 'block-md', 'block-html'].map((format) => `${story}/download?format=${format}`),
		...['md', 'html', 'json', 'csv', 'timesketch'].map((format) => `${base}/export?format=${format}`),
	];
	for (const path of paths) {
		const { status, body, headers } = await ines.get(path);
		const said = JSON.stringify([body, [...headers]]);
		expect([path, status, /sofia|brandt|tomasz|wilk/i.exec(said)?.[0]]).toEqual([path, 200, undefined]);
		expect([path, said.includes('Alex')]).toEqual([path, true]);
	}
	const own = await ines.get(`${base}/export?format=csv&names=own`);
	expect(String(own.body)).toContain('Hana asks Sofia');
});

test('[ST12] a pseudonym that somebody could be taken for is refused in one sentence', async () => {
	const { sofia, tomasz, hana, name, base } = await night();
	await name(tomasz, 'pseudonym', 'Robin');
	const refusal = async (pseudonym: string) => {
		const { status, body } = await name(sofia, 'pseudonym', pseudonym);
		return [status, body?.error?.message];
	};
	for (const real of ['Hana Sato', 'hana', 'SATO', 'Hana Lund', 'Alex-Sato', 'H. Sato', 'Håna'])
		expect(await refusal(real)).toEqual([
			400,
			`“${real}” is a name of Hana Sato, who is among the people; choose another pseudonym. Nothing was changed.`,
		]);
	expect(await refusal('sofia')).toEqual([
		400,
		'“sofia” is a name of Sofia Brandt, who is among the people; choose another pseudonym. Nothing was changed.',
	]);
	expect(await refusal('ROBIN')).toEqual([
		400,
		'“ROBIN” already stands for Tomasz Wilk; choose another pseudonym. Nothing was changed.',
	]);
	expect(await refusal(' … ')).toEqual([
		400,
		'Write a pseudonym of at least one letter. Nothing was changed.',
	]);
	expect(await refusal('x'.repeat(61))).toEqual([
		400,
		'A pseudonym has at most 60 characters. Nothing was changed.',
	]);
	await name(sofia, 'pseudonym', 'Alex');
	await ines.post(`${base}/people`, { name: 'Alex Kim' });
	for (const id of [sofia, tomasz])
		await ines.call('PUT', `${base}/stories/choices/${id}`, { choice: 'override', reason: 'They are away.' });
	const published = await ines.post(`${base}/stories`, { audience: 'link' });
	expect([published.status, published.body.error.message]).toEqual([
		409,
		'“Alex” is a name of Alex Kim, who is among the people; choose another pseudonym. Nothing was published.',
	]);
	expect((await name(hana, 'nickname')).status).toBe(400);
});

test('[ST11] only the lead chooses; to others it looks like what they may not, or like nothing', async () => {
	const { base, sofia } = await night();
	const put = async (who: Client, path: string) =>
		(await who.call('PUT', `${base}${path}`, { naming: 'role', everyone: 'role' })).status;
	const paths = [`/stories/names/${sofia}`, '/stories/names'];
	expect([await put(dev, paths[0] ?? ''), await put(dev, paths[1] ?? '')]).toEqual([404, 404]);
	await ines.post(`${base}/members`, { email: 'dev@house.example', role: 'analyst' });
	expect([await put(dev, paths[0] ?? ''), await put(dev, paths[1] ?? '')]).toEqual([403, 403]);
	expect(await put(ines, '/stories/names/per_00000000000000000000')).toBe(404);
	await ines.call('DELETE', `${base}/people/${sofia}`);
	expect(await put(ines, paths[0] ?? '')).toBe(404);
});
