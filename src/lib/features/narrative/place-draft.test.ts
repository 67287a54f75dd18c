import { getSchema } from '@tiptap/core';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { proseExtensions } from './extensions.ts';
import { placeDraft } from './place-draft.ts';

const schema = getSchema(proseExtensions());

/** The paragraphs after this was placed where the `|` of the first is, and where the caret is then. */
function placed(text: string, ...paragraphs: readonly string[]): readonly string[] {
	const lines = paragraphs.map((line) => line.replace('|', ''));
	const doc = schema.node(
		'doc',
		null,
		lines.map((line) => schema.node('paragraph', null, line === '' ? [] : schema.text(line))),
	);
	const at = 1 + (paragraphs[0] ?? '').indexOf('|');
	const state = EditorState.create({ doc, selection: TextSelection.create(doc, at) });
	const after = state.apply(placeDraft(state, text));
	after.doc.check();
	return after.apply(after.tr.insertText('|')).doc.content.content.map(({ textContent }) => textContent);
}

test('[PD3] one paragraph is placed with a space on each side that has none', () => {
	expect(placed('Nobody can read.', 'Last words.|')).toEqual(['Last words. Nobody can read.|']);
	expect(placed('Nobody can read.\n', '|First words.')).toEqual(['Nobody can read. |First words.']);
	expect(placed('so we thought', 'It held |, then not.')).toEqual(['It held so we thought|, then not.']);
	expect(placed('Nobody.', '|')).toEqual(['Nobody.|']);
});
test('[PD3] several paragraphs are placed as paragraphs of their own', () => {
	expect(placed('One.\n\nTwo.', 'Before.|', 'Behind.')).toEqual(['Before.', 'One.', 'Two.|', 'Behind.']);
	expect(placed('One.\nTwo.', '|Before.')).toEqual(['One.', 'Two.|', 'Before.']);
	expect(placed('One.\nTwo.', 'Be|fore.', 'Behind.')).toEqual(['Be', 'One.', 'Two.|', 'fore.', 'Behind.']);
	expect(placed('One.\nTwo.', '|', 'Behind.')).toEqual(['One.', 'Two.|', 'Behind.']);
	expect(placed('## Title\nWords.', 'Before.|')).toEqual(['Before.', 'Title', 'Words.|']);
});
