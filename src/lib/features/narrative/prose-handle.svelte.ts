/** What the page around an editor can do with it, and what it shows of its state. */
import type { ChainedCommands, Editor } from '@tiptap/core';
import type { ResolvedPos } from '@tiptap/pm/model';
import type { Place } from '#lib/model/anchor.ts';
import type { EventId, QuoteId, RecordId } from '#lib/model/ids.ts';
import type { Block, Passage, PassageId } from '#lib/model/prose.ts';
import { ways, type Way } from '#lib/model/said.ts';
import { asOneStep } from './bind.ts';
import { broughtSpace } from './chip-space.ts';
import { citeAtCaret, citeAtEnd } from './cite-here.ts';
import * as find from './find.ts';
import type { Query } from './find-matches.ts';
import { blocksOf, placeAtCaret, placeOfSelection, rangeIn } from './highlights.ts';
import type { BlockKind, Insertion, TableAct } from './insertions.ts';
import { openPhrase, type LensReader } from './lens-marks.ts';
import { nodesOf } from './paste-markdown.ts';
import { placeDraft } from './place-draft.ts';
import { putBlock } from './put-block.ts';
import * as table from './tables.ts';
import { sayWay } from './say-way.ts';
import { openSlash, slashOf } from './slash.ts';

export class ProseHandle {
	readonly #editor: Editor;
	readonly #passages: () => readonly Passage[];
	readonly #lens: LensReader | undefined;
	/** Each told apart, so that a letter wakes nobody who shows none of them. */
	#isEditable = $state(false);
	#hasSelection = $state(false);
	#isBold = $state(false);
	#isItalic = $state(false);
	#isLink = $state(false);
	#way: Way | undefined = $state();
	#href = $state('');
	#isEmpty = $state(false);
	/** Which block the caret is in, of how many; before it was put anywhere, in none. */
	#block = $state(-1);
	#blocks = $state(0);
	#wasFocused = false;
	#hasCaret = $state(false);
	#isInTable = $state(false);
	/** For what may differ with any letter. */
	#changes = $state(0);
	#top = 0;
	#inView: PassageId | undefined = $state();

	constructor(editor: Editor, passages: () => readonly Passage[], lens?: LensReader) {
		this.#editor = editor;
		this.#passages = passages;
		this.#lens = lens;
		this.#tell();
		const heard = () => {
			this.#changes++;
			this.#tell();
		};
		editor.on('transaction', heard);
		editor.on('update', heard);
		editor.on('focus', () => {
			this.#wasFocused = true;
			this.#tell();
		});
		const { dom } = editor.view;
		const page = dom.ownerDocument;
		/** A picker beside the caret, or a dialog, is about what one writes. */
		const moved = ({ target }: FocusEvent) => {
			const at = target instanceof Element ? target : null;
			if (!at?.closest('[role="dialog"]')) this.#hasCaret = at !== null && dom.contains(at);
		};
		page.addEventListener('focusin', moved);
		editor.on('destroy', () => page.removeEventListener('focusin', moved));
		// In another window, or on another tab, the text keeps it.
		editor.on('blur', ({ event }) => {
			if (event.relatedTarget === null) this.#hasCaret = page.activeElement === dom;
		});
	}

	#tell(): void {
		const editor = this.#editor;
		this.#isEditable = editor.isEditable;
		this.#isEmpty = editor.state.doc.childCount === 1 && editor.isEmpty;
		this.#isInTable = table.isInTable(editor.state);
		this.#hasSelection = !editor.state.selection.empty;
		this.#isBold = editor.isActive('bold');
		this.#isItalic = editor.isActive('italic');
		this.#isLink = editor.isActive('link');
		this.#way = ways.find((way) => editor.isActive(way));
		const { href } = this.#isLink ? (editor.getAttributes('link') as { href?: unknown }) : {};
		this.#href = typeof href === 'string' ? href : '';
		if (!this.#wasFocused) return;
		const { doc, selection } = editor.state;
		const blocks = blocksOf(doc);
		this.#block = blocks.findIndex(({ node, at }) => selection.from < at + node.nodeSize);
		this.#blocks = blocks.length;
	}

	/** Whether the mark is on where the caret is. */
	isOn(mark: 'bold' | 'italic' | 'link' | Way): boolean {
		if (mark === 'bold') return this.#isBold;
		if (mark === 'inference' || mark === 'recollection') return this.#way === mark;
		return mark === 'italic' ? this.#isItalic : this.#isLink;
	}
	/** Whether words are selected that a thread could hang on. */
	get hasSelection(): boolean {
		return this.#hasSelection;
	}
	get isEditable(): boolean {
		return this.#isEditable;
	}
	/** Whether nobody wrote anything yet. */
	get isEmpty(): boolean {
		return this.#isEmpty;
	}
	/** The address of the link at the caret, or none. */
	get href(): string {
		return this.#href;
	}
	/** The passage at the top of what is in view. */
	get inView(): PassageId | undefined {
		return this.#inView;
	}
	/** The passage the caret is in, by its place among all there are; undefined while one has not been at the text. */
	get caretAt(): { readonly index: number; readonly of: number } | undefined {
		return this.#block < 0 ? undefined : { index: this.#block, of: this.#blocks };
	}
	/** The same while the text has the keyboard; undefined while something else has it. */
	get writingAt(): number | undefined {
		return this.#hasCaret && this.#block >= 0 ? this.#block : undefined;
	}
	/** Looks anew which passage is at this height of the window. */
	lookAt(top: number): void {
		this.#top = top;
		const { view } = this.#editor;
		const box = view.dom.getBoundingClientRect();
		// While the title is in view, the text begins further down.
		const found = view.posAtCoords({ left: box.left + box.width / 2, top: Math.max(top, box.top + 4) });
		if (!found) return;
		const blocks = blocksOf(view.state.doc);
		const index = blocks.findIndex(({ node, at }) => found.pos <= at + node.nodeSize);
		this.#inView = this.#passages()[index]?.passageId;
	}

	/** What is written to the text meanwhile is one step to undo. */
	asOneStep(act: () => void): void {
		asOneStep(this.#editor.view, act);
	}
	/** The passage that was in view may have been written anew since. */
	lookAgain(): void {
		if (!this.#editor.isDestroyed) this.lookAt(this.#top);
	}

	focus(): void {
		if (!this.#editor.isDestroyed) this.#editor.view.focus();
	}
	/**
	 * Commands, with the keyboard at the text in this very turn: by Tiptap's own way it comes a frame later, and letters
	 * typed meanwhile are lost.
	 */
	#atText(): ChainedCommands {
		this.focus();
		return this.#editor.chain();
	}
	/** Puts the caret on the first line that nothing is written on, else at the beginning. */
	#toFirstLine(): void {
		let at: number | undefined;
		this.#editor.state.doc.forEach(({ type, content }, offset) => {
			if (type.name === 'paragraph' && content.size === 0) at ??= offset + 1;
		});
		this.focus();
		this.#editor.commands.setTextSelection(at ?? 1);
		this.#editor.commands.scrollIntoView();
	}
	toggle(mark: 'bold' | 'italic'): void {
		this.#atText().toggleMark(mark).run();
	}
	/**
	 * Marks the selected words, or the sentence at the caret, as said that way; or no longer, when all of them are. One
	 * step to undo. False where there are no words.
	 */
	say(way: Way): boolean {
		const { view } = this.#editor;
		let isSaid = false;
		asOneStep(view, () => (isSaid = sayWay(view, way)));
		view.focus();
		return isSaid;
	}
	/** Links the selected words, or the address itself where none are selected; an empty address takes a link away. */
	link(href: string): void {
		const chain = this.#atText();
		if (href === '') chain.extendMarkRange('link').unsetMark('link').run();
		else if (this.#editor.state.selection.empty && !this.isOn('link'))
			chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run();
		else chain.extendMarkRange('link').setMark('link', { href }).run();
	}
	/** Puts a text at the caret as one step to undo, apart from what stands there. */
	place(text: string): void {
		const { view } = this.#editor;
		asOneStep(view, () => view.dispatch(placeDraft(view.state, text).scrollIntoView()));
		view.focus();
	}
	/** Puts an outline into a text that nobody wrote in yet, as one step to undo, and goes to its first line. */
	begin(blocks: readonly Block[]): void {
		const { view, schema } = this.#editor;
		const { doc, tr } = view.state;
		if (blocks.length > 0)
			asOneStep(view, () => view.dispatch(tr.replaceWith(0, doc.content.size, nodesOf(blocks, schema))));
		this.#toFirstLine();
	}
	/** Shows what the lens has to say of the phrase at the caret, or of the next one. False when there is none. */
	openPhrase(): boolean {
		return this.#lens !== undefined && openPhrase(this.#editor.view, this.#lens);
	}
	/** Puts words at the caret as if they had been typed there, and Enter behind them; the keyboard stays where it is. */
	typeIn(words: string, withEnter = false): void {
		const { view } = this.#editor;
		view.dispatch(view.state.tr.insertText(words).scrollIntoView());
		if (withEnter) this.#editor.commands.enter();
	}
	/** Makes the block at the caret one of this kind, or puts a divider behind it. */
	turnInto(kind: Exclude<BlockKind, 'picture'>): void {
		const { view } = this.#editor;
		if (kind === 'table') {
			asOneStep(view, () => table.putTable(view));
			return;
		}
		if (kind === 'divider') return this.#insertBlock('horizontalRule');
		const chain = this.#atText();
		if (kind === 'section') chain.setHeading({ level: 2 });
		else if (kind === 'subsection') chain.setHeading({ level: 3 });
		else if (kind === 'list') chain.toggleBulletList();
		else if (kind === 'numbers') chain.toggleOrderedList();
		else if (kind === 'quotation') chain.toggleBlockquote();
		else chain.setCodeBlock();
		chain.run();
	}
	/** Asks for a picture of this computer; the editor says how. */
	askForPicture: () => void = () => undefined;
	get isInTable(): boolean {
		return this.#isInTable;
	}
	/** Changes the table of the caret, as one step to undo. */
	changeTable(act: TableAct): void {
		const { view } = this.#editor;
		asOneStep(view, () => table.changeTable(view, act));
	}
	/** The upper right corner of the table of the caret, from that of `around`; undefined outside of tables. */
	tableCorner(around: HTMLElement): { readonly top: number; readonly right: number } | undefined {
		if (this.#changes < 0 || this.#editor.isDestroyed || !this.#isInTable) return undefined;
		const box = table.tableElement(this.#editor.view)?.getBoundingClientRect();
		const outer = around.getBoundingClientRect();
		return box && { top: box.top - outer.top, right: outer.right - box.right };
	}
	citeEvent(eventId: EventId): void {
		const { $to: caret } = this.#editor.state.selection;
		const chain = this.#atText().insertContent({ type: 'eventChip', attrs: { eventId } });
		if (!startsWithSpace(caret))
			chain.insertContent({ type: 'text', text: ' ' }).command(({ tr }) => broughtSpace(tr) === tr);
		chain.run();
	}
	/**
	 * Cites an event as one step to undo, and leaves the keyboard where it is: at the caret, or at the end of a passage
	 * while one has not been at the text. False when that passage is none.
	 */
	citeBeside(eventId: EventId, end: PassageId | undefined): boolean {
		const { view } = this.#editor;
		if (this.#block >= 0) {
			asOneStep(view, () => citeAtCaret(view, eventId));
			return true;
		}
		const index = this.#passages().findIndex(({ passageId }) => passageId === end);
		const block = blocksOf(view.state.doc)[index];
		if (block) asOneStep(view, () => citeAtEnd(view, block, eventId));
		return block !== undefined;
	}
	quoteRecord(recordId: RecordId): void {
		this.#insertBlock('recordQuote', { recordId });
	}
	quoteAccount(quoteId: QuoteId): void {
		this.#insertBlock('accountQuote', { quoteId });
	}
	/**
	 * The selected words as a place in a passage; undefined when none are. A browser tells of a new selection a
	 * moment after the key that made it, so words that are selected on screen are waited for, a few frames at most.
	 */
	async selectedPlace(): Promise<(Place & { readonly quote: string }) | undefined> {
		for (let frames = 0; ; frames++) {
			const place = placeOfSelection(this.#editor.state, this.#passages());
			if (place || frames === 10 || !this.#showsSelection()) return place;
			await new Promise((resolve) => requestAnimationFrame(resolve));
		}
	}
	/** The selected words, or all of the passage at the caret. */
	get here(): (Place & { readonly quote: string }) | undefined {
		return placeAtCaret(this.#editor.state, this.#passages());
	}
	#showsSelection(): boolean {
		const selection = this.#editor.view.dom.ownerDocument.getSelection();
		return (
			selection !== null && !selection.isCollapsed && this.#editor.view.dom.contains(selection.anchorNode)
		);
	}
	/** Scrolls to a passage, or to words in it, and puts the caret there. */
	reveal(passageId: PassageId, place?: Place): void {
		const passages = this.#passages();
		const blocks = blocksOf(this.#editor.state.doc);
		const at = blocks[passages.findIndex((passage) => passage.passageId === passageId)]?.at;
		if (at === undefined) return;
		const range = place && rangeIn(blocks, passages, place);
		const { node } = this.#editor.view.domAtPos(range?.from ?? at + 1);
		const element = node instanceof Element ? node : node.parentElement;
		element?.scrollIntoView({ block: range ? 'center' : 'start', behavior: 'smooth' });
	}
	/** The list behind a slash, while there is one. */
	get offered():
		| { items: readonly Insertion[]; chosen: number; beside: ReturnType<ProseHandle['caretBox']> }
		| undefined {
		if (this.#changes < 0 || this.#editor.isDestroyed) return undefined;
		const slash = slashOf(this.#editor.state);
		return slash && { ...slash, beside: this.#editor.view.coordsAtPos(slash.from) };
	}
	/** Opens it at the caret. */
	openInsertions(): void {
		openSlash(this.#editor.view);
	}
	/** How many places hold what is looked for, and which is at hand, from 1; undefined while nothing is looked for. */
	get found(): { readonly count: number; readonly at: number } | undefined {
		return this.#changes >= 0 && !this.#editor.isDestroyed ? find.found(this.#editor.state) : undefined;
	}
	/** Looks for this from now on; for nothing when undefined. */
	look(query: Query | undefined): void {
		if (!this.#editor.isDestroyed) find.look(this.#editor.view, query);
	}
	/** To the next place, or with -1 to the one before. */
	step(by: 1 | -1): void {
		find.step(this.#editor.view, by);
	}
	/** Puts words in the place at hand, and goes on. */
	replaceOne(words: string): void {
		find.replaceOne(this.#editor.view, words);
	}
	/** Puts words in all places that read otherwise; says in how many, and how to take it back, as one step. */
	replaceAll(words: string): ReturnType<typeof find.replaceAll> {
		return find.replaceAll(this.#editor.view, words);
	}
	/** Looks for nothing any more, and goes on writing at the place at hand. */
	leaveFound(): void {
		find.leave(this.#editor.view);
	}
	/** The selected words when they are few and in one line: what one wants to look for, most likely. */
	get selectedWords(): string {
		const { doc, selection } = this.#editor.state;
		const words = doc.textBetween(selection.from, selection.to, '\n', '\n');
		return words.includes('\n') || words.length > 100 ? '' : words.trim();
	}
	/** Where a small sheet beside the caret belongs, in the window. */
	caretBox(): { readonly left: number; readonly top: number; readonly bottom: number } {
		return this.#editor.view.coordsAtPos(this.#editor.state.selection.from);
	}

	#insertBlock(name: string, attributes?: Readonly<Record<string, string>>): void {
		const { view, schema } = this.#editor;
		asOneStep(view, () => view.dispatch(putBlock(view.state, schema.node(name, attributes))));
		view.focus();
	}
}

function startsWithSpace(at: ResolvedPos): boolean {
	return /^[\s.,;:!?)]/.test(at.nodeAfter?.text ?? '');
}
