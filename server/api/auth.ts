import { z } from 'zod';
import { clearedCookie, sessionCookie } from '../auth/cookie.ts';
import { ok, refuse } from '../refusal.ts';
import type { Services } from '../services.ts';
import { endpoint, openEndpoint } from './endpoint.ts';

const me = z.object({
	id: z.string(),
	kind: z.enum(['account', 'guest']),
	name: z.string(),
	email: z.string().nullable(),
	colour: z.number(),
	isAdmin: z.boolean(),
});

async function signedIn(services: Services, userId: string, request: Request): Promise<Response> {
	const session = await services.sessions.start(userId, { userAgent: request.headers.get('user-agent') });
	return new Response(null, {
		status: 204,
		headers: { 'set-cookie': sessionCookie(services.config, session.token, session.expiresAt) },
	});
}

/** Signing in and out, the first account, and who one is. */
export const authEndpoints = [
	openEndpoint({
		method: 'POST',
		path: '/sign-in',
		summary: 'Sign in with email and password; answers with a session cookie',
		body: z.object({ email: z.string().max(300), password: z.string().max(1000) }),
		run: async ({ body, request, services }) => {
			const found = await services.accounts.signIn(body.email, body.password);
			return found.ok ? ok(await signedIn(services, found.value.userId, request)) : found;
		},
	}),
	openEndpoint({
		method: 'POST',
		path: '/first-run',
		summary: 'Create the first account with the secret of the link that the server prints',
		body: z.object({
			secret: z.string().max(200),
			name: z.string().max(200),
			email: z.string().max(300),
			password: z.string().max(1000),
		}),
		run: async ({ body, request, services }) => {
			const created = await services.accounts.createFirst(body.secret, body);
			return created.ok ? ok(await signedIn(services, created.value.userId, request)) : created;
		},
	}),
	endpoint({
		method: 'POST',
		path: '/sign-out',
		summary: 'End this session and clear what the browser kept',
		run: async ({ caller, services }) => {
			if (caller.proof.by !== 'session')
				return refuse('invalid', 'A token is not signed out; revoke it instead.');
			await services.sessions.end(caller.proof.sessionId);
			return ok(
				new Response(null, { status: 204, headers: { 'set-cookie': clearedCookie(services.config) } }),
			);
		},
	}),
	endpoint({
		method: 'GET',
		path: '/me',
		summary: 'Who the caller is',
		answer: me,
		run: async ({ caller }) => ok(caller.user),
	}),
	endpoint({
		method: 'POST',
		path: '/me/password',
		summary: 'Change one’s password',
		body: z.object({ old: z.string().max(1000), fresh: z.string().max(1000) }),
		run: ({ caller, body, services }) =>
			services.accounts.changePassword(caller.user.id, body.old, body.fresh),
	}),
];
