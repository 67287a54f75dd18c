import { z } from 'zod';
import { answers } from '../account/parts.ts';
import { reasons } from '../calibration/propose-passages.ts';
import { ok } from '../refusal.ts';
import { endpoint } from './endpoint.ts';
import { passageChanges, wordChange } from './word-change.ts';

const answer = z.enum(answers);
const why = z.enum(reasons);
const number = (text: string | undefined): number => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : 0);
const questions = z
	.array(z.string().trim().min(1, 'write the question, or leave all three as they are').max(300))
	.length(3, 'ask three questions');

const round = z.object({
	number: z.number(),
	openedAt: z.string(),
	openedBy: z.string(),
	closedAt: z.string().nullable(),
	questions: z.array(z.string()).readonly(),
	people: z
		.array(
			z.object({
				personId: z.string(),
				name: z.string(),
				canAnswer: z.boolean(),
				state: z.enum(['answered', 'begun', 'silent', 'not_this_time']),
				remindedAt: z.string().nullable(),
				passages: z
					.array(
						z.object({
							passageId: z.string(),
							why,
							text: z.string(),
							answer: answer.nullable(),
							words: z.string(),
							answeredAt: z.string().nullable(),
							threadId: z.string().nullable(),
						}),
					)
					.readonly(),
			}),
		)
		.readonly(),
});
const ownPassages = z
	.array(
		z.object({
			passageId: z.string(),
			why,
			text: z.string(),
			answer: answer.nullable(),
			words: z.string(),
			isPosted: z.boolean(),
			replies: z
				.array(z.object({ author: z.string(), isOwn: z.boolean(), body: z.string(), at: z.string() }))
				.readonly()
				.nullable(),
			change: z.object({ words: z.array(wordChange).readonly(), isAnswered: z.boolean() }).nullable(),
		}),
	)
	.readonly();
const ownRound = z.object({
	number: z.number(),
	isOpen: z.boolean(),
	openedAt: z.string(),
	readers: z.array(z.string()).readonly(),
	questions: z.array(z.string()).readonly(),
	notThisTime: z.boolean(),
	since: z.number().nullable(),
	passages: ownPassages,
	gone: z.array(z.object({ text: z.string(), isAnswered: z.boolean() })).readonly(),
});

/** Rounds of calibration: led by the analysts, answered by each person in their own part. */
export const roundEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/rounds',
		summary: 'The rounds, newest first, with everybody’s answers; for the analysts only',
		answer: z.object({ rounds: z.array(round).readonly() }),
		run: async ({ caller, params, services }) => {
			const found = await services.rounds.list(caller.user.id, params['id'] ?? '');
			return found.ok ? ok({ rounds: found.value }) : found;
		},
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/rounds/proposal',
		summary: 'Whom the next round could ask about which passages of the narrative as it stands',
		answer: z.object({
			number: z.number(),
			questions: z.array(z.string()).readonly(),
			people: z
				.array(
					z.object({
						personId: z.string(),
						name: z.string(),
						canAnswer: z.boolean(),
						passages: z.array(z.object({ passageId: z.string(), why, text: z.string() })).readonly(),
					}),
				)
				.readonly(),
		}),
		run: ({ caller, params, services }) => services.rounds.propose(caller.user.id, params['id'] ?? ''),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/rounds',
		summary: 'Freeze the narrative and open a round: whom to ask, and about which passages',
		body: z.object({
			people: z
				.array(
					z.object({
						personId: z.string().max(60),
						passageIds: z.array(z.string().max(60)).min(1, 'choose a passage for everyone asked').max(500),
					}),
				)
				.min(1, 'choose whom to ask')
				.max(500),
			questions: questions.optional(),
		}),
		answer: round,
		status: 201,
		run: ({ caller, params, body, services }) => services.rounds.open(caller.user, params['id'] ?? '', body),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/rounds/:number/remind',
		summary: 'Remind whoever has not answered; never those who said “not this time”',
		answer: z.object({ reminded: z.array(z.string()).readonly() }),
		run: ({ caller, params, services }) =>
			services.rounds.remind(caller.user, params['id'] ?? '', number(params['number'])),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/rounds/:number/close',
		summary:
			'Close a round; the last one only once everyone named or quoted has seen their passages or something was chosen for them',
		body: z.object({ isLast: z.boolean().default(false) }),
		answer: round,
		run: ({ caller, params, body, services }) =>
			services.rounds.close(caller.user, params['id'] ?? '', number(params['number']), body),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/rounds/:number/changes',
		summary: 'What changed since the round before, passage by passage and word by word',
		answer: z.object({
			since: z.number(),
			number: z.number(),
			...passageChanges,
		}),
		run: ({ caller, params, services }) =>
			services.rounds.changes(caller.user.id, params['id'] ?? '', number(params['number'])),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/part/round',
		summary:
			'The newest round that asks the caller: their passages as frozen, their own answers, and what was said to those they posted; and what they answered before',
		answer: z.object({
			round: ownRound.nullable(),
			earlier: z.array(z.object({ number: z.number(), passages: ownPassages })).readonly(),
		}),
		run: ({ caller, params, services }) => services.ownRounds.get(caller.user.id, params['id'] ?? ''),
	}),
	endpoint({
		method: 'PUT',
		path: '/analyses/:id/part/round/:number/passages/:passageId',
		summary: 'Answer about one of one’s passages, or change the answer; only the analysts read it',
		body: z.object({ answer, words: z.string().max(10_000).default('') }),
		run: ({ caller, params, body, services }) =>
			services.ownRounds.answer(
				caller.user.id,
				params['id'] ?? '',
				number(params['number']),
				params['passageId'] ?? '',
				body,
			),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/part/round/:number/passages/:passageId/post',
		summary: 'Copy the words of one’s answer into a thread on the passage, in one’s name',
		run: ({ caller, params, services }) =>
			services.ownRounds.post(
				caller.user.id,
				params['id'] ?? '',
				number(params['number']),
				params['passageId'] ?? '',
			),
	}),
	endpoint({
		method: 'POST',
		path: '/analyses/:id/part/round/:number/passages/:passageId/reply',
		summary: 'Say more in the thread that one made of an answer',
		body: z.object({ body: z.string().trim().min(1).max(10_000) }),
		run: ({ caller, params, body, services }) =>
			services.ownRounds.reply(
				caller.user.id,
				params['id'] ?? '',
				number(params['number']),
				params['passageId'] ?? '',
				body.body,
			),
	}),
	endpoint({
		method: 'PUT',
		path: '/analyses/:id/part/round/:number/not-this-time',
		summary: 'Say that one won’t answer this time, which ends the reminders; or take that back',
		body: z.object({ notThisTime: z.boolean() }),
		run: ({ caller, params, body, services }) =>
			services.ownRounds.decline(
				caller.user.id,
				params['id'] ?? '',
				number(params['number']),
				body.notThisTime,
			),
	}),
];
