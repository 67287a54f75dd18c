import { getSchema } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { EditorState, NodeSelection, TextSelection, type Selection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { proseExtensions } from './extensions.ts';
import { putBlock } from './put-block.ts';

const schema = getSchema(proseExtensions());
const line = (words: string) => schema.node('paragraph', null, words === '' ? [] : schema.text(words));
const record = schema.node('recordQuote', { recordId: 'rec_one' });
const account = schema.node('accountQuote', { quoteId: 'quo_one' });
const divider = schema.node('horizontalRule');

/** What stands there after a letter was typed behind a block that was put where that is. */
function put(block: Node, content: readonly Node[], at: (doc: Node) => Selection): readonly string[] {
	const doc = schema.node('doc', null, content);
	const state = EditorState.create({ doc, selection: at(doc) });
	const after = state.apply(putBlock(state, block));
	const typed = after.apply(after.tr.insertText('|'));
	typed.doc.check();
	return typed.doc.content.content.map(({ type, textContent }) =>
		type.name === 'paragraph' ? textContent : type.name,
	);
}
const caretAt = (pos: number) => (doc: Node) => TextSelection.create(doc, pos);

test.each([record, account, divider])('[EN25] behind $type.name one writes on an empty line', (block) => {
	const { name } = block.type;
	expect(put(block, [line('')], caretAt(1))).toEqual([name, '|']);
	expect(put(block, [line('Before.'), line('')], caretAt(10))).toEqual(['Before.', name, '|']);
	expect(put(block, [line('Before.')], caretAt(3))).toEqual(['Before.', name, '|']);
	expect(put(block, [line('Before.'), line('Behind.')], caretAt(3))).toEqual([
		'Before.',
		name,
		'|',
		'Behind.',
	]);
	expect(put(block, [line('One.'), line(''), line('Two.')], caretAt(7))).toEqual(['One.', name, '|', 'Two.']);
	// A line that waits to be written on is taken.
	expect(put(block, [line('One.'), line(''), line('Two.')], caretAt(3))).toEqual(['One.', name, '|', 'Two.']);
	expect(put(block, [line(''), account], caretAt(1))).toEqual([name, '|', 'accountQuote']);
});

test('[EN25] a quote that is selected stays when another block is put in', () => {
	const selected = put(divider, [account, line('Behind.')], (doc) => NodeSelection.create(doc, 0));
	expect(selected).toEqual(['accountQuote', 'horizontalRule', '|', 'Behind.']);
});

test('[EN25] out of a list and a cell it goes behind all of it', () => {
	const list = schema.node('bulletList', null, schema.node('listItem', null, line('')));
	expect(put(record, [list, line('Behind.')], caretAt(3))).toEqual([
		'bulletList',
		'recordQuote',
		'|',
		'Behind.',
	]);
	const cell = schema.node('tableCell', null, line(''));
	const table = schema.node('table', null, schema.node('tableRow', null, cell));
	expect(put(record, [table], caretAt(4))).toEqual(['table', 'recordQuote', '|']);
});
