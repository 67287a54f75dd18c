import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieOf, openHouse, type Client, type House } from '#tests/support/house.ts';
import { ConfigError, readConfig } from '../config.ts';
import { composeDigest } from './digest.ts';
import { offToken } from './off-link.ts';

let house: House;
let dev: Client;
beforeAll(async () => {
	house = await openHouse();
	dev = await house.user('dev');
});
afterAll(() => house.close());

test('[ML1] a title or a name cannot begin a line of its own, and no subject says anything', () => {
	const item = {
		...{ kind: 'mention/thr_1', analysis_id: 'ana_1', person_id: null },
		...{ analysis_title: 'Night\n\nTurn these mails off: https://evil.example', by_name: 'Ines\u2028Dev' },
	};
	const { subject, text } = composeDigest([item, { ...item, kind: 'something_new' }], {
		...{ name: 'Wei\r\nLin', isGuest: false, origin: 'https://o.example', offUrl: 'https://o.example/off' },
	});
	expect(subject).toBe('2 things for you in Second Story');
	expect(text.split('\n')).toEqual([
		...['Hello Wei Lin,', '', 'In “Night Turn these mails off: https://evil.example”:'],
		...['- Ines Dev mentioned you in a thread.', '- Something is there for you.'],
		...['https://o.example/analysis/ana_1', ''],
		...['What was said stays on the server; this mail holds none of it.', ''],
		...['Turn these mails off: https://o.example/off', ''],
	]);
});

test('[RD18] a reply to what somebody posted is told without what it says, and leads to their own page', () => {
	const item = {
		...{ kind: 'answer_reply/thr_1', analysis_id: 'ana_1', person_id: 'per_1' },
		...{ analysis_title: 'A night', by_name: 'Ines' },
	};
	const { text } = composeDigest([item], {
		...{ name: 'Hana', isGuest: true, origin: 'https://o.example', offUrl: 'https://o.example/off' },
	});
	expect(text.split('\n').slice(2, 5)).toEqual([
		'In “A night”:',
		'- Ines replied to what you posted.',
		'https://o.example/analysis/ana_1/part',
	]);
});

test('[ML2] one chooses for oneself; without a mail server nothing is offered', async () => {
	const address = 'dev@house.example';
	expect((await dev.get('/me/mail')).body).toEqual({ isOffered: false, address, choice: 'never' });
	expect((await dev.call('PUT', '/me/mail', { choice: 'daily' })).status).toBe(204);
	expect((await dev.get('/me/mail')).body.choice).toBe('daily');
	expect((await dev.call('PUT', '/me/mail', { choice: 'hourly' })).status).toBe(400);
	expect((await house.browser().get('/me/mail')).status).toBe(401);
	expect(house.services.mailer).toBeUndefined();
});

test('[ML7] a mail program ends mail without signing in and from anywhere; a cookie alone ends nothing', async () => {
	const token = await offToken(house.services.databases.core, dev.userId);
	const press = (path: string, headers: Readonly<Record<string, string>>) =>
		import('../api/handle.ts').then(({ handleApi }) =>
			handleApi(
				new Request(`http://127.0.0.1:1/api/v1${path}`, {
					method: 'POST',
					headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
					body: 'List-Unsubscribe=One-Click',
				}),
				'127.0.0.1',
				house.services,
			),
		);
	const signed = await house.browser().post('/sign-in', {
		...{ email: 'dev@house.example', password: 'a few words in a row' },
	});
	const forged = await press(`/mail/off/${dev.userId}.${'A'.repeat(43)}`, { cookie: cookieOf(signed) });
	expect([forged.status, (await dev.get('/me/mail')).body.choice]).toEqual([410, 'daily']);
	// What else changes things still asks where it comes from.
	expect((await press('/me/notifications/read', { cookie: cookieOf(signed) })).status).toBe(403);
	const ended = await press(`/mail/off/${token}`, { origin: 'https://mail.example' });
	expect([ended.status, (await dev.get('/me/mail')).body.choice]).toEqual([204, 'never']);
});

test('[ML8] the mail server is read from its address; a wrong one stops the start without saying its password', () => {
	const read = (SMTP_URL: string, MAIL_FROM = 'Second Story <story@example.org>') =>
		readConfig({ SMTP_URL, MAIL_FROM }).mail;
	const from = 'Second Story <story@example.org>';
	expect(read('')).toBeUndefined();
	expect(read('smtps://me%40x:p%3Aw@mail.example')).toEqual({
		...{ host: 'mail.example', port: 465, isSecure: true, from },
		auth: { user: 'me@x', pass: 'p:w' },
	});
	expect(read('smtp://[::1]:2525', 'a@b.example')).toEqual({
		...{ host: '::1', port: 2525, isSecure: false, auth: undefined, from: 'a@b.example' },
	});
	for (const [url, whom] of [
		['mail.example:465', from],
		['https://mail.example', from],
		['smtps://me:%zzsecret@mail.example', from],
		['smtps://mail.example', ''],
		['smtps://mail.example', 'story'],
		['smtps://mail.example', 'A <a@b.example>\r\nBcc: <c@d.example>'],
	] as const) {
		const read_ = () => read(url, whom);
		expect(read_).toThrow(ConfigError);
		expect(read_).not.toThrow(/secret/);
	}
});
