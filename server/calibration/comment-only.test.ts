import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnalysisId, QuoteId } from '#lib/model/ids.ts';
import { appendBlocks, readNarrative, replaceBlocks } from '#lib/model/narrative.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ines: Client;
let wei: Client;
let analysis: AnalysisId;
let base: string;

beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	wei = await house.user('wei');
	analysis = (await ines.post('/analyses', { title: 'A quiet night', zone: 'UTC' })).body.id;
	base = `/analyses/${analysis}`;
	await ines.post(`${base}/members`, { email: 'wei@house.example', role: 'commenter' });
	await ines.post(`${base}/people`, { name: 'Hana Sato' });
});
afterAll(() => house.close());

const paragraph = (text: string) =>
	({ is: 'paragraph', content: [{ is: 'text', text, marks: [] }] }) as const;

/** Writes blocks at the end; the passages as they are then. */
const write = (blocks: Parameters<typeof appendBlocks>[1]) =>
	house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, (doc, origin) => {
		appendBlocks(doc, blocks, origin);
		return readNarrative(doc);
	});

/** Opens a round that asks whoever is named, and closes it again. */
async function freeze(): Promise<number> {
	const { people } = (await ines.get(`${base}/rounds/proposal`)).body;
	const opened = await ines.post(`${base}/rounds`, {
		people: people.map((person: { personId: string; passages: { passageId: string }[] }) => ({
			personId: person.personId,
			passageIds: person.passages.map(({ passageId }) => passageId),
		})),
	});
	expect(opened.status).toBe(201);
	await ines.post(`${base}/rounds/${opened.body.number}/close`);
	return opened.body.number;
}

test('[CO3] they see the threads on words of the frozen text, and their own; the rest is not found', async () => {
	expect((await wei.get(`${base}/draft`)).body).toEqual({ draft: null });
	const [first] = await write([paragraph('Hana closed the laptop.')]);
	const round = await freeze();
	const passages = await write([paragraph('Written since, in private.')]);
	const on = (at: number, quote: string) => {
		const passage = passages[at];
		const start = passage?.text.indexOf(quote) ?? 0;
		return { passageId: passage?.passageId, quote, start, end: start + quote.length };
	};
	expect((await wei.get(`${base}/draft`)).body.draft).toMatchObject({
		round,
		title: 'A quiet night',
		passages: [{ passageId: first?.passageId, text: 'Hana closed the laptop.' }],
	});
	const open = async (who: Client, target: unknown, body: string) =>
		(await who.post(`${base}/threads`, { on: target, kind: 'note', body })).body.id as string;
	const onOld = await open(ines, on(0, 'laptop'), 'on the old words');
	const onNew = await open(ines, on(1, 'private'), 'on the new words');
	const event = await ines.post(`${base}/events`, {
		when: '2026-03-11T01:52:00Z',
		kind: 'action',
		title: 'The apply',
	});
	const onEvent = await open(ines, { event: event.body.id }, 'on an event');
	const own = await open(wei, on(0, 'Hana'), 'mine');
	// Words of the newer text are not there for them; an event they cannot see is not there either.
	expect((await wei.post(`${base}/threads`, { on: on(1, 'private'), kind: 'note', body: 'x' })).status).toBe(
		409,
	);
	const blind = await wei.post(`${base}/threads`, { on: { event: event.body.id }, kind: 'note', body: 'x' });
	expect(blind.status).toBe(404);

	const ids = async (who: Client) =>
		(await who.get(`${base}/threads`)).body.threads.map(({ id }: { id: string }) => id);
	expect(await ids(wei)).toEqual([onOld, own]);
	expect(await ids(ines)).toEqual([onOld, onNew, onEvent, own]);
	for (const [hidden, status] of [
		[onNew, 404],
		[onEvent, 404],
		[onOld, 201],
	] as const)
		expect((await wei.post(`${base}/threads/${hidden}/comments`, { body: 'seen' })).status).toBe(status);
	const [words] = (await wei.get(`${base}/threads`)).body.threads[0].comments;
	const sign = (thread: string, method: string) =>
		wei.call(method, `${base}/threads/${thread}/comments/${words.id}/reactions/agree`);
	expect((await sign(onOld, 'PUT')).body.comments[0].reactions).toEqual([
		{ kind: 'agree', by: [{ id: wei.userId, name: 'wei' }] },
	]);
	expect((await sign(onOld, 'DELETE')).body.comments[0].reactions).toEqual([]);
	expect((await sign(onNew, 'PUT')).status).toBe(404);
	const settled = await wei.call('PATCH', `${base}/threads/${own}`, { resolved: true });
	expect([settled.status, settled.body.error.message]).toEqual([
		403,
		'You can comment here. Settling a thread is for those who write the text.',
	]);
	// Nothing of the text that is written now goes along with a thread.
	expect(JSON.stringify((await wei.get(`${base}/threads`)).body)).not.toContain('private');

	// When the next round froze a text without those words, their own thread stays, with its words.
	await house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, (doc, origin) =>
		replaceBlocks(doc, [paragraph('Nobody is named but Sato.')], origin),
	);
	await freeze();
	const { threads } = (await wei.get(`${base}/threads`)).body;
	expect(
		threads.map(({ id, on: place }: { id: string; on: { state: string } }) => [id, place.state]),
	).toEqual([[own, 'rewritten']]);
	const rea = await house.user('rea');
	await ines.post(`${base}/members`, { email: 'rea@house.example', role: 'reader' });
	expect((await rea.get(`${base}/draft`)).status).toBe(404);
});

test('[CO4] only quotes with consent have words in the frozen text, also when that changed since', async () => {
	const { core } = house.services.databases;
	const [hana] = (await ines.get(`${base}/people`)).body.people;
	const quoteId = 'quo_consent00000' as QuoteId;
	const row = {
		...{ id: quoteId, analysis_id: analysis, person_id: hana.id, shared_account_id: null },
		...{ text: 'I thought I was late.', asked_by: ines.userId, asked_at: 1, answered_at: null },
	};
	await core
		.insertInto('quote')
		.values({ ...row, consent: 'asked' })
		.execute();
	await write([paragraph('Hana again.'), { is: 'account', quoteId, pull: false }]);
	await freeze();
	const words = async () =>
		(await wei.get(`${base}/draft`)).body.draft.passages
			.filter(({ kind }: { kind: string }) => kind === 'account')
			.map(({ quote }: { quote: unknown }) => quote);
	expect(await words()).toEqual([null]);
	await core.updateTable('quote').set({ consent: 'yes' }).where('id', '=', quoteId).execute();
	expect(await words()).toEqual([{ text: '“I thought I was late.”', source: 'Hana Sato', isMono: false }]);
	await core.updateTable('quote').set({ consent: 'withdrawn', text: '' }).where('id', '=', quoteId).execute();
	expect(await words()).toEqual([null]);
});
