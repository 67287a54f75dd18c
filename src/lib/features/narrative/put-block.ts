/** Puts in what holds no words of its own: a quote by reference, a divider. */
import type { Node } from '@tiptap/pm/model';
import { TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';

/**
 * Puts it behind the block of the caret, or in the place of an empty line, and the caret on an empty line behind it:
 * left selected, it would be gone with the next letter.
 */
export function putBlock({ schema, selection, tr }: EditorState, block: Node): Transaction {
	const { $from: caret } = selection;
	const isEmpty = caret.depth === 1 && caret.parent.isTextblock && caret.parent.content.size === 0;
	const from = caret.depth === 0 ? selection.to : isEmpty ? caret.before(1) : caret.after(1);
	tr.replaceWith(from, isEmpty ? caret.after(1) : from, block);
	const behind = from + block.nodeSize;
	const next = tr.doc.nodeAt(behind);
	if (next?.type.name !== 'paragraph' || next.content.size > 0) tr.insert(behind, schema.node('paragraph'));
	return tr.setSelection(TextSelection.create(tr.doc, behind + 1)).scrollIntoView();
}
