/** Accounts of colleagues, made and closed by an admin; and the link with which someone sets their own password. */
import type { CoreDb } from '#db/open.server.ts';
import type { Announcer } from '../live.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import type { Accounts } from './accounts.ts';
import type { User } from './caller.ts';
import { hashPassword, passwordProblem } from './passwords.ts';
import { hashSecret, newSecret, secretMatches, splitToken } from './secret.ts';
import type { Sessions } from './sessions.ts';

export interface AccountSummary {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly isAdmin: boolean;
	readonly isDisabled: boolean;
}

export interface Users {
	/** Everyone with an account, by name. */
	list(caller: User): Promise<Outcome<readonly AccountSummary[]>>;
	/** Makes an account; without a password, with the link that sets one. */
	create(
		caller: User,
		draft: {
			readonly email: string;
			readonly name: string;
			readonly password?: string | undefined;
			readonly isAdmin?: boolean | undefined;
		},
	): Promise<Outcome<{ id: string; url: string | null }>>;
	/** A link that sets the password once; the one before is void. */
	passwordLink(caller: User, userId: string): Promise<Outcome<{ url: string; expiresAt: string }>>;
	/** Closes an account (its sessions end at once) or opens it again. What the person wrote stays theirs. */
	disable(caller: User, userId: string, isDisabled: boolean): Promise<Outcome<void>>;
	/** Sets the password that the link is for, and ends the sessions that were open. */
	setPassword(token: string, password: string): Promise<Outcome<{ userId: string }>>;
}

export interface UsersDeps {
	readonly db: CoreDb;
	readonly accounts: Accounts;
	readonly sessions: Sessions;
	readonly live: Announcer;
	readonly origin: string;
	readonly now?: () => number;
}

const linkMs = 3 * 24 * 60 * 60 * 1000;

export function createUsers({ db, accounts, sessions, live, origin, now = Date.now }: UsersDeps): Users {
	const adminsOnly = () => forbidden('Only an admin of this installation can do this.');

	const account = (id: string) =>
		db.selectFrom('user').selectAll().where('id', '=', id).where('kind', '=', 'account').executeTakeFirst();

	const issue = async (userId: string) => {
		const secret = newSecret();
		const fresh = { secret_hash: hashSecret(secret), expires_at: now() + linkMs };
		await db
			.insertInto('password_link')
			.values({ user_id: userId, ...fresh })
			.onConflict((conflict) => conflict.column('user_id').doUpdateSet(fresh))
			.execute();
		return {
			url: `${origin}/set-password#${userId}.${secret}`,
			expiresAt: new Date(fresh.expires_at).toISOString(),
		};
	};

	return {
		async list(caller) {
			if (!caller.isAdmin) return adminsOnly();
			const rows = await db
				.selectFrom('user')
				.selectAll()
				.where('kind', '=', 'account')
				.orderBy('name')
				.execute();
			return ok(
				rows.map((row) => ({
					id: row.id,
					name: row.name,
					email: row.email ?? '',
					isAdmin: row.is_admin === 1,
					isDisabled: row.disabled_at !== null,
				})),
			);
		},
		async create(caller, { email, name, password, isAdmin }) {
			if (!caller.isAdmin) return adminsOnly();
			const created = await accounts.create({
				email,
				name,
				// Nobody knows this one: the link is the only way in until it is used.
				password: password ?? newSecret(),
				...(isAdmin !== undefined && { isAdmin }),
			});
			if (!created.ok) return created;
			const { userId } = created.value;
			return ok({ id: userId, url: password === undefined ? (await issue(userId)).url : null });
		},
		async passwordLink(caller, userId) {
			if (!caller.isAdmin) return adminsOnly();
			return (await account(userId)) ? ok(await issue(userId)) : notFound('account');
		},
		async disable(caller, userId, isDisabled) {
			if (!caller.isAdmin) return adminsOnly();
			if (userId === caller.id)
				return refuse(
					'conflict',
					'You cannot close your own account. Ask another admin; nothing was changed.',
				);
			if (!(await account(userId))) return notFound('account');
			await db
				.updateTable('user')
				.set({ disabled_at: isDisabled ? now() : null })
				.where('id', '=', userId)
				.execute();
			if (isDisabled) {
				await sessions.endAllOf(userId);
				live.close({ userId }, 'revoked');
			}
			return ok(undefined);
		},
		async setPassword(token, password) {
			const parts = splitToken(token);
			const row =
				parts &&
				(await db.selectFrom('password_link').selectAll().where('user_id', '=', parts.id).executeTakeFirst());
			if (!parts || !row || !secretMatches(parts.secret, row.secret_hash) || now() >= row.expires_at)
				return refuse(
					'gone',
					'This link has been used or has ended. Ask an admin for a new one; your account is as it was.',
				);
			const problem = passwordProblem(password);
			if (problem) return refuse('invalid', problem);
			const fresh = { password_hash: await hashPassword(password), changed_at: now() };
			await db
				.insertInto('credential')
				.values({ user_id: row.user_id, ...fresh })
				.onConflict((conflict) => conflict.column('user_id').doUpdateSet(fresh))
				.execute();
			await db.deleteFrom('password_link').where('user_id', '=', row.user_id).execute();
			await sessions.endAllOf(row.user_id);
			live.close({ userId: row.user_id }, 'signed-out');
			return ok({ userId: row.user_id });
		},
	};
}
