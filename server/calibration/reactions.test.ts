import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cookieOf, openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ines: Client;
let dev: Client;
let wei: Client;
let rea: Client;
let base: string;
let thread: string;
let comment: string;

beforeAll(async () => {
	house = await openHouse();
	[ines, dev, wei, rea] = await Promise.all([
		house.user('ines'),
		house.user('dev'),
		house.user('wei'),
		house.user('rea'),
	]);
});
afterAll(() => house.close());
beforeEach(async () => {
	base = `/analyses/${(await ines.post('/analyses', { title: 'A quiet night' })).body.id}`;
	for (const [name, role] of [
		['dev', 'contributor'],
		['wei', 'commenter'],
		['rea', 'reader'],
	])
		await ines.post(`${base}/members`, { email: `${name}@house.example`, role });
	const when = '2026-03-11T01:52:00Z';
	const event = (await ines.post(`${base}/events`, { title: 'Apply', kind: 'action', when })).body.id;
	const opened = await ines.post(`${base}/threads`, {
		on: { event },
		kind: 'note',
		body: 'The disk filled.',
	});
	thread = opened.body.id;
	comment = opened.body.comments[0].id;
});

const path = (kind: string, of = comment) => `${base}/threads/${thread}/comments/${of}/reactions/${kind}`;
const given = async (client: Client) => (await client.get(`${base}/threads`)).body.threads[0].comments[0];
const who = ({ userId, name }: Client) => ({ id: userId, name });

test('[TH12] a reaction is given and taken back, once however often it is asked, and told by name', async () => {
	await dev.call('PUT', path('saw'));
	await dev.call('PUT', path('saw'));
	const answer = await dev.call('PUT', path('thanks'));
	const both = [
		{ kind: 'thanks', by: [who(dev)] },
		{ kind: 'saw', by: [who(dev)] },
	];
	expect([answer.status, answer.body.comments[0].reactions]).toEqual([200, both]);
	expect((await given(ines)).reactions).toEqual(both);
	// It is no news: nothing is unread by it, and nobody is told.
	expect((await ines.get(`${base}/threads`)).body.threads[0].isUnread).toBe(false);
	expect((await ines.get('/me/notifications')).body.notifications).toEqual([]);
	await dev.call('DELETE', path('thanks'));
	const again = await dev.call('DELETE', path('thanks'));
	expect([again.status, (await given(ines)).reactions]).toEqual([200, both.slice(1)]);
});

test('[TH12] not to one’s own words, not by whoever may not comment, and only signs that there are', async () => {
	const refused = await Promise.all([
		ines.call('PUT', path('saw')),
		dev.call('PUT', path('thumbs-down')),
		rea.call('PUT', path('saw')),
		rea.call('DELETE', path('saw')),
		dev.call('PUT', path('saw', 'cmt_of_another')),
		// An event is not open to who only comments, nor is its thread.
		wei.call('PUT', path('saw')),
		house.browser().call('PUT', path('saw')),
	]);
	expect(refused.map(({ status }) => status)).toEqual([403, 400, 404, 404, 404, 404, 401]);
	expect((await given(ines)).reactions).toEqual([]);
});

test('[TH12] it goes with the comment', async () => {
	await dev.call('PUT', path('agree'));
	await dev.post(`${base}/threads/${thread}/comments`, { body: 'So it did.' });
	await ines.call('DELETE', `${base}/threads/${thread}/comments/${comment}`);
	expect(await given(dev)).toMatchObject({ isDeleted: true, reactions: [] });
	expect((await dev.call('PUT', path('agree'))).status).toBe(404);
	const rows = house.services.databases.core.selectFrom('comment_reaction').selectAll();
	expect(await rows.where('comment_id', '=', comment).execute()).toEqual([]);
});

test('[TH12] it goes with the account that its giver withdraws, and nobody else’s does', async () => {
	const personId = (await ines.post(`${base}/people`, { name: 'Hana Sato' })).body.id;
	const link = await ines.post(`${base}/invitations`, { personId });
	const opened = await house.browser().post('/invitations/exchange', { token: link.body.url.split('#')[1] });
	const hana = house.browser(cookieOf(opened));
	const id = (await hana.get('/me')).body.id as string;
	await house.services.databases.core
		.updateTable('membership')
		.set({ role: 'contributor' })
		.where('user_id', '=', id)
		.execute();
	await hana.call('PUT', path('saw'));
	await dev.call('PUT', path('saw'));
	expect((await given(ines)).reactions[0].by).toHaveLength(2);
	await hana.post(`${base}/part/open`);
	expect((await hana.post(`${base}/part/withdraw`, { confirm: true })).status).toBe(200);
	expect((await given(ines)).reactions).toEqual([{ kind: 'saw', by: [who(dev)] }]);
});
