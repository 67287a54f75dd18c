import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { AnalysisId } from '#lib/model/ids.ts';
import { appendBlocks, narrativeOf, readNarrative } from '#lib/model/narrative.ts';
import type { Origin } from '#lib/model/origin.ts';
import type { Block, PassageId } from '#lib/model/prose.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ines: Client;
let dev: Client;
let rea: Client;
let analysis: AnalysisId;
let base: string;
let passageId: PassageId;

const line = (text: string): Block => ({ is: 'paragraph', content: [{ is: 'text', text, marks: [] }] });
const words = 'They closed the laptop and made dinner. Nothing was wrong anywhere.';
const quote = 'closed the laptop';
const on = () => ({ passageId, quote, start: 5, end: 5 + quote.length });
const any = expect.any(String);

beforeAll(async () => {
	house = await openHouse();
	[ines, dev, rea] = await Promise.all([house.user('ines'), house.user('dev'), house.user('rea')]);
});
afterAll(() => house.close());
beforeEach(async () => {
	analysis = (await ines.post('/analyses', { title: 'A quiet night' })).body.id;
	base = `/analyses/${analysis}/threads`;
	await ines.post(`/analyses/${analysis}/members`, { email: 'dev@house.example', role: 'contributor' });
	await ines.post(`/analyses/${analysis}/members`, { email: 'rea@house.example', role: 'reader' });
	const ids = await write((doc, origin) => appendBlocks(doc, [line(words), line('Later.')], origin));
	passageId = ids[0] as PassageId;
});

function write<T>(verb: (doc: Y.Doc, origin: Origin) => T): Promise<T> {
	return house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, verb);
}

async function open(client: Client, more: object = {}): Promise<string> {
	const answer = await client.post(base, { on: on(), kind: 'question', body: 'Who closed it?', ...more });
	expect(answer.status).toBe(201);
	return answer.body.id as string;
}

test('[TH1] a thread is opened, answered, resolved and opened again', async () => {
	const id = await open(ines);
	expect((await dev.post(`${base}/${id}/comments`, { body: 'Sofia did.' })).status).toBe(201);
	const resolved = await ines.call('PATCH', `${base}/${id}`, { resolved: true, resolution: 'asked' });
	const comment = (client: Client, body: string) => ({
		id: any,
		author: { id: client.userId, name: client.name, colour: expect.any(Number) },
		body,
		createdAt: any,
		editedAt: null,
		isDeleted: false,
		reactions: [],
	});
	const thread = {
		id,
		on: { ...on(), state: 'placed', anchor: expect.objectContaining({ quote, passageId }) },
		kind: 'question',
		proposal: null,
		openedAt: any,
		round: null,
		isUnread: true,
		resolvedAt: any,
		resolvedBy: 'ines',
		resolution: 'asked',
		comments: [comment(ines, 'Who closed it?'), comment(dev, 'Sofia did.')],
	};
	expect(resolved.body).toEqual(thread);
	expect((await dev.get(base)).body).toEqual({ threads: [{ ...thread, isUnread: false }] });
	const again = await dev.call('PATCH', `${base}/${id}`, { resolved: false });
	expect(again.body).toEqual({
		...thread,
		isUnread: false,
		resolvedAt: null,
		resolvedBy: null,
		resolution: null,
	});
	const activity = await house.services.databases.core
		.selectFrom('activity')
		.select(['user_id', 'subject_id', 'words'])
		.where('analysis_id', '=', analysis)
		.where('subject_kind', '=', 'thread')
		.orderBy('seq')
		.execute();
	expect(activity).toEqual([
		{ user_id: ines.userId, subject_id: id, words: 'opened a question on “closed the laptop”' },
		{ user_id: dev.userId, subject_id: id, words: 'replied in a thread' },
		{ user_id: ines.userId, subject_id: id, words: 'resolved a thread (asked)' },
		{ user_id: dev.userId, subject_id: id, words: 'opened a thread again' },
	]);
});

test('[TH2] it follows its words, also into another paragraph, and keeps them when they are rewritten', async () => {
	await open(ines);
	await write((doc) => {
		const root = narrativeOf(doc);
		const text = (root.get(0) as Y.XmlElement).get(0) as Y.XmlText;
		text.delete(0, text.length);
		const fresh = new Y.XmlElement('paragraph');
		fresh.insert(0, [new Y.XmlText(`At last. ${words}`)]);
		root.insert(1, [fresh]);
	});
	const moved = await write((doc) => readNarrative(doc)[1]);
	const place = async () => (await ines.get(base)).body.threads[0].on;
	expect(await place()).toMatchObject({
		passageId: moved?.passageId,
		quote,
		start: 14,
		end: 14 + quote.length,
		state: 'placed',
		// Put afresh by the server: the next edit moves it along.
		anchor: { passageId: moved?.passageId },
	});
	await write((doc) => narrativeOf(doc).delete(1, 1));
	expect(await place()).toMatchObject({ passageId: null, quote, start: null, end: null, state: 'rewritten' });
});

test('[TH3] a correction proposes words; an anchor of other words is refused in one sentence', async () => {
	const answer = await ines.post(base, { on: on(), kind: 'correction', proposal: 'shut the laptop' });
	expect(answer.body).toMatchObject({
		kind: 'correction',
		proposal: 'shut the laptop',
		comments: [{ body: '' }],
	});
	const wrong = await ines.post(base, { on: { ...on(), quote: 'opened a window' }, kind: 'note', body: 'x' });
	expect([wrong.status, wrong.body.error.code]).toEqual([409, 'conflict']);
	const bad = await Promise.all(
		[
			{ on: on(), kind: 'note', body: ' ' },
			{ on: on(), kind: 'note', body: 'x', proposal: 'y' },
			{ on: on(), kind: 'blame', body: 'x' },
			{ on: { passageId: 'x', quote, start: 0, end: 2 }, kind: 'note', body: 'x' },
			{ on: {}, kind: 'note', body: 'x' },
			{ on: on(), kind: 'note', body: 'x'.repeat(5001) },
		].map((body) => ines.post(base, body)),
	);
	expect(bad.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400]);
	expect((await ines.get(base)).body.threads).toHaveLength(1);
});

test('[TH4] one changes and deletes one’s own comments only; a thread goes with its only comment', async () => {
	const id = await open(ines);
	const reply = await dev.post(`${base}/${id}/comments`, { body: 'Sofia' });
	const [first, second] = reply.body.comments as { id: string }[];
	const at = (comment: { id: string } | undefined) => `${base}/${id}/comments/${comment?.id}`;
	expect((await ines.call('PATCH', at(second), { body: 'x' })).status).toBe(403);
	expect((await ines.call('DELETE', at(second))).status).toBe(403);
	const edited = await dev.call('PATCH', at(second), { body: 'Sofia did' });
	expect(edited.body.comments[1]).toMatchObject({ body: 'Sofia did', editedAt: any });
	expect((await ines.call('DELETE', at(first))).status).toBe(204);
	expect((await dev.get(base)).body.threads[0].comments).toMatchObject([
		{ body: '', isDeleted: true },
		{ body: 'Sofia did', isDeleted: false },
	]);
	expect((await ines.call('PATCH', at(first), { body: 'back' })).status).toBe(404);
	expect((await dev.call('DELETE', at(second))).status).toBe(204);
	expect((await dev.get(base)).body.threads).toEqual([]);
});

test('[TH5] who has no right sees nothing, and a thread of another analysis is not found', async () => {
	const id = await open(ines);
	const other = (await dev.post('/analyses', { title: 'Another' })).body.id as string;
	const answers = await Promise.all([
		rea.get(base),
		rea.post(base, { on: on(), kind: 'note', body: 'x' }),
		rea.post(`${base}/${id}/comments`, { body: 'x' }),
		rea.call('PATCH', `${base}/${id}`, { resolved: true }),
		dev.post(`/analyses/${other}/threads/${id}/comments`, { body: 'x' }),
		dev.call('PATCH', `/analyses/${other}/threads/${id}`, { resolved: true }),
		dev.get('/analyses/ana_nothing00000000000000/threads'),
		ines.post(base, { on: { event: 'evt_nothing00000000000' }, kind: 'note', body: 'x' }),
		ines.post(base, { on: { record: 'src_nothing0000000000.3' }, kind: 'note', body: 'x' }),
	]);
	expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual(
		answers.map(() => [404, 'not_found']),
	);
	const [untouched] = (await ines.get(base)).body.threads;
	expect(untouched).toMatchObject({ resolvedAt: null, comments: [{ body: 'Who closed it?' }] });
});

test('[TH6] threads from elsewhere keep their authors and times', async () => {
	const taken = await house.services.threads.take(analysis, {
		on: on(),
		kind: 'differs',
		comments: [
			{ by: dev.userId, at: 1000, body: 'Earlier, I think' },
			{ by: ines.userId, at: 2000, body: 'Both can be kept' },
		],
		resolved: { by: ines.userId, at: 3000, resolution: 'both accounts kept' },
	});
	expect(taken.ok).toBe(true);
	expect((await ines.get(base)).body.threads).toMatchObject([
		{
			kind: 'differs',
			openedAt: '1970-01-01T00:00:01.000Z',
			resolvedAt: '1970-01-01T00:00:03.000Z',
			resolution: 'both accounts kept',
			comments: [
				{ author: { name: 'dev' } },
				{ author: { name: 'ines' }, createdAt: '1970-01-01T00:00:02.000Z' },
			],
		},
	]);
});

test('[TH10] a thread is unread to whoever has not looked since somebody else wrote in it', async () => {
	const id = await open(ines);
	const other = await open(ines);
	const unread = async (client: Client) =>
		(await client.get(base)).body.threads
			.filter(({ isUnread }: { isUnread: boolean }) => isUnread)
			.map(({ id: one }: { id: string }) => one);
	expect([await unread(ines), await unread(dev)]).toEqual([[], [id, other]]);
	expect((await dev.post(`${base}/seen`, { threadIds: [id, 'thr_of_another'] })).status).toBe(204);
	expect(await unread(dev)).toEqual([other]);
	// A reply is a look as well, and news to the other.
	const reply = await dev.post(`${base}/${other}/comments`, { body: 'Sofia did.' });
	expect([await unread(ines), await unread(dev)]).toEqual([[other], []]);
	await ines.post(`${base}/seen`);
	expect(await unread(ines)).toEqual([]);
	// What was deleted is not news, and who may not read threads has none to see.
	const gone = await dev.post(`${base}/${id}/comments`, { body: 'No.' });
	expect(await unread(ines)).toEqual([id]);
	const said = gone.body.comments.at(-1).id as string;
	await dev.call('DELETE', `${base}/${id}/comments/${said}`);
	expect([await unread(ines), reply.status]).toEqual([[], 201]);
	expect((await rea.post(`${base}/seen`)).status).toBe(404);
});
