import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieOf, openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ines: Client;
let dev: Client;
let analysisId: string;
let analysis: string;
beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	dev = await house.user('dev');
	analysisId = (await ines.post('/analyses', { title: 'A quiet night', summary: 'It went quiet.' })).body.id;
	analysis = `/analyses/${analysisId}`;
	await ines.post(`${analysis}/members`, { email: 'dev@house.example', role: 'analyst' });
});
afterAll(() => house.close());

async function invite(name: string, extra: object = {}) {
	const person = await ines.post(`${analysis}/people`, { name, ...extra });
	const made = await ines.post(`${analysis}/invitations`, { personId: person.body.id });
	expect(made.status).toBe(201);
	const token: string = made.body.url.split('#')[1];
	return { personId: person.body.id as string, id: made.body.id as string, url: made.body.url, token };
}

test('[LK1] a link keeps its secret in the fragment, and the store keeps only a hash of it', async () => {
	const link = await invite('Marcus Bell');
	expect(link.url).toBe(`${house.services.config.origin}/invite#${link.token}`);
	const rows = await house.services.databases.core
		.selectFrom('invitation')
		.selectAll()
		.where('id', '=', link.id)
		.execute();
	expect(JSON.stringify(rows)).not.toContain(link.token.split('.')[1]);
});

test('[LK2] reading a link opens nothing; its button opens the person’s part as the same guest each time', async () => {
	const link = await invite('Wei-Lin Chou');
	const letter = await house.browser().post('/invitations/read', { token: link.token });
	expect(letter.body).toMatchObject({
		person: 'Wei-Lin Chou',
		role: 'interviewee',
		summary: 'It went quiet.',
		invitedBy: 'ines',
		analysts: ['ines', 'dev'],
		organisation: null,
	});
	const list = () => ines.get(`${analysis}/invitations`);
	const stateOf = async () =>
		(await list()).body.invitations.find(({ id }: { id: string }) => id === link.id).state;
	expect(await stateOf()).toBe('sent');
	const first = await house.browser().post('/invitations/exchange', { token: link.token });
	const second = await house.browser().post('/invitations/exchange', { token: link.token });
	expect([first.body, second.body]).toEqual([
		{ analysisId, role: 'interviewee' },
		{ analysisId, role: 'interviewee' },
	]);
	expect(await stateOf()).toBe('opened');
	const who = async (answer: typeof first) => (await house.browser(cookieOf(answer)).get('/me')).body;
	const one = await who(first);
	expect(one).toMatchObject({ kind: 'guest', name: 'Wei-Lin Chou', email: null, isAdmin: false });
	expect(await who(second)).toEqual(one);
	const actor = await house.services.standing(one.id, analysisId);
	expect(actor).toEqual({ userId: one.id, role: 'interviewee', personId: link.personId });
});

test('[LK3] a guest’s session ends with the invitation, and after seven days at the latest', async () => {
	const person = await ines.post(`${analysis}/people`, { name: 'Short Stay' });
	const made = await ines.post(`${analysis}/invitations`, { personId: person.body.id, days: 2 });
	await house.browser().post('/invitations/exchange', { token: made.body.url.split('#')[1] });
	const long = await invite('Long Stay');
	await house.browser().post('/invitations/exchange', { token: long.token });
	const day = 24 * 60 * 60 * 1000;
	const rows = await house.services.databases.core
		.selectFrom('session')
		.innerJoin('invitation', 'invitation.id', 'session.invitation_id')
		.select(['session.expires_at as session', 'session.created_at as at', 'invitation.expires_at as link'])
		.where('invitation.id', 'in', [made.body.id, long.id])
		.orderBy('invitation.expires_at')
		.execute();
	expect(rows.map(({ session, link }) => session <= link)).toEqual([true, true]);
	expect(rows.map(({ session, at }) => Math.round((session - at) / day))).toEqual([2, 7]);
});

test('[LK4] revoking ends the link, the sessions it opened and the membership it gave; renewing opens anew', async () => {
	const link = await invite('Ekow Mensah');
	const opened = await house.browser().post('/invitations/exchange', { token: link.token });
	const guest = house.browser(cookieOf(opened));
	expect((await guest.get(analysis)).status).toBe(200);
	expect((await ines.call('DELETE', `${analysis}/invitations/${link.id}`)).status).toBe(204);
	expect((await guest.get(analysis)).status).toBe(401);
	const after = await house.browser().post('/invitations/exchange', { token: link.token });
	expect([after.status, after.body.error.code]).toEqual([410, 'gone']);
	const renewed = await ines.post(`${analysis}/invitations/${link.id}/renew`, {});
	const fresh = await house
		.browser()
		.post('/invitations/exchange', { token: renewed.body.url.split('#')[1] });
	expect(fresh.status).toBe(200);
	const old = await house.browser().post('/invitations/exchange', { token: link.token });
	expect(old.status).toBe(410);
});

test('[LK5] who is signed in as that person keeps their account: the link binds to it and signs nobody else in', async () => {
	const priya = await house.user('priya');
	const link = await invite('Priya Raghunathan', { email: 'priya@house.example' });
	const opened = await priya.post('/invitations/exchange', { token: link.token });
	expect([opened.status, opened.headers.get('set-cookie')]).toEqual([200, null]);
	expect(await house.services.standing(priya.userId, analysisId)).toEqual({
		userId: priya.userId,
		role: 'interviewee',
		personId: link.personId,
	});
	// Someone else's browser gets the guest, never Priya's account.
	const other = await dev.post('/invitations/exchange', { token: link.token });
	const who = await house.browser(cookieOf(other)).get('/me');
	expect([who.body.kind, who.body.id === priya.userId]).toEqual(['guest', false]);
	expect((await house.services.standing(dev.userId, analysisId)).personId).toBeUndefined();
});

test('[LK6] wrong links are slowed down, and the right one still opens from the same address', async () => {
	const link = await invite('Amara Okafor');
	const wrong = `${link.id}.${'A'.repeat(43)}`;
	const statuses = [];
	for (let index = 0; index < 40; index++)
		statuses.push((await house.browser().post('/invitations/exchange', { token: wrong })).status);
	expect(new Set(statuses)).toEqual(new Set([410, 429]));
	expect(statuses.at(-1)).toBe(429);
	expect((await house.browser().post('/invitations/exchange', { token: link.token })).status).toBe(200);
});

test('[LK7] a role that writes with the analysts is the lead’s to give by link', async () => {
	const person = await ines.post(`${analysis}/people`, { name: 'Sofia Brandt' });
	const body = { personId: person.body.id, role: 'contributor' };
	expect((await dev.post(`${analysis}/invitations`, body)).status).toBe(403);
	expect((await ines.post(`${analysis}/invitations`, body)).status).toBe(201);
});
