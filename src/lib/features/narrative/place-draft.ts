/** Puts words that were written elsewhere into a text, apart from what stands there. */
import { Fragment, Slice, type Node } from '@tiptap/pm/model';
import { Selection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { markdownIn } from './paste-markdown.ts';
import { fitted } from './tables.ts';

/**
 * Words at the caret: what they say when they are Markdown, else their lines as paragraphs. One paragraph goes into the
 * line of the caret with a space on each side that has none; more are paragraphs of their own.
 */
export function placeDraft(state: EditorState, text: string): Transaction {
	const { schema, tr } = state;
	const lines = text.split(/(?:\r\n?|\n)+/).flatMap((line) => line.trim() || []);
	const paragraphs = lines.map((line) => schema.node('paragraph', null, schema.text(line)));
	const slice = fitted(markdownIn(text, schema) ?? new Slice(Fragment.from(paragraphs), 1, 1), state);
	tr.deleteSelection();
	const { $from: at } = tr.selection;
	const [first] = slice.content.content;
	if (!first || !at.parent.isTextblock) return tr.replaceSelection(slice);
	if (slice.content.childCount === 1 && first.type.name === 'paragraph')
		return tr.replaceSelection(spaced(first, at.nodeBefore, at.nodeAfter, schema.text(' ')));
	const { size } = at.parent.content;
	const index = at.indexAfter(-1);
	// Code takes the words as they are, and some places hold no paragraphs.
	if (size === 0 || at.parent.type.spec.code || !at.node(-1).canReplace(index, index, slice.content))
		return tr.replaceSelection(slice);
	const isInside = at.parentOffset > 0 && at.parentOffset < size;
	if (isInside) tr.split(at.pos);
	const pos = isInside ? at.pos + 1 : at.parentOffset === 0 ? at.before() : at.after();
	tr.insert(pos, slice.content);
	return tr.setSelection(Selection.near(tr.doc.resolve(pos + slice.content.size), -1));
}

function spaced(words: Node, before: Node | null, after: Node | null, space: Node): Slice {
	const needs = (node: Node | null, isSpaced: RegExp) => node && !isSpaced.test(node.text ?? '');
	const inside = words.textContent;
	return new Slice(
		Fragment.from([
			...(needs(before, /[\s(“"—–]$/) && !/^\s/.test(inside) ? [space] : []),
			...words.content.content,
			...(needs(after, /^[\s.,;:!?)”]/) && !/\s$/.test(inside) ? [space] : []),
		]),
		0,
		0,
	);
}
