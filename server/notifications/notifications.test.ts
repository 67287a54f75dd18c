import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnalysisId, EventId } from '#lib/model/ids.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ines: Client;
let dev: Client;
let wei: Client;
let rea: Client;
let analysis: AnalysisId;
let base: string;
let event: EventId;

beforeAll(async () => {
	house = await openHouse();
	[ines, dev, wei, rea] = await Promise.all([
		house.user('ines'),
		house.user('dev'),
		house.user('wei'),
		house.user('rea'),
	]);
	analysis = (await ines.post('/analyses', { title: 'A quiet night' })).body.id;
	base = `/analyses/${analysis}`;
	for (const [name, role] of [
		['dev', 'analyst'],
		['wei', 'commenter'],
		['rea', 'reader'],
	])
		await ines.post(`${base}/members`, { email: `${name}@house.example`, role });
	event = (
		await ines.post(`${base}/events`, { title: 'Apply', kind: 'action', when: '2026-03-11T01:52:00Z' })
	).body.id;
});
afterAll(() => house.close());

const of = async (client: Client) => (await client.get('/me/notifications')).body.notifications;
const words = async (client: Client) => (await of(client)).map((one: { words: string }) => one.words);

test('[MN2] who is mentioned is told, and who spoke before; nobody of their own words, or twice', async () => {
	const people = (await dev.get(`${base}/threads/people`)).body.people;
	expect(people.map(({ name }: { name: string }) => name)).toEqual(['dev', 'ines', 'wei']);
	const on = { event };
	const opened = await ines.post(`${base}/threads`, {
		on,
		kind: 'question',
		body: 'Was it green, @dev? @ines',
	});
	const { id } = opened.body;
	expect([await words(ines), await words(dev)]).toEqual([[], ['ines mentioned you in a thread.']]);
	await dev.post(`${base}/threads/${id}/comments`, { body: 'It was, @ines.' });
	await dev.post(`${base}/threads/${id}/comments`, { body: 'I think.' });
	expect(await words(ines)).toEqual([
		'dev replied in a thread that you wrote in.',
		'dev mentioned you in a thread.',
	]);
	const [newest] = await of(ines);
	expect(newest).toMatchObject({
		analysis: 'A quiet night',
		href: `/analysis/${analysis}/timeline?event=${event}`,
		isRead: false,
	});
});

test('[MN3] it never says what was said, and leads only where it is still open', async () => {
	const secret = 'the words themselves';
	const made = await dev.post(`${base}/threads`, {
		on: { event },
		kind: 'note',
		body: `@wei @rea ${secret}`,
	});
	// Events are not open to who only comments: they learn that there was something, and not where.
	expect(await of(wei)).toMatchObject([{ words: 'dev mentioned you in a thread.', href: null }]);
	expect(JSON.stringify(await of(wei))).not.toContain(secret);
	expect(JSON.stringify(await of(wei))).not.toContain(event);
	// A reader has no threads, so no name there is theirs.
	expect(await of(rea)).toEqual([]);
	expect((await rea.get(`${base}/threads/people`)).status).toBe(404);
	// What was told of a comment goes with it, and of no other.
	const say = async (body: string) =>
		(await dev.post(`${base}/threads/${made.body.id}/comments`, { body })).body.comments.at(-1).id as string;
	const again = await say('@wei Again.');
	const second = await say('@wei And again.');
	expect(await of(wei)).toHaveLength(3);
	await dev.call('DELETE', `${base}/threads/${made.body.id}/comments/${again}`);
	expect(await of(wei)).toHaveLength(2);
	await dev.call('DELETE', `${base}/threads/${made.body.id}/comments/${second}`);
	expect(await of(wei)).toHaveLength(1);
	// With its thread it goes; with the membership all of them.
	const [comment] = made.body.comments;
	await dev.call('DELETE', `${base}/threads/${made.body.id}/comments/${comment.id}`);
	expect(await of(wei)).toEqual([]);
	await ines.call('DELETE', `${base}/members/${dev.userId}`);
	expect(await of(dev)).toEqual([]);
	await ines.post(`${base}/members`, { email: 'dev@house.example', role: 'analyst' });
	expect(await words(dev)).toEqual(['ines mentioned you in a thread.']);
});

test('[MN4] one marks one’s own as read, all or some; others’ cannot be marked', async () => {
	const [first, second] = await of(ines);
	await dev.post('/me/notifications/read', { ids: [first.id, second.id] });
	expect((await of(ines)).map(({ isRead }: { isRead: boolean }) => isRead)).toEqual([false, false]);
	await ines.post('/me/notifications/read', { ids: [second.id] });
	expect((await of(ines)).map(({ isRead }: { isRead: boolean }) => isRead)).toEqual([false, true]);
	await ines.post('/me/notifications/read');
	expect((await of(ines)).map(({ isRead }: { isRead: boolean }) => isRead)).toEqual([true, true]);
	expect((await house.browser().get('/me/notifications')).status).toBe(401);
});
