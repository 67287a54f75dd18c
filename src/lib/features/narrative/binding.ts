/**
 * The editor and its part of a document, each following the other. The library's own binding puts a whole new text
 * in the place of the old one at each letter of somebody else: in a long story that takes the marks of all threads
 * off and back on, lays everything out anew and measures where the caret is. This one changes what changed.
 */
import { Fragment, type Node, type Slice } from '@tiptap/pm/model';
import { Plugin, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { ProsemirrorBinding, ySyncPluginKey, yUndoPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { narrow } from './narrow.ts';

type Mapping = ProsemirrorBinding['mapping'];
type YType = Parameters<Mapping['get']>[0];

/** Which node was made of which element. Emptied only where all is to be read anew. */
class Nodes extends Map<YType, Node | Node[]> {
	isKept = false;
	override clear(): void {
		if (!this.isKept) super.clear();
	}
}

class Binding extends ProsemirrorBinding {
	readonly #nodes: Nodes;
	#isUndo = false;

	constructor(fragment: Y.XmlFragment) {
		const nodes = new Nodes();
		super(fragment, nodes);
		this.#nodes = nodes;
	}

	override _typeChanged(events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void {
		this.#isUndo = transaction.origin instanceof Y.UndoManager;
		this.#nodes.isKept = true;
		try {
			super._typeChanged(events, transaction);
		} finally {
			this.#nodes.isKept = false;
		}
	}

	override get _tr(): Transaction {
		const tr = super._tr as Transaction;
		if (!this.#nodes.isKept) return tr;
		tr.replace = (_from: number, _to?: number, slice?: Slice) => {
			narrow(tr, slice?.content ?? Fragment.empty);
			this.#remember(this.type, tr.doc);
			this.#keepSelection(tr);
			return tr;
		};
		return tr;
	}

	/** Others must not scroll one’s text; only one’s own undo goes to where it happens. */
	override _isLocalCursorInView(): boolean {
		return this.#isUndo && super._isLocalCursorInView();
	}

	/**
	 * A place that is still there is where the steps have carried it. Only one that is gone is to be sought; the library
	 * seeks whenever a letter came into the paragraph, and may find another one that reads like it.
	 */
	#keepSelection(tr: Transaction): void {
		const { anchor, head } = (this.prosemirrorView as EditorView).state.selection;
		const isGone = (at: number): boolean => tr.mapping.mapResult(at).deletedAfter;
		if (this.#isUndo || isGone(anchor) || isGone(head)) return;
		Object.assign(this, { beforeTransactionSelection: null });
	}

	/** The nodes that are in the editor now: some were made of a part of what came. */
	#remember(parent: Y.XmlFragment, node: Node): void {
		const elements = parent.toArray().filter((child) => child instanceof Y.XmlElement);
		let index = 0;
		node.forEach((child) => {
			if (child.isText) return;
			const element = elements[index++];
			if (!element || this.#nodes.get(element) === child) return;
			this.#nodes.set(element, child);
			this.#remember(element, child);
		});
	}
}

interface State {
	readonly type: Y.XmlFragment;
	readonly doc: Y.Doc | null;
	readonly binding: Binding;
	readonly snapshot: null;
	readonly prevSnapshot: null;
	/** Whether the latest change came from the document. */
	readonly isChangeOrigin: boolean;
	readonly isUndoRedoOperation: boolean;
	readonly addToHistory: boolean;
}

/** Takes the place of the library’s plugin, under its key and with the state that undo and carets read there. */
export function bindingPlugin(fragment: Y.XmlFragment): Plugin<State> {
	const binding = new Binding(fragment);
	let isFilled = false;
	return new Plugin<State>({
		key: ySyncPluginKey,
		state: {
			init: () => ({
				type: fragment,
				doc: fragment.doc,
				binding,
				snapshot: null,
				prevSnapshot: null,
				isChangeOrigin: false,
				isUndoRedoOperation: false,
				addToHistory: true,
			}),
			apply(tr, state) {
				const change = tr.getMeta(ySyncPluginKey) as Partial<State> | undefined;
				return {
					...state,
					isChangeOrigin: change?.isChangeOrigin === true,
					isUndoRedoOperation: change?.isChangeOrigin === true && change.isUndoRedoOperation === true,
					addToHistory: tr.docChanged ? tr.getMeta('addToHistory') !== false : state.addToHistory,
				};
			},
		},
		view(view) {
			binding.initView(view);
			binding._forceRerender();
			return {
				update(_view, before) {
					const { doc } = view.state;
					// A mark or a caret is nothing to write down.
					if (doc === before.doc) return;
					// An editor that only opens an empty text has nothing to say: it would write its empty paragraph.
					isFilled ||= doc.content.findDiffStart(emptyOf(doc).content) !== null;
					const state = ySyncPluginKey.getState(view.state) as State;
					if (!isFilled || !state.doc) return;
					if (!state.addToHistory && !state.isChangeOrigin) undoOf(view)?.stopCapturing();
					const { doc: document } = state;
					binding.mux(() => {
						document.transact((transaction) => {
							transaction.meta.set('addToHistory', state.addToHistory);
							binding._prosemirrorChanged(doc);
						}, ySyncPluginKey);
					});
				},
				destroy: () => binding.destroy(),
			};
		},
	});
}

const emptyOf = (doc: Node): Node => doc.type.createAndFill() ?? doc;
const undoOf = (view: EditorView) =>
	(yUndoPluginKey.getState(view.state) as { undoManager?: Y.UndoManager } | undefined)?.undoManager;
