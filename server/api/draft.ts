import { z } from 'zod';
import { markNames, passageKinds } from '#lib/model/prose.ts';
import { ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';
import { picture, tableCell } from './narrative.ts';

const passage = z.object({
	passageId: z.string(),
	kind: z.enum(passageKinds),
	level: z.number(),
	text: z.string(),
	marks: z
		.array(
			z.object({ is: z.enum(markNames), start: z.number(), end: z.number(), href: z.string().optional() }),
		)
		.readonly(),
	chips: z.array(z.object({ at: z.number(), label: z.string() })).readonly(),
	cell: tableCell.optional(),
	picture: picture.optional(),
	quote: z.object({ text: z.string(), source: z.string(), isMono: z.boolean() }).nullable(),
});

/** The frozen text, for those who may comment and not write. */
export const draftEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/draft',
		summary:
			'The narrative as the newest round froze it, to read and comment on; null before the first round',
		answer: z.object({
			draft: z
				.object({
					round: z.number(),
					frozenAt: z.string(),
					title: z.string(),
					words: z.number(),
					passages: z.array(passage).readonly(),
				})
				.nullable(),
		}),
		run: async ({ caller, params, services }) => {
			const found = await services.drafts.get(caller.user.id, params['id'] ?? '');
			return found.ok ? ok({ draft: found.value }) : found;
		},
	}),
];
