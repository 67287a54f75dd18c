import { z } from 'zod';
import { ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';
import { passageChanges } from './word-change.ts';

const version = z.object({
	id: z.string(),
	name: z.string(),
	at: z.string(),
	by: z.string(),
	/** The round that froze it. */
	round: z.number().nullable(),
});

/** Versions of the narrative, for the analysts. */
export const versionEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/versions',
		summary: 'The versions of the narrative, named ones and those of rounds, newest first; for analysts',
		answer: z.object({ versions: z.array(version).readonly() }),
		run: async ({ caller, params, services }) => {
			const found = await services.versions.list(caller.user.id, params['id'] ?? '');
			return found.ok ? ok({ versions: found.value }) : found;
		},
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/versions',
		summary: 'Keep the narrative as it is now, whole, under a name',
		body: z.object({
			name: z.string().trim().min(1, 'give the version a name').max(120, 'keep the name under 120 letters'),
			/** The version that is about to take its place. */
			restoring: z.string().max(64).optional(),
		}),
		answer: version,
		status: 201,
		run: ({ caller, params, body, services }) =>
			services.versions.keep(caller.user, params['id'] ?? '', body),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/versions/:vid/document',
		summary: 'A version whole, as one Yjs update; without words that had been deleted before',
		run: async ({ caller, params, services }) => {
			const found = await services.versions.bytes(caller.user.id, params['id'] ?? '', params['vid'] ?? '');
			if (!found.ok) return found;
			return ok(
				new Response(found.value.slice(), {
					headers: {
						'content-type': 'application/octet-stream',
						'cache-control': 'no-store',
						'x-content-type-options': 'nosniff',
					},
				}),
			);
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/versions/:vid/changes',
		summary: 'What changed from a version to another (`to`), or to now, passage by passage and word by word',
		query: z.object({ to: z.string().max(64).optional() }),
		answer: z.object(passageChanges),
		run: ({ caller, params, query, services }) =>
			services.versions.changes(caller.user.id, params['id'] ?? '', params['vid'] ?? '', query.to),
	}),
	endpoint({
		method: 'DELETE',
		path: '/analyses/:id/versions/:vid',
		summary: 'Delete a named version for good; those of rounds stay',
		run: ({ caller, params, services }) =>
			services.versions.remove(caller.user, params['id'] ?? '', params['vid'] ?? ''),
	}),
];
