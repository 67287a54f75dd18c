/** The session cookie. `__Host-` binds it to one host and https; plain http on a laptop cannot have the prefix. */
import type { Config } from '../config.ts';

export function cookieName(config: Pick<Config, 'origin'>): string {
	return config.origin.startsWith('https:') ? '__Host-session' : 'session';
}

export function sessionCookie(config: Pick<Config, 'origin'>, token: string, expiresAt: number): string {
	const secure = config.origin.startsWith('https:') ? '; Secure' : '';
	return `${cookieName(config)}=${token}; Path=/; HttpOnly; SameSite=Lax; Expires=${new Date(expiresAt).toUTCString()}${secure}`;
}

/** Ends the session in this browser, and with it the copies of documents it kept (DESIGN §5.8). */
export function clearedCookie(config: Pick<Config, 'origin'>): string {
	return sessionCookie(config, '', 0);
}

/** The session token among the cookies of a request, or the bearer token of its Authorization header. */
export function tokenFrom(config: Pick<Config, 'origin'>, headers: Headers): string | undefined {
	const bearer = /^Bearer ([\w.-]{10,200})$/.exec(headers.get('authorization') ?? '');
	// A request that claims a token is judged by the token alone: falling back to the cookie would let a page pose as a script.
	if (headers.has('authorization')) return bearer?.[1];
	const wanted = cookieName(config);
	for (const part of (headers.get('cookie') ?? '').split(';')) {
		const [name, value] = part.trim().split('=', 2);
		if (name === wanted && value) return value;
	}
	return undefined;
}
