import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { childAtCaret } from './caret.ts';
import { appendBlocks, narrativeOf } from './narrative.ts';

const origin = { source: 'local', userId: 'usr_test' } as const;

test('[SE5] a caret is in the block that holds it, however deep; nonsense and what is gone is nowhere', () => {
	const doc = new Y.Doc();
	const words = (text: string) => ({
		is: 'paragraph' as const,
		content: [{ is: 'text' as const, text, marks: [] }],
	});
	appendBlocks(
		doc,
		[words('one'), { is: 'list', ordered: false, items: [[words('two')]] }, words('three')],
		origin,
	);
	const root = narrativeOf(doc);
	const deep = ((root.get(1) as Y.XmlElement).get(0) as Y.XmlElement).get(0) as Y.XmlElement;
	const at = (type: Y.XmlFragment | Y.XmlText, index: number) => {
		const head = JSON.parse(JSON.stringify(Y.createRelativePositionFromTypeIndex(type, index))) as unknown;
		return { cursor: { anchor: head, head } };
	};
	const inList = at(deep.get(0) as Y.XmlText, 2);
	expect(childAtCaret(root, inList)).toBe(1);
	expect(childAtCaret(root, at(root, 2))).toBe(2);
	expect(childAtCaret(root, at(doc.getXmlFragment('elsewhere'), 0))).toBeUndefined();
	for (const state of [
		undefined,
		{},
		{ cursor: null },
		{ cursor: { anchor: 1, head: { item: { client: 'x' } } } },
	])
		expect(childAtCaret(root, state)).toBeUndefined();
	root.delete(1, 1);
	expect(childAtCaret(root, inList)).toBeUndefined();
});
