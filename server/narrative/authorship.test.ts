import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnalysisId } from '#lib/model/ids.ts';
import { appendBlocks, narrativeOf, readNarrative } from '#lib/model/narrative.ts';
import type { Block } from '#lib/model/prose.ts';
import { replaceText } from '#lib/model/prose-write.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ines: Client;
let dev: Client;
let analysis: AnalysisId;
let path: string;
beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	dev = await house.user('dev');
	analysis = (await ines.post('/analyses', { title: 'A quiet night', zone: 'UTC' })).body.id;
	path = `/analyses/${analysis}/narrative/authorship`;
	await ines.post(`/analyses/${analysis}/members`, { email: 'dev@house.example', role: 'analyst' });
});
afterAll(() => house.close());

const paragraph = (text: string): Block => ({
	is: 'paragraph',
	content: [{ is: 'text', text, marks: [] }],
});
test('[AU5] analysts read who wrote what stands there, and nothing of what is gone', async () => {
	const ref = { analysis, kind: 'narrative' } as const;
	expect((await ines.get(path)).body).toEqual({ head: 0, passages: [] });
	await house.services.collab.writeAs(ines.userId, ref, (doc, origin) =>
		appendBlocks(doc, [paragraph('The careless plan showed five brokers.')], origin),
	);
	const passages = await house.services.collab.writeAs(dev.userId, ref, (doc, origin) => {
		const [first] = readNarrative(doc);
		if (first)
			replaceText(
				narrativeOf(doc),
				{ passageId: first.passageId, start: 4, end: 12 },
				'careless',
				'first',
				origin,
			);
		return readNarrative(doc);
	});
	const answer = await dev.get(path);
	const by = ({ userId, name }: Client) => ({ id: userId, name });
	expect(answer.body).toEqual({
		head: answer.body.head,
		passages: [
			{
				passageId: passages[0]?.passageId,
				runs: [
					{ from: 0, to: 4, user: by(ines), at: expect.stringMatching(/^\d{4}-/) },
					{ from: 4, to: 9, user: by(dev), at: expect.stringMatching(/^\d{4}-/) },
					{ from: 9, to: 35, user: by(ines), at: expect.stringMatching(/^\d{4}-/) },
				],
			},
		],
	});
	expect(JSON.stringify(answer.body)).not.toContain('careless');
	// Asked again while nobody wrote, it is the same answer; after more words, another.
	expect((await ines.get(path)).body).toEqual(answer.body);
	await house.services.collab.writeAs(dev.userId, ref, (doc, origin) =>
		appendBlocks(doc, [paragraph('And then.')], origin),
	);
	const later = (await ines.get(path)).body;
	expect(later.passages).toHaveLength(2);
	expect(later.head).toBeGreaterThan(answer.body.head);
});
test('[AU6] it is for analysts; others of the narrative are refused, outsiders see nothing', async () => {
	const [noor, rea, eve] = [
		await house.user('noor'),
		await house.user('rea'),
		await house.user('eve'),
	] as const;
	for (const [name, role] of [
		['noor', 'contributor'],
		['rea', 'reader'],
	])
		await ines.post(`/analyses/${analysis}/members`, { email: `${name}@house.example`, role });
	const statuses = await Promise.all([noor, rea, eve, house.browser()].map((who) => who.get(path)));
	expect(statuses.map(({ status }) => status)).toEqual([403, 404, 404, 401]);
});
