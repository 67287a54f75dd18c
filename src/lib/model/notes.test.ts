import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { PageId, UserId } from './ids.ts';
import { addPage, movePage, pageText, readPages, removePage, retitlePage } from './notes.ts';
import { readPassages, type Block } from './prose.ts';
import { appendTo } from './prose-write.ts';

const origin = { source: 'local', userId: 'usr_test' } as const;
const createdBy = 'usr_test' as UserId;
const line = (text: string): Block => ({ is: 'paragraph', content: [{ is: 'text', text, marks: [] }] });

function textOf(doc: Y.Doc, id: PageId): readonly string[] {
	const fragment = pageText(doc, id);
	return fragment ? readPassages(fragment).map(({ text }) => text) : [];
}

test('[NO1] pages come in order with their text, and can be renamed, moved and deleted', () => {
	const doc = new Y.Doc();
	const [first, second, third] = ['First', 'Second', 'Third'].map((title, createdAt) =>
		addPage(doc, { title, createdBy, createdAt, blocks: [line(`about ${title}`)] }, origin),
	) as [PageId, PageId, PageId];
	const titles = () => readPages(doc).pages.map(({ title }) => title);
	expect(titles()).toEqual(['First', 'Second', 'Third']);
	movePage(doc, third, { after: undefined, before: first }, origin);
	movePage(doc, first, { after: second, before: undefined }, origin);
	expect(titles()).toEqual(['Third', 'Second', 'First']);
	expect(retitlePage(doc, second, 'Middle', origin)).toBe(true);
	expect(removePage(doc, first, origin)).toBe(true);
	expect([removePage(doc, first, origin), retitlePage(doc, first, 'x', origin)]).toEqual([false, false]);
	expect(titles()).toEqual(['Third', 'Middle']);
	expect(textOf(doc, second)).toEqual(['about Second']);
	expect(pageText(doc, first)).toBeUndefined();
});

test('[NO2] the text is made with its page, so two who write in it at once share it', () => {
	const doc = new Y.Doc();
	const id = addPage(doc, { title: 'Shared', createdBy, createdAt: 0 }, origin);
	const other = new Y.Doc();
	Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
	for (const [each, words] of [
		[doc, 'mine'],
		[other, 'theirs'],
	] as const) {
		const fragment = pageText(each, id);
		if (fragment) appendTo(fragment, [line(words)], origin);
	}
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
	Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
	expect([...textOf(doc, id)].sort()).toEqual(['mine', 'theirs']);
	expect(textOf(other, id)).toEqual(textOf(doc, id));
});
