import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeAnchor, resolveAnchor } from './anchor.ts';
import { parseMarkdown } from './markdown.ts';
import { appendBlocks, groundsOf, narrativeOf, readNarrative, readNarrativeBlocks } from './narrative.ts';
import { countStrangers, type Block, type Table } from './prose.ts';
import { printHtml, printMarkdown } from './prose-print.ts';

const origin = { source: 'local', userId: 'usr_test' } as const;
const wording = { event: () => '02:14', quote: () => undefined };
const nothing = { event: () => undefined, record: () => undefined, account: () => undefined };
const words = (text: string): Block => ({
	is: 'paragraph',
	content: text === '' ? [] : [{ is: 'text', text, marks: [] }],
});
const table = (header: boolean, ...rows: readonly (readonly string[])[]): Table => ({
	is: 'table',
	header,
	rows: rows.map((row) => row.map((cell) => cell.split('\n').map(words))),
});

function written(...blocks: readonly Block[]): Y.Doc {
	const doc = new Y.Doc();
	appendBlocks(doc, blocks, origin);
	return doc;
}

test('[TB1] a table is read back the same, its cells are passages that say where they stand', () => {
	const blocks = [words('Before'), table(true, ['host', 'state'], ['gw-3', 'green\nthen not'], ['gw-4'])];
	const doc = written(...blocks);
	expect(readNarrativeBlocks(doc)).toEqual({ blocks, skipped: 0 });
	expect(countStrangers(narrativeOf(doc))).toBe(0);
	const passages = readNarrative(doc).filter(({ kind }) => kind === 'cell');
	expect(passages.map(({ text, cell }) => [text, cell?.row, cell?.column, cell?.header])).toEqual([
		['host', 0, 0, true],
		['state', 0, 1, true],
		['gw-3', 1, 0, false],
		['green', 1, 1, false],
		['then not', 1, 1, false],
		['gw-4', 2, 0, false],
	]);
	expect(new Set(passages.map(({ cell }) => cell?.table)).size).toBe(1);
	expect(groundsOf(readNarrative(doc)).words).toBe(8);
});

test('[TB1] a thread hangs on the words of a cell', () => {
	const doc = written(table(true, ['host'], ['the gateway was green']));
	const fragment = narrativeOf(doc);
	const cell = readNarrative(doc)[1];
	const anchor =
		cell && makeAnchor(fragment, { passageId: cell.passageId, start: 4, end: 11, quote: 'gateway' });
	expect(anchor && resolveAnchor(fragment, anchor)).toEqual({
		is: 'placed',
		by: 'position',
		place: { passageId: cell?.passageId, start: 4, end: 11 },
	});
});

test('[TB2] a table is one line a row, and is read back the same', () => {
	const blocks = [table(true, ['a | b', 'state'], ['gw-3', 'green\nthen not'], ['', 'x'])];
	const markdown = printMarkdown(blocks, wording);
	expect(markdown).toBe('| a \\| b | state |\n| --- | --- |\n| gw-3 | green<br>then not |\n|  | x |\n');
	expect(parseMarkdown(markdown, nothing).blocks).toEqual(blocks);
	const headless = [table(false, ['one', 'two'], ['three', 'four'])];
	expect(parseMarkdown(printMarkdown(headless, wording), nothing).blocks).toEqual(headless);
});

test('[TB2] a table begins below a line of prose, and lines with bars alone are no table', () => {
	const read = (markdown: string) => parseMarkdown(markdown, nothing).blocks.map(({ is }) => is);
	expect(read('What we saw:\n| a | b |\n|:--|--:|\n| 1 | 2 |\nafter')).toEqual([
		'paragraph',
		'table',
		'paragraph',
	]);
	expect(read('| 02:14 | INFO | started\n| 02:15 | WARN | slow')).toEqual(['paragraph']);
	expect(read('cat log | grep x')).toEqual(['paragraph']);
});

test('[TB3] headers say that they are of their column, words are escaped, uneven rows are filled', () => {
	expect(printHtml([table(true, ['<b>', 'state'], ['gw-3'])], wording)).toBe(
		'<table><thead><tr><th scope="col"><p>&lt;b&gt;</p></th><th scope="col"><p>state</p></th></tr></thead><tbody><tr><td><p>gw-3</p></td><td></td></tr></tbody></table>',
	);
});

test('[TB4] a cell over several places is a stranger, also when it only became one', () => {
	const doc = written(table(false, ['one']));
	const row = narrativeOf(doc).get(0);
	const cell = row instanceof Y.XmlElement ? (row.get(0) as Y.XmlElement).get(0) : undefined;
	if (!(cell instanceof Y.XmlElement)) throw new Error('there is no cell');
	(cell as unknown as Y.XmlElement<Record<string, number>>).setAttribute('colspan', 1e9);
	expect(countStrangers(narrativeOf(doc))).toBe(1);
	expect(countStrangers(cell)).toBe(1);
});
