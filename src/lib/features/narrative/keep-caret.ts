/**
 * Keeps where the caret has just been moved to. A browser moves it at once and tells of it a little later; a letter
 * of somebody else, or a mark of the lens, that comes between makes ProseMirror put the caret back where it last knew
 * it, and the arrow just pressed is lost. So what moved meanwhile is read before such a change is made, and before a
 * shortcut acts on what is selected.
 */
import { Plugin, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';

type Ends = Pick<Selection, 'anchorNode' | 'anchorOffset' | 'focusNode' | 'focusOffset'>;

export function keepCaret(): Plugin {
	let view: EditorView | undefined;
	/** The browser's selection as ProseMirror knows it. */
	let known: Ends | undefined;
	const noted = () => (known = endsNow());
	return new Plugin({
		view(made) {
			view = made;
			const { ownerDocument } = made.dom;
			// ProseMirror listens since before, so it has read the selection by now.
			ownerDocument.addEventListener('selectionchange', noted);
			// Whoever comes back is put at the beginning by the browser, and only then where they were.
			const forget = () => (known = undefined);
			made.dom.addEventListener('focus', forget, { capture: true });
			return {
				update: noted,
				destroy: () => {
					ownerDocument.removeEventListener('selectionchange', noted);
					made.dom.removeEventListener('focus', forget, { capture: true });
				},
			};
		},
		appendTransaction(transactions, before, now) {
			const moved = transactions.every(isFromElsewhere) ? movedTo(before) : undefined;
			if (!moved) return undefined;
			const [anchor, head] = [moved.anchor, moved.head].map((at) =>
				transactions.reduce((place, { mapping }) => mapping.map(place), at),
			);
			if (anchor === undefined || head === undefined) return undefined;
			return now.tr
				.setSelection(TextSelection.between(now.doc.resolve(anchor), now.doc.resolve(head)))
				.setMeta('addToHistory', false);
		},
		props: {
			handleDOMEvents: {
				keydown(on, { ctrlKey, metaKey }) {
					const moved = ctrlKey || metaKey ? movedTo(on.state) : undefined;
					if (moved) on.dispatch(on.state.tr.setSelection(moved));
					return false;
				},
			},
		},
	});

	/** Where the browser has moved the caret to since ProseMirror read it; undefined when it has not. */
	function movedTo(state: EditorState): TextSelection | undefined {
		if (!view?.hasFocus() || view.composing) return undefined;
		const ends = endsNow();
		if (!ends || !known || isSame(ends, known)) return undefined;
		const moved = read(view, ends, state);
		return moved && !moved.eq(state.selection) ? moved : undefined;
	}
	function endsNow(): Ends | undefined {
		const selection = view?.dom.ownerDocument.getSelection();
		if (!selection) return undefined;
		const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
		return { anchorNode, anchorOffset, focusNode, focusOffset };
	}
}

/** What someone else wrote, or what is only drawn: nothing of it says where the caret belongs. */
function isFromElsewhere(transaction: Transaction): boolean {
	const change = transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
	if (transaction.docChanged) return change?.isChangeOrigin === true;
	return !transaction.selectionSet;
}

const isSame = (one: Ends, other: Ends): boolean =>
	one.anchorNode === other.anchorNode &&
	one.anchorOffset === other.anchorOffset &&
	one.focusNode === other.focusNode &&
	one.focusOffset === other.focusOffset;

/** Where in the text before the change that is; undefined when it is not in the text, or in none of its blocks. */
function read(view: EditorView, ends: Ends, before: EditorState): TextSelection | undefined {
	const { anchorNode, focusNode } = ends;
	if (!anchorNode || !focusNode || !view.dom.contains(anchorNode) || !view.dom.contains(focusNode))
		return undefined;
	const anchor = before.doc.resolve(view.posAtDOM(anchorNode, ends.anchorOffset));
	const head = before.doc.resolve(view.posAtDOM(focusNode, ends.focusOffset));
	return anchor.parent.inlineContent && head.parent.inlineContent
		? new TextSelection(anchor, head)
		: undefined;
}
