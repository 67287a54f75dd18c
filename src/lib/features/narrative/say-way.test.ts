import { getSchema } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { expect, test } from 'vitest';
import { proseExtensions } from './extensions.ts';
import { sayWay } from './say-way.ts';

const schema = getSchema(proseExtensions());

/** As much of an editor as marking words needs. */
function at(from: number, to: number, ...content: readonly Node[]) {
	const doc = schema.node('doc', null, [schema.node('paragraph', null, content)]);
	const view = { state: EditorState.create({ doc, selection: TextSelection.create(doc, from, to) }) };
	return Object.assign(view, {
		dispatch: (tr: EditorState['tr']) => (view.state = view.state.apply(tr)),
	}) as unknown as EditorView;
}
/** What is marked, and how: `[i:words]`. */
function told({ state }: EditorView): string {
	let words = '';
	state.doc.descendants((node) => {
		if (!node.isText) return;
		const way = node.marks.find(({ type }) => type.name !== 'code')?.type.name.charAt(0);
		words += way ? `[${way}:${node.text}]` : node.text;
	});
	return words;
}
const text = (words: string) => schema.text(words);

test('[GR9] the sentence at the caret is marked, and the next press takes the mark away', () => {
	const view = at(14, 14, text('It rang. They may have slept. Nobody knew.'));
	expect(sayWay(view, 'inference')).toBe(true);
	expect(told(view)).toBe('It rang. [i:They may have slept.] Nobody knew.');
	sayWay(view, 'inference');
	expect(told(view)).toBe('It rang. They may have slept. Nobody knew.');
});

test('[GR9] behind a sentence its words are meant; the other way takes the place of the one', () => {
	const view = at(10, 10, text('It rang. '));
	sayWay(view, 'inference');
	sayWay(view, 'recollection');
	expect(told(view)).toBe('[r:It rang.] ');
	expect(view.state.storedMarks).toEqual([]);
});

test('[GR9] selected words are marked without the blanks around them; code and chips stay as they are', () => {
	const view = at(
		3,
		24,
		text('It rang, then '),
		schema.text('apply', [schema.mark('code')]),
		text(' ran on. '),
	);
	sayWay(view, 'inference');
	expect(told(view)).toBe('It [i:rang, then ]apply[i: ran] on. ');
});

test('[GR9] where nothing is written nothing is marked', () => {
	expect(sayWay(at(1, 1), 'inference')).toBe(false);
	expect(sayWay(at(1, 2, text(' ')), 'inference')).toBe(false);
});
