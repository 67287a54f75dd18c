import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, recordId } from './ids.ts';
import {
	appendBlocks,
	groundsOf,
	narrativeOf,
	outlineOf,
	quoteRecord,
	readNarrative,
	readNarrativeBlocks,
	replaceBlocks,
} from './narrative.ts';
import { countStrangers, safeHref, type Block } from './prose.ts';
import { replaceText } from './prose-write.ts';

const origin = { source: 'local', userId: 'usr_test' } as const;
const event = newId('event');
const record = recordId(newId('source'), 12);
const quote = newId('quote');
const text = (words: string): Extract<Block, { is: 'paragraph' }> => ({
	is: 'paragraph',
	content: [{ is: 'text', text: words, marks: [] }],
});

const everything: readonly Block[] = [
	{ is: 'heading', level: 2, content: [{ is: 'text', text: 'Quiet minutes', marks: [] }] },
	{
		is: 'paragraph',
		content: [
			{ is: 'text', text: 'Green at ', marks: [] },
			{ is: 'chip', eventId: event },
			{ is: 'text', text: '. ', marks: [] },
			{ is: 'text', text: 'bold', marks: [{ is: 'bold' }, { is: 'link', href: 'https://example.org/a' }] },
			{ is: 'break' },
			{ is: 'text', text: 'after', marks: [] },
		],
	},
	{ is: 'record', recordId: record, start: 2, end: 9, pull: false },
	{ is: 'account', quoteId: quote, pull: true },
	{ is: 'quote', blocks: [text('said')] },
	{
		is: 'list',
		ordered: false,
		items: [[text('one'), { is: 'list', ordered: true, items: [[text('deep')]] }]],
	},
	{ is: 'code', text: 'x = 1\ny = 2' },
	{ is: 'rule' },
];

test('[PR1] what is written is read back the same, also on another screen', () => {
	const doc = new Y.Doc();
	appendBlocks(doc, everything, origin);
	const other = new Y.Doc();
	Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
	expect(readNarrativeBlocks(other)).toEqual({ blocks: everything, skipped: 0 });
	expect(readNarrative(other)).toEqual(readNarrative(doc));
	expect(countStrangers(narrativeOf(other))).toBe(0);
});

test('[PR2] passages carry text, marks, chips and quotes, and ids that stay', () => {
	const doc = new Y.Doc();
	const ids = appendBlocks(doc, everything, origin);
	const passages = readNarrative(doc);
	expect(passages.map(({ passageId }) => passageId)).toEqual(ids);
	expect(passages.map(({ kind, level, text }) => [kind, level, text])).toEqual([
		['heading', 2, 'Quiet minutes'],
		['paragraph', 0, 'Green at \uFFFC. bold\nafter'],
		['record', 0, ''],
		['account', 0, ''],
		['quote', 0, 'said'],
		['item', 1, 'one'],
		['item', 2, 'deep'],
		['code', 0, 'x = 1\ny = 2'],
	]);
	expect(passages[1]).toMatchObject({
		chips: [{ at: 9, eventId: event }],
		marks: [
			{ is: 'bold', start: 12, end: 16 },
			{ is: 'link', start: 12, end: 16, href: 'https://example.org/a' },
		],
	});
	appendBlocks(doc, [text('later')], origin);
	expect(readNarrative(doc).slice(0, -1)).toEqual(passages);
});

test('[PR3] outline, words and grounds are counted from passages', () => {
	const doc = new Y.Doc();
	appendBlocks(doc, everything, origin);
	const passages = readNarrative(doc);
	expect(outlineOf(passages).map(({ title, level, passages: own }) => [title, level, own.length])).toEqual([
		['Quiet minutes', 2, 8],
	]);
	expect(groundsOf(passages)).toEqual({
		words: 13,
		events: new Set([event]),
		records: new Set([record]),
		quotes: new Set([quote]),
		quoteBlocks: 2,
	});
});

test('[PR4] reading never throws: strangers are left where they are, skipped and counted', () => {
	const doc = new Y.Doc();
	const root = narrativeOf(doc);
	const paragraph = new Y.XmlElement('paragraph');
	const words = new Y.XmlText();
	words.applyDelta([
		{ insert: 'fine ', attributes: { link: { href: 'javascript:alert(1)' }, __proto__: {} } },
		{ insert: { embed: true } },
		{ insert: 'kept', attributes: { comet: {} } },
	]);
	paragraph.insert(0, [words, new Y.XmlElement('marquee')]);
	const broken = new Y.XmlElement('recordQuote');
	broken.setAttribute('recordId', { not: 'an id' } as never);
	root.insert(0, [new Y.XmlText('loose'), paragraph, new Y.XmlElement('iframe'), broken]);
	const { blocks, skipped } = readNarrativeBlocks(doc);
	expect(blocks).toEqual([
		{
			is: 'paragraph',
			content: [
				{ is: 'text', text: 'fine ', marks: [] },
				{ is: 'text', text: 'kept', marks: [] },
			],
		},
		{ is: 'record', recordId: undefined, pull: false },
	]);
	expect(skipped).toBe(6);
	expect(countStrangers(root)).toBe(4);
	expect(readNarrative(doc)).toHaveLength(2);
	expect(root.length).toBe(4);
});

test('[PR5] links are http, https or mailto, however they are disguised', () => {
	expect(
		[
			'https://example.org/a?b#c',
			'HTTP://example.org',
			'mailto:a@example.org',
			'javascript:alert(1)',
			' java\tscript:alert(1)',
			'https:\n//x',
			'data:text/html,x',
			'//example.org',
			'/path',
			'https:///x',
			7,
			`https://e.org/${'x'.repeat(3000)}`,
		].map(safeHref),
	).toEqual([
		'https://example.org/a?b#c',
		'HTTP://example.org',
		'mailto:a@example.org',
		...Array.from({ length: 9 }, () => undefined),
	]);
});

test('[PR6] words of a passage are replaced where they stand, or nothing is', () => {
	const doc = new Y.Doc();
	const [, passageId] = appendBlocks(doc, everything, origin);
	if (!passageId) throw new Error('no passage');
	const root = narrativeOf(doc);
	expect(replaceText(root, { passageId, start: 0, end: 5 }, 'Grey!', 'Red', origin)).toBe(false);
	expect(replaceText(root, { passageId, start: 12, end: 16 }, 'bold', 'brave', origin)).toBe(true);
	expect(readNarrative(doc)[1]).toMatchObject({
		text: 'Green at \uFFFC. brave\nafter',
		marks: [
			{ is: 'bold', start: 12, end: 17 },
			{ is: 'link', start: 12, end: 17 },
		],
	});
	// Across a chip: the chip stays, the words go.
	expect(replaceText(root, { passageId, start: 6, end: 11 }, 'at \uFFFC.', 'about', origin)).toBe(true);
	expect(readNarrative(doc)[1]?.text).toBe('Green about\uFFFC brave\nafter');
});

test('[PR6] of words that are replaced those that are the same are left alone', () => {
	const doc = new Y.Doc();
	const [passageId] = appendBlocks(doc, [text('She ran the second plan that night.')], origin);
	if (!passageId) throw new Error('no passage');
	const root = narrativeOf(doc);
	const { length } = 'She ran the second plan that night.';
	const put: string[] = [];
	doc.on('update', (update: Uint8Array) => {
		for (const struct of Y.decodeUpdate(update).structs)
			if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) put.push(struct.content.str);
	});
	const now = 'She had run the first plan that night, too.';
	expect(
		replaceText(
			root,
			{ passageId, start: 0, end: length },
			'She ran the second plan that night.',
			now,
			origin,
		),
	).toBe(true);
	expect(readNarrative(doc)[0]?.text).toBe(now);
	expect(put.toSorted()).toEqual([', too', 'first', 'had run ']);
});
test('[PR6] any words become any others, marks and chips standing', () => {
	const words = fc
		.array(fc.constantFrom('plan', 'ran', 'she', ' ', ', ', '.', '😀'), { maxLength: 12 })
		.map((all) => all.join(''));
	fc.assert(
		fc.property(words, words, words, words, (head, before, after, tail) => {
			fc.pre(before !== '');
			const doc = new Y.Doc();
			const [passageId] = appendBlocks(doc, [text(`${head}${before}${tail}`)], origin);
			if (!passageId) throw new Error('no passage');
			const at = { passageId, start: head.length, end: head.length + before.length };
			expect(replaceText(narrativeOf(doc), at, before, after, origin)).toBe(true);
			expect(readNarrative(doc)[0]?.text).toBe(`${head}${after}${tail}`);
		}),
	);
});

test('[PR7] replacing puts new blocks in the place of all, and quoting adds at the end', () => {
	const doc = new Y.Doc();
	appendBlocks(doc, everything, origin);
	replaceBlocks(doc, [text('new')], origin);
	quoteRecord(doc, record, origin);
	expect(readNarrativeBlocks(doc).blocks).toEqual([
		text('new'),
		{ is: 'record', recordId: record, pull: false },
	]);
});

test('[PR8] two who append at once keep both, in one order everywhere', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(2), fc.string({ minLength: 1 })), { maxLength: 20 }), (edits) => {
			const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
			for (const [who, words] of edits) appendBlocks(docs[who] as Y.Doc, [text(words)], origin);
			for (const from of docs) for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
			const [first, ...others] = docs.map(readNarrative);
			expect(first).toHaveLength(edits.length);
			for (const other of others) expect(other).toEqual(first);
		}),
		{ seed: 3, numRuns: 30 },
	);
});
