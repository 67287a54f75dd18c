import { z } from 'zod';
import { longestQuote } from '#lib/model/anchor.ts';
import { parseId, parseRecordId, type EventId, type RecordId } from '#lib/model/ids.ts';
import { parsePassageId, type PassageId } from '#lib/model/prose.ts';
import { reactionKinds, threadKinds } from '#lib/model/thread.ts';
import { ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';

const body = z.string().trim().min(1, 'write something first').max(5000);

const target = z.union(
	[
		z.strictObject({
			event: z.custom<EventId>((value) => parseId('event', value) !== undefined, 'not an id of an event'),
		}),
		z.strictObject({
			record: z.custom<RecordId>((value) => parseRecordId(value) !== undefined, 'not an id of a record'),
		}),
		z.strictObject({
			passageId: z.custom<PassageId>(
				(value) => parsePassageId(value) !== undefined,
				'not an id of a passage',
			),
			quote: z.string().min(1, 'mark some words').max(longestQuote),
			start: z.int().min(0),
			end: z.int().min(1),
			/** The round whose frozen text this points into. */
			round: z.int().min(1).optional(),
		}),
	],
	{ error: 'say what it is on: {event}, {record} or {passageId, quote, start, end, round?}' },
);

/** Where an edit's words stand once they were taken. */
const place = z.object({
	passageId: z.custom<PassageId>((value) => parsePassageId(value) !== undefined, 'not an id of a passage'),
	start: z.int().min(0),
	end: z.int().min(1),
});

const thread = z.object({
	id: z.string(),
	on: z.union([
		z.object({ event: z.string() }),
		z.object({ record: z.string() }),
		z.object({
			passageId: z.string().nullable(),
			quote: z.string(),
			start: z.number().nullable(),
			end: z.number().nullable(),
			state: z.enum(['placed', 'edited', 'rewritten']),
			anchor: z
				.object({
					passageId: z.string(),
					start: z.unknown(),
					end: z.unknown(),
					quote: z.string(),
					prefix: z.string(),
					suffix: z.string(),
					rivals: z.array(z.string()).readonly().optional(),
				})
				.nullable(),
		}),
	]),
	kind: z.enum(threadKinds),
	proposal: z.string().nullable(),
	openedAt: z.string(),
	round: z.number().nullable(),
	isUnread: z.boolean(),
	resolvedAt: z.string().nullable(),
	resolvedBy: z.string().nullable(),
	resolution: z.string().nullable(),
	comments: z
		.array(
			z.object({
				id: z.string(),
				author: z.object({ id: z.string(), name: z.string(), colour: z.number() }),
				body: z.string(),
				createdAt: z.string(),
				editedAt: z.string().nullable(),
				isDeleted: z.boolean(),
				reactions: z
					.array(
						z.object({
							kind: z.enum(reactionKinds),
							by: z.array(z.object({ id: z.string(), name: z.string() })).readonly(),
						}),
					)
					.readonly(),
			}),
		)
		.readonly(),
});

/** Calibration threads and their comments. */
export const threadEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/threads',
		summary: 'The threads of an analysis, oldest first, each placed where its words are now',
		answer: z.object({ threads: z.array(thread).readonly() }),
		run: async ({ caller, params, services }) => {
			const outcome = await services.threads.list(caller.user.id, params['id'] ?? '');
			return outcome.ok ? ok({ threads: outcome.value }) : outcome;
		},
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/threads',
		summary: 'Open a thread on an event, a record or a passage; the server makes the anchor',
		body: z
			.object({
				on: target,
				kind: z.enum(threadKinds),
				body: z.string().trim().max(5000).default(''),
				proposal: z.string().trim().min(1).max(2000).optional(),
			})
			.refine(({ body, proposal }) => body !== '' || proposal !== undefined, {
				path: ['body'],
				message: 'write something first',
			})
			.refine(({ kind, proposal }) => proposal === undefined || kind === 'correction', {
				path: ['proposal'],
				message: 'only a correction proposes other words',
			}),
		answer: thread,
		status: 201,
		run: ({ caller, params, body, services }) =>
			services.threads.open(caller.user.id, params['id'] ?? '', body),
	}),
	endpoint({
		method: 'PATCH',
		path: '/analyses/:id/threads/:tid',
		summary: 'Resolve a thread, or open it again',
		body: z.object({
			resolved: z.boolean(),
			resolution: z.string().trim().min(1).max(200).optional(),
		}),
		answer: thread,
		run: ({ caller, params, body, services }) =>
			services.threads.resolve(caller.user.id, params['id'] ?? '', params['tid'] ?? '', body),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/threads/seen',
		summary: 'Say that one has looked at threads: those given, or all that one may read',
		body: z.object({ threadIds: z.array(z.string().max(60)).max(1000).optional() }),
		run: ({ caller, params, body: sent, services }) =>
			services.threads.see(caller.user.id, params['id'] ?? '', sent.threadIds),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/threads/:tid/take',
		summary:
			'Put a correction’s words in, in the caller’s name, and settle it; refused when the words are others now',
		answer: place,
		run: ({ caller, params, services }) =>
			services.takeEdit.take(caller.user.id, params['id'] ?? '', params['tid'] ?? ''),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/threads/:tid/take-back',
		summary: 'Put back what stood there before one took the edit, and open the thread again',
		body: place,
		run: ({ caller, params, body: at, services }) =>
			services.takeEdit.takeBack(caller.user.id, params['id'] ?? '', params['tid'] ?? '', at),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/threads/:tid/comments',
		summary: 'Reply in a thread',
		body: z.object({ body }),
		answer: thread,
		status: 201,
		run: ({ caller, params, body: sent, services }) =>
			services.threads.comment(caller.user.id, params['id'] ?? '', params['tid'] ?? '', sent.body),
	}),
	endpoint({
		method: 'PATCH',
		path: '/analyses/:id/threads/:tid/comments/:cid',
		summary: 'Change one’s own comment',
		body: z.object({ body }),
		answer: thread,
		run: ({ caller, params, body: sent, services }) =>
			services.threads.editComment(
				caller.user.id,
				params['id'] ?? '',
				params['tid'] ?? '',
				params['cid'] ?? '',
				sent.body,
			),
	}),
	endpoint({
		method: 'DELETE',
		path: '/analyses/:id/threads/:tid/comments/:cid',
		summary: 'Delete one’s own comment; a thread goes with its only comment',
		run: ({ caller, params, services }) =>
			services.threads.deleteComment(
				caller.user.id,
				params['id'] ?? '',
				params['tid'] ?? '',
				params['cid'] ?? '',
			),
	}),
	...(['PUT', 'DELETE'] as const).map((method) =>
		endpoint({
			method,
			path: '/analyses/:id/threads/:tid/comments/:cid/reactions/:kind',
			summary:
				method === 'PUT'
					? `React to somebody else’s comment: ${reactionKinds.join(', ')}`
					: 'Take one’s own reaction back',
			answer: thread,
			run: ({ caller, params, services }) =>
				services.reactions.react(caller.user.id, params['id'] ?? '', {
					threadId: params['tid'] ?? '',
					commentId: params['cid'] ?? '',
					kind: params['kind'] ?? '',
					isGiven: method === 'PUT',
				}),
		}),
	),
];
