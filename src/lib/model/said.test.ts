import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { parseMarkdown } from './markdown.ts';
import { narrativeOf, readNarrativeBlocks, replaceBlocks } from './narrative.ts';
import type { Block, Inline, Mark } from './prose.ts';
import { printHtml, printMarkdown } from './prose-print.ts';
import { restoreBlocks } from './prose-restore.ts';
import { endings, waysUsed, type Way } from './said.ts';

const origin = { source: 'local', userId: 'usr_test' } as const;
const words = (text: string, ...marks: readonly Mark['is'][]): Inline => ({
	is: 'text',
	text,
	marks: marks.map((is) => ({ is }) as Mark),
});
const chip: Inline = { is: 'chip', eventId: undefined };
const wording = { event: () => '02:14', quote: () => undefined };
const story: readonly Block[] = [
	{
		is: 'paragraph',
		content: [
			words('It rang. '),
			words('At ', 'inference'),
			chip,
			words(' they must have ', 'inference'),
			words('known', 'bold', 'inference'),
			words('. Hana slept. '),
			words('It was dark.', 'recollection'),
		],
	},
];

test('[GR7] a letter stands where words said one way end; what takes no mark itself parts nothing', () => {
	const part = (way?: Way, bridges = false) => ({ way, bridges });
	const [i, r, plain, gap] = [part('inference'), part('recollection'), part(), part(undefined, true)];
	expect(endings([i, gap, i, i, plain, i, r, gap, plain])).toEqual([
		...[undefined, undefined, undefined, 'inference', undefined],
		...['inference', 'recollection', undefined, undefined],
	]);
	expect(endings([i, gap])).toEqual(['inference', undefined]);
});

test('[GR7] only the ways that were used are explained, wherever they lie', () => {
	expect(waysUsed(story)).toEqual(['inference', 'recollection']);
	expect(waysUsed([{ is: 'list', items: [[{ runs: [{ text: 'x', marks: ['recollection'] }] }]] }])).toEqual([
		'recollection',
	]);
	expect(waysUsed([{ is: 'paragraph', content: [words('inference')] }])).toEqual([]);
});

test('[GR8] Markdown and HTML say behind the words how they are known, and explain it once at the end', () => {
	const markdown = printMarkdown(story, wording);
	expect(markdown.split('\n\n')[0]?.trim()).toBe(
		'It rang. At 02:14 they must have **known**[^inference]. Hana slept. It was dark.[^recollection]',
	);
	expect(markdown.match(/^\[\^\w+\]: /gm)).toEqual(['[^inference]: ', '[^recollection]: ']);
	const html = printHtml([{ is: 'quote', blocks: story }], wording);
	expect(html).toContain(
		'<strong>known</strong><sup><a href="#said-inference" aria-label="inference">i</a></sup>',
	);
	expect(html.match(/id="said-/g)).toHaveLength(2);
	expect(printHtml([{ is: 'paragraph', content: [words('Plain.')] }], wording)).toBe('<p>Plain.</p>');
});

test('[MD7] what Markdown says behind a sentence is read back, and the explanation is no text', () => {
	const sentences: readonly Block[] = [
		{
			is: 'paragraph',
			content: [
				words('It rang. '),
				words('The alert was ', 'inference'),
				words('noise', 'bold', 'inference'),
				words('.', 'inference'),
				words(' '),
				words('Hana slept.', 'recollection'),
				words(' Nobody knew.'),
			],
		},
	];
	const references = { event: () => undefined, record: () => undefined, account: () => undefined };
	const read = parseMarkdown(printMarkdown(sentences, wording), references);
	expect(read.blocks).toEqual(sentences);
	expect(parseMarkdown('Plain [^inference]: text', references).blocks).toEqual([
		{ is: 'paragraph', content: [words('Plain [^inference]: text')] },
	]);
});

test('[GR8] a version comes back with what was said of its words', () => {
	const doc = new Y.Doc();
	replaceBlocks(doc, [{ is: 'paragraph', content: [words('It rang.')] }], origin);
	expect(restoreBlocks(narrativeOf(doc), story, origin)).toBe(true);
	expect(readNarrativeBlocks(doc)).toEqual({ blocks: story, skipped: 0 });
});
