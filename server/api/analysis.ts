import { z } from 'zod';
import { efforts, stages, subjects } from '#lib/model/analysis.ts';
import { roles } from '#lib/model/access.ts';
import { ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';

const title = z.string().trim().min(1, 'give it a title').max(200);
const zone = z
	.string()
	.refine((name) => isZone(name), 'not a time zone; use a name like Europe/London or UTC');
const date = z.iso.date();

const analysis = z.object({
	id: z.string(),
	title: z.string(),
	number: z.string().nullable(),
	summary: z.string(),
	standfirst: z.string(),
	subject: z.string(),
	effort: z.string(),
	stage: z.string(),
	zone: z.string(),
	date: z.string().nullable(),
	plannedMinutes: z.number().nullable(),
	usedMinutes: z.number(),
	isSample: z.boolean(),
	createdAt: z.string(),
	role: z.enum(roles),
});

/** Analyses themselves: made, listed, read, changed, deleted. */
export const analysisEndpoints = [
	endpoint({
		method: 'POST',
		path: '/analyses',
		summary: 'Start an analysis; the caller leads it',
		body: z.object({
			title,
			subject: z.enum(subjects).default('incident'),
			effort: z.enum(efforts).default('standard'),
			zone: zone.optional(),
			number: z.string().trim().max(40).optional(),
			date: date.optional(),
			summary: z.string().trim().max(2000).optional(),
			plannedMinutes: z.int().min(0).max(100_000).optional(),
		}),
		answer: z.object({ id: z.string() }),
		status: 201,
		run: async ({ caller, body, services }) =>
			ok({ id: await services.analyses.create(caller.user.id, body) }),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses',
		summary: 'The analyses the caller has a part in, newest first',
		answer: z.object({ analyses: z.array(analysis) }),
		run: async ({ caller, services }) =>
			ok({ analyses: [...(await services.analyses.list(caller.user.id))] }),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id',
		summary: 'One analysis',
		answer: analysis,
		run: ({ caller, params, services }) => services.analyses.get(caller.user.id, params['id'] ?? ''),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/workspace',
		summary: 'What a page needs to open the analysis: it, the caller’s standing, the documents they may open',
		answer: z.object({
			analysis: analysis.omit({ createdAt: true, role: true }),
			me: z.object({
				id: z.string(),
				kind: z.enum(['account', 'guest']),
				name: z.string(),
				colour: z.number(),
			}),
			actor: z.object({
				userId: z.string(),
				role: z.enum(roles).optional(),
				personId: z.string().optional(),
			}),
			epochs: z.record(z.string(), z.number()),
		}),
		run: ({ caller, params, services }) => services.workspaces.get(caller.user, params['id'] ?? ''),
	}),
	endpoint({
		method: 'PATCH',
		path: '/analyses/:id',
		summary: 'Change title, effort, stage, hours and the like',
		body: z.object({
			title: title.optional(),
			number: z.string().trim().max(40).nullable().optional(),
			summary: z.string().trim().max(2000).optional(),
			standfirst: z.string().trim().max(2000).optional(),
			subject: z.enum(subjects).optional(),
			effort: z.enum(efforts).optional(),
			stage: z.enum(stages).optional(),
			zone: zone.optional(),
			date: date.nullable().optional(),
			plannedMinutes: z.int().min(0).max(100_000).nullable().optional(),
			usedMinutes: z.int().min(0).max(100_000).optional(),
		}),
		answer: analysis,
		run: ({ caller, params, body, services }) =>
			services.analyses.change(caller.user.id, params['id'] ?? '', body),
	}),
	endpoint({
		method: 'DELETE',
		path: '/analyses/:id',
		summary: 'Delete an analysis',
		run: ({ caller, params, services }) => services.analyses.remove(caller.user.id, params['id'] ?? ''),
	}),
];

function isZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}
