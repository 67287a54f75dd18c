import { z } from 'zod';
import { ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';

/** What is for the caller. */
export const notificationEndpoints = [
	endpoint({
		method: 'GET',
		path: '/me/notifications',
		summary: 'What is for the caller, newest first: that there is something and where, never what it says',
		answer: z.object({
			notifications: z
				.array(
					z.object({
						id: z.string(),
						analysisId: z.string(),
						analysis: z.string(),
						words: z.string(),
						href: z.string().nullable(),
						at: z.string(),
						isRead: z.boolean(),
					}),
				)
				.readonly(),
		}),
		run: async ({ caller, services }) =>
			ok({ notifications: await services.notifications.list(caller.user.id) }),
	}),
	endpoint({
		method: 'POST',
		path: '/me/notifications/read',
		summary: 'Say that one has read notifications: those given, or all',
		body: z.object({ ids: z.array(z.string().max(60)).max(200).optional() }),
		run: async ({ caller, body, services }) =>
			ok(await services.notifications.read(caller.user.id, body.ids)),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/threads/people',
		summary: 'Who can be mentioned in threads',
		answer: z.object({
			people: z.array(z.object({ userId: z.string(), name: z.string() })).readonly(),
		}),
		run: async ({ caller, params, services }) => {
			const found = await services.notifications.mentionable(caller.user.id, params['id'] ?? '');
			return found.ok ? ok({ people: found.value }) : found;
		},
	}),
];
