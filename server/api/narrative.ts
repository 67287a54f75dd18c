import { z } from 'zod';
import { markNames, passageKinds } from '#lib/model/prose.ts';
import { ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';

const quote = z.union([
	z.object({
		is: z.literal('record'),
		recordId: z.string().optional(),
		start: z.number().optional(),
		end: z.number().optional(),
		pull: z.boolean(),
	}),
	z.object({ is: z.literal('account'), quoteId: z.string().optional(), pull: z.boolean() }),
]);

/** Where a paragraph of a table stands. */
export const tableCell = z.object({
	table: z.string(),
	row: z.number(),
	column: z.number(),
	header: z.boolean(),
});

/** The picture above a caption. */
export const picture = z.object({
	pictureId: z.string().optional(),
	alt: z.string(),
	width: z.number(),
	height: z.number(),
});

const passage = z.object({
	passageId: z.string(),
	kind: z.enum(passageKinds),
	level: z.number(),
	text: z.string(),
	marks: z
		.array(
			z.object({
				is: z.enum(markNames),
				start: z.number(),
				end: z.number(),
				href: z.string().optional(),
			}),
		)
		.readonly(),
	chips: z.array(z.object({ at: z.number(), eventId: z.string().optional() })).readonly(),
	quote: quote.optional(),
	cell: tableCell.optional(),
	picture: picture.optional(),
});

const mediaTypes = { md: 'text/markdown; charset=utf-8', html: 'text/html; charset=utf-8' } as const;

/** The narrative as text. */
export const narrativeEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/narrative',
		summary: 'The narrative: as passages one can point into (json), as Markdown, or as HTML',
		query: z.object({ format: z.enum(['json', 'md', 'html']).default('json') }),
		answer: z.object({
			title: z.string(),
			words: z.number(),
			passages: z.array(passage).readonly(),
			skipped: z.number(),
		}),
		run: async ({ caller, params, query, services }) => {
			const id = params['id'] ?? '';
			if (query.format === 'json') return services.narratives.passages(caller.user.id, id);
			const printed = await services.narratives.print(caller.user.id, id, query.format);
			if (!printed.ok) return printed;
			return ok(
				new Response(printed.value, {
					headers: {
						'content-type': mediaTypes[query.format],
						'cache-control': 'no-store',
						// People wrote it: nothing in it may run, whatever else goes wrong.
						'content-security-policy': "default-src 'none'; sandbox",
						'x-content-type-options': 'nosniff',
					},
				}),
			);
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/narrative/authorship',
		summary: 'Who wrote what of the narrative as it stands, by the proof of its journal; for analysts',
		answer: z.object({
			head: z.number(),
			passages: z.array(
				z.object({
					passageId: z.string(),
					runs: z.array(
						z.object({
							from: z.number(),
							to: z.number(),
							user: z.object({ id: z.string(), name: z.string() }).nullable(),
							at: z.string().nullable(),
						}),
					),
				}),
			),
		}),
		run: async ({ caller, params, services }) => {
			const found = await services.authorships.read(caller.user.id, params['id'] ?? '');
			if (!found.ok) return found;
			const { head, passages, names } = found.value;
			return ok({
				head,
				passages: passages.map(({ passageId, runs }) => ({
					passageId,
					runs: runs.map(({ from, to, userId, at }) => ({
						from,
						to,
						user: userId === null ? null : { id: userId, name: names.get(userId) ?? 'Someone' },
						at: at === null ? null : new Date(at).toISOString(),
					})),
				})),
			});
		},
	}),
];
