/** Blocks into a document: what the server (imports, the API) and the pages write without an editor. */
import * as Y from 'yjs';
import type { Origin } from './origin.ts';
import { passageIdOf, placePassages, safeHref, type Block, type Inline, type PassageId } from './prose.ts';
import { changesOf, type TextChange } from './reword.ts';

/** Adds blocks at the end, in one transaction. Returns the ids of their passages, in reading order. */
export function appendTo(
	fragment: Y.XmlFragment,
	blocks: readonly Block[],
	origin: Origin,
): readonly PassageId[] {
	return write(fragment, blocks, origin, false);
}

/** Puts blocks in the place of everything there is, in one transaction. Threads on what was there lose their place. */
export function replaceAll(
	fragment: Y.XmlFragment,
	blocks: readonly Block[],
	origin: Origin,
): readonly PassageId[] {
	return write(fragment, blocks, origin, true);
}

/**
 * Replaces the text between two offsets of a passage (UTF-16, as in `Passage.text`), word by word: words that are the
 * same stay, with carets in them and whose they are, and so do chips (`reword.ts`). It reads `reworded(expected, text)`
 * then. False, and nothing changed, when there is no such passage, the range does not lie in it, or it holds other words
 * than `expected`.
 */
export function replaceText(
	fragment: Y.XmlFragment,
	at: { readonly passageId: PassageId; readonly start: number; readonly end: number },
	expected: string,
	text: string,
	origin: Origin,
): boolean {
	const placed = placePassages(fragment).find(({ passage }) => passage.passageId === at.passageId);
	if (!placed || placed.passage.quote || at.start >= at.end) return false;
	if (placed.passage.text.slice(at.start, at.end) !== expected) return false;
	const { doc } = fragment;
	if (!doc) return false;
	doc.transact(() => {
		// From the end, so that what stands before keeps its place.
		for (const change of changesOf(expected, text).toReversed())
			changeText(placed.element, { ...change, at: at.start + change.at }, at.start);
	}, origin);
	return true;
}

/** New words wear the marks of what they replace, else of what stands before them from `start` on, else of what follows. */
function changeText(element: Y.XmlElement, { at, remove, insert }: TextChange, start: number): void {
	if (remove === 0) return insertText(element, at, insert, start);
	let offset = 0;
	let written = insert === '';
	for (const child of element.toArray()) {
		const length = child instanceof Y.XmlText ? child.length : 1;
		const from = Math.max(at, offset) - offset;
		const to = Math.min(at + remove, offset + length) - offset;
		if (child instanceof Y.XmlText && from < to) {
			if (!written) {
				// Behind the first letter that goes, so that what is anchored there keeps its place.
				child.insert(from + 1, insert, marksAt(child, from));
				written = true;
				child.delete(from + 1 + insert.length, to - from - 1);
				child.delete(from, 1);
			} else child.delete(from, to - from);
		}
		offset += length;
	}
}

/** Into the text that ends there, else into the one that begins there; between two chips into one of its own. */
function insertText(element: Y.XmlElement, at: number, insert: string, start: number): void {
	let offset = 0;
	for (const [index, child] of element.toArray().entries()) {
		const place = at - offset;
		if (child instanceof Y.XmlText) {
			if (place <= child.length)
				return child.insert(place, insert, marksAt(child, at === start ? place : place - 1));
			offset += child.length;
		} else if (place === 0) return element.insert(index, [new Y.XmlText(insert)]);
		else offset++;
	}
	element.push([new Y.XmlText(insert)]);
}

/** The marks of one letter of a text, as Yjs takes them. */
function marksAt(text: Y.XmlText, at: number): Record<string, unknown> {
	let offset = 0;
	for (const { insert, attributes = {} } of text.toDelta() as readonly {
		insert: string;
		attributes?: object;
	}[]) {
		offset += insert.length;
		if (at < offset) return { ...attributes };
	}
	return {};
}

function write(
	fragment: Y.XmlFragment,
	blocks: readonly Block[],
	origin: Origin,
	replace: boolean,
): readonly PassageId[] {
	const { doc } = fragment;
	if (!doc) throw new Error('the fragment belongs to no document');
	const elements = blocks.map(elementOf);
	doc.transact(() => {
		if (replace) fragment.delete(0, fragment.length);
		// A lone empty paragraph is what an editor leaves in a document nobody wrote in yet.
		else if (fragment.length === 1 && isEmptyParagraph(fragment.get(0))) fragment.delete(0, 1);
		fragment.insert(fragment.length, elements);
	}, origin);
	const first = elements[0] && passageIdOf(elements[0]);
	if (first === undefined) return [];
	const roots = new Set<unknown>(elements);
	return placePassages(fragment)
		.filter(({ element }) => isWithin(element, roots))
		.map(({ passage }) => passage.passageId);
}

function isWithin(element: Y.XmlElement, roots: ReadonlySet<unknown>): boolean {
	for (let at: unknown = element; at instanceof Y.XmlElement; at = at.parent) if (roots.has(at)) return true;
	return false;
}

function isEmptyParagraph(node: unknown): boolean {
	return node instanceof Y.XmlElement && node.nodeName === 'paragraph' && textLength(node) === 0;
}

function textLength(element: Y.XmlElement): number {
	let length = 0;
	for (const child of element.toArray()) length += child instanceof Y.XmlText ? child.length : 1;
	return length;
}

/** A block as it lies in a document, not yet in one. */
export function elementOf(block: Block): Y.XmlElement {
	switch (block.is) {
		case 'paragraph':
			return element('paragraph', {}, inlineNodes(block.content));
		case 'heading':
			return element('heading', { level: block.level }, inlineNodes(block.content));
		case 'code':
			return element('codeBlock', {}, block.text === '' ? [] : [new Y.XmlText(block.text)]);
		case 'quote':
			return element('blockquote', {}, block.blocks.map(elementOf));
		case 'list':
			return element(
				block.ordered ? 'orderedList' : 'bulletList',
				{},
				block.items.map((item) => element('listItem', {}, item.map(elementOf))),
			);
		case 'rule':
			return element('horizontalRule', {}, []);
		case 'table':
			return element(
				'table',
				{ header: block.header },
				block.rows.map((row) =>
					element(
						'tableRow',
						{},
						row.map((cell) => element('tableCell', { colspan: 1, rowspan: 1 }, filled(cell).map(elementOf))),
					),
				),
			);
		case 'picture': {
			const { pictureId, alt, width, height, blocks } = block;
			return element('picture', { pictureId, alt, width, height }, filled(blocks).map(elementOf));
		}
		case 'record': {
			const { recordId, start, end, pull } = block;
			return element('recordQuote', { recordId, start, end, pull: pull ? true : undefined }, []);
		}
		case 'account':
			return element('accountQuote', { quoteId: block.quoteId, pull: block.pull ? true : undefined }, []);
		default:
			throw new Error(`no element for ${JSON.stringify(block satisfies never)}`);
	}
}

/** An editor takes a cell or a caption without a paragraph for none, and takes it away. */
function filled(cell: readonly Block[]): readonly Block[] {
	return cell.length > 0 ? cell : [{ is: 'paragraph', content: [] }];
}

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

function element(
	name: string,
	attributes: Attributes,
	children: readonly (Y.XmlElement | Y.XmlText)[],
): Y.XmlElement {
	const made = new Y.XmlElement<Record<string, string | number | boolean>>(name);
	for (const [key, value] of Object.entries(attributes))
		if (value !== undefined) made.setAttribute(key, value);
	made.insert(0, [...children]);
	return made as Y.XmlElement;
}

/** Neighbouring texts become one Y.XmlText, as an editor would write them. */
function inlineNodes(content: readonly Inline[]): (Y.XmlElement | Y.XmlText)[] {
	const nodes: (Y.XmlElement | Y.XmlText)[] = [];
	let delta: { insert: string; attributes: Record<string, object> }[] = [];
	const flush = () => {
		if (delta.length === 0) return;
		const text = new Y.XmlText();
		text.applyDelta(delta);
		nodes.push(text);
		delta = [];
	};
	for (const inline of content) {
		if (inline.is === 'text') {
			if (inline.text !== '') delta.push({ insert: inline.text, attributes: attributesOf(inline.marks) });
			continue;
		}
		flush();
		nodes.push(
			inline.is === 'break'
				? element('hardBreak', {}, [])
				: element('eventChip', { eventId: inline.eventId }, []),
		);
	}
	flush();
	return nodes;
}

function attributesOf(marks: Extract<Inline, { is: 'text' }>['marks']): Record<string, object> {
	const attributes: Record<string, object> = {};
	for (const mark of marks) {
		if (mark.is !== 'link') attributes[mark.is] = {};
		else {
			const href = safeHref(mark.href);
			if (href !== undefined) attributes['link'] = { href };
		}
	}
	return attributes;
}
