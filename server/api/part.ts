import { z } from 'zod';
import { threadKinds } from '#lib/model/thread.ts';
import { answers } from '../account/parts.ts';
import { ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';

const words = z.object({
	told: z.string(),
	saw: z.string(),
	knew: z.string(),
	wanted: z.string(),
	hard: z.string(),
});
const quotable = z.enum(['ask', 'yes', 'no']);
const said = z.string().trim().min(1, 'write what you remember').max(10_000);

const part = z.object({
	analysis: z.object({ id: z.string(), title: z.string(), summary: z.string(), date: z.string().nullable() }),
	person: z.object({
		id: z.string(),
		name: z.string(),
		zone: z.string().nullable(),
		location: z.string().nullable(),
	}),
	readers: z.array(z.string()).readonly(),
	moments: z
		.array(
			z.object({
				key: z.string(),
				former: z.array(z.string()).readonly(),
				title: z.string(),
				kind: z.string(),
				form: z.string(),
				at: z.string().nullable(),
				until: z.string().nullable(),
				traces: z
					.array(
						z.object({
							id: z.string(),
							source: z.string(),
							at: z.string(),
							author: z.string().nullable(),
							isTheirs: z.boolean(),
							text: z.string(),
							isMachine: z.boolean(),
						}),
					)
					.readonly(),
			}),
		)
		.readonly(),
	shared: z.array(z.object({ key: z.string(), sharedAt: z.string(), quotable, words })).readonly(),
	passages: z
		.array(z.object({ passageId: z.string(), why: z.enum(['named', 'quoted']), text: z.string() }))
		.readonly(),
	digest: z.string(),
	seen: z.object({ at: z.string(), answer: z.enum(answers).nullable(), isCurrent: z.boolean() }).nullable(),
	quotes: z
		.array(z.object({ id: z.string(), text: z.string(), consent: z.string(), askedBy: z.string() }))
		.readonly(),
	notices: z
		.array(z.object({ id: z.string(), at: z.string(), body: z.string(), isReply: z.boolean() }))
		.readonly(),
	openings: z.array(z.object({ at: z.string(), device: z.string() })).readonly(),
	statement: z.string().nullable(),
	publishedStories: z.number(),
	storyId: z.string().nullable(),
});

const quote = z.object({
	id: z.string(),
	personId: z.string(),
	person: z.string(),
	sharedAccountId: z.string().nullable(),
	text: z.string(),
	consent: z.enum(['asked', 'yes', 'no', 'withdrawn']),
});

/** The caller's own part: what concerns them, and what they do with their words. */
export const partEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/part',
		summary: 'The caller’s own part: their events, passages, shared moments and quotes; never their drafts',
		answer: part,
		run: ({ caller, params, services }) => services.parts.get(caller.user.id, params['id'] ?? ''),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/part/open',
		summary: 'Make ready the moments the caller can write in; answers with the epoch of their account',
		answer: z.object({ epoch: z.number() }),
		run: ({ caller, params, services }) => services.parts.open(caller.user.id, params['id'] ?? ''),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/part/seen',
		summary: 'Say how one’s passages read; words, if any, are posted as a thread in one’s name',
		body: z.object({
			digest: z.string().max(100),
			answer: z.enum(answers),
			passageId: z.string().max(60).optional(),
			words: said.optional(),
		}),
		run: ({ caller, params, body, services }) =>
			services.parts.answer(caller.user.id, params['id'] ?? '', body),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/part/moments/:key/differs',
		summary: 'Post “I remember it differently” on one of one’s own events',
		body: z.object({ words: said }),
		run: ({ caller, params, body, services }) =>
			services.parts.differ(caller.user.id, params['id'] ?? '', params['key'] ?? '', body.words),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/part/threads',
		summary: 'What the caller posted from their own page outside of a round, and what was said to it',
		answer: z.object({
			threads: z
				.array(
					z.object({
						id: z.string(),
						kind: z.enum(threadKinds),
						quote: z.string().nullable(),
						eventId: z.string().nullable(),
						words: z.string(),
						at: z.string(),
						isResolved: z.boolean(),
						replies: z
							.array(z.object({ author: z.string(), isOwn: z.boolean(), body: z.string(), at: z.string() }))
							.readonly(),
					}),
				)
				.readonly(),
		}),
		run: async ({ caller, params, services }) => {
			const own = await services.ownThreads.list(caller.user.id, params['id'] ?? '');
			return own.ok ? ok({ threads: own.value }) : own;
		},
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/part/threads/:tid/reply',
		summary: 'Say more in a thread that one made from one’s own page',
		body: z.object({ body: z.string().trim().min(1).max(10_000) }),
		run: ({ caller, params, body, services }) =>
			services.ownThreads.reply(caller.user.id, params['id'] ?? '', params['tid'] ?? '', body.body),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/part/moments/:key/share',
		summary: 'Copy one moment, as it stands, to the analysts',
		body: z.object({ quotable: quotable.default('ask') }),
		answer: z.object({ sharedAt: z.string() }),
		run: ({ caller, params, body, services }) =>
			services.sharing.share(caller.user.id, params['id'] ?? '', params['key'] ?? '', body.quotable),
	}),
	endpoint({
		method: 'DELETE',
		path: '/analyses/:id/part/moments/:key/share',
		summary: 'Take a shared moment back, with the words of every quote from it',
		run: ({ caller, params, services }) =>
			services.sharing.takeBack(caller.user.id, params['id'] ?? '', params['key'] ?? ''),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/part/quotes/:qid',
		summary: 'Say yes or no to being quoted, or withdraw a yes',
		body: z.object({ consent: z.enum(['yes', 'no', 'withdrawn']) }),
		run: ({ caller, params, body, services }) =>
			services.sharing.consent(caller.user.id, params['id'] ?? '', params['qid'] ?? '', body.consent),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/part/withdraw',
		summary: 'Erase one’s account: drafts, shared copies, words of quotes',
		body: z.object({ confirm: z.literal(true, 'say confirm: true; this cannot be undone') }),
		answer: z.object({ epoch: z.number() }),
		run: ({ caller, params, services }) => services.sharing.withdraw(caller.user.id, params['id'] ?? ''),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/accounts',
		summary: 'The moments that people have shared with the analysts',
		answer: z.object({
			accounts: z.array(
				words.extend({
					id: z.string(),
					personId: z.string(),
					person: z.string(),
					eventId: z.string().nullable(),
					via: z.enum(['wrote', 'interview']),
					quotable,
					sharedAt: z.string(),
				}),
			),
		}),
		run: async ({ caller, params, services }) => {
			const shared = await services.sharing.list(caller.user.id, params['id'] ?? '');
			return shared.ok ? ok({ accounts: [...shared.value] }) : shared;
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/quotes',
		summary: 'Quotes and their consent; their words as far as the caller may read them',
		answer: z.object({ quotes: z.array(quote) }),
		run: async ({ caller, params, services }) => {
			const quotes = await services.sharing.quotes(caller.user.id, params['id'] ?? '');
			return quotes.ok ? ok({ quotes: [...quotes.value] }) : quotes;
		},
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/quotes',
		summary: 'Ask to quote words of a shared moment',
		body: z.object({ sharedAccountId: z.string().max(60), text: z.string().max(10_000) }),
		answer: quote,
		status: 201,
		run: ({ caller, params, body, services }) =>
			services.sharing.ask(caller.user.id, params['id'] ?? '', body),
	}),
];
