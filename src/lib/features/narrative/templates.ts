/** Outlines to begin a narrative with. Headings and nothing else: a hint that stays in a story is read by strangers. */
import type { Block } from '#lib/model/prose.ts';

export interface Template {
	readonly name: string;
	/** One line: what it is good for. */
	readonly about: string;
	readonly sections: readonly string[];
}

export const templates: readonly Template[] = [
	{
		name: 'How we got here',
		about: 'A story in the order it was lived, from before it began to what is still open.',
		sections: [
			'How things usually were',
			'What people saw first',
			'What it looked like from each place',
			'How it came to rest',
			'Why it made sense at the time',
			'Still open',
		],
	},
	{
		name: 'Narrative description',
		about: 'What happened, and then what contributed, what helped, what was risky and what was difficult.',
		sections: [
			'What happened',
			'Contributors',
			'Mitigators',
			'Risks',
			'Difficulties in handling',
			'Still open',
		],
	},
];

/** The outline as text: each heading with an empty line to write on. */
export function blocksOf({ sections }: Template): readonly Block[] {
	return sections.flatMap((title): readonly Block[] => [
		{ is: 'heading', level: 2, content: [{ is: 'text', text: title, marks: [] }] },
		{ is: 'paragraph', content: [] },
	]);
}
