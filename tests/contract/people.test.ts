/** People, members, links, group sessions and accounts hold on every store: SQLite and PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	deleteShared,
	forgetDeleted,
	insertQuote,
	listQuotes,
	listShared,
	putSeen,
	putShared,
	listSeen,
	updateConsent,
} from '#db/account.ts';
import type { SharedAccountTable } from '#db/calibration-tables.ts';
import { newId } from '#lib/model/ids.ts';
import { createAnalyses } from '#server/analysis/analyses.ts';
import { createGroupSessions } from '#server/analysis/group-sessions.ts';
import { createMembers } from '#server/analysis/members.ts';
import { standing } from '#server/analysis/standing.ts';
import { createAccounts } from '#server/auth/accounts.ts';
import { createInvitations } from '#server/auth/invitations.ts';
import { createSessions } from '#server/auth/sessions.ts';
import { createUsers } from '#server/auth/users.ts';
import { createPeople } from '#server/people/people.ts';
import { suggestPeople } from '#server/people/suggestions.ts';
import type { Outcome } from '#server/refusal.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';

function must<T>(outcome: Outcome<T>): T {
	if (!outcome.ok) throw new Error(outcome.refusal.message);
	return outcome.value;
}

describe.each(stores)('on $name', ({ open }) => {
	let store: TestDatabases;
	beforeAll(async () => {
		store = await open();
	});
	afterAll(() => store.close());

	/** An analysis of a fresh lead, and the services around it. */
	async function house() {
		const { core: db, dialect } = store.databases;
		const live = { publish: () => undefined, close: () => undefined };
		const sessions = createSessions(db);
		const accounts = createAccounts(db);
		const email = `${newId('user')}@house.example`;
		const made = must(
			await accounts.create({ email, name: 'Ines', password: 'a few words in a row', isAdmin: true }),
		);
		const lead = made.userId;
		const analysis = await createAnalyses(db, async () => {}).create(lead, {
			title: 'A quiet night',
			subject: 'incident',
			effort: 'light',
		});
		return {
			db,
			dialect,
			lead,
			analysis,
			sessions,
			people: createPeople({ db, live }),
			members: createMembers({ db, live }),
			groups: createGroupSessions({ db, live }),
			invitations: createInvitations({ db, sessions, live, origin: 'https://story.test' }),
			users: createUsers({ db, accounts, sessions, live, origin: 'https://story.test' }),
		};
	}

	test('[PE1] people, teams and author links', async () => {
		const { db, people, lead, analysis } = await house();
		const email = `${newId('user')}@x.example`;
		const { id } = must(
			await people.add(lead, analysis, { name: 'Wei-Lin Chou', email, team: 'Support', authors: ['weilin'] }),
		);
		must(await people.add(lead, analysis, { name: 'Weilin C.', email, part: 'read the first ticket' }));
		must(await people.change(lead, analysis, id, { zone: 'Australia/Sydney', location: 'Sydney' }));
		expect(must(await people.list(lead, analysis))).toEqual([
			{
				id,
				name: 'Wei-Lin Chou',
				email,
				title: null,
				team: 'Support',
				zone: 'Australia/Sydney',
				location: 'Sydney',
				part: 'read the first ticket',
				isChosenName: false,
				userId: null,
				authors: ['weilin'],
			},
		]);
		const authors = async () => ({
			ok: true as const,
			value: [
				{ name: 'weilin', kind: 'person' },
				{ name: 'wei lin chou', kind: 'person' },
				{ name: 'Amara', kind: 'person' },
				{ name: 'kafka-2', kind: 'system' },
			],
		});
		expect(must(await suggestPeople(db, authors, await standing(db, lead, analysis), analysis))).toEqual([
			{ author: 'Amara', personId: null },
			{ author: 'wei lin chou', personId: id },
		]);
		must(await people.remove(lead, analysis, id));
		expect(must(await people.list(lead, analysis))).toEqual([]);
		expect(must(await people.others(lead, analysis, 'chou'))).toContainEqual({ id, name: 'Wei-Lin Chou' });
	});

	test('[LK2] a link, its guest, and its end', async () => {
		const { db, people, invitations, sessions, lead, analysis } = await house();
		const { id: personId } = must(await people.add(lead, analysis, { name: 'Marcus Bell' }));
		const link = must(await invitations.create(lead, analysis, { personId, role: 'interviewee', days: 14 }));
		const token = link.url.split('#')[1] ?? '';
		const from = { address: '::1', caller: undefined, userAgent: null };
		const opened = await Promise.all([invitations.exchange(token, from), invitations.exchange(token, from)]);
		const [one, other] = opened.map((outcome) => must(outcome).session?.token ?? '');
		const guest = (await sessions.prove(one ?? ''))?.user;
		expect(guest).toMatchObject({ kind: 'guest', name: 'Marcus Bell' });
		expect((await sessions.prove(other ?? ''))?.user.id).toBe(guest?.id);
		expect(await standing(db, guest?.id ?? '', analysis)).toMatchObject({ role: 'interviewee', personId });
		must(await invitations.revoke(lead, analysis, link.id));
		expect(await sessions.prove(one ?? '')).toBeUndefined();
		expect((await standing(db, guest?.id ?? '', analysis)).role).toBeUndefined();
	});

	test('[GS1] members and a group session', async () => {
		const { db, users, members, groups, lead, analysis } = await house();
		const admin = { id: lead, kind: 'account', name: 'Ines', email: null, colour: 1, isAdmin: true } as const;
		const email = `${newId('user')}@x.example`;
		const { id, url } = must(await users.create(admin, { email, name: 'Noor' }));
		must(await users.setPassword(url?.split('#')[1] ?? '', 'a few more words'));
		must(await members.add(lead, analysis, email, 'reader'));
		must(await members.add(lead, analysis, email, 'participant'));
		const who = { userIds: [id], personIds: [] };
		const session = must(await groups.start(lead, analysis, who, Date.now() + 60_000));
		expect((await standing(db, id, analysis)).role).toBe('contributor');
		expect(must(await groups.list(id, analysis))).toEqual([session]);
		must(await groups.end(lead, analysis, session.id));
		expect((await standing(db, id, analysis)).role).toBe('participant');
		must(await members.remove(lead, analysis, id));
		expect(must(await members.list(lead, analysis)).map(({ role }) => role)).toEqual(['lead']);
		groups.close();
	});

	test('[PA4] shared moments, quotes and answers', async () => {
		const { db, dialect, lead, analysis } = await house();
		const personId = newId('person');
		const copy = (eventId: string | null, saw: string): SharedAccountTable => ({
			id: newId('account'),
			analysis_id: analysis,
			person_id: personId,
			event_id: eventId,
			told: '',
			saw,
			knew: '',
			wanted: '',
			hard: '',
			via: 'wrote',
			quotable: 'ask',
			shared_at: 1,
		});
		const event = newId('event');
		await putShared(db, copy(null, 'whole'));
		// Pressed twice, from two tabs: one copy, also where there was none to be replaced yet.
		await Promise.all(['one', 'two', 'three', 'four'].map((saw) => putShared(db, copy(event, saw))));
		await putShared(db, copy(event, 'second'));
		const rows = await listShared(db, analysis, personId);
		expect(rows.map(({ saw }) => saw).toSorted()).toEqual(['second', 'whole']);
		const quote = (id: string, shared: string | undefined) =>
			insertQuote(db, {
				id,
				analysis_id: analysis,
				person_id: personId,
				shared_account_id: shared ?? null,
				text: 'words',
				consent: 'asked',
				asked_by: lead,
				asked_at: 1,
				answered_at: null,
			});
		const ids = [newId('quote'), newId('quote')] as const;
		await quote(ids[0], rows.find(({ saw }) => saw === 'second')?.id);
		await quote(ids[1], rows.find(({ saw }) => saw === 'whole')?.id);
		const mine = { analysisId: analysis, personId };
		expect(await updateConsent(db, { ...mine, id: ids[1] }, 'yes', 2)).toBe(true);
		expect(await updateConsent(db, { ...mine, personId: 'per_other', id: ids[1] }, 'no', 2)).toBe(false);
		expect(await deleteShared(db, analysis, personId, event, 3)).toBe(true);
		expect(await deleteShared(db, analysis, personId, event, 3)).toBe(false);
		const states = async () =>
			new Map((await listQuotes(db, analysis)).map(({ id, consent, text }) => [id, `${consent} ${text}`]));
		expect(await states()).toEqual(
			new Map([
				[ids[0], 'withdrawn '],
				[ids[1], 'yes words'],
			]),
		);
		expect(await deleteShared(db, analysis, personId, undefined, 4)).toBe(true);
		await forgetDeleted(db, dialect);
		expect([...(await states()).values()]).toEqual(['withdrawn ', 'withdrawn ']);
		const seen = { analysis_id: analysis, person_id: personId, digest: 'a', seen_at: 1, answer: 'yes' };
		await putSeen(db, seen);
		await putSeen(db, { ...seen, digest: 'b', seen_at: 2, answer: null });
		expect(await listSeen(db, analysis)).toEqual([{ ...seen, digest: 'b', seen_at: 2, answer: null }]);
	});
});
