import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, recordId, type EventId, type QuoteId } from './ids.ts';
import { parseMarkdown, type References } from './markdown.ts';
import { appendBlocks, readNarrativeBlocks } from './narrative.ts';
import type { Block } from './prose.ts';
import { printHtml, printMarkdown, type Wording } from './prose-print.ts';

const event = newId('event');
const record = recordId(newId('source'), 3);
const quote = newId('quote');
const references: References = {
	event: (key) => (key === 'apply' ? event : undefined),
	record: (key, words) => (key === 'slack/1' ? { recordId: record, start: 0, end: words.length } : undefined),
	account: (key) => (key === 'ana/apply' ? quote : undefined),
};
const wording: Wording = {
	event: () => '01:38',
	quote: (block) => (block.is === 'record' ? { text: 'fine by <me>', source: 'Tomasz, #data' } : undefined),
};

test('[MD1] headings, chips, quotes by reference, lists and marks become blocks', () => {
	const parsed = parseMarkdown(
		[
			'# Title',
			'',
			'A date line.',
			'',
			'## The plan',
			'At 01:38 they ran it. [[event:apply]] 01:38, **then** waited',
			'for [the rest](https://example.org).',
			'> “rolling restart” [[record:slack/1]]',
			'> “It was mine.” [[account:ana/apply]]',
			'> plain words',
			'- one',
			'- two [[event:gone]] more',
			'---',
		].join('\n'),
		references,
	);
	expect(parsed).toEqual({
		title: 'Title',
		lead: [{ is: 'paragraph', content: [{ is: 'text', text: 'A date line.', marks: [] }] }],
		blocks: [
			{ is: 'heading', level: 2, content: [{ is: 'text', text: 'The plan', marks: [] }] },
			{
				is: 'paragraph',
				content: [
					{ is: 'text', text: 'At 01:38 they ran it. ', marks: [] },
					{ is: 'chip', eventId: event },
					{ is: 'text', text: ', ', marks: [] },
					{ is: 'text', text: 'then', marks: [{ is: 'bold' }] },
					{ is: 'text', text: ' waited for ', marks: [] },
					{ is: 'text', text: 'the rest', marks: [{ is: 'link', href: 'https://example.org' }] },
					{ is: 'text', text: '.', marks: [] },
				],
			},
			{
				is: 'quote',
				blocks: [
					{
						is: 'paragraph',
						content: [
							{
								is: 'text',
								text: '“rolling restart” [[record:slack/1]] “It was mine.” [[account:ana/apply]] plain words',
								marks: [],
							},
						],
					},
				],
			},
			{
				is: 'list',
				ordered: false,
				items: [
					[{ is: 'paragraph', content: [{ is: 'text', text: 'one', marks: [] }] }],
					[{ is: 'paragraph', content: [{ is: 'text', text: 'two more', marks: [] }] }],
				],
			},
			{ is: 'rule' },
		],
		unknown: ['event:gone'],
	});
});

test('[MD2] a quote by reference is its source, not its copy; an unknown source keeps the words', () => {
	const parsed = parseMarkdown(
		'> “rolling restart” [[record:slack/1]]\n\n> “mine” [[account:ana/apply]]\n\n> lost [[record:none/2]]',
		references,
	);
	expect(parsed).toEqual({
		title: undefined,
		lead: [],
		blocks: [
			{ is: 'record', recordId: record, start: 0, end: 15, pull: false },
			{ is: 'account', quoteId: quote, pull: false },
			{ is: 'quote', blocks: [{ is: 'paragraph', content: [{ is: 'text', text: 'lost', marks: [] }] }] },
		],
		unknown: ['record:none/2'],
	});
});

test('[MD3] printed Markdown and HTML escape what people wrote, and say withdrawn where words left', () => {
	const { blocks } = parseMarkdown(
		'## A *b*\n\n1 < 2 & `c` [x](https://e.org/?a=1&b=2) [[event:apply]]\n\n> “q” [[record:slack/1]]\n\n> “m” [[account:ana/apply]]\n\n- <script>',
		references,
	);
	expect(printMarkdown(blocks, wording)).toBe(
		[
			'## A *b*',
			'',
			'1 \\< 2 & `c` [x](https://e.org/?a=1&b=2) 01:38',
			'',
			'> fine by \\<me\\>',
			'>',
			'> — Tomasz, #data',
			'',
			'> [withdrawn]',
			'',
			'- \\<script\\>',
			'',
		].join('\n'),
	);
	expect(printHtml(blocks, wording)).toBe(
		[
			'<h2>A <em>b</em></h2>',
			'<p>1 &lt; 2 &amp; <code>c</code> <a href="https://e.org/?a=1&amp;b=2" rel="noopener noreferrer">x</a> <time>01:38</time></p>',
			'<blockquote><p>fine by &lt;me&gt;</p><footer>Tomasz, #data</footer></blockquote>',
			'<blockquote><p>[withdrawn]</p></blockquote>',
			'<ul><li><p>&lt;script&gt;</p></li></ul>',
		].join('\n'),
	);
});

test('[MD4] no text is slow or throws', () => {
	for (const text of [
		'[^inference]'.repeat(20_000),
		'a. '.repeat(20_000) + 'b[^inference] '.repeat(5_000),
		'[['.repeat(20_000),
		'*'.repeat(50_000),
		'>'.repeat(5000),
		'[a]('.repeat(20_000),
		'`'.repeat(50_001),
		`| a |\n| --- |\n${'|'.repeat(100_000)}\n| ${'- |'.repeat(50_000)}x`,
		`| a |\n${'| --- '.repeat(30_000)}x`,
	]) {
		const started = performance.now();
		parseMarkdown(text, references);
		expect(performance.now() - started).toBeLessThan(2000);
	}
});

const sample = ['sample/narrative.md', '../shared/sample/narrative.md'].find((path) => existsSync(path));
test.runIf(sample !== undefined)('[MD5] the sample narrative is read whole and survives the document', () => {
	const events = new Map<string, EventId>();
	const quotes = new Map<string, QuoteId>();
	let records = 0;
	const markdown = readFileSync(sample ?? '', 'utf8');
	const parsed = parseMarkdown(markdown, {
		event: (key) => {
			const id = events.get(key) ?? newId('event');
			events.set(key, id);
			return id;
		},
		record: (_, words) => ({ recordId: record, start: records++, end: records + words.length }),
		account: (key) => {
			const id = newId('quote');
			quotes.set(key, id);
			return id;
		},
	});
	expect({
		title: parsed.title,
		unknown: parsed.unknown,
		lead: parsed.lead.length,
		events: events.size,
		quotes: quotes.size + records,
		sections: parsed.blocks.filter(({ is }) => is === 'heading').length,
	}).toEqual({
		title: 'The night ingestion went quiet',
		unknown: [],
		lead: 2,
		events: 31,
		quotes: 22,
		sections: 12,
	});
	const doc = new Y.Doc();
	appendBlocks(doc, parsed.blocks, { source: 'local', userId: 'usr_test' });
	expect(readNarrativeBlocks(doc)).toEqual({ blocks: parsed.blocks, skipped: 0 });
});

test('[MD6] lists lie in the items of lists, and an item goes on where its lines are set in', () => {
	const text = (words: string): Block => ({
		is: 'paragraph',
		content: [{ is: 'text', text: words, marks: [] }],
	});
	const nothing = { event: () => undefined, record: () => undefined, account: () => undefined };
	const blocks: readonly Block[] = [
		{
			is: 'list',
			ordered: false,
			items: [
				[text('one that goes on'), { is: 'list', ordered: true, items: [[text('deeper')], [text('still')]] }],
				[text('two'), text('its second paragraph')],
			],
		},
		text('after'),
	];
	const written =
		'- one that\n  goes on\n  1. deeper\n  2. still\n- two\n\n  its second paragraph\n\nafter\n';
	expect(parseMarkdown(written, nothing).blocks).toEqual(blocks);
	const printed = printMarkdown(blocks, { event: () => '', quote: () => undefined });
	expect(parseMarkdown(printed, nothing).blocks).toEqual(blocks);
	// What nobody would write is text, and not slow.
	const deep = Array.from({ length: 400 }, (_, depth) => `${' '.repeat(2 * depth)}- x`).join('\n');
	expect(parseMarkdown(deep, nothing).blocks.length).toBeGreaterThan(0);
});
