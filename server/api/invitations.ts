import { z } from 'zod';
import { roles } from '#lib/model/access.ts';
import { sessionCookie } from '../auth/cookie.ts';
import { linkRoles, mostDays, usualDays } from '../auth/invitations.ts';
import { ok } from '../refusal.ts';
import { endpoint, openEndpoint } from './endpoint.ts';

const role = z.enum(linkRoles);
const invitation = z.object({
	id: z.string(),
	personId: z.string(),
	role,
	state: z.enum(['sent', 'opened', 'expired', 'revoked']),
	expiresAt: z.string(),
});
const withLink = invitation.extend({ url: z.string() });
const days = z.int().min(1).max(mostDays).default(usualDays);
const token = z.string().max(200);

/** Links that open one person's part. */
export const invitationEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/invitations',
		summary: 'The links that were made, and whether each was ever opened',
		answer: z.object({ invitations: z.array(invitation) }),
		run: async ({ caller, params, services }) => {
			const found = await services.invitations.list(caller.user.id, params['id'] ?? '');
			return found.ok ? ok({ invitations: [...found.value] }) : found;
		},
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/invitations',
		summary: 'Make a link for one person; it is told once',
		body: z.object({ personId: z.string().max(60), role: role.default('interviewee'), days }),
		answer: withLink,
		status: 201,
		run: ({ caller, params, body, services }) =>
			services.invitations.create(caller.user.id, params['id'] ?? '', body),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/invitations/:iid/renew',
		summary: 'A new link with a new end; the old one stops opening',
		body: z.object({ days }),
		answer: withLink,
		run: ({ caller, params, body, services }) =>
			services.invitations.renew(caller.user.id, params['id'] ?? '', params['iid'] ?? '', body.days),
	}),
	endpoint({
		method: 'DELETE',
		path: '/analyses/:id/invitations/:iid',
		summary: 'Revoke a link, and end what it opened',
		run: ({ caller, params, services }) =>
			services.invitations.revoke(caller.user.id, params['id'] ?? '', params['iid'] ?? ''),
	}),
	openEndpoint({
		method: 'POST',
		path: '/invitations/read',
		summary: 'What a link is about; opens nothing',
		body: z.object({ token }),
		answer: z.object({
			person: z.string(),
			role,
			summary: z.string(),
			date: z.string().nullable(),
			invitedBy: z.string(),
			analysts: z.array(z.string()).readonly(),
			expiresAt: z.string(),
			organisation: z.string().nullable(),
		}),
		run: ({ body, address, services }) => services.invitations.read(body.token, address),
	}),
	openEndpoint({
		method: 'POST',
		path: '/invitations/exchange',
		summary: 'Open the part behind a link; answers with a session cookie',
		body: z.object({ token }),
		answer: z.object({ analysisId: z.string(), role: z.enum(roles) }),
		run: async ({ body, caller, address, request, services }) => {
			const opened = await services.invitations.exchange(body.token, {
				address,
				caller: caller?.user,
				userAgent: request.headers.get('user-agent'),
			});
			if (!opened.ok) return opened;
			const { session, analysisId, role: given } = opened.value;
			const headers = new Headers({ 'cache-control': 'no-store' });
			// This browser's session gives way to the new one; left alone it would live on with nobody to end it.
			if (session && caller?.proof.by === 'session') await services.sessions.end(caller.proof.sessionId);
			if (session)
				headers.set('set-cookie', sessionCookie(services.config, session.token, session.expiresAt));
			return ok(Response.json({ analysisId, role: given }, { headers }));
		},
	}),
];
