/** What is marked in the text without being part of it: threads on words, and words not yet sent. */
import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type { Place } from '#lib/model/anchor.ts';
import type { Passage } from '#lib/model/prose.ts';

/** A thread's place in the text. */
export interface Highlight {
	readonly id: string;
	readonly place: Place;
	readonly open: boolean;
	readonly active: boolean;
}

const threadKey = new PluginKey<DecorationSet>('threads');
const keptKey = new PluginKey<DecorationSet>('kept');

/** Marks the given places from now on; each edit carries the marks along until they are given anew. */
export function setHighlights(
	tr: Transaction,
	passages: readonly Passage[],
	highlights: readonly Highlight[],
): Transaction {
	const blocks = blocksOf(tr.doc);
	const order = new Map<string, number>(passages.map(({ passageId }, index) => [passageId, index]));
	const decorations = highlights.flatMap(({ id, place, open, active }) => {
		const range = rangeIn(blocks, passages, place, order.get(place.passageId) ?? -1);
		if (!range || (!open && !active)) return [];
		return [
			Decoration.inline(range.from, range.to, {
				class: 'thread',
				'data-thread': id,
				...(active && { 'data-active': '' }),
			}),
		];
	});
	return tr.setMeta(threadKey, DecorationSet.create(tr.doc, decorations)).setMeta('addToHistory', false);
}

/** All sent: nothing is marked as kept any more. */
export function clearKept(tr: Transaction): Transaction {
	return tr.setMeta(keptKey, DecorationSet.empty).setMeta('addToHistory', false);
}

/** Whether any words are marked as kept here. */
export function hasKept(state: EditorState): boolean {
	return keptKey.getState(state)?.find().length !== 0;
}

/** Draws both; `isOffline` says whether what is typed now stays here for a while. */
export function highlights(isOffline: () => boolean): Extension {
	return Extension.create({
		name: 'highlights',
		addProseMirrorPlugins: () => [
			new Plugin<DecorationSet>({
				key: threadKey,
				state: {
					init: () => DecorationSet.empty,
					apply: (tr, set) =>
						(tr.getMeta(threadKey) as DecorationSet | undefined) ?? set.map(tr.mapping, tr.doc),
				},
				props: { decorations: (state) => threadKey.getState(state) },
			}),
			new Plugin<DecorationSet>({
				key: keptKey,
				state: {
					init: () => DecorationSet.empty,
					apply(tr, set) {
						const cleared = tr.getMeta(keptKey) as DecorationSet | undefined;
						if (cleared) return cleared;
						const mapped = set.map(tr.mapping, tr.doc);
						// What others wrote, and what undo brings back, arrives through the document.
						if (!tr.docChanged || tr.getMeta(ySyncPluginKey) !== undefined || !isOffline()) return mapped;
						return joined(tr.doc, [...mapped.find(), ...insertedBy(tr)]);
					},
				},
				props: { decorations: (state) => keptKey.getState(state) },
			}),
		],
	});
}

interface Range {
	readonly from: number;
	readonly to: number;
}

/** Neighbours as one: a mark for each letter would make an element for each letter. */
function joined(doc: Node, ranges: readonly Range[]): DecorationSet {
	const whole: { from: number; to: number }[] = [];
	for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
		const last = whole.at(-1);
		if (last && from <= last.to) last.to = Math.max(last.to, to);
		else whole.push({ from, to });
	}
	return DecorationSet.create(
		doc,
		whole.map(({ from, to }) => Decoration.inline(from, to, { class: 'kept' })),
	);
}

function insertedBy(tr: Transaction): readonly Range[] {
	const ranges: Range[] = [];
	for (const [index, map] of tr.mapping.maps.entries())
		map.forEach((_from, _to, newFrom, newTo) => {
			const rest = tr.mapping.slice(index + 1);
			const from = rest.map(newFrom, -1);
			const to = rest.map(newTo, 1);
			if (from < to) ranges.push({ from, to });
		});
	return ranges;
}

/** The blocks one can point into, in reading order: one for each passage. */
export interface PlacedBlock {
	readonly node: Node;
	readonly at: number;
}

export function blocksOf(doc: Node): readonly PlacedBlock[] {
	const blocks: PlacedBlock[] = [];
	doc.descendants((node, at) => {
		const isQuote = node.type.name === 'recordQuote' || node.type.name === 'accountQuote';
		if (!node.isTextblock && !isQuote) return true;
		blocks.push({ node, at });
		return false;
	});
	return blocks;
}

/** Where a place lies in the editor; undefined when the two do not agree (an edit is under way). */
export function rangeIn(
	blocks: readonly PlacedBlock[],
	passages: readonly Passage[],
	place: Place,
	index = passages.findIndex(({ passageId }) => passageId === place.passageId),
): { readonly from: number; readonly to: number } | undefined {
	const block = blocks[index];
	if (!block?.node.isTextblock || blocks.length !== passages.length) return undefined;
	if (place.end > block.node.content.size) return undefined;
	return { from: block.at + 1 + place.start, to: block.at + 1 + place.end };
}

/** The words selected in the editor, as a place in a passage: of the first passage, when several are selected. */
export function placeOfSelection(
	state: EditorState,
	passages: readonly Passage[],
): (Place & { readonly quote: string }) | undefined {
	const { from, to, empty } = state.selection;
	if (empty) return undefined;
	const blocks = blocksOf(state.doc);
	if (blocks.length !== passages.length) return undefined;
	for (const [index, { node, at }] of blocks.entries()) {
		const passage = passages[index];
		if (!passage || !node.isTextblock || at + node.nodeSize <= from || at >= to) continue;
		const start = Math.max(from, at + 1) - at - 1;
		const end = Math.min(to, at + node.nodeSize - 1) - at - 1;
		if (start >= end) continue;
		const quote = passage.text.slice(start, end);
		const trimmed = quote.trim();
		if (trimmed === '') continue;
		const lead = quote.length - quote.trimStart().length;
		return {
			passageId: passage.passageId,
			start: start + lead,
			end: start + lead + trimmed.length,
			quote: trimmed,
		};
	}
	return undefined;
}

/** The selected words, or all of the passage at the caret; undefined where neither is text. */
export function placeAtCaret(
	state: EditorState,
	passages: readonly Passage[],
): (Place & { readonly quote: string }) | undefined {
	const selected = placeOfSelection(state, passages);
	if (selected) return selected;
	const { from } = state.selection;
	const index = blocksOf(state.doc).findIndex(({ node, at }) => at <= from && from <= at + node.nodeSize);
	const passage = passages[index];
	if (!passage || passage.quote || passage.text === '') return undefined;
	const { passageId, text } = passage;
	return { passageId, start: 0, end: text.length, quote: text };
}
