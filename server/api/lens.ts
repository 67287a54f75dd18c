import { z } from 'zod';
import { findingKinds } from '#lib/lens/finding.ts';
import { readThroughLens } from '../lens/read-through-lens.ts';
import { endpoint } from './endpoint.ts';

/** The language lens for scripts and other editors. What it reads is neither kept nor logged. */
export const lensEndpoints = [
	endpoint({
		method: 'POST',
		path: '/lens',
		summary:
			'Find wordings that close a story down: where they stand (UTF-16), why, and a question that opens it',
		body: z.object({ text: z.string() }),
		answer: z.object({
			findings: z
				.array(
					z.object({
						kind: z.enum(findingKinds),
						start: z.number(),
						end: z.number(),
						text: z.string(),
						why: z.string(),
						question: z.string(),
					}),
				)
				.readonly(),
		}),
		run: async ({ body }) => readThroughLens(body.text),
	}),
];
