import { z } from 'zod';
import { forbidden, ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';

const progress = z.object({
	id: z.string(),
	status: z.enum(['loading', 'ready', 'failed']),
	done: z.number(),
	words: z.string(),
});

/** The sample analysis, as a copy of one's own. */
export const sampleEndpoints = [
	endpoint({
		method: 'POST',
		path: '/samples',
		summary: 'Begin a copy of the sample analysis; the caller leads it',
		answer: progress,
		status: 202,
		run: async ({ caller, services }) =>
			caller.user.kind === 'account'
				? ok(await services.samples.start(caller.user.id))
				: forbidden('The sample needs an account; an invitation has none.'),
	}),
	endpoint({
		method: 'GET',
		path: '/samples/:sampleId',
		summary: 'How far a copy is; its id is that of the analysis',
		answer: progress,
		run: async ({ caller, params, services }) =>
			services.samples.progress(caller.user.id, params['sampleId'] ?? ''),
	}),
];
