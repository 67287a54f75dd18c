import { Schema } from '@tiptap/pm/model';
import { EditorState, Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { asOneStep } from './bind.ts';

const schema = new Schema({ nodes: { doc: { content: 'text*' }, text: {} } });

/** One who writes words of their own into a text, each as a step, and as much of an editor as undo needs. */
function writing() {
	const doc = new Y.Doc();
	const text = doc.getText('text');
	const own = { source: 'local' };
	const undoManager = new Y.UndoManager(text, { trackedOrigins: new Set([own]) });
	const plugin = new Plugin({
		key: yUndoPluginKey,
		state: { init: () => ({ undoManager }), apply: (_, now) => now },
	});
	const view = { state: EditorState.create({ schema, plugins: [plugin] }) } as unknown as EditorView;
	const write = (words: string) =>
		asOneStep(view, () => doc.transact(() => text.insert(text.length, words), own));
	return { doc, text, undoManager, view, write };
}

test('[EN23] taking back a step that others have written over takes back nothing else', () => {
	const { doc, text, undoManager, write } = writing();
	write('one ');
	const takeBack = write('two ');
	write('three ');
	doc.transact(() => text.delete(4, 4), { source: 'connection' });
	takeBack?.();
	expect([text.toString(), undoManager.undoStack.length, undoManager.redoStack.length]).toEqual([
		'one three ',
		2,
		0,
	]);
	undoManager.undo();
	expect(text.toString()).toBe('one ');
	undoManager.undo();
	expect(text.toString()).toBe('');
});

test('[EN23] a step is taken back from under what was written since, once, and can be done again', () => {
	const { text, undoManager, write } = writing();
	write('one ');
	const takeBack = write('two ');
	write('three ');
	takeBack?.();
	expect(text.toString()).toBe('one three ');
	takeBack?.();
	expect(text.toString()).toBe('one three ');
	undoManager.redo();
	expect(text.toString()).toBe('one two three ');
	for (const left of ['one three ', 'one ', '']) {
		undoManager.undo();
		expect(text.toString()).toBe(left);
	}
});

test('[EN23] what wrote nothing is no step to take back', () => {
	const { text, view, write } = writing();
	write('one ');
	expect([asOneStep(view, () => undefined), text.toString()]).toEqual([undefined, 'one ']);
});
