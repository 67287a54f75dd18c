/** A link that turns mail off for one person, without signing in: signed, so that nobody can make one for another. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CoreDb } from '#db/open.server.ts';
import { newSecret, splitToken } from '../auth/secret.ts';

const key = 'mail.secret';

/** Made once for this installation. */
async function secretOf(db: CoreDb): Promise<string> {
	await db
		.insertInto('setting')
		.values({ key, value_json: JSON.stringify(newSecret()) })
		.onConflict((conflict) => conflict.column('key').doNothing())
		.execute();
	const row = await db
		.selectFrom('setting')
		.select('value_json')
		.where('key', '=', key)
		.executeTakeFirstOrThrow();
	return JSON.parse(row.value_json) as string;
}

const signed = (secret: string, userId: string): Buffer =>
	createHmac('sha256', secret).update(`mail off ${userId}`).digest();

/** It opens nothing and never ends: an old mail turns mail off as well as a new one. */
export async function offToken(db: CoreDb, userId: string): Promise<string> {
	return `${userId}.${signed(await secretOf(db), userId).toString('base64url')}`;
}

/** Whose it is; undefined when we did not make it. */
export async function readOffToken(db: CoreDb, token: string): Promise<string | undefined> {
	const parts = splitToken(token);
	if (!parts) return undefined;
	const given = Buffer.from(parts.secret, 'base64url');
	const own = signed(await secretOf(db), parts.id);
	return given.byteLength === own.byteLength && timingSafeEqual(given, own) ? parts.id : undefined;
}
