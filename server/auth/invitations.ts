/**
 * Invitations: a link that opens one person's part of one analysis, without an account. The 256-bit secret travels
 * in the URL fragment, which no server and no proxy log ever sees; a button's POST exchanges it, so that scanners
 * that follow links open nothing; its SHA-256 is all that is kept. Usable again until it expires.
 */
import { findCast } from '#db/person.ts';
import type { CoreDb } from '#db/open.server.ts';
import type { InvitationTable } from '#db/tables.ts';
import { can, roles, type Role } from '#lib/model/access.ts';
import { newId } from '#lib/model/ids.ts';
import { standing } from '../analysis/standing.ts';
import type { Announcer } from '../live.ts';
import { allow } from '../people/people.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import type { User } from './caller.ts';
import { hashSecret, newSecret, secretMatches, splitToken } from './secret.ts';
import type { NewSession, Sessions } from './sessions.ts';

const day = 24 * 60 * 60 * 1000;
export const usualDays = 14;
export const mostDays = 90;
/** A guest's session ends after this, or with the invitation; the link opens the next one. */
const guestSessionMs = 7 * day;

/** The roles a link can give. Writing with the analysts by link is the lead's to give. */
export const linkRoles = ['interviewee', 'participant', 'reader', 'commenter', 'contributor'] as const;
export type LinkRole = (typeof linkRoles)[number];

export interface Invitation {
	readonly id: string;
	readonly personId: string;
	readonly role: LinkRole;
	/** Whether its link was ever opened; never when or how often. */
	readonly state: 'sent' | 'opened' | 'expired' | 'revoked';
	readonly expiresAt: string;
}

export interface NewLink extends Invitation {
	/** Shown once: only its hash is kept. */
	readonly url: string;
}

/** What the invitation page says before its button is pressed. */
export interface InvitationLetter {
	readonly person: string;
	readonly role: LinkRole;
	readonly summary: string;
	readonly date: string | null;
	readonly invitedBy: string;
	/** Those who will see what is shared. */
	readonly analysts: readonly string[];
	readonly expiresAt: string;
	/** The organisation's name, when it has given one. */
	readonly organisation: string | null;
}

export interface Exchanged {
	readonly session: NewSession | undefined;
	readonly analysisId: string;
	readonly role: Role;
}

export interface Invitations {
	list(userId: string, analysisId: string): Promise<Outcome<readonly Invitation[]>>;
	create(
		userId: string,
		analysisId: string,
		draft: { readonly personId: string; readonly role: LinkRole; readonly days: number },
	): Promise<Outcome<NewLink>>;
	/** A new link and a new end; the old link stops opening. Undoes a revocation. */
	renew(userId: string, analysisId: string, invitationId: string, days: number): Promise<Outcome<NewLink>>;
	/** Ends the link, the sessions it opened and what is open in them. */
	revoke(userId: string, analysisId: string, invitationId: string): Promise<Outcome<void>>;
	/** What the link is about; opens nothing and changes nothing. */
	read(token: string, address: string): Promise<Outcome<InvitationLetter>>;
	/**
	 * Opens the part behind the link: for the person's own user when they are signed in as that, else as a guest,
	 * the same one each time.
	 */
	exchange(
		token: string,
		from: { readonly address: string; readonly caller: User | undefined; readonly userAgent: string | null },
	): Promise<Outcome<Exchanged>>;
}

export interface InvitationsDeps {
	readonly db: CoreDb;
	readonly sessions: Sessions;
	readonly live: Announcer;
	readonly origin: string;
	readonly now?: () => number;
}

/** Wrong links from one address before the answer becomes "wait". A right one always opens: fifty people share one office. */
const wrongAllowed = 30;
const restMs = 15 * 60 * 1000;

export function createInvitations({
	db,
	sessions,
	live,
	origin,
	now = Date.now,
}: InvitationsDeps): Invitations {
	const wrong = new Map<string, { count: number; since: number }>();

	const refuseWrong = (address: string): Outcome<never> => {
		const before = wrong.get(address);
		const isFresh = !before || now() - before.since >= restMs;
		const count = isFresh ? 1 : before.count + 1;
		if (wrong.size > 10_000) wrong.clear();
		wrong.set(address, { count, since: isFresh ? now() : before.since });
		return count > wrongAllowed
			? refuse('too_many', 'Too many links that do not open came from here. Wait a quarter of an hour.')
			: refuse(
					'gone',
					'This link does not open anything now: it ended, was renewed, or lost a piece on the way. Ask whoever sent it for a new one; what you wrote is safe.',
				);
	};

	/** The invitation behind a token, if it opens now. */
	const opens = async (token: string): Promise<InvitationTable | undefined> => {
		const parts = splitToken(token);
		if (!parts) return undefined;
		const row = await db.selectFrom('invitation').selectAll().where('id', '=', parts.id).executeTakeFirst();
		if (!row || !secretMatches(parts.secret, row.token_hash)) return undefined;
		if (row.revoked_at !== null || now() >= row.expires_at) return undefined;
		const analysis = await db
			.selectFrom('analysis')
			.select('id')
			.where('id', '=', row.analysis_id)
			.where('deleted_at', 'is', null)
			.executeTakeFirst();
		return analysis && row;
	};

	const linkOf = (id: string, secret: string) => `${origin}/invite#${id}.${secret}`;

	const get = (analysisId: string, id: string) =>
		db
			.selectFrom('invitation')
			.selectAll()
			.where('id', '=', id)
			.where('analysis_id', '=', analysisId)
			.executeTakeFirst();

	const audit = (userId: string, action: string, invitationId: string) =>
		db
			.insertInto('audit')
			.values({ user_id: userId, action, detail_json: JSON.stringify({ invitationId }), at: now() })
			.execute();

	/** The user this link signs in, made at its first exchange. */
	const guestOf = async (row: InvitationTable): Promise<string> => {
		if (row.user_id !== null) return row.user_id;
		const person = await db
			.selectFrom('person')
			.select('name')
			.where('id', '=', row.person_id)
			.executeTakeFirstOrThrow();
		const id = newId('user');
		return db.transaction().execute(async (trx) => {
			const taken = await trx
				.updateTable('invitation')
				.set({ user_id: id })
				.where('id', '=', row.id)
				.where('user_id', 'is', null)
				.executeTakeFirst();
			// Two tabs pressed the button at once: the first one's guest is everyone's.
			if (Number(taken.numUpdatedRows) === 0) {
				const first = await trx
					.selectFrom('invitation')
					.select('user_id')
					.where('id', '=', row.id)
					.executeTakeFirstOrThrow();
				return first.user_id ?? id;
			}
			await trx
				.insertInto('user')
				.values({
					id,
					kind: 'guest',
					email: null,
					name: person.name,
					colour: (id.charCodeAt(id.length - 1) % 6) + 1,
					is_admin: 0,
					created_at: now(),
					disabled_at: null,
				})
				.execute();
			return id;
		});
	};

	return {
		async list(userId, analysisId) {
			const who = await allow(db, now, userId, analysisId, 'read', { is: 'invitations' });
			if (!who.ok) return who;
			const rows = await db
				.selectFrom('invitation')
				.selectAll()
				.where('analysis_id', '=', analysisId)
				.orderBy('created_at')
				.orderBy('id')
				.execute();
			return ok(rows.map((row) => shown(row, now())));
		},
		async create(userId, analysisId, { personId, role, days }) {
			const who = await allow(db, now, userId, analysisId, 'manage', { is: 'invitations' });
			if (!who.ok) return who;
			if (role !== 'interviewee' && role !== 'participant' && !can(who.value, 'manage', { is: 'members' }))
				return forbidden('Only the lead can give this role. Ask them, or invite to tell their part.');
			if (!(await findCast(db, analysisId, personId))) return notFound('person');
			const secret = newSecret();
			const row: InvitationTable = {
				id: newId('invitation'),
				analysis_id: analysisId,
				person_id: personId,
				role,
				token_hash: hashSecret(secret),
				user_id: null,
				created_by: userId,
				created_at: now(),
				expires_at: now() + days * day,
				revoked_at: null,
				last_used_at: null,
			};
			await db.insertInto('invitation').values(row).execute();
			await audit(userId, 'invitation.create', row.id);
			live.publish(analysisId, 'people');
			return ok({ ...shown(row, now()), url: linkOf(row.id, secret) });
		},
		async renew(userId, analysisId, invitationId, days) {
			const who = await allow(db, now, userId, analysisId, 'manage', { is: 'invitations' });
			if (!who.ok) return who;
			const row = await get(analysisId, invitationId);
			if (!row) return notFound('invitation');
			if (!['interviewee', 'participant'].includes(row.role) && !can(who.value, 'manage', { is: 'members' }))
				return forbidden('Only the lead can give this role again.');
			const secret = newSecret();
			const fresh = { token_hash: hashSecret(secret), expires_at: now() + days * day, revoked_at: null };
			await db.updateTable('invitation').set(fresh).where('id', '=', row.id).execute();
			await audit(userId, 'invitation.renew', row.id);
			live.publish(analysisId, 'people');
			return ok({ ...shown({ ...row, ...fresh }, now()), url: linkOf(row.id, secret) });
		},
		async revoke(userId, analysisId, invitationId) {
			const who = await allow(db, now, userId, analysisId, 'manage', { is: 'invitations' });
			if (!who.ok) return who;
			const row = await get(analysisId, invitationId);
			if (!row) return notFound('invitation');
			await db.updateTable('invitation').set({ revoked_at: now() }).where('id', '=', row.id).execute();
			const ended = await db.selectFrom('session').select('id').where('invitation_id', '=', row.id).execute();
			await db.deleteFrom('session').where('invitation_id', '=', row.id).execute();
			// Only what the link gave, to its guest and to their own account: another role that they hold stays.
			const given = await db
				.selectFrom('membership')
				.select('user_id')
				.where('analysis_id', '=', analysisId)
				.where('person_id', '=', row.person_id)
				.where('role', '=', row.role)
				.execute();
			for (const { user_id } of given) {
				await db
					.deleteFrom('membership')
					.where('analysis_id', '=', analysisId)
					.where('user_id', '=', user_id)
					.execute();
				live.close({ userId: user_id, analysisId }, 'revoked');
			}
			for (const { id } of ended) live.close({ sessionId: id }, 'revoked');
			await audit(userId, 'invitation.revoke', row.id);
			live.publish(analysisId, 'people');
			return ok(undefined);
		},
		async read(token, address) {
			const row = await opens(token);
			return row ? ok(await letter(db, row)) : refuseWrong(address);
		},
		async exchange(token, { address, caller, userAgent }) {
			const row = await opens(token);
			if (!row) return refuseWrong(address);
			const person = await db
				.selectFrom('person')
				.selectAll()
				.where('id', '=', row.person_id)
				.executeTakeFirstOrThrow();
			const isThemself =
				caller?.kind === 'account' &&
				(person.user_id === caller.id ||
					(person.user_id === null && person.email !== null && person.email === caller.email));
			const userId = isThemself ? caller.id : await guestOf(row);
			// The invitation's own user stays a guest: a link must never sign anybody in to an account.
			if (isThemself)
				await db.updateTable('person').set({ user_id: userId }).where('id', '=', person.id).execute();
			const before = await standing(db, userId, row.analysis_id, now);
			await db
				.insertInto('membership')
				.values({
					analysis_id: row.analysis_id,
					user_id: userId,
					role: row.role,
					person_id: row.person_id,
					added_by: row.created_by,
					added_at: now(),
				})
				// A role they have already stays: a link raises nobody and lowers nobody.
				.onConflict((conflict) =>
					conflict.columns(['analysis_id', 'user_id']).doUpdateSet({ person_id: row.person_id }),
				)
				.execute();
			if (row.last_used_at === null) live.publish(row.analysis_id, 'people');
			await db.updateTable('invitation').set({ last_used_at: now() }).where('id', '=', row.id).execute();
			await audit(userId, 'invitation.exchange', row.id);
			const session = isThemself
				? undefined
				: await sessions.start(userId, {
						invitationId: row.id,
						until: Math.min(row.expires_at, now() + guestSessionMs),
						userAgent,
					});
			return ok({ session, analysisId: row.analysis_id, role: before.role ?? (row.role as Role) });
		},
	};
}

function shown(row: InvitationTable, at: number): Invitation {
	const opened = row.last_used_at === null ? 'sent' : 'opened';
	return {
		id: row.id,
		personId: row.person_id,
		role: linkRoles.find((known) => known === row.role) ?? 'reader',
		state: row.revoked_at !== null ? 'revoked' : at >= row.expires_at ? 'expired' : opened,
		expiresAt: new Date(row.expires_at).toISOString(),
	};
}

async function letter(db: CoreDb, row: InvitationTable): Promise<InvitationLetter> {
	const one = await db
		.selectFrom('analysis')
		.select(['summary', 'date'])
		.where('id', '=', row.analysis_id)
		.executeTakeFirstOrThrow();
	const person = await db
		.selectFrom('person')
		.select('name')
		.where('id', '=', row.person_id)
		.executeTakeFirstOrThrow();
	const inviter = await db
		.selectFrom('user')
		.select('name')
		.where('id', '=', row.created_by)
		.executeTakeFirst();
	return {
		person: person.name,
		role: linkRoles.find((known) => known === row.role) ?? 'reader',
		summary: one.summary,
		date: one.date,
		invitedBy: inviter?.name ?? 'Someone',
		analysts: await analystsOf(db, row.analysis_id),
		expiresAt: new Date(row.expires_at).toISOString(),
		organisation: await setting(db, 'organisation.name'),
	};
}

/** The names of those who read what people share: leads first. */
export async function analystsOf(db: CoreDb, analysisId: string): Promise<readonly string[]> {
	const rows = await db
		.selectFrom('membership')
		.innerJoin('user', 'user.id', 'membership.user_id')
		.select(['user.name', 'membership.role'])
		.where('membership.analysis_id', '=', analysisId)
		.where('membership.role', 'in', ['lead', 'analyst'])
		.where('user.disabled_at', 'is', null)
		.orderBy('user.name')
		.execute();
	const rank = (role: string) => roles.findIndex((known) => known === role);
	return rows.toSorted((a, b) => rank(a.role) - rank(b.role)).map(({ name }) => name);
}

/** A word the organisation has stored about itself; null when it has not. */
export async function setting(db: CoreDb, key: string): Promise<string | null> {
	const row = await db.selectFrom('setting').select('value_json').where('key', '=', key).executeTakeFirst();
	const value: unknown = row && JSON.parse(row.value_json);
	return typeof value === 'string' && value !== '' ? value : null;
}
