import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** Who did what, in words, for the analysts. */
export const activityEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/activity',
		summary:
			'Who did what in the analysis, in words, newest first; of one subject (`subject`, its id), page by page (`cursor` is the `next` of the page before); for analysts',
		query: z.object({
			cursor: z.string().max(40).optional(),
			limit: z.coerce.number().int().min(1).max(100).default(40),
			subject: z.string().min(1).max(64).optional(),
		}),
		answer: z.object({
			activity: z
				.array(
					z.object({
						at: z.string(),
						by: z.object({ userId: z.string(), name: z.string() }),
						words: z.string(),
						on: z.object({ kind: z.string(), id: z.string() }).nullable(),
					}),
				)
				.readonly(),
			next: z.string().nullable(),
		}),
		run: ({ caller, params, query, services }) =>
			services.activity.read(caller.user.id, params['id'] ?? '', query),
	}),
];
