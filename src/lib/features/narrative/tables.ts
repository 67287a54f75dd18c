/**
 * Tables in the editor. A cell is paragraphs and spans no others; whether the first row is a header is said once, by the
 * table, so that turning it on writes no cell anew. Rows that people at work at once left uneven stay so until somebody
 * changes the table: two editors that each mended at once would mend each other’s mending, without end.
 */
import { Node, type Extensions } from '@tiptap/core';
import { Fragment, Slice, type Node as PmNode, type ResolvedPos, type Schema } from '@tiptap/pm/model';
import { Plugin, TextSelection, type Command, type EditorState } from '@tiptap/pm/state';
import {
	addColumnAfter,
	addColumnBefore,
	addRowAfter,
	addRowBefore,
	CellSelection,
	deleteColumn,
	deleteRow,
	deleteTable,
	fixTables,
	goToNextCell,
	tableEditing,
} from '@tiptap/pm/tables';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type { TableAct, Where } from './insertions.ts';

const roles: Readonly<Record<string, string>> = { table: 'table', tableRow: 'row', tableCell: 'cell' };

const table = Node.create({
	name: 'table',
	group: 'block',
	content: 'tableRow+',
	isolating: true,
	extendNodeSchema: ({ name }: { name: string }) =>
		roles[name] === undefined ? {} : { tableRole: roles[name] },
	addAttributes: () => ({
		header: {
			default: false,
			parseHTML: (element: HTMLElement) => element.hasAttribute('data-header') || beginsWithHeaders(element),
			renderHTML: ({ header }: Record<string, unknown>): Record<string, string> =>
				header === true ? { 'data-header': '' } : {},
		},
	}),
	parseHTML: () => [{ tag: 'table' }],
	renderHTML: ({ HTMLAttributes }) => ['div', { class: 'table' }, ['table', HTMLAttributes, ['tbody', 0]]],
	addKeyboardShortcuts() {
		const { editor } = this;
		return {
			Tab: () => isInTable(editor.state) && toNextCell(editor.view),
			'Shift-Tab': () =>
				isInTable(editor.state) && (goToNextCell(-1)(editor.state, editor.view.dispatch) || true),
			Backspace: () => takeAll(editor.view),
			Delete: () => takeAll(editor.view),
		};
	},
	addProseMirrorPlugins: () => {
		const { spec } = tableEditing();
		return [
			new Plugin({
				...spec,
				appendTransaction(transactions, _before, state) {
					if (transactions.some((tr) => tr.getMeta(ySyncPluginKey) !== undefined)) return null;
					// The library's own mends whatever differs between the two states it is given.
					const selected = spec.appendTransaction?.call(this, transactions, state, state);
					return selected ?? (state.selection instanceof CellSelection ? fixTables(state) : null);
				},
			}),
			sayHeaders(),
		];
	},
});

const tableRow = Node.create({
	name: 'tableRow',
	content: 'tableCell+',
	parseHTML: () => [{ tag: 'tr' }],
	renderHTML: () => ['tr', 0],
});

const one = { default: 1, rendered: false, parseHTML: () => 1 };
const tableCell = Node.create({
	name: 'tableCell',
	content: 'paragraph+',
	isolating: true,
	addAttributes: () => ({ colspan: one, rowspan: one }),
	parseHTML: () => [{ tag: 'td' }, { tag: 'th' }],
	renderHTML: () => ['td', 0],
});

/** Says to screen readers which cells name a column, while the table has a header: no cell is written anew for it. */
function sayHeaders(): Plugin<DecorationSet> {
	const cells = (doc: PmNode): DecorationSet => {
		const found: Decoration[] = [];
		doc.descendants((node, at) => {
			if (node.type.name !== 'table') return !node.isTextblock;
			if (node.attrs['header'] === true)
				node.firstChild?.forEach((cell, offset) => {
					const from = at + 2 + offset;
					found.push(Decoration.node(from, from + cell.nodeSize, { role: 'columnheader' }));
				});
			return false;
		});
		return DecorationSet.create(doc, found);
	};
	return new Plugin<DecorationSet>({
		state: {
			init: (_, { doc }) => cells(doc),
			apply: (tr, known) => (tr.docChanged ? cells(tr.doc) : known),
		},
		props: {
			decorations(state) {
				return this.getState(state);
			},
		},
	});
}

/** The nodes, their keys, and the selection of cells. */
export const tables: Extensions = [table, tableRow, tableCell];

function beginsWithHeaders(element: HTMLElement): boolean {
	const cells = [...(element.querySelector('tr')?.children ?? [])];
	return cells.length > 0 && cells.every(({ tagName }) => tagName === 'TH');
}

/** Whether a place is in a cell. */
function isInCell(place: ResolvedPos): boolean {
	for (let depth = place.depth; depth > 0; depth--)
		if (place.node(depth).type.name === 'tableCell') return true;
	return false;
}
/** What can hold less than the text can: a cell, a caption. */
export function whereIs(place: ResolvedPos): Where {
	for (let depth = place.depth; depth > 0; depth--)
		if (place.node(depth).type.name === 'picture') return 'caption';
	return isInCell(place) ? 'cell' : 'text';
}
/** Whether the caret, or a selection of cells, is in a table. */
export function isInTable({ selection }: EditorState): boolean {
	return selection instanceof CellSelection || isInCell(selection.$from);
}

/** The table of the caret on the screen, without what stands around it. */
export function tableElement(view: EditorView): HTMLElement | undefined {
	if (!isInTable(view.state)) return undefined;
	const { node } = view.domAtPos(view.state.selection.from);
	const element = (node instanceof Element ? node : node.parentElement)?.closest('.table');
	return element instanceof HTMLElement ? element : undefined;
}

/** Puts a table with a header in the place of an empty paragraph, or behind what the caret is in, and goes into it. */
export function putTable(view: EditorView): void {
	const { state } = view;
	const { $from: caret } = state.selection;
	const isEmpty = caret.depth === 1 && caret.parent.isTextblock && caret.parent.content.size === 0;
	const from = caret.depth === 0 ? caret.pos : isEmpty ? caret.before(1) : caret.after(1);
	const to = isEmpty ? caret.after(1) : from;
	const { tr } = state;
	tr.replaceWith(from, to, emptyTable(state.schema));
	if (tr.doc.lastChild?.type.name === 'table') {
		const behind = state.schema.nodes['paragraph']?.create();
		if (behind) tr.insert(tr.doc.content.size, behind);
	}
	view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1))).scrollIntoView());
	view.focus();
}

function emptyTable(schema: Schema) {
	const three = <T>(make: () => T): T[] => Array.from({ length: 3 }, make);
	const cell = () => schema.node('tableCell', null, schema.node('paragraph'));
	return schema.node(
		'table',
		{ header: true },
		three(() => schema.node('tableRow', null, three(cell))),
	);
}

const acts: Readonly<Record<TableAct, Command>> = {
	'row-above': addRowBefore,
	'row-below': addRowAfter,
	'column-before': addColumnBefore,
	'column-after': addColumnAfter,
	'header-row': toggleHeader,
	// The last one takes the table with it.
	'remove-row': (state, dispatch) => deleteRow(state, dispatch) || deleteTable(state, dispatch),
	'remove-column': (state, dispatch) => deleteColumn(state, dispatch) || deleteTable(state, dispatch),
	'remove-table': deleteTable,
};

/** Changes the table of the caret; uneven rows are mended first. */
export function changeTable(view: EditorView, act: TableAct): void {
	if (!isInTable(view.state)) return;
	mend(view);
	acts[act](view.state, view.dispatch);
	view.focus();
}

function mend(view: EditorView): void {
	const mended = fixTables(view.state);
	if (mended) view.dispatch(mended);
}

function toggleHeader({ selection, tr }: EditorState, dispatch?: EditorView['dispatch']): boolean {
	const { $from: at } = selection;
	for (let depth = at.depth; depth > 0; depth--) {
		const node = at.node(depth);
		if (node.type.name !== 'table') continue;
		dispatch?.(tr.setNodeAttribute(at.before(depth), 'header', node.attrs['header'] !== true));
		return true;
	}
	return false;
}

/** Behind the last cell there is a new row. */
function toNextCell(view: EditorView): boolean {
	if (goToNextCell(1)(view.state, view.dispatch)) return true;
	mend(view);
	addRowAfter(view.state, view.dispatch);
	return goToNextCell(1)(view.state, view.dispatch) || true;
}

/** All of a table selected, and taken away: the table goes, not only its words. */
function takeAll(view: EditorView): boolean {
	const { selection } = view.state;
	return (
		selection instanceof CellSelection &&
		selection.isRowSelection() &&
		selection.isColSelection() &&
		deleteTable(view.state, view.dispatch)
	);
}

/** What is about to be pasted, as a cell can hold it: its words as paragraphs. Cells stay cells, to be put side by side. */
export function fitted(slice: Slice, state: EditorState): Slice {
	const only = slice.content.childCount === 1 ? slice.content.firstChild : undefined;
	const isNarrow = isInTable(state) || whereIs(state.selection.$from) === 'caption';
	if (!isNarrow || slice.content.firstChild?.isInline === true) return slice;
	if (only && roles[only.type.name] !== undefined) return slice;
	const paragraphs: Fragment[] = [];
	slice.content.descendants((node) => {
		if (node.isTextblock) paragraphs.push(node.content);
		return !node.isTextblock;
	});
	const nodes = paragraphs.map((content) => state.schema.node('paragraph', null, content));
	return nodes.length === 0 ? Slice.empty : new Slice(Fragment.from(nodes), 1, 1);
}
