/**
 * The phrases that the language lens found in what this person wrote, underlined for them alone: decorations of this
 * editor, never part of the document or of awareness. Typing only carries them along; passages that changed are read
 * when the writer pauses, by whoever `LensReader` is.
 */
import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type { Phrase } from '#lib/lens/phrase.ts';
import { parseId, type EventId } from '#lib/model/ids.ts';
import { chipCharacter, type Passage } from '#lib/model/prose.ts';
import { blocksOf, type PlacedBlock } from './highlights.ts';

/** The lens as an editor needs it; the page brings one. */
export interface LensReader {
	readonly isOn: boolean;
	/** Another number once texts that were read would be read otherwise. */
	readonly edition: number;
	/** Another number once words were kept, or are no longer. */
	readonly choices: number;
	turn(on: boolean): void;
	read(text: string): Promise<readonly Phrase[]>;
	isKept(phrase: Phrase): boolean;
	keep(phrase: Phrase): void;
	/** Only what a person wrote in is read for them. */
	wrote(passageIds: readonly string[]): void;
	hasWritten(passageId: string): boolean;
	/** Shows what a phrase does, beside its words. */
	look(at: {
		readonly phrase: Phrase;
		readonly cites: EventId | undefined;
		readonly byKey: boolean;
		box(): DOMRect | undefined;
		leave(): void;
	}): void;
}

interface Range {
	readonly from: number;
	readonly to: number;
}
interface Marks {
	readonly shown: DecorationSet;
	/** Where this person wrote since the last pause. */
	readonly touched: readonly Range[];
	/** How often a look was asked for. */
	readonly asked: number;
}
interface Spec {
	readonly phrase: Phrase;
	readonly isKept: boolean;
}
type Change = { readonly shown: DecorationSet } | { readonly settled: true } | { readonly again: true };

const key = new PluginKey<Marks>('lens');
/** A pause in writing. */
const pauseMs = 350;
/** Others may write without pause; what one wrote is read in time all the same. */
const longestMs = 2000;

/** The lens was turned, or judges otherwise now: look again. */
export function lookAgain(tr: Transaction): Transaction {
	return mark(tr, { again: true });
}
const mark = (tr: Transaction, change: Change) => tr.setMeta(key, change).setMeta('addToHistory', false);

/** Underlines what `lens` finds, opens a phrase by a press, and by Alt-Enter the one at the caret or the next. */
export function lensMarks(lens: LensReader, passages: () => readonly Passage[]): Extension {
	return Extension.create({
		name: 'lens',
		addKeyboardShortcuts() {
			return { 'Alt-Enter': () => openPhrase(this.editor.view, lens) };
		},
		addProseMirrorPlugins: () => [
			new Plugin<Marks>({
				key,
				state: {
					init: () => ({ shown: DecorationSet.empty, touched: [], asked: 0 }),
					apply: (tr, marks) => next(tr, marks),
				},
				props: {
					decorations: (state) => key.getState(state)?.shown,
					handleClick(view, at, event) {
						if (!(event.target instanceof Element) || !event.target.closest('.lens')) return false;
						const found = phraseAt(view.state, at);
						if (found) look(view, lens, found, false);
						return false;
					},
				},
				view: (view) => new Marking(view, lens, passages),
			}),
		],
	});
}

function next(tr: Transaction, marks: Marks): Marks {
	const change = tr.getMeta(key) as Change | undefined;
	if (change && 'shown' in change) return { ...marks, shown: change.shown };
	if (change && 'settled' in change) return { ...marks, touched: [] };
	if (change) return { ...marks, asked: marks.asked + 1 };
	if (!tr.docChanged) return marks;
	const touched = marks.touched.map(({ from, to }) => ({
		from: tr.mapping.map(from, -1),
		to: tr.mapping.map(to, 1),
	}));
	// What others wrote, and what undo brings back, arrives through the document.
	if (tr.getMeta(ySyncPluginKey) === undefined) touched.push(...changedBy(tr));
	return { ...marks, shown: marks.shown.map(tr.mapping, tr.doc), touched };
}

function changedBy(tr: Transaction): readonly Range[] {
	const ranges: Range[] = [];
	for (const [index, map] of tr.mapping.maps.entries())
		map.forEach((_from, _to, newFrom, newTo) => {
			const rest = tr.mapping.slice(index + 1);
			ranges.push({ from: rest.map(newFrom, -1), to: rest.map(newTo, 1) });
		});
	return ranges;
}

/** Reads what changed when the writer pauses, and draws what came of it. */
class Marking {
	readonly #view: EditorView;
	readonly #lens: LensReader;
	readonly #passages: () => readonly Passage[];
	/** A block is never changed, only replaced: what was read of one holds. Undefined while it is on its way. */
	#read = new WeakMap<Node, readonly Phrase[] | undefined>();
	#edition: number;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#since: number | undefined;
	#isDestroyed = false;

	constructor(view: EditorView, lens: LensReader, passages: () => readonly Passage[]) {
		this.#view = view;
		this.#lens = lens;
		this.#passages = passages;
		this.#edition = lens.edition;
		this.#later(pauseMs);
	}
	update(view: EditorView, before: EditorState): void {
		const isAsked = key.getState(view.state)?.asked !== key.getState(before)?.asked;
		if (isAsked) this.#later(0);
		else if (view.state.doc !== before.doc) this.#later(pauseMs);
	}
	destroy(): void {
		this.#isDestroyed = true;
		clearTimeout(this.#timer);
	}

	#later(ms: number): void {
		const now = performance.now();
		this.#since ??= now;
		clearTimeout(this.#timer);
		const wait = Math.max(0, Math.min(ms, this.#since + longestMs - now));
		this.#timer = setTimeout(() => {
			this.#since = undefined;
			this.#look();
		}, wait);
	}

	#look(): void {
		if (this.#isDestroyed) return;
		// An underline under half a character that is being composed would end its composition.
		if (this.#view.composing) return this.#later(pauseMs);
		if (this.#edition !== this.#lens.edition) {
			this.#edition = this.#lens.edition;
			this.#read = new WeakMap();
		}
		const { doc } = this.#view.state;
		if (!this.#lens.isOn || !this.#view.editable) return this.#draw([]);
		const blocks = blocksOf(doc);
		const passages = this.#passages();
		// The editor and the document agree again in the next turn.
		if (blocks.length !== passages.length) return this.#later(pauseMs);
		this.#remember(blocks, passages);
		const own = blocks.filter((_block, index) => this.#lens.hasWritten(passages[index]?.passageId ?? ''));
		for (const { node, at } of own) {
			if (this.#read.has(node)) continue;
			const text = readableText(doc, { node, at });
			this.#read.set(node, text === undefined ? [] : undefined);
			if (text === undefined) continue;
			const read = this.#read;
			void this.#lens.read(text).then((phrases) => {
				read.set(node, phrases);
				this.#later(0);
			});
		}
		this.#draw(own);
	}

	#remember(blocks: readonly PlacedBlock[], passages: readonly Passage[]): void {
		const touched = key.getState(this.#view.state)?.touched ?? [];
		if (touched.length === 0) return;
		const knew = passages.map(({ passageId }) => this.#lens.hasWritten(passageId));
		const wrote = touched.flatMap((range) => {
			const inside = blocks.flatMap((block, index) => (isInside(range, block) ? [index] : []));
			const beside = blocks.flatMap((block, index) => (isBeside(range, block) ? [index] : []));
			// Parting a passage of one’s own leaves two; parting another’s, or beginning behind it, takes nothing over.
			return beside.some((index) => knew[index]) ? [...inside, ...beside] : inside;
		});
		this.#lens.wrote(wrote.flatMap((index) => passages[index]?.passageId ?? []));
		this.#view.dispatch(mark(this.#view.state.tr, { settled: true }));
	}

	#draw(own: readonly PlacedBlock[]): void {
		const { state } = this.#view;
		const before = key.getState(state)?.shown ?? DecorationSet.empty;
		const shown = own.flatMap(({ node, at }) => {
			const phrases = this.#read.get(node);
			// Not read yet: what stood there stands.
			if (!phrases) return before.find(at, at + node.nodeSize);
			return phrases.flatMap((phrase) => this.#marksOf(phrase, { node, at }, before));
		});
		const set = DecorationSet.create(state.doc, shown);
		if (!isSame(before, set)) this.#view.dispatch(mark(state.tr, { shown: set }));
	}

	#marksOf(phrase: Phrase, block: PlacedBlock, before: DecorationSet): readonly Decoration[] {
		const ranges = rangesOf(block, phrase);
		// Words that were kept stay kept while their sentence is written on: half of it may read as a longer phrase.
		const wasKept = ranges.some(({ from, to }) =>
			before
				.find(from, to)
				.map(specOf)
				.some(
					(spec) =>
						spec.isKept && spec.phrase.kind === phrase.kind && spec.phrase.sentence !== phrase.sentence,
				),
		);
		if (wasKept && !this.#lens.isKept(phrase)) this.#lens.keep(phrase);
		const spec: Spec = { phrase, isKept: this.#lens.isKept(phrase) };
		return ranges.map(({ from, to }) =>
			Decoration.inline(from, to, spec.isKept ? {} : { class: 'lens' }, spec),
		);
	}
}

/** Words were put into the block, or taken out of it. */
const isInside = ({ from, to }: Range, { node, at }: PlacedBlock) =>
	from === to ? from > at && from < at + node.nodeSize : from < at + node.nodeSize - 1 && to > at + 1;
/** The block begins or ends at what was put in. */
const isBeside = ({ from, to }: Range, { node, at }: PlacedBlock) =>
	from <= at + node.nodeSize - 1 && to >= at + 1;

const specOf = ({ spec }: Decoration): Spec => spec as Spec;

function isSame(one: DecorationSet, other: DecorationSet): boolean {
	const [a, b] = [one.find(), other.find()];
	return (
		a.length === b.length &&
		a.every((mark, index) => {
			const twin = b[index];
			return (
				twin !== undefined &&
				mark.from === twin.from &&
				mark.to === twin.to &&
				specOf(mark).phrase === specOf(twin).phrase &&
				specOf(mark).isKept === specOf(twin).isKept
			);
		})
	);
}

/**
 * A block as the lens reads it: one UTF-16 unit for each position in it. Chips, and code in the midst of prose, are
 * U+FFFC throughout. Undefined for what is not its writer's prose: code, and what stands in a block quote.
 */
export function readableText(doc: Node, { node, at }: PlacedBlock): string | undefined {
	if (!node.isTextblock || node.type.name === 'codeBlock') return undefined;
	const place = doc.resolve(at);
	for (let depth = place.depth; depth > 0; depth--)
		if (place.node(depth).type.name === 'blockquote') return undefined;
	let text = '';
	node.forEach((child) => {
		if (child.isText && !isCode(child)) text += child.text ?? '';
		else text += (child.type.name === 'hardBreak' ? '\n' : chipCharacter).repeat(child.nodeSize);
	});
	return text;
}

/** Where a stretch of that text lies in the editor: its words only, without the chips and the code between them. */
export function rangesOf(
	{ node, at }: PlacedBlock,
	{ start, end }: { readonly start: number; readonly end: number },
): readonly Range[] {
	const ranges: { from: number; to: number }[] = [];
	node.forEach((child, offset) => {
		const from = Math.max(start, offset);
		const to = Math.min(end, offset + child.nodeSize);
		if (from >= to || !child.isText || isCode(child)) return;
		const last = ranges.at(-1);
		if (last?.to === at + 1 + from) last.to = at + 1 + to;
		else ranges.push({ from: at + 1 + from, to: at + 1 + to });
	});
	return ranges;
}

const isCode = (node: Node) => node.marks.some(({ type }) => type.name === 'code');

function phraseAt(state: EditorState, at: number): Decoration | undefined {
	const length = ({ from, to }: Decoration) => to - from;
	// The narrower of two that overlap: the other can be reached beside it.
	return key
		.getState(state)
		?.shown.find(at, at, isShown)
		.toSorted((a, b) => length(a) - length(b))[0];
}
const isShown = (spec: unknown) => !(spec as Spec).isKept;

/** Opens the phrase at the caret, or the next one behind it, or the first. False when there is none. */
export function openPhrase(view: EditorView, lens: LensReader): boolean {
	const caret = view.state.selection.from;
	const all = key.getState(view.state)?.shown.find(undefined, undefined, isShown) ?? [];
	const found = phraseAt(view.state, caret) ?? all.find(({ from }) => from > caret) ?? all[0];
	if (!found) return false;
	if (caret < found.from || caret > found.to) {
		const { tr, doc } = view.state;
		view.dispatch(tr.setSelection(TextSelection.create(doc, found.to)).scrollIntoView());
	}
	look(view, lens, found, true);
	return true;
}

function look(view: EditorView, lens: LensReader, found: Decoration, byKey: boolean): void {
	const { phrase } = specOf(found);
	lens.look({
		phrase,
		cites: citedBefore(view.state.doc, found.from),
		byKey,
		box: () => {
			if (view.isDestroyed) return undefined;
			const now = key
				.getState(view.state)
				?.shown.find(undefined, undefined, (spec) => (spec as Spec).phrase === phrase)[0];
			if (!now) return undefined;
			const range = document.createRange();
			const [start, end] = [view.domAtPos(now.from, 1), view.domAtPos(now.to, -1)];
			range.setStart(start.node, start.offset);
			range.setEnd(end.node, end.offset);
			return range.getBoundingClientRect();
		},
		leave: () => {
			if (!view.isDestroyed) view.focus();
		},
	});
}

/** The event of the last chip in front of a position, in the same block. */
function citedBefore(doc: Node, at: number): EventId | undefined {
	const place = doc.resolve(at);
	let cited: EventId | undefined;
	place.parent.forEach((child, offset) => {
		if (child.type.name === 'eventChip' && offset < place.parentOffset)
			cited = parseId('event', child.attrs['eventId']);
	});
	return cited;
}
