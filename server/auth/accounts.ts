/** Accounts: the first one through the first-run link, signing in, and making more. */
import type { CoreDb } from '#db/open.server.ts';
import { newId } from '#lib/model/ids.ts';
import { ok, refuse, type Outcome } from '../refusal.ts';
import { hashPassword, passwordMatches, passwordProblem } from './passwords.ts';
import { hashSecret, newSecret, secretMatches } from './secret.ts';

export interface NewAccount {
	readonly email: string;
	readonly name: string;
	readonly password: string;
	readonly isAdmin?: boolean;
}

export interface Accounts {
	/** Whether nobody has an account yet. */
	isFirstRun(): Promise<boolean>;
	/** The secret of a fresh first-run link; the one before is void. Undefined once an account exists. */
	issueFirstRun(): Promise<string | undefined>;
	/** The first account, an admin; refused when the link is old or an account exists. */
	createFirst(secret: string, account: NewAccount): Promise<Outcome<{ userId: string }>>;
	create(account: NewAccount): Promise<Outcome<{ userId: string }>>;
	/** The user behind email and password. The same words and the same time whichever of the two was wrong. */
	signIn(email: string, password: string): Promise<Outcome<{ userId: string }>>;
	changePassword(userId: string, old: string, fresh: string): Promise<Outcome<void>>;
	/** The name shown beside what they write from now on. */
	rename(userId: string, name: string): Promise<Outcome<void>>;
	/** The user id behind an email address, for the operator's command line; undefined when there is none. */
	findByEmail(email: string): Promise<string | undefined>;
}

/** After this many wrong passwords for one address, it rests for a while. */
const wrongAllowed = 10;
const restMs = 15 * 60 * 1000;

export function createAccounts(db: CoreDb, now: () => number = Date.now): Accounts {
	let firstRunHash: Uint8Array | undefined;
	const wrong = new Map<string, { count: number; since: number }>();
	// Compared against when there is no such user, so that the answer takes as long.
	const decoy = hashPassword(newSecret());

	const anyAccount = () =>
		db.selectFrom('user').select('id').where('kind', '=', 'account').limit(1).executeTakeFirst();

	const create = async (account: NewAccount): Promise<Outcome<{ userId: string }>> => {
		const email = normaliseEmail(account.email);
		if (email === undefined)
			return refuse(
				'invalid',
				`“${account.email.slice(0, 80)}” is not an email address. Nothing was created.`,
			);
		const name = account.name.trim();
		if (name === '' || name.length > 120)
			return refuse('invalid', 'A name has between 1 and 120 characters. Nothing was created.');
		const problem = passwordProblem(account.password);
		if (problem) return refuse('invalid', problem);
		if (await db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst())
			return refuse('conflict', 'There is an account with this email address already. Sign in instead.');
		const userId = newId('user');
		const passwordHash = await hashPassword(account.password);
		const { n } = await db
			.selectFrom('user')
			.select((e) => e.fn.countAll<number>().as('n'))
			.executeTakeFirstOrThrow();
		await db.transaction().execute(async (trx) => {
			await trx
				.insertInto('user')
				.values({
					id: userId,
					kind: 'account',
					email,
					name,
					colour: (Number(n) % 6) + 1,
					is_admin: account.isAdmin ? 1 : 0,
					created_at: now(),
					disabled_at: null,
				})
				.execute();
			await trx
				.insertInto('credential')
				.values({ user_id: userId, password_hash: passwordHash, changed_at: now() })
				.execute();
		});
		return ok({ userId });
	};

	return {
		create,
		isFirstRun: async () => (await anyAccount()) === undefined,
		async issueFirstRun() {
			if (await anyAccount()) return undefined;
			const secret = newSecret();
			firstRunHash = hashSecret(secret);
			return secret;
		},
		async createFirst(secret, account) {
			if (!firstRunHash || (await anyAccount()))
				return refuse(
					'gone',
					'This link has been used: an account exists. Sign in, or ask for an invitation.',
				);
			if (!secretMatches(secret, firstRunHash))
				return refuse(
					'gone',
					'This link is from an earlier start. The server prints a fresh one each time it starts.',
				);
			const created = await create({ ...account, isAdmin: true });
			if (created.ok) firstRunHash = undefined;
			return created;
		},
		async signIn(emailText, password) {
			const email = normaliseEmail(emailText) ?? '';
			const tries = wrong.get(email);
			if (tries && tries.count >= wrongAllowed && now() - tries.since < restMs)
				return refuse(
					'too_many',
					'Too many wrong passwords for this address. Wait a quarter of an hour, then try again.',
				);
			const row = await db
				.selectFrom('user')
				.innerJoin('credential', 'credential.user_id', 'user.id')
				.select(['user.id', 'credential.password_hash'])
				.where('user.email', '=', email)
				.where('user.disabled_at', 'is', null)
				.executeTakeFirst();
			const matches = await passwordMatches(password.slice(0, 1000), row?.password_hash ?? (await decoy));
			if (!row || !matches) {
				const fresh = !tries || now() - tries.since >= restMs;
				wrong.set(email, { count: fresh ? 1 : tries.count + 1, since: fresh ? now() : tries.since });
				if (wrong.size > 10_000) wrong.clear();
				return refuse('forbidden', 'Email or password is not right. Check both and try again.');
			}
			wrong.delete(email);
			return ok({ userId: row.id });
		},
		async changePassword(userId, old, fresh) {
			const row = await db
				.selectFrom('credential')
				.select('password_hash')
				.where('user_id', '=', userId)
				.executeTakeFirst();
			if (!row || !(await passwordMatches(old, row.password_hash)))
				return refuse('forbidden', 'The old password is not right. Nothing was changed.');
			const problem = passwordProblem(fresh);
			if (problem) return refuse('invalid', problem);
			await db
				.updateTable('credential')
				.set({ password_hash: await hashPassword(fresh), changed_at: now() })
				.where('user_id', '=', userId)
				.execute();
			return ok(undefined);
		},
		async rename(userId, nameText) {
			const name = nameText.trim();
			if (name === '' || name.length > 120)
				return refuse('invalid', 'A name has between 1 and 120 characters. Nothing was changed.');
			await db.updateTable('user').set({ name }).where('id', '=', userId).execute();
			return ok(undefined);
		},
		async findByEmail(emailText) {
			const email = normaliseEmail(emailText);
			if (email === undefined) return undefined;
			const row = await db
				.selectFrom('user')
				.select('id')
				.where('email', '=', email)
				.where('kind', '=', 'account')
				.where('disabled_at', 'is', null)
				.executeTakeFirst();
			return row?.id;
		},
	};
}

/** Trimmed and lower-cased, or undefined when it cannot be an address. */
export function normaliseEmail(text: string): string | undefined {
	const email = text.trim().toLowerCase();
	return email.length <= 254 && /^[^\s@<>]+@[^\s@<>]+$/.test(email) ? email : undefined;
}
