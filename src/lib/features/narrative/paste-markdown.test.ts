import { getSchema } from '@tiptap/core';
import { expect, test } from 'vitest';
import { proseExtensions } from './extensions.ts';
import { markdownIn } from './paste-markdown.ts';

const schema = getSchema(proseExtensions());

test('[EN17] a picture of pasted Markdown is a link to where it is, in the words that describe it: nothing is fetched', () => {
	const slice = markdownIn(
		'## Lag\n\nSee ![the lag graph](https://example.org/lag.png "at 02:14") and ![](https://example.org/b.png), ![rota](img/rota.png).\n\n```\n![kept](https://example.org/c.png)\n```',
		schema,
	);
	expect(slice?.content.toJSON()).toEqual([
		{ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Lag' }] },
		{
			type: 'paragraph',
			content: [
				{ type: 'text', text: 'See ' },
				{ type: 'text', text: 'the lag graph', marks: [link('https://example.org/lag.png')] },
				{ type: 'text', text: ' and ' },
				{ type: 'text', text: 'picture', marks: [link('https://example.org/b.png')] },
				{ type: 'text', text: ', rota (img/rota.png).' },
			],
		},
		{
			type: 'codeBlock',
			attrs: { language: null },
			content: [{ type: 'text', text: '![kept](https://example.org/c.png)' }],
		},
	]);
});

const link = (href: string) => ({ type: 'link', attrs: expect.objectContaining({ href }) as unknown });
