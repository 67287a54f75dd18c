import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type Client, type House } from '#tests/support/house.ts';
import { createGroupSessions } from './group-sessions.ts';
import { standing } from './standing.ts';

let house: House;
let ines: Client;
let dev: Client;
let analysisId: string;
let analysis: string;
beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	dev = await house.user('dev');
	analysisId = (await ines.post('/analyses', { title: 'A quiet night' })).body.id;
	analysis = `/analyses/${analysisId}`;
});
afterAll(() => house.close());

test('[ME1] a lead adds people who have an account; who has none is told how to come in', async () => {
	const added = await ines.post(`${analysis}/members`, { email: 'DEV@house.example', role: 'analyst' });
	expect([added.status, added.body]).toEqual([201, { userId: dev.userId }]);
	expect((await dev.get(`${analysis}/members`)).body.members).toEqual([
		{
			userId: dev.userId,
			name: 'dev',
			email: 'dev@house.example',
			role: 'analyst',
			personId: null,
			kind: 'account',
		},
		{
			userId: ines.userId,
			name: 'ines',
			email: 'ines@house.example',
			role: 'lead',
			personId: null,
			kind: 'account',
		},
	]);
	const unknown = await ines.post(`${analysis}/members`, { email: 'who@house.example', role: 'analyst' });
	expect([unknown.status, unknown.body.error.message]).toEqual([
		404,
		'Nobody here has an account with who@house.example. An admin can make one (People, or “user create”); someone who was there needs none: add them as a person and send them a link.',
	]);
	expect(
		(await dev.post(`${analysis}/members`, { email: 'ines@house.example', role: 'reader' })).status,
	).toBe(403);
});

test('[ME2] an analysis keeps a lead: the last one cannot go or be made less', async () => {
	const asked = await Promise.all([
		ines.call('PATCH', `${analysis}/members/${ines.userId}`, { role: 'reader' }),
		ines.call('DELETE', `${analysis}/members/${ines.userId}`),
		ines.post(`${analysis}/members`, { email: 'ines@house.example', role: 'analyst' }),
	]);
	expect(asked.map(({ status }) => status)).toEqual([409, 409, 409]);
	expect((await house.services.standing(ines.userId, analysisId)).role).toBe('lead');
});

test('[ME3] an interviewee added by address is someone of the cast', async () => {
	const hana = await house.user('hana');
	await ines.post(`${analysis}/members`, { email: 'hana@house.example', role: 'interviewee' });
	const { people } = (await ines.get(`${analysis}/people`)).body;
	expect(await house.services.standing(hana.userId, analysisId)).toEqual({
		userId: hana.userId,
		role: 'interviewee',
		personId: people.find(({ name }: { name: string }) => name === 'hana').id,
	});
});

test('[ME4] who was there says so: they are in the cast as themself, with what they wrote, and nobody else', async () => {
	const lena = await house.user('lena');
	await ines.post(`${analysis}/members`, { email: 'lena@house.example', role: 'contributor' });
	expect((await lena.post(`${analysis}/people/me`, {})).status).toBe(403);
	await ines.post(`${analysis}/members`, { email: 'lena@house.example', role: 'analyst' });
	const said = await lena.post(`${analysis}/people/me`, { author: 'lena.k' });
	expect(said.status).toBe(200);
	const { personId } = said.body;
	expect((await lena.get(`${analysis}/people/${personId}`)).body).toMatchObject({
		name: 'lena',
		userId: lena.userId,
		authors: ['lena.k'],
	});
	expect(await house.services.standing(lena.userId, analysisId)).toEqual({
		userId: lena.userId,
		role: 'analyst',
		personId,
	});
	expect((await lena.get(`${analysis}/part`)).status).toBe(200);
	// Saying it again, here or elsewhere, makes no second one of them.
	expect((await lena.post(`${analysis}/people/me`, {})).body).toEqual({ personId });
	const { id } = (await lena.post('/analyses', { title: 'Another night' })).body;
	expect((await lena.post(`/analyses/${id}/people/me`, {})).body).toEqual({ personId });
});

test('[GS1] a group session raises named people until its end, and closes what they had open then', async () => {
	const { core } = house.services.databases;
	let at = Date.parse('2026-03-24T15:00:00Z');
	const now = () => at;
	const closed: unknown[] = [];
	const live = { publish: () => undefined, close: (which: unknown) => void closed.push(which) };
	const sessions = createGroupSessions({ db: core, live, now });
	const wei = await house.user('wei');
	await ines.post(`${analysis}/members`, { email: 'wei@house.example', role: 'reader' });
	const roleNow = async () => (await standing(core, wei.userId, analysisId, now)).role;
	expect(await roleNow()).toBe('reader');
	const who = { userIds: [wei.userId], personIds: [] };
	const started = await sessions.start(ines.userId, analysisId, who, at + 3_600_000);
	expect(started).toEqual({
		ok: true,
		value: {
			id: expect.stringMatching(/^grp_/),
			startedAt: '2026-03-24T15:00:00.000Z',
			until: '2026-03-24T16:00:00.000Z',
			people: [{ userId: wei.userId, name: 'wei' }],
		},
	});
	expect(await roleNow()).toBe('contributor');
	at += 3_600_000;
	expect(await roleNow()).toBe('reader');
	at -= 1_000;
	if (!started.ok) throw new Error('unreachable');
	expect(await sessions.end(dev.userId, analysisId, started.value.id)).toMatchObject({ ok: false });
	expect(await sessions.end(ines.userId, analysisId, started.value.id)).toEqual({
		ok: true,
		value: undefined,
	});
	expect(await roleNow()).toBe('reader');
	expect(closed).toEqual([{ userId: wei.userId, analysisId }]);
	sessions.close();
});

test('[GS2] at the stated end what they had open is closed without anyone asking', async () => {
	const { promise, resolve } = Promise.withResolvers<unknown>();
	const live = { publish: () => undefined, close: resolve };
	const sessions = createGroupSessions({ db: house.services.databases.core, live });
	const amara = await house.user('amara');
	await ines.post(`${analysis}/members`, { email: 'amara@house.example', role: 'reader' });
	const who = { userIds: [amara.userId], personIds: [] };
	await sessions.start(ines.userId, analysisId, who, Date.now() + 60);
	expect(await promise).toEqual({ userId: amara.userId, analysisId });
	sessions.close();
});

test('[GS3] who is no member cannot be raised, and the answer says whom to send a link', async () => {
	const person = await ines.post(`${analysis}/people`, { name: 'Marcus Bell' });
	const until = new Date(Date.now() + 3_600_000).toISOString();
	const refused = await ines.post(`${analysis}/group-sessions`, { personIds: [person.body.id], until });
	expect([refused.status, refused.body.error.message]).toEqual([
		409,
		'Marcus Bell cannot join yet: their link has not been opened, or they are no member. Send the link first; nothing was started.',
	]);
	const past = await ines.post(`${analysis}/group-sessions`, {
		userIds: [dev.userId],
		until: '2020-01-01T00:00:00Z',
	});
	expect(past.status).toBe(400);
});

test('[US1] an admin makes accounts for colleagues; they set their password once with a link', async () => {
	const root = await house.user('root', { isAdmin: true });
	expect((await ines.get('/users')).status).toBe(403);
	expect((await ines.post('/users', { email: 'x@house.example', name: 'X' })).status).toBe(403);
	const made = await root.post('/users', { email: 'noor@house.example', name: 'Noor' });
	const token = made.body.url.split('#')[1];
	const set = (password: string) => house.browser().post('/set-password', { token, password });
	expect((await set('short')).status).toBe(400);
	expect((await set('a password of mine')).status).toBe(204);
	expect((await set('another of theirs')).status).toBe(410);
	const signIn = () =>
		house.browser().post('/sign-in', { email: 'noor@house.example', password: 'a password of mine' });
	expect((await signIn()).status).toBe(204);
	expect((await root.call('PATCH', `/users/${made.body.id}`, { isDisabled: true })).status).toBe(204);
	expect((await signIn()).status).toBe(403);
});
