import { z } from 'zod';
import { roles } from '#lib/model/access.ts';
import { ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';

const role = z.enum(roles);
const groupSession = z.object({
	id: z.string(),
	startedAt: z.string(),
	until: z.string(),
	people: z.array(z.object({ userId: z.string(), name: z.string() })).readonly(),
});

/** Members of an analysis, and the sessions in which others write with them. */
export const memberEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/members',
		summary: 'Who is in the analysis, as what',
		answer: z.object({
			members: z.array(
				z.object({
					userId: z.string(),
					name: z.string(),
					email: z.string().nullable(),
					role,
					personId: z.string().nullable(),
					kind: z.enum(['account', 'guest']),
				}),
			),
		}),
		run: async ({ caller, params, services }) => {
			const members = await services.members.list(caller.user.id, params['id'] ?? '');
			return members.ok ? ok({ members: [...members.value] }) : members;
		},
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/members',
		summary: 'Add someone who has an account, by email address; who is in it already gets the role',
		body: z.object({ email: z.string().trim().max(254), role }),
		answer: z.object({ userId: z.string() }),
		status: 201,
		run: ({ caller, params, body, services }) =>
			services.members.add(caller.user.id, params['id'] ?? '', body.email, body.role),
	}),
	endpoint({
		method: 'PATCH',
		path: '/analyses/:id/members/:uid',
		summary: 'Change a member’s role',
		body: z.object({ role }),
		run: ({ caller, params, body, services }) =>
			services.members.change(caller.user.id, params['id'] ?? '', params['uid'] ?? '', body.role),
	}),
	endpoint({
		method: 'DELETE',
		path: '/analyses/:id/members/:uid',
		summary: 'End a membership; one’s own too',
		run: ({ caller, params, services }) =>
			services.members.remove(caller.user.id, params['id'] ?? '', params['uid'] ?? ''),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/group-sessions',
		summary: 'Group sessions in force: who writes with the analysts, and until when',
		answer: z.object({ groupSessions: z.array(groupSession) }),
		run: async ({ caller, params, services }) => {
			const found = await services.groupSessions.list(caller.user.id, params['id'] ?? '');
			return found.ok ? ok({ groupSessions: [...found.value] }) : found;
		},
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/group-sessions',
		summary: 'Let named people write with the analysts until a stated end',
		body: z.object({
			userIds: z.array(z.string().max(60)).max(200).default([]),
			personIds: z.array(z.string().max(60)).max(200).default([]),
			until: z.iso.datetime({ offset: true }),
		}),
		answer: groupSession,
		status: 201,
		run: ({ caller, params, body, services }) =>
			services.groupSessions.start(caller.user.id, params['id'] ?? '', body, Date.parse(body.until)),
	}),
	endpoint({
		method: 'DELETE',
		path: '/analyses/:id/group-sessions/:gid',
		summary: 'End a group session now',
		run: ({ caller, params, services }) =>
			services.groupSessions.end(caller.user.id, params['id'] ?? '', params['gid'] ?? ''),
	}),
];
