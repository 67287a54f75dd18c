import { z } from 'zod';

/** A run of words as a comparison tells it. */
export const wordChange = z.object({ is: z.enum(['same', 'removed', 'added']), text: z.string() });

/** What became of the passages from one text to another, word by word; null where one did not stand. */
export const passageChanges = {
	edits: z.number(),
	rewritten: z.number(),
	changes: z
		.array(
			z.object({
				before: z.string().nullable(),
				after: z.string().nullable(),
				words: z.array(wordChange).readonly(),
				isRewritten: z.boolean(),
			}),
		)
		.readonly(),
};
