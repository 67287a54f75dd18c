/** Find and replace in an editor: marks what was found, goes from one to the next, puts other words there. */
import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { asOneStep } from './bind.ts';
import { matchFrom, matchesIn, patternOf, type Known, type Match, type Query } from './find-matches.ts';

interface Finding {
	readonly pattern: RegExp;
	readonly known: Known;
	readonly matches: readonly Match[];
	/** Which of them one is at, from 0; -1 when there is none. */
	readonly at: number;
	readonly shown: DecorationSet;
}
type Change = { readonly query: Query | undefined; readonly from: number } | { readonly at: number };

const key = new PluginKey<Finding | undefined>('find');
/** Marks in a text: past these, only the ones around the present one are drawn. All are counted. */
const mostDrawn = 400;

/** How many there are, and which one is at hand, counted from 1; undefined while nothing is looked for. */
export function found(state: EditorState): { readonly count: number; readonly at: number } | undefined {
	const finding = key.getState(state);
	return finding && { count: finding.matches.length, at: finding.at + 1 };
}

/** Looks for this from now on, beginning behind the selection's start; for nothing when undefined. */
export function look(view: EditorView, query: Query | undefined): void {
	const now = key.getState(view.state);
	const from = now?.matches[now.at]?.from ?? view.state.selection.from;
	change(view, { query, from });
	show(view);
}

/** To the next one, or with -1 to the one before; round at the ends. */
export function step(view: EditorView, by: 1 | -1): void {
	const now = key.getState(view.state);
	if (!now || now.matches.length === 0) return;
	change(view, { at: (now.at + by + now.matches.length) % now.matches.length });
	show(view);
}

/** Puts words in the place of the one at hand, and goes to the next. */
export function replaceOne(view: EditorView, words: string): void {
	const now = key.getState(view.state);
	const match = now?.matches[now.at];
	if (!match || !view.editable) return;
	asOneStep(view, () => view.dispatch(put(view.state.tr, match, words)));
	const after = match.from + words.length;
	const next = key.getState(view.state);
	if (next) change(view, { at: matchFrom(next.matches, after) });
	show(view);
}

/**
 * Puts words in the place of all that read otherwise, as one step to undo. Says how many those were, and how to take it
 * back: not at all where nothing was written.
 */
export function replaceAll(
	view: EditorView,
	words: string,
): { readonly count: number; readonly undo: (() => void) | undefined } {
	const { doc, tr } = view.state;
	const others = (key.getState(view.state)?.matches ?? []).filter(
		({ from, to }) => doc.textBetween(from, to) !== words,
	);
	if (others.length === 0 || !view.editable) return { count: 0, undo: undefined };
	const undo = asOneStep(view, () => {
		// From the end, so that what is still to come stays where it is.
		for (const match of others.toReversed()) put(tr, match, words);
		view.dispatch(tr);
	});
	return { count: others.length, undo };
}

/** Looks for nothing any more; the one at hand is selected, and one goes on writing there. */
export function leave(view: EditorView): void {
	const now = key.getState(view.state);
	const match = now?.matches[now.at];
	const { tr } = view.state;
	if (match) tr.setSelection(TextSelection.create(tr.doc, match.from, match.to));
	view.dispatch(tr.setMeta(key, { query: undefined, from: 0 } satisfies Change));
	view.focus();
}

/** Draws what is found. */
export const finding: Extension = Extension.create({
	name: 'find',
	addProseMirrorPlugins: () => [
		new Plugin<Finding | undefined>({
			key,
			state: { init: () => undefined, apply: next },
			props: { decorations: (state) => key.getState(state)?.shown },
		}),
	],
});

function next(tr: Transaction, now: Finding | undefined): Finding | undefined {
	const asked = tr.getMeta(key) as Change | undefined;
	if (asked && 'query' in asked) {
		const pattern = asked.query && patternOf(asked.query);
		if (!pattern) return undefined;
		const known: Known = new WeakMap();
		const matches = matchesIn(tr.doc, pattern, known);
		return drawn(tr, { pattern, known, matches, at: matchFrom(matches, asked.from) });
	}
	if (!now) return undefined;
	if (asked) return drawn(tr, { ...now, at: asked.at });
	if (!tr.docChanged) return now;
	const matches = matchesIn(tr.doc, now.pattern, now.known);
	const was = now.matches[now.at];
	return drawn(tr, { ...now, matches, at: matchFrom(matches, was ? tr.mapping.map(was.from) : 0) });
}

function drawn({ doc }: Transaction, { pattern, known, matches, at }: Omit<Finding, 'shown'>): Finding {
	const first = Math.max(0, Math.min(at - mostDrawn / 2, matches.length - mostDrawn));
	const marks = matches.slice(first, first + mostDrawn).map(({ from, to }, index) =>
		Decoration.inline(from, to, {
			class: 'found',
			...(first + index === at && { 'data-current': '' }),
		}),
	);
	return { pattern, known, matches, at, shown: DecorationSet.create(doc, marks) };
}

function change(view: EditorView, what: Change): void {
	view.dispatch(view.state.tr.setMeta(key, what).setMeta('addToHistory', false));
}

/** The new words wear what the first of the old ones wore. */
function put(tr: Transaction, { from, to }: Match, words: string): Transaction {
	const marks = tr.doc.nodeAt(from)?.marks ?? [];
	return words === '' ? tr.delete(from, to) : tr.replaceWith(from, to, tr.doc.type.schema.text(words, marks));
}

function show(view: EditorView): void {
	view.dom.querySelector('.found[data-current]')?.scrollIntoView({ block: 'nearest' });
}
