import { z } from 'zod';
import { clearedCookie, sessionCookie } from '../auth/cookie.ts';
import { forbidden, notFound, ok, refuse } from '../refusal.ts';
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

const token = z.object({
	id: z.string(),
	name: z.string(),
	createdAt: z.string(),
	lastUsedAt: z.string().nullable(),
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
			services.collab.close({ sessionId: caller.proof.sessionId }, 'signed-out');
			return ok(
				new Response(null, {
					status: 204,
					headers: {
						'set-cookie': clearedCookie(services.config),
						// The copies of documents that this browser kept go with the session (DESIGN §5.8).
						'clear-site-data': '"storage"',
					},
				}),
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
		method: 'PATCH',
		path: '/me',
		summary: 'Change one’s own name',
		body: z.object({ name: z.string().max(200) }),
		run: ({ caller, body, services }) => services.accounts.rename(caller.user.id, body.name),
	}),
	endpoint({
		method: 'GET',
		path: '/me/tokens',
		summary: 'One’s own API tokens that still work, without their secrets',
		answer: z.object({ tokens: z.array(token) }),
		run: async ({ caller, services }) =>
			ok({ tokens: [...(await services.sessions.listTokens(caller.user.id))] }),
	}),
	endpoint({
		method: 'POST',
		path: '/me/tokens',
		summary: 'Make an API token; its text is shown this once',
		body: z.object({ name: z.string().trim().min(1, 'say what the token is for').max(80) }),
		answer: z.object({ token: z.string() }),
		status: 201,
		run: async ({ caller, body, services }) =>
			caller.user.kind === 'account'
				? ok({ token: await services.sessions.makeToken(caller.user.id, body.name) })
				: forbidden('API tokens need an account; an invitation has none.'),
	}),
	endpoint({
		method: 'DELETE',
		path: '/me/tokens/:tokenId',
		summary: 'Revoke one of one’s own API tokens; it stops at once',
		run: async ({ caller, params, services }) => {
			const id = params['tokenId'] ?? '';
			if (!(await services.sessions.revokeToken(caller.user.id, id))) return notFound('token');
			services.collab.close({ tokenId: id }, 'signed-out');
			return ok(undefined);
		},
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
