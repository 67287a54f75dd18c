import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId, type AnalysisId } from '#lib/model/ids.ts';
import { narrativeOf, readNarrative, replaceBlocks } from '#lib/model/narrative.ts';
import type { PassageId } from '#lib/model/prose.ts';
import { replaceText } from '#lib/model/prose-write.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';

const words = 'Tomasz took twenty minutes on every node.';
const quote = 'twenty';
const start = words.indexOf(quote);

let house: House;
let ines: Client;
let tomasz: Client;
let wei: Client;
let analysis: AnalysisId;
let base: string;
let passageId: PassageId;

beforeAll(async () => {
	house = await openHouse();
	[ines, tomasz, wei] = await Promise.all([house.user('ines'), house.user('tomasz'), house.user('wei')]);
});
afterAll(() => house.close());
beforeEach(async () => {
	analysis = (await ines.post('/analyses', { title: 'A quiet night' })).body.id;
	base = `/analyses/${analysis}/threads`;
	await ines.post(`/analyses/${analysis}/members`, { email: 'tomasz@house.example', role: 'contributor' });
	await ines.post(`/analyses/${analysis}/members`, { email: 'wei@house.example', role: 'commenter' });
	await house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, (doc, origin) => {
		replaceBlocks(doc, [{ is: 'paragraph', content: [{ is: 'text', text: words, marks: [] }] }], origin);
		passageId = readNarrative(doc)[0]?.passageId as PassageId;
	});
});

const text = () =>
	house.services.collab.read({ analysis, kind: 'narrative' }, (doc) => readNarrative(doc)[0]?.text);
const rewrite = (from: string, to: string) =>
	house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, (doc, origin) => {
		const at = readNarrative(doc)[0]?.text.indexOf(from) ?? -1;
		return replaceText(narrativeOf(doc), { passageId, start: at, end: at + from.length }, from, to, origin);
	});
/** Holds its own quote, so that a second taking would find words to replace. */
async function propose(proposal = 'about twenty'): Promise<string> {
	const on = { passageId, quote, start, end: start + quote.length };
	const made = await tomasz.post(base, { on, kind: 'correction', body: '', proposal });
	expect(made.status).toBe(201);
	return made.body.id as string;
}
const thread = async (id: string) =>
	(await ines.get(base)).body.threads.find((one: { id: string }) => one.id === id);

test('[TH8] an edit is taken in one step, in the name of who takes it; who proposed it stays named', async () => {
	const id = await propose();
	const { seq } = await house.services.collab.journal
		.rowsAfter(`analysis/${analysis}/narrative`, 0)
		.then((rows) => rows.at(-1) ?? { seq: 0 });
	const taken = await ines.post(`${base}/${id}/take`);
	expect([taken.status, taken.body]).toEqual([200, { passageId, start, end: start + 'about twenty'.length }]);
	expect(await text()).toBe('Tomasz took about twenty minutes on every node.');
	const rows = await house.services.collab.journal.rowsAfter(`analysis/${analysis}/narrative`, seq);
	expect(rows.map(({ userId }) => userId)).toEqual([ines.userId]);
	expect(await thread(id)).toMatchObject({
		resolvedBy: 'ines',
		resolution: 'edit taken',
		comments: [{ author: { name: 'tomasz' } }],
	});
	const activity = await house.services.databases.core
		.selectFrom('activity')
		.select(['user_id', 'words'])
		.where('subject_id', '=', id)
		.orderBy('seq')
		.execute();
	expect(activity.at(-1)).toEqual({ user_id: ines.userId, words: 'took an edit into the text' });
});

test('[TH8] of many who take it at once one does, and the words change once', async () => {
	const id = await propose();
	const answers = await Promise.all(
		Array.from({ length: 8 }, (_, index) => (index % 2 ? ines : tomasz).post(`${base}/${id}/take`)),
	);
	expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
	expect(await text()).toBe('Tomasz took about twenty minutes on every node.');
});

test('[TH8] where the words are others by then nothing changes, and the thread stays open', async () => {
	const id = await propose();
	await rewrite('twenty', 'some');
	const refused = await ines.post(`${base}/${id}/take`);
	expect([refused.status, refused.body.error.message]).toEqual([
		409,
		'The words have changed since this was proposed. Nothing was replaced; edit them by hand.',
	]);
	expect(await text()).toBe('Tomasz took some minutes on every node.');
	expect((await thread(id)).resolvedAt).toBeNull();
});

test('[TH8] who does not write the text cannot put words in, and what proposes nothing has none', async () => {
	const id = await propose();
	expect((await wei.post(`${base}/${id}/take`)).status).toBe(403);
	const rea = await house.user(`rea-${analysis}`);
	expect((await rea.post(`${base}/${id}/take`)).status).toBe(404);
	const on = { passageId, quote, start, end: start + quote.length };
	const question = await ines.post(base, { on, kind: 'question', body: 'How long?' });
	expect((await ines.post(`${base}/${question.body.id}/take`)).status).toBe(400);
	expect(await text()).toBe(words);
});

test('[TH9] who took it takes it back while nobody wrote over it', async () => {
	const id = await propose();
	const { body: place } = await ines.post(`${base}/${id}/take`);
	// Moved, but the same words.
	await rewrite('Tomasz', 'Tomasz Wrona');
	expect((await tomasz.post(`${base}/${id}/take-back`, place)).status).toBe(409);
	const back = await Promise.all([1, 2, 3].map(() => ines.post(`${base}/${id}/take-back`, place)));
	expect(back.map(({ status }) => status).sort()).toEqual([204, 409, 409]);
	expect(await text()).toBe('Tomasz Wrona took twenty minutes on every node.');
	expect(await thread(id)).toMatchObject({ resolvedAt: null, on: { state: 'placed', quote } });

	const again = (await ines.post(`${base}/${id}/take`)).body;
	await rewrite('about twenty', 'a good while: nineteen');
	const late = await ines.post(`${base}/${id}/take-back`, again);
	expect(late.body.error.message).toBe(
		'The words were changed since, so they stay as they are now. Edit them by hand.',
	);
	expect(await text()).toContain('a good while: nineteen');
	expect((await thread(id)).resolution).toBe('edit taken');
});

test('[TH8] [PR6] an edit of words around a chip leaves the chip, and can be taken back', async () => {
	const chip = { is: 'chip', eventId: newId('event') } as const;
	const plain = (text: string) => ({ is: 'text', text, marks: [] }) as const;
	await house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, (doc, origin) => {
		const content = [plain('Then, '), chip, plain(' the alert fired.')];
		replaceBlocks(doc, [{ is: 'paragraph', content }], origin);
		passageId = readNarrative(doc)[0]?.passageId as PassageId;
	});
	const on = { passageId, quote: '\uFFFC the alert', start: 6, end: 17 };
	const made = await tomasz.post(base, { on, kind: 'correction', body: '', proposal: '09:14 an alert' });
	const taken = await ines.post(`${base}/${made.body.id}/take`);
	expect([taken.status, taken.body]).toEqual([
		200,
		{ passageId, start: 6, end: 6 + '\uFFFC 09:14 an alert'.length },
	]);
	expect(await text()).toBe('Then, \uFFFC 09:14 an alert fired.');
	expect((await ines.post(`${base}/${made.body.id}/take-back`, taken.body)).status).toBe(204);
	expect(await text()).toBe('Then, \uFFFC the alert fired.');
});
