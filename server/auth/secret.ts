/**
 * Tokens of the shape `id.secret`, after the single-file session guide that Lucia's author publishes in place of
 * the withdrawn package (0BSD): the id finds the row, the secret is compared in constant time with a SHA-256 at
 * rest, so that a leaked database signs nobody in.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, base64url. */
export function newSecret(): string {
	return randomBytes(32).toString('base64url');
}

export function hashSecret(secret: string): Uint8Array {
	return createHash('sha256').update(secret).digest();
}

export function secretMatches(secret: string, hash: Uint8Array): boolean {
	const given = hashSecret(secret);
	return given.byteLength === hash.byteLength && timingSafeEqual(given, hash);
}

/** The two halves, or undefined when the text has another shape. */
export function splitToken(token: string): { readonly id: string; readonly secret: string } | undefined {
	const match = /^([a-z]{3}_[0-9a-z]{4,40})\.([\w-]{43})$/.exec(token);
	return match ? { id: match[1] as string, secret: match[2] as string } : undefined;
}
