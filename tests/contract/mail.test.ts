/** Mail holds on every store, through a real mail server: each thing at most once, and never what it says. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pino } from 'pino';
import { insertNotification, markNotificationsRead } from '#db/notification.ts';
import { claimMail, deleteOldMails, insertMail, putMailChoice } from '#db/mail.ts';
import type { MailChoiceTable } from '#db/calibration-tables.ts';
import { newId } from '#lib/model/ids.ts';
import type { MailConfig } from '#server/config.ts';
import { createMailWishes } from '#server/mail/choices.ts';
import { createMailer, type Mailer } from '#server/mail/mailer.ts';
import { offToken } from '#server/mail/off-link.ts';
import { createSmtp } from '#server/mail/smtp.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';
import { openMailServer, openSilentServer, type MailServer } from '#tests/support/mail-server.ts';

const minute = 60_000;
const hour = 60 * minute;
const origin = 'https://story.house.example';
const log = pino({ level: 'silent' });

describe.each(stores)('on $name', ({ open }) => {
	let store: TestDatabases;
	let server: MailServer;
	let mailer: Mailer;
	let at: number;
	const open_: Mailer[] = [];

	beforeAll(async () => {
		store = await open();
	});
	afterAll(() => store.close());
	beforeEach(async () => {
		const { core } = store.databases;
		for (const table of ['notification', 'mail', 'mail_item', 'mail_choice', 'membership'] as const)
			await core.deleteFrom(table).execute();
		at = Date.parse('2026-03-12T09:00:00Z');
		server = await openMailServer();
		mailer = aMailer();
	});
	afterEach(async () => {
		await Promise.all(open_.splice(0).map((one) => one.close()));
		await server.close();
	});

	function aMailer(config: MailConfig = server.config): Mailer {
		// The mail server of the tests waits a tenth of a second for those who speak before they are greeted.
		const patience = { greet: 800, idle: 500, whole: 3000 };
		const made = createMailer({
			...{ db: store.databases.core, origin, log, now: () => at },
			transport: createSmtp(config, patience),
		});
		open_.push(made);
		return made;
	}
	async function someone(name: string, kind: 'account' | 'guest' = 'account'): Promise<string> {
		const id = newId('user');
		await store.databases.core
			.insertInto('user')
			.values({
				...{ id, kind, email: kind === 'account' ? `${id}@house.example` : null, name, colour: 1 },
				...{ is_admin: 0, created_at: 1, disabled_at: null },
			})
			.execute();
		return id;
	}
	async function anAnalysis(
		title: string,
		members: Readonly<Record<string, string | null>>,
	): Promise<string> {
		const id = newId('analysis');
		const [lead = ''] = Object.keys(members);
		await store.databases.core
			.insertInto('analysis')
			.values({
				...{ id, title, number: null, summary: '', standfirst: '', subject: 'incident' },
				...{ effort: 'standard', stage: 'understand', zone: 'UTC', date: null },
				...{ planned_minutes: null, used_minutes: 0, is_sample: 0, created_by: lead, created_at: 1 },
				deleted_at: null,
			})
			.execute();
		for (const [user_id, person_id] of Object.entries(members))
			await store.databases.core
				.insertInto('membership')
				.values({ analysis_id: id, user_id, role: 'analyst', person_id, added_by: lead, added_at: 1 })
				.execute();
		return id;
	}
	const choose = (userId: string, choice: MailChoiceTable['choice']) =>
		putMailChoice(store.databases.core, { user_id: userId, choice, changed_at: at - 30 * hour });
	/** Something for a user, or for the person they are, a quarter of an hour ago. */
	async function tell(
		analysisId: string,
		to: { user?: string; person?: string },
		{ kind = 'mention/thr_1', by = null as string | null } = {},
	): Promise<string> {
		const id = newId('notification');
		await insertNotification(store.databases.core, {
			...{ id, user_id: to.user ?? null, person_id: to.person ?? null, analysis_id: analysisId, kind },
			...{ body: 'the words themselves', created_at: at - 15 * minute, read_at: null, by_user_id: by },
		});
		return id;
	}
	/** What became of all mails so far. */
	async function states(): Promise<string[]> {
		const rows = await store.databases.core
			.selectFrom('mail')
			.select('state')
			.orderBy('created_at')
			.orderBy('id')
			.execute();
		return rows.map(({ state }) => state);
	}
	/** Ines leads an analysis in which Dev, who chose, was mentioned once. */
	async function aMention(choice: MailChoiceTable['choice'] = 'mention') {
		const [ines, dev] = [await someone('Ines Caldeira'), await someone('Dev Banerjee')];
		const analysis = await anAnalysis('A quiet night', { [ines]: null, [dev]: null });
		await choose(dev, choice);
		const notification = await tell(analysis, { user: dev }, { by: ines });
		return { ines, dev, analysis, notification };
	}

	test('[ML1] a mail says who, where and how many, and ends mail in one press', async () => {
		const { ines, dev, analysis } = await aMention();
		const wei = await someone('Wei-Lin Chua');
		await tell(analysis, { user: dev }, { by: wei });
		// A reply is no mention: whoever chose those is not mailed for it.
		await tell(analysis, { user: dev }, { kind: 'reply/thr_1', by: ines });
		await mailer.look();
		const off = await offToken(store.databases.core, dev);
		expect(
			server.taken.map(({ to, text }) => ({ to, text: text.replaceAll('\r\n', '\n').trimEnd() })),
		).toEqual([
			{
				to: `${dev}@house.example`,
				text: [
					'Hello Dev Banerjee,',
					`In “A quiet night”:\n- 2 mentions of you in threads, by Ines Caldeira and Wei-Lin Chua.\n${origin}/analysis/${analysis}`,
					'What was said stays on the server; this mail holds none of it.',
					`Turn these mails off: ${origin}/mail-off#${off}`,
				].join('\n\n'),
			},
		]);
		const { raw = '' } = server.taken[0] ?? {};
		expect(raw).toMatch(/^Subject: 2 things for you in Second Story\r$/m);
		expect(raw.replace(/\r\n\s+/g, ' ')).toContain(`List-Unsubscribe: <${origin}/api/v1/mail/off/${off}>`);
		expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
		expect(raw).not.toContain('words themselves');
	});

	test('[ML2] who chose nothing gets nothing; daily is once a day; a mention is told soon, not one by one', async () => {
		const { ines, dev, analysis } = await aMention('daily');
		await tell(analysis, { user: ines }, { by: dev });
		await tell(analysis, { user: dev }, { kind: 'reply/thr_1', by: ines });
		await mailer.look();
		expect(server.taken.map(({ to }) => to)).toEqual([`${dev}@house.example`]);
		expect(server.taken[0]?.text).toContain('Ines Caldeira replied in a thread that you wrote in.');
		await tell(analysis, { user: dev }, { by: ines });
		at += 23 * hour;
		await mailer.look();
		expect(server.taken).toHaveLength(1);
		at += hour;
		await mailer.look();
		expect(server.taken).toHaveLength(2);
		await choose(dev, 'mention');
		await tell(analysis, { user: dev }, { by: ines });
		at += 59 * minute;
		await mailer.look();
		expect(server.taken).toHaveLength(2);
		at += minute;
		await mailer.look();
		expect(server.taken).toHaveLength(3);
		await choose(dev, 'never');
		await tell(analysis, { user: dev }, { by: ines });
		at += 25 * hour;
		await mailer.look();
		expect(server.taken).toHaveLength(3);
	});

	test('[ML2] [ML3] who came by a link is reminded as themself, until “not this time” or the round’s end', async () => {
		const { core } = store.databases;
		const ines = await someone('Ines Caldeira');
		const people = await Promise.all(
			['Sofia', 'Marcus', 'Hana'].map(async (name) => {
				const person = newId('person');
				await core
					.insertInto('person')
					.values({
						...{ id: person, name, email: `${name}@there.example`, title: null, team_id: null },
						...{ zone: null, location: null, user_id: null, is_chosen_name: 0, created_at: 1 },
					})
					.execute();
				return { person, user: await someone(name, 'guest') };
			}),
		);
		const analysis = await anAnalysis(
			'A quiet night',
			Object.fromEntries([[ines, null], ...people.map(({ person, user }) => [user, person])]),
		);
		const aRound = async (closed_at: number | null, number: number) => {
			const id = newId('round');
			await core
				.insertInto('round')
				.values({
					...{ id, analysis_id: analysis, number, version_id: 'ver_1', questions_json: '[]' },
					...{ opened_by: ines, opened_at: 1, closed_by: null, closed_at },
				})
				.execute();
			return id;
		};
		const [round, over] = [await aRound(null, 2), await aRound(5, 1)];
		const [sofia, marcus, hana] = people.map(({ person }) => person);
		await core
			.insertInto('round_person')
			.values({
				...{ round_id: round, person_id: marcus ?? '', digest: null, reminded_at: 1, declined_at: 2 },
			})
			.execute();
		const remind = (person: string | undefined, of: string) =>
			tell(analysis, { person: person ?? '' }, { kind: `round_reminder/${of}`, by: ines });
		await Promise.all([remind(sofia, round), remind(marcus, round), remind(hana, over)]);
		await mailer.look();
		expect(server.taken.map(({ to }) => to)).toEqual(['Sofia@there.example']);
		const text = server.taken[0]?.text ?? '';
		expect(text).toContain('Ines Caldeira would still like to hear how your passages read to you.');
		expect(text).toContain(`${origin}/analysis/${analysis}/part`);
		expect(text).toContain('open the link that you were sent before');
		// Sofia ends it from the mail; the next reminder stays in her part.
		const wishes = createMailWishes(core, true, () => at);
		const token = /mail-off#(\S+)/.exec(text)?.[1] ?? '';
		expect(await wishes.off(token)).toEqual({ ok: true, value: undefined });
		at += 2 * hour;
		await remind(sofia, round);
		await mailer.look();
		expect(server.taken).toHaveLength(1);
	});

	test('[ML3] what was read, or is no longer theirs, is mailed to nobody', async () => {
		const { core } = store.databases;
		const world = async (after: (one: Awaited<ReturnType<typeof aMention>>) => Promise<unknown>) => {
			await after(await aMention());
			await mailer.look();
		};
		await world(({ notification }) => markNotificationsRead(core, [notification], at));
		await world(({ dev }) => core.deleteFrom('membership').where('user_id', '=', dev).execute());
		await world(({ dev }) =>
			core.updateTable('user').set({ disabled_at: at }).where('id', '=', dev).execute(),
		);
		await world(({ analysis }) =>
			core.updateTable('analysis').set({ deleted_at: at }).where('id', '=', analysis).execute(),
		);
		await world(({ dev }) => choose(dev, 'never'));
		await world(({ notification }) =>
			core
				.updateTable('notification')
				.set({ created_at: at - 73 * hour })
				.where('id', '=', notification)
				.execute(),
		);
		expect([server.taken, await states()]).toEqual([[], []]);
		// And what was read while its mail waited.
		const { notification } = await aMention();
		server.answers = [451];
		await mailer.look();
		await markNotificationsRead(core, [notification], at);
		at += minute;
		await mailer.look();
		expect([server.taken, await states()]).toEqual([[], ['dropped']]);
	});

	test('[ML4] however many look at once, and whoever asks again, a thing is mailed once', async () => {
		const { dev, notification } = await aMention();
		const nodes = [mailer, aMailer(), aMailer()];
		await Promise.all(nodes.map((node) => node.look()));
		await Promise.all(nodes.map((node) => node.look()));
		expect([server.taken.length, await states()]).toEqual([1, ['sent']]);
		const again = { ...({ id: newId('mail'), user_id: dev, state: 'waiting', attempts: 0 } as const) };
		const row = { ...again, created_at: at, due_at: at, changed_at: at };
		expect(await insertMail(store.databases.core, row, [notification])).toBe(false);
		expect(await states()).toEqual(['sent']);
	});

	test('[ML4] a mail whose process ended while it was sent is not sent again; one that waited is', async () => {
		const { core } = store.databases;
		await aMention();
		server.answers = [451];
		await mailer.look();
		const { id } = await core.selectFrom('mail').select('id').executeTakeFirstOrThrow();
		// Another process, after the crash of the one that queued it.
		await mailer.close();
		at += minute;
		const next = aMailer();
		expect(await claimMail(core, id, at)).toBe(true);
		expect(await claimMail(core, id, at)).toBe(false);
		at += 11 * minute;
		await next.look();
		expect([server.taken, await states()]).toEqual([[], ['given_up']]);
		await aMention();
		server.answers = [451];
		await next.look();
		await next.close();
		at += minute;
		await aMailer().look();
		expect([server.taken.length, await states()]).toEqual([1, ['given_up', 'sent']]);
	});

	test('[ML5] what did not arrive is tried again, each time later, and given up; a refusal is not tried again', async () => {
		await aMention();
		server.answers = Array.from({ length: 20 }, () => 451);
		await mailer.look();
		const tries = () => 20 - server.answers.length;
		for (const [index, minutes] of [1, 5, 30, 120, 360].entries()) {
			at += minutes * minute - 1;
			await mailer.look();
			expect(tries()).toBe(index + 1);
			at += 1;
			await mailer.look();
			expect(tries()).toBe(index + 2);
		}
		at += 24 * hour;
		await mailer.look();
		expect(tries()).toBe(6);
		expect(await states()).toEqual(['given_up']);
		server.answers = [550];
		await aMention();
		await mailer.look();
		at += 2 * minute;
		await mailer.look();
		expect([server.taken, server.answers, await states()]).toEqual([[], [], ['given_up', 'given_up']]);
	});

	test('[ML5] [ML6] handed over and never answered, it is not sent again', async () => {
		await aMention();
		server.answers = ['hang'];
		await mailer.look();
		expect(await states()).toEqual(['given_up']);
		at += hour;
		await mailer.look();
		expect(server.taken).toEqual([]);
	});

	test('[ML6] a mail server that says nothing, knows us not, or is away is left alone, and one that returns is used', async () => {
		await aMention();
		const silent = await openSilentServer();
		const gone = { ...silent.config };
		await aMailer(silent.config).look();
		await silent.close();
		at += minute;
		await aMailer(gone).look();
		at += 5 * minute;
		await aMailer({ ...server.config, auth: { user: 'story', pass: 'wrong' } }).look();
		expect([server.taken, await states()]).toEqual([[], ['waiting']]);
		at += 30 * minute;
		await mailer.look();
		expect([server.taken.length, await states()]).toEqual([1, ['sent']]);
	});

	test('[ML6] stopping waits for no mail server', async () => {
		await aMention();
		const silent = await openSilentServer();
		const stopped = createMailer({
			...{ db: store.databases.core, origin, log, now: () => at },
			transport: createSmtp(silent.config),
		});
		const looked = stopped.look();
		await stopped.close();
		await looked;
		// Nothing was handed over, so it waits for the next start, or was never gathered.
		expect((await states()).filter((state) => state !== 'waiting')).toEqual([]);
		await silent.close();
	});

	test('[ML7] only our own link ends mail, for the one it was made for; old mails are forgotten', async () => {
		const { core } = store.databases;
		const { ines, dev } = await aMention();
		const wishes = createMailWishes(core, true, () => at);
		const token = await offToken(core, dev);
		const forged = [token.replace(dev, ines), `${dev}.${'A'.repeat(43)}`, dev, ''];
		for (const one of forged) expect((await wishes.off(one)).ok).toBe(false);
		expect((await wishes.get({ id: dev, kind: 'account' })).choice).toBe('mention');
		await wishes.off(token);
		await wishes.off(token);
		expect((await wishes.get({ id: dev, kind: 'account' })).choice).toBe('never');
		expect((await wishes.get({ id: ines, kind: 'account' })).choice).toBe('never');
		await wishes.choose(dev, 'mention');
		at += hour;
		await tell(await anAnalysis('Another', { [ines]: null, [dev]: null }), { user: dev }, { by: ines });
		await mailer.look();
		await deleteOldMails(core, at + 1);
		expect([server.taken.length, await states()]).toEqual([1, []]);
		expect(await core.selectFrom('mail_item').selectAll().execute()).toEqual([]);
	});
});
