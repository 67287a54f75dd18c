import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, type AnalysisId } from '#lib/model/ids.ts';
import { appendBlocks, readNarrative, replaceBlocks } from '#lib/model/narrative.ts';
import type { Block } from '#lib/model/prose.ts';
import { handleApi } from '#server/api/handle.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ines: Client;
let dev: Client;
let analysis: AnalysisId;
let base: string;
beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	dev = await house.user('dev');
	analysis = (await ines.post('/analyses', { title: 'A quiet night', zone: 'UTC' })).body.id;
	base = `/analyses/${analysis}/versions`;
	await ines.post(`/analyses/${analysis}/members`, { email: 'dev@house.example', role: 'analyst' });
});
afterAll(() => house.close());

const paragraph = (text: string): Block => ({ is: 'paragraph', content: [{ is: 'text', text, marks: [] }] });
const write = (who: Client, verb: typeof appendBlocks, ...texts: string[]) =>
	house.services.collab.writeAs(who.userId, { analysis, kind: 'narrative' }, (doc, origin) => {
		verb(doc, texts.map(paragraph), origin);
	});
async function bytesOf(who: Client, id: string): Promise<Buffer> {
	const answer = await handleApi(
		new Request(`http://127.0.0.1:1/api/v1${base}/${id}/document`, { headers: who.headers }),
		'127.0.0.1',
		house.services,
	);
	return Buffer.from(await answer.arrayBuffer());
}
async function textOf(who: Client, id: string): Promise<readonly string[]> {
	const bytes = await bytesOf(who, id);
	expect(bytes.toString('latin1')).not.toContain('careless');
	const doc = new Y.Doc();
	Y.applyUpdate(doc, bytes);
	return readNarrative(doc).map(({ text }) => text);
}

test('[VS1] a version keeps the whole text under a name, without what had been deleted; rounds are among them', async () => {
	await write(ines, appendBlocks, 'The careless plan.');
	await write(ines, replaceBlocks, 'The plan showed five brokers.');
	const kept = await ines.post(base, { name: '  Before the call ' });
	expect([kept.status, kept.body]).toEqual([
		201,
		{
			id: expect.stringMatching(/^ver_/),
			name: 'Before the call',
			at: expect.any(String),
			by: 'ines',
			round: null,
		},
	]);
	await write(dev, appendBlocks, 'Then they met.');
	const { id: personId } = (await ines.post(`/analyses/${analysis}/people`, { name: 'Hana Sato' })).body;
	const [first] = (await ines.get(`/analyses/${analysis}/narrative`)).body.passages;
	const people = [{ personId, passageIds: [first.passageId] }];
	expect((await dev.post(`/analyses/${analysis}/rounds`, { people })).status).toBe(201);
	const { versions } = (await dev.get(base)).body;
	expect(versions.map(({ name, by, round }: Record<string, unknown>) => [name, by, round])).toEqual([
		['Round 1', 'dev', 1],
		['Before the call', 'ines', null],
	]);
	expect(await textOf(dev, kept.body.id)).toEqual(['The plan showed five brokers.']);
	expect(await textOf(dev, versions[0].id)).toEqual(['The plan showed five brokers.', 'Then they met.']);
});
test('[VS2] two versions are compared word by word, and one with now', async () => {
	const [round, named] = (await ines.get(base)).body.versions;
	const between = (await ines.get(`${base}/${named.id}/changes?to=${round.id}`)).body;
	expect(between).toMatchObject({
		edits: 1,
		changes: [{ words: [{ is: 'added', text: 'Then they met.' }] }],
	});
	expect((await ines.get(`${base}/${round.id}/changes`)).body.changes).toEqual([]);
	await write(dev, appendBlocks, 'Nobody slept.');
	expect((await ines.get(`${base}/${named.id}/changes`)).body.edits).toBe(2);
	for (const to of ['ver_nothing', ''])
		expect((await ines.get(`${base}/${named.id}/changes?to=${to}`)).status).toBe(404);
});
test('[VS6] a version quotes by reference: it holds no word of an account', async () => {
	const quoteId = newId('quote');
	await house.services.databases.core
		.insertInto('quote')
		.values({
			...{ id: quoteId, analysis_id: analysis, person_id: 'per_hana', shared_account_id: null },
			...{ text: 'I was glad.', consent: 'yes', asked_by: ines.userId, asked_at: 1, answered_at: 2 },
		})
		.execute();
	const [{ id: before }] = (await ines.get(base)).body.versions;
	await house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, (doc, origin) =>
		appendBlocks(doc, [{ is: 'account', quoteId, pull: false }], origin),
	);
	const { id } = (await ines.post(base, { name: 'With her words' })).body;
	const whole = JSON.stringify([
		(await bytesOf(ines, id)).toString('latin1'),
		(await ines.get(`${base}/${before}/changes?to=${id}`)).body,
	]);
	expect(whole).toContain(quoteId);
	expect(whole).not.toContain('glad');
	expect((await ines.call('DELETE', `${base}/${id}`)).status).toBeLessThan(300);
});
test('[VS5] they are for analysts; those of rounds stay, others are deleted for good', async () => {
	const [round, named] = (await ines.get(base)).body.versions;
	const [noor, rea] = [await house.user('noor'), await house.user('rea')] as const;
	for (const [name, role] of [
		['noor', 'contributor'],
		['rea', 'reader'],
	])
		await ines.post(`/analyses/${analysis}/members`, { email: `${name}@house.example`, role });
	for (const [method, path] of [
		['GET', base],
		['POST', base],
		['GET', `${base}/${named.id}/document`],
		['GET', `${base}/${named.id}/changes`],
		['DELETE', `${base}/${named.id}`],
	] as const) {
		const body = method === 'POST' ? { name: 'x' } : undefined;
		const ask = (who: Client) => who.call(method, path, body);
		const statuses = await Promise.all([noor, rea, house.browser()].map(ask));
		expect([method, path, ...statuses.map(({ status }) => status)]).toEqual([method, path, 403, 404, 401]);
	}
	const other = (await rea.post('/analyses', { title: 'Another', zone: 'UTC' })).body.id;
	expect((await rea.get(`/analyses/${other}/versions/${named.id}/document`)).status).toBe(404);
	const kept = await ines.call('DELETE', `${base}/${round.id}`);
	expect([kept.status, kept.body.error.message]).toEqual([
		409,
		'A round showed this version to people, so it stays.',
	]);
	expect((await ines.call('DELETE', `${base}/${named.id}`)).status).toBeLessThan(300);
	expect((await ines.get(`${base}/${named.id}/document`)).status).toBe(404);
	expect((await ines.post(base, { name: ' ' })).body.error.message).toMatch(/give the version a name/);
});
