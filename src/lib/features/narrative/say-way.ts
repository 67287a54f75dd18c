/** Marks words as an inference or a recollection: those that are selected, else the sentence at the caret. */
import type { Node } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { sentencesOf } from '#lib/lens/sentences.ts';
import { chipCharacter } from '#lib/model/prose.ts';
import { ways, type Way } from '#lib/model/said.ts';

interface Range {
	readonly from: number;
	readonly to: number;
}

/** Marks the words that way, or no longer when all of them are. False where there are none. */
export function sayWay(view: EditorView, way: Way): boolean {
	const { state } = view;
	const texts = textsIn(state.doc, rangeOf(state), way);
	if (texts.length === 0) return false;
	const mark = state.schema.mark(way);
	const isOff = texts.every(({ node }) => mark.isInSet(node.marks));
	const { tr } = state;
	for (const { from, to } of texts) {
		for (const other of ways) tr.removeMark(from, to, state.schema.mark(other));
		if (!isOff) tr.addMark(from, to, mark);
	}
	// What is typed behind it is said plainly again.
	view.dispatch(tr.setStoredMarks([]));
	return true;
}

/** What is selected, else the sentence that the caret is in or right behind. */
export function rangeOf({ doc, selection }: EditorState): Range {
	if (!selection.empty) return { from: selection.from, to: selection.to };
	const { parent, parentOffset, pos } = doc.resolve(selection.from);
	if (!parent.isTextblock) return { from: pos, to: pos };
	const start = pos - parentOffset;
	const text = parent.textBetween(0, parent.content.size, '\n', (leaf) =>
		leaf.type.name === 'hardBreak' ? '\n' : chipCharacter,
	);
	const sentences = sentencesOf(text);
	const at = sentences.findLast((sentence) => sentence.start <= parentOffset) ?? sentences.at(0);
	return at ? { from: start + at.start, to: start + at.start + at.text.length } : { from: pos, to: pos };
}

/** The texts in a range that can be marked, without the white space at its ends. Code cannot: it is verbatim. */
function textsIn(doc: Node, range: Range, way: Way): readonly (Range & { readonly node: Node })[] {
	const found: (Range & { readonly node: Node })[] = [];
	doc.nodesBetween(range.from, range.to, (node, at, parent) => {
		if (!node.isText || !parent?.type.allowsMarkType(doc.type.schema.mark(way).type)) return;
		if (node.marks.some(({ type }) => type.name === 'code')) return;
		const text = node.text ?? '';
		let from = Math.max(range.from, at);
		let to = Math.min(range.to, at + node.nodeSize);
		while (from < to && from === range.from && /\s/.test(text.charAt(from - at))) from++;
		while (to > from && to === range.to && /\s/.test(text.charAt(to - at - 1))) to--;
		if (from < to) found.push({ from, to, node });
	});
	return found;
}
