/**
 * The list behind `/`. What is typed stays in the text, so that a slash which was meant as one costs nothing and no
 * letter goes elsewhere; the list follows it, and taking something out of the list takes the typed words away.
 */
import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { chipCharacter } from '#lib/model/prose.ts';
import { fitting, type Insertion } from './insertions.ts';
import { whereIs } from './tables.ts';

interface Slash {
	/** Before the slash. */
	readonly from: number;
	readonly items: readonly Insertion[];
	readonly chosen: number;
}
type Change = { readonly open: number } | { readonly chosen: number } | { readonly close: true };

const key = new PluginKey<Slash | undefined>('slash');
export const slashList = 'slash-list';

/** What the list offers now, and which of it is chosen; undefined while there is none. */
export function slashOf(state: EditorState): Slash | undefined {
	return key.getState(state);
}

/** Opens the list at the caret, as a typed slash would. */
export function openSlash(view: EditorView): void {
	const { $from: at, from, to } = view.state.selection;
	const lead = begins(at.parent.textBetween(0, at.parentOffset, '\n', chipCharacter)) ? '' : ' ';
	const tr = view.state.tr.insertText(`${lead}/`, from, to);
	view.dispatch(tr.setMeta(key, { open: from + lead.length } satisfies Change));
	view.focus();
}

/** Takes one out of the list: what was typed goes, and `put` does the rest. */
export function takeSlash(view: EditorView, put: (insertion: Insertion) => void, index?: number): void {
	const slash = key.getState(view.state);
	const item = slash?.items[index ?? slash.chosen];
	if (!slash || !item) return;
	view.dispatch(view.state.tr.delete(slash.from, view.state.selection.from));
	put(item);
}

/** Watches for the slash; `put` is told what was taken out of the list. */
export function slash(put: (insertion: Insertion) => void): Extension {
	return Extension.create({
		name: 'slash',
		priority: 1000,
		addProseMirrorPlugins: () => [
			new Plugin<Slash | undefined>({
				key,
				state: { init: () => undefined, apply: next },
				props: {
					handleTextInput(view, from, to, text) {
						const at = view.state.doc.resolve(from);
						if (text !== '/' || from !== to || at.parent.type.spec.code) return false;
						if (!begins(at.parent.textBetween(0, at.parentOffset, '\n', chipCharacter))) return false;
						view.dispatch(view.state.tr.insertText('/').setMeta(key, { open: from } satisfies Change));
						return true;
					},
					handleKeyDown: (view, event) => keyed(view, event, put),
					attributes: (state): Record<string, string> => {
						const now = key.getState(state);
						return now
							? { 'aria-controls': slashList, 'aria-activedescendant': `${slashList}-${now.chosen}` }
							: {};
					},
				},
			}),
		],
	});
}

/** Whether a slash behind these words begins something. */
const begins = (before: string): boolean => /(?:^|\s)$/.test(before);

function keyed(view: EditorView, event: KeyboardEvent, put: (insertion: Insertion) => void): boolean {
	const now = key.getState(view.state);
	if (!now || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
	const change = (what: Change) => view.dispatch(view.state.tr.setMeta(key, what));
	const { length } = now.items;
	if (event.key === 'ArrowDown') change({ chosen: (now.chosen + 1) % length });
	else if (event.key === 'ArrowUp') change({ chosen: (now.chosen + length - 1) % length });
	else if (event.key === 'Escape') change({ close: true });
	else if (event.key === 'Enter' || event.key === 'Tab') takeSlash(view, put);
	else return false;
	return true;
}

/** It stays open while the caret is behind the slash and something fits what stands between them. */
function next(tr: Transaction, now: Slash | undefined): Slash | undefined {
	const change = tr.getMeta(key) as Change | undefined;
	if (change && 'open' in change)
		return { from: change.open, items: fitting('', whereIs(tr.selection.$from)), chosen: 0 };
	if (!now || (change && 'close' in change)) return undefined;
	if (change) return { ...now, chosen: change.chosen };
	if (!tr.docChanged && !tr.selectionSet) return now;
	const from = tr.mapping.map(now.from, -1);
	const { selection } = tr;
	if (!(selection instanceof TextSelection) || !selection.empty || selection.from <= from) return undefined;
	if (!selection.$from.sameParent(tr.doc.resolve(from))) return undefined;
	const typed = tr.doc.textBetween(from, selection.from, '\n', chipCharacter);
	if (!/^\/(?! )/.test(typed)) return undefined;
	const items = fitting(typed.slice(1), whereIs(selection.$from));
	if (items.length === 0) return undefined;
	return { from, items, chosen: typed.length === 1 ? Math.min(now.chosen, items.length - 1) : 0 };
}
