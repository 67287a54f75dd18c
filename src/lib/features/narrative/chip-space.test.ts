import { getSchema } from '@tiptap/core';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { expect, test } from 'vitest';
import { broughtSpace, chipSpace } from './chip-space.ts';
import { proseExtensions } from './extensions.ts';

const schema = getSchema(proseExtensions());
const plugin = chipSpace();

/** Somebody behind a chip that brought a space, and what they do there. */
function writing() {
	const words = [schema.text('At '), schema.node('eventChip', { eventId: 'evt_one' })];
	const doc = schema.node('doc', null, schema.node('paragraph', null, words));
	let state = EditorState.create({ doc, plugins: [plugin], selection: TextSelection.create(doc, 5) });
	const dispatch = (tr: EditorState['tr']) => (state = state.apply(tr));
	dispatch(broughtSpace(state.tr.insertText(' ')));
	return {
		type(text: string): void {
			for (const letter of text) {
				const { from, to } = state.selection;
				const view = { state, dispatch } as unknown as EditorView;
				const isTaken = plugin.props.handleTextInput?.call(plugin, view, from, to, letter, () => state.tr);
				if (isTaken !== true) dispatch(state.tr.insertText(letter));
			}
		},
		go: (at: number) => dispatch(state.tr.setSelection(TextSelection.create(state.doc, at))),
		/** Somebody else writes. */
		hear: (text: string, at: number) =>
			dispatch(state.tr.insertText(text, at).setMeta(ySyncPluginKey, { isChangeOrigin: true })),
		takeBack: () => dispatch(state.tr.delete(5, 6).setMeta(ySyncPluginKey, { isChangeOrigin: true })),
		get text() {
			return state.doc.textBetween(0, state.doc.content.size, '/', '@');
		},
	};
}

test.each([
	['a space typed there is that one, once', (one) => one.type(' they'), 'At @ they'],
	['the next is a space', (one) => one.type('  they'), 'At @  they'],
	['behind a letter a space is one', (one) => one.type('. Then'), 'At @ . Then'],
	[
		'also while others write before it',
		(one) => {
			one.hear('Just ', 1);
			one.type(' they');
		},
		'Just At @ they',
	],
	[
		'whoever was elsewhere since types a space',
		(one) => {
			one.go(2);
			one.go(6);
			one.type(' ');
		},
		'At @  ',
	],
	[
		'where it was taken back there is none',
		(one) => {
			one.takeBack();
			one.type(' they');
		},
		'At @ they',
	],
] satisfies readonly (readonly [string, (one: ReturnType<typeof writing>) => void, string])[])(
	'[EN26] a chip brings a space along: %s',
	(_title, act, text) => {
		const one = writing();
		act(one);
		expect(one.text).toBe(text);
	},
);
