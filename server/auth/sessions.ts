/** Sessions and API tokens: made, proved, slid forward, ended. */
import type { CoreDb } from '#db/open.server.ts';
import { newId } from '#lib/model/ids.ts';
import type { Caller, User } from './caller.ts';
import { hashSecret, newSecret, secretMatches, splitToken } from './secret.ts';

const day = 24 * 60 * 60 * 1000;
/** A session ends after this much silence … */
export const idleLimit = 7 * day;
/** … and in any case after this. */
export const absoluteLimit = 30 * day;
/** How stale the mark of the last use may be before it is written again: one write an hour, not one a request. */
const slideEvery = 60 * 60 * 1000;

export interface NewSession {
	readonly token: string;
	readonly sessionId: string;
	readonly expiresAt: number;
}

export interface Sessions {
	/** Starts a session; its token is returned once and never stored. */
	start(
		userId: string,
		options?: { invitationId?: string; until?: number; userAgent?: string | null },
	): Promise<NewSession>;
	/** Who holds this token, or undefined when it is wrong, expired, or its user is disabled. */
	prove(token: string): Promise<Caller | undefined>;
	/** Whether the session or token still stands: for sockets that outlive a request. */
	stands(proof: Caller['proof']): Promise<boolean>;
	end(sessionId: string): Promise<void>;
	endAllOf(userId: string): Promise<void>;
	/** An API token of the user; returned once and never stored. */
	makeToken(userId: string, name: string): Promise<string>;
	/** The tokens of the user that still work, newest first; never their secrets. */
	listTokens(userId: string): Promise<readonly TokenSummary[]>;
	/** Ends a token of the user at once; false when they have no such token. */
	revokeToken(userId: string, tokenId: string): Promise<boolean>;
}

/** What may be shown of an API token after it was made. */
export interface TokenSummary {
	readonly id: string;
	readonly name: string;
	/** ISO instants. */
	readonly createdAt: string;
	/** To the hour; null while it was never used. */
	readonly lastUsedAt: string | null;
}

export function createSessions(db: CoreDb, now: () => number = Date.now): Sessions {
	const userOf = async (id: string): Promise<User | undefined> => {
		const row = await db
			.selectFrom('user')
			.selectAll()
			.where('id', '=', id)
			.where('disabled_at', 'is', null)
			.executeTakeFirst();
		return (
			row && {
				id: row.id,
				kind: row.kind,
				name: row.name,
				email: row.email,
				colour: row.colour,
				isAdmin: row.is_admin === 1,
			}
		);
	};

	const liveSession = async (id: string) => {
		const row = await db.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst();
		if (!row) return undefined;
		// A clock set back must never lengthen a session: both marks are compared, and neither may lie in the future.
		const at = now();
		return at < row.expires_at && at < row.verified_at + idleLimit ? row : undefined;
	};

	const proveSession = async (id: string, secret: string): Promise<Caller | undefined> => {
		const row = await liveSession(id);
		if (!row || !secretMatches(secret, row.secret_hash)) return undefined;
		const user = await userOf(row.user_id);
		if (!user) return undefined;
		if (now() - row.verified_at > slideEvery)
			await db.updateTable('session').set({ verified_at: now() }).where('id', '=', id).execute();
		return { user, proof: { by: 'session', sessionId: id, invitationId: row.invitation_id } };
	};

	const proveToken = async (id: string, secret: string): Promise<Caller | undefined> => {
		const row = await db
			.selectFrom('api_token')
			.selectAll()
			.where('id', '=', id)
			.where('revoked_at', 'is', null)
			.executeTakeFirst();
		if (!row || !secretMatches(secret, row.secret_hash)) return undefined;
		const user = await userOf(row.user_id);
		if (!user) return undefined;
		if (now() - (row.last_used_at ?? 0) > slideEvery)
			await db.updateTable('api_token').set({ last_used_at: now() }).where('id', '=', id).execute();
		return { user, proof: { by: 'token', tokenId: id } };
	};

	return {
		async start(userId, options = {}) {
			const id = newId('session');
			const secret = newSecret();
			const at = now();
			const expiresAt = Math.min(at + absoluteLimit, options.until ?? Number.MAX_SAFE_INTEGER);
			await db
				.insertInto('session')
				.values({
					id,
					user_id: userId,
					secret_hash: hashSecret(secret),
					created_at: at,
					verified_at: at,
					expires_at: expiresAt,
					invitation_id: options.invitationId ?? null,
					user_agent: options.userAgent?.slice(0, 200) ?? null,
				})
				.execute();
			return { token: `${id}.${secret}`, sessionId: id, expiresAt };
		},
		async prove(token) {
			const parts = splitToken(token);
			if (!parts) return undefined;
			if (parts.id.startsWith('ses_')) return proveSession(parts.id, parts.secret);
			if (parts.id.startsWith('tok_')) return proveToken(parts.id, parts.secret);
			return undefined;
		},
		async stands(proof) {
			if (proof.by === 'session') {
				const row = await liveSession(proof.sessionId);
				return row !== undefined && (await userOf(row.user_id)) !== undefined;
			}
			const row = await db
				.selectFrom('api_token')
				.select('user_id')
				.where('id', '=', proof.tokenId)
				.where('revoked_at', 'is', null)
				.executeTakeFirst();
			return row !== undefined && (await userOf(row.user_id)) !== undefined;
		},
		async end(sessionId) {
			await db.deleteFrom('session').where('id', '=', sessionId).execute();
		},
		async endAllOf(userId) {
			await db.deleteFrom('session').where('user_id', '=', userId).execute();
		},
		async makeToken(userId, name) {
			const id = newId('token');
			const secret = newSecret();
			await db
				.insertInto('api_token')
				.values({
					id,
					user_id: userId,
					name,
					secret_hash: hashSecret(secret),
					created_at: now(),
					last_used_at: null,
					revoked_at: null,
				})
				.execute();
			return `${id}.${secret}`;
		},
		async listTokens(userId) {
			const rows = await db
				.selectFrom('api_token')
				.select(['id', 'name', 'created_at', 'last_used_at'])
				.where('user_id', '=', userId)
				.where('revoked_at', 'is', null)
				.orderBy('created_at', 'desc')
				.execute();
			return rows.map((row) => ({
				id: row.id,
				name: row.name,
				createdAt: new Date(row.created_at).toISOString(),
				lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at).toISOString(),
			}));
		},
		async revokeToken(userId, tokenId) {
			const { numUpdatedRows } = await db
				.updateTable('api_token')
				.set({ revoked_at: now() })
				.where('id', '=', tokenId)
				.where('user_id', '=', userId)
				.where('revoked_at', 'is', null)
				.executeTakeFirst();
			return numUpdatedRows > 0n;
		},
	};
}
