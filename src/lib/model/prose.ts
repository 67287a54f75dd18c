/**
 * Co-written text as data: what the narrative and the pages of notes may hold, and how it is read. The editor's
 * schema is built from the same names (features/narrative/extensions.ts; a test compares them), so that what one
 * side writes the other can read. Rules PR in SPEC.md.
 *
 * Reads never throw: an element nobody knows is left where it is, left out of the result, and counted.
 */
import * as Y from 'yjs';
import { parseId, parseRecordId, type EventId, type PictureId, type QuoteId, type RecordId } from './ids.ts';
import { ways, type Way } from './said.ts';

/** Names of nodes as they lie in the document. Text between tags is ours to keep: a rename raises the schema version. */
export const nodeNames = [
	'paragraph',
	'heading',
	'bulletList',
	'orderedList',
	'listItem',
	'blockquote',
	'codeBlock',
	'horizontalRule',
	'table',
	'tableRow',
	'tableCell',
	'picture',
	'hardBreak',
	'eventChip',
	'recordQuote',
	'accountQuote',
] as const;
export type NodeName = (typeof nodeNames)[number];

export const markNames = ['bold', 'italic', 'strike', 'code', 'link', ...ways] as const;
export type MarkName = (typeof markNames)[number];

/** Sections are level 2: level 1 is the title, which belongs to the analysis. */
export const headingLevels = [1, 2, 3] as const;
export type HeadingLevel = (typeof headingLevels)[number];

export type Mark =
	| { readonly is: 'bold' | 'italic' | 'strike' | 'code' }
	/** What the author says of the words. */
	| { readonly is: Way }
	| { readonly is: 'link'; readonly href: string };

export type Inline =
	| { readonly is: 'text'; readonly text: string; readonly marks: readonly Mark[] }
	/** Points at an event; `eventId` is undefined when what lies there is no id. */
	| { readonly is: 'chip'; readonly eventId: EventId | undefined }
	| { readonly is: 'break' };

/** Words of a record by reference; `start` and `end` (UTF-16) choose part of its text, absent means all of it. */
export interface RecordQuote {
	readonly is: 'record';
	readonly recordId: RecordId | undefined;
	readonly start?: number;
	readonly end?: number;
	/** Set large, for readers who leaf. */
	readonly pull: boolean;
}
/** Words of an account by reference: the text lives where the consent lives. */
export interface AccountQuote {
	readonly is: 'account';
	readonly quoteId: QuoteId | undefined;
	readonly pull: boolean;
}

/** Rows of cells; where people changed it at once, a row may be shorter than others. No cell spans several. */
export interface Table {
	readonly is: 'table';
	/** The first row says what the columns are. */
	readonly header: boolean;
	/** A cell is paragraphs, mostly one. */
	readonly rows: readonly (readonly (readonly Block[])[])[];
}

/** A picture by reference: its bytes lie beside the evidence. */
export interface Picture {
	readonly pictureId: PictureId | undefined;
	/** What it shows, for who cannot see it; empty as long as nobody wrote it. */
	readonly alt: string;
	/** In pixels, so that nothing moves when it arrives; 0 when nobody said. */
	readonly width: number;
	readonly height: number;
}

/** What a writer may give. */
export type Block =
	| { readonly is: 'paragraph'; readonly content: readonly Inline[] }
	| { readonly is: 'heading'; readonly level: HeadingLevel; readonly content: readonly Inline[] }
	| { readonly is: 'code'; readonly text: string }
	| { readonly is: 'quote'; readonly blocks: readonly Block[] }
	| {
			readonly is: 'list';
			readonly ordered: boolean;
			/** Each item is blocks, the first a paragraph. */
			readonly items: readonly (readonly Block[])[];
	  }
	| { readonly is: 'rule' }
	| Table
	/** Its blocks are its caption: paragraphs, mostly one. */
	| (Picture & { readonly is: 'picture'; readonly blocks: readonly Block[] })
	| RecordQuote
	| AccountQuote;

/** `p<client>-<clock>`: the Yjs id of a block, the same on every screen for as long as the block lives. */
export type PassageId = `p${number}-${number}`;
export const passageKinds = [
	'paragraph',
	'heading',
	'item',
	'quote',
	'code',
	'cell',
	'picture',
	'record',
	'account',
] as const;
export type PassageKind = (typeof passageKinds)[number];

/** A block of text one can point into. In `text` a chip is U+FFFC and a line break is a line feed, one unit each. */
export interface Passage {
	readonly passageId: PassageId;
	readonly kind: PassageKind;
	/** Of a heading 1 to 3; of a list item how deep it lies, from 1; 0 otherwise. */
	readonly level: number;
	readonly text: string;
	readonly marks: readonly {
		readonly is: MarkName;
		readonly start: number;
		readonly end: number;
		readonly href?: string;
	}[];
	readonly chips: readonly { readonly at: number; readonly eventId: EventId | undefined }[];
	/** Of a record or account quote: what it points at. */
	readonly quote: RecordQuote | AccountQuote | undefined;
	/** Of a paragraph in a table: where it stands there. */
	readonly cell?: CellPlace;
	/** Of a caption: the picture above it. */
	readonly picture?: Picture;
}

export interface CellPlace {
	/** The same for all that stands in one table. */
	readonly table: PassageId;
	/** From 0. */
	readonly row: number;
	readonly column: number;
	/** Whether it says what stands below it. */
	readonly header: boolean;
}

export const chipCharacter = '\uFFFC';
const deepest = 32;

/** A passage and the element it was read from; for anchors and verbs of the model only. */
export interface PlacedPassage {
	readonly passage: Passage;
	readonly element: Y.XmlElement;
}

/** The blocks of a fragment as a tree, and how many elements could not be read. */
export function readBlocks(fragment: Y.XmlFragment): {
	readonly blocks: readonly Block[];
	readonly skipped: number;
} {
	const count = { skipped: 0 };
	return { blocks: blocksOf(fragment, count, 0), skipped: count.skipped };
}

/** The passages of a fragment in reading order. */
export function readPassages(fragment: Y.XmlFragment): readonly Passage[] {
	return placePassages(fragment).map(({ passage }) => passage);
}

/** The passages with their elements, in reading order. */
export function placePassages(fragment: Y.XmlFragment): readonly PlacedPassage[] {
	const found: PlacedPassage[] = [];
	collect(fragment, { kind: 'paragraph', depth: 0 }, 0, found);
	return found;
}

/** The passage id of an element, or undefined when it is in no document. */
export function passageIdOf(element: Y.XmlElement): PassageId | undefined {
	const id = element._item?.id;
	return id && `p${id.client}-${id.clock}`;
}

/** The id when the text has the shape of one. */
export function parsePassageId(text: unknown): PassageId | undefined {
	return typeof text === 'string' && /^p\d{1,10}-\d{1,15}$/.test(text) ? (text as PassageId) : undefined;
}

/** Words a person would count: chips are none, quotes by reference are counted where their words are. */
export function countWords(passages: readonly Passage[]): number {
	return passages.reduce((words, { text }) => words + wordsIn(text), 0);
}

/** Words in a text; a chip is none. */
export function wordsIn(text: string): number {
	return text.replaceAll(chipCharacter, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}'’.,:_-]*/gu)?.length ?? 0;
}

/** The address when it is one of the three kinds a link may have, else undefined. Asked when written and when shown. */
export function safeHref(value: unknown): string | undefined {
	if (typeof value !== 'string' || value.length > 2048) return undefined;
	const href = value.trim();
	// Browsers drop tabs and line breaks inside a scheme; an address with any of them is none of ours.
	for (let index = 0; index < href.length; index++) if (href.charCodeAt(index) <= 0x20) return undefined;
	return /^(?:https?:\/\/[^/]|mailto:[^/])/i.test(href) ? href : undefined;
}

/** How many elements, marks or attributes in here an editor of this schema would throw away. `depth` is where it lies. */
export function countStrangers(type: Y.XmlFragment | Y.XmlElement | Y.XmlText, depth = 0): number {
	if (depth > deepest) return 1;
	if (type instanceof Y.XmlText)
		return deltaOf(type).filter(
			({ insert, attributes = {} }) =>
				typeof insert !== 'string' || Object.keys(attributes).some((name) => !isMark(name)),
		).length;
	let strangers = type instanceof Y.XmlElement && isWide(type) ? 1 : 0;
	for (const child of type.toArray()) {
		const isKnown = child instanceof Y.XmlText || (child instanceof Y.XmlElement && isNode(child.nodeName));
		strangers += isKnown ? countStrangers(child, depth + 1) : 1;
	}
	return strangers;
}

/** A cell over several places: no page writes one, and an editor may run out of memory over one that is wide enough. */
function isWide(element: Y.XmlElement): boolean {
	return (
		element.nodeName === 'tableCell' &&
		['colspan', 'rowspan'].some((name) => (attribute(element, name) ?? 1) !== 1)
	);
}

export const isNode = (name: string): name is NodeName => nodeNames.some((known) => known === name);
export const isMark = (name: string): name is MarkName => markNames.some((known) => known === name);

interface Context {
	readonly kind: 'paragraph' | 'item' | 'quote' | 'cell' | 'picture';
	readonly depth: number;
	readonly cell?: CellPlace;
	readonly picture?: Picture;
}

function collect(
	parent: Y.XmlFragment | Y.XmlElement,
	context: Context,
	depth: number,
	found: PlacedPassage[],
): void {
	if (depth > deepest) return;
	for (const element of parent.toArray()) {
		if (!(element instanceof Y.XmlElement)) continue;
		const passageId = passageIdOf(element);
		if (passageId === undefined) continue;
		switch (element.nodeName) {
			case 'bulletList':
			case 'orderedList':
				collect(element, { kind: 'item', depth: context.depth + 1 }, depth + 1, found);
				break;
			case 'listItem':
				collect(element, context, depth + 1, found);
				break;
			case 'blockquote':
				collect(element, { kind: 'quote', depth: context.depth }, depth + 1, found);
				break;
			case 'picture':
				collect(element, { kind: 'picture', depth: 0, picture: pictureOf(element) }, depth + 1, found);
				break;
			case 'table':
				for (const { cell, ...place } of cellsOf(element))
					collect(cell, { kind: 'cell', depth: 0, cell: { table: passageId, ...place } }, depth + 3, found);
				break;
			case 'paragraph':
			case 'heading':
			case 'codeBlock':
			case 'recordQuote':
			case 'accountQuote':
				found.push({ passage: passageFrom(element, passageId, context), element });
				break;
			default:
				break;
		}
	}
}

function passageFrom(element: Y.XmlElement, passageId: PassageId, context: Context): Passage {
	const quote = quoteOf(element);
	if (quote) return { passageId, kind: quote.is, level: 0, text: '', marks: [], chips: [], quote };
	const marks: Passage['marks'][number][] = [];
	const chips: Passage['chips'][number][] = [];
	let text = '';
	for (const inline of inlinesOf(element, { skipped: 0 })) {
		if (inline.is === 'break') text += '\n';
		else if (inline.is === 'chip') {
			chips.push({ at: text.length, eventId: inline.eventId });
			text += chipCharacter;
		} else {
			const start = text.length;
			text += inline.text;
			for (const mark of inline.marks) marks.push({ ...mark, start, end: text.length });
		}
	}
	const kind =
		element.nodeName === 'heading' ? 'heading' : element.nodeName === 'codeBlock' ? 'code' : context.kind;
	const level = kind === 'heading' ? levelOf(element) : kind === 'item' ? context.depth : 0;
	const { cell, picture } = context;
	return {
		passageId,
		kind,
		level,
		text,
		marks,
		chips,
		quote: undefined,
		...(cell && { cell }),
		...(picture && { picture }),
	};
}

function pictureOf(element: Y.XmlElement): Picture {
	const { pictureId, alt, width, height } = element.getAttributes() as Readonly<Record<string, unknown>>;
	return {
		pictureId: parseId('picture', pictureId),
		alt: typeof alt === 'string' ? alt : '',
		width: isOffset(width) ? width : 0,
		height: isOffset(height) ? height : 0,
	};
}

/** The elements in here of one name. */
function named(parent: Y.XmlElement, name: NodeName): readonly Y.XmlElement[] {
	return parent
		.toArray()
		.filter((child): child is Y.XmlElement => child instanceof Y.XmlElement && child.nodeName === name);
}

/** The cells of a table in reading order. */
function cellsOf(
	table: Y.XmlElement,
): readonly (Omit<CellPlace, 'table'> & { readonly cell: Y.XmlElement })[] {
	const hasHeader = attribute(table, 'header') === true;
	return named(table, 'tableRow').flatMap((element, row) =>
		named(element, 'tableCell').map((cell, column) => ({
			cell,
			row,
			column,
			header: hasHeader && row === 0,
		})),
	);
}

function blocksOf(
	parent: Y.XmlFragment | Y.XmlElement,
	count: { skipped: number },
	depth: number,
): readonly Block[] {
	const blocks: Block[] = [];
	for (const child of parent.toArray()) {
		const block =
			child instanceof Y.XmlElement && depth <= deepest ? blockOf(child, count, depth) : undefined;
		if (block) blocks.push(block);
		else count.skipped++;
	}
	return blocks;
}

function blockOf(element: Y.XmlElement, count: { skipped: number }, depth: number): Block | undefined {
	switch (element.nodeName) {
		case 'paragraph':
			return { is: 'paragraph', content: inlinesOf(element, count) };
		case 'heading':
			return { is: 'heading', level: levelOf(element), content: inlinesOf(element, count) };
		case 'codeBlock':
			return { is: 'code', text: inlinesOf(element, count).map(plain).join('') };
		case 'blockquote':
			return { is: 'quote', blocks: blocksOf(element, count, depth + 1) };
		case 'bulletList':
		case 'orderedList':
			return {
				is: 'list',
				ordered: element.nodeName === 'orderedList',
				items: element.toArray().flatMap((item) => {
					if (item instanceof Y.XmlElement && item.nodeName === 'listItem')
						return [blocksOf(item, count, depth + 2)];
					count.skipped++;
					return [];
				}),
			};
		case 'horizontalRule':
			return { is: 'rule' };
		case 'picture':
			return { is: 'picture', ...pictureOf(element), blocks: blocksOf(element, count, depth + 1) };
		case 'table': {
			const rows = named(element, 'tableRow');
			const cells = rows.map((row) => named(row, 'tableCell'));
			count.skipped += element.length - rows.length;
			for (const [index, row] of rows.entries()) count.skipped += row.length - (cells[index]?.length ?? 0);
			return {
				is: 'table',
				header: attribute(element, 'header') === true,
				rows: cells.map((row) => row.map((cell) => blocksOf(cell, count, depth + 3))),
			};
		}
		default:
			return quoteOf(element);
	}
}

function quoteOf(element: Y.XmlElement): RecordQuote | AccountQuote | undefined {
	const pull = attribute(element, 'pull') === true;
	if (element.nodeName === 'accountQuote')
		return { is: 'account', quoteId: parseId('quote', attribute(element, 'quoteId')), pull };
	if (element.nodeName !== 'recordQuote') return undefined;
	const written = attribute(element, 'recordId');
	const recordId = parseRecordId(written) ? (written as RecordId) : undefined;
	const start = attribute(element, 'start');
	const end = attribute(element, 'end');
	return isOffset(start) && isOffset(end) && start < end
		? { is: 'record', recordId, start, end, pull }
		: { is: 'record', recordId, pull };
}

function inlinesOf(element: Y.XmlElement, count: { skipped: number }): Inline[] {
	const inlines: Inline[] = [];
	for (const child of element.toArray()) {
		if (child instanceof Y.XmlText) {
			for (const { insert, attributes = {} } of deltaOf(child)) {
				if (typeof insert === 'string')
					inlines.push({ is: 'text', text: insert, marks: marksOf(attributes, count) });
				else count.skipped++;
			}
		} else if (child instanceof Y.XmlElement && child.nodeName === 'eventChip')
			inlines.push({ is: 'chip', eventId: parseId('event', attribute(child, 'eventId')) });
		else if (child instanceof Y.XmlElement && child.nodeName === 'hardBreak') inlines.push({ is: 'break' });
		else count.skipped++;
	}
	return inlines;
}

/** In the order of `markNames`, whatever order they were set in. */
function marksOf(attributes: Readonly<Record<string, unknown>>, count: { skipped: number }): Mark[] {
	const marks: Mark[] = [];
	for (const name of markNames) {
		const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
		if (value === undefined || value === null) continue;
		if (name !== 'link') marks.push({ is: name });
		else {
			const href = safeHref(typeof value === 'object' && 'href' in value ? value.href : undefined);
			if (href === undefined) count.skipped++;
			else marks.push({ is: 'link', href });
		}
	}
	for (const name of Object.keys(attributes)) if (!isMark(name)) count.skipped++;
	return marks;
}

/** What one inline is in the text of a passage. */
function plain(inline: Inline): string {
	return inline.is === 'text' ? inline.text : inline.is === 'chip' ? chipCharacter : '\n';
}

/** Of a heading; 2 when none that can be is written there. */
export function levelOf(element: Y.XmlElement): HeadingLevel {
	const written = attribute(element, 'level');
	return headingLevels.find((level) => level === written) ?? 2;
}

function attribute(element: Y.XmlElement, name: string): unknown {
	return element.getAttribute(name) as unknown;
}

function isOffset(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

interface Insert {
	readonly insert: unknown;
	readonly attributes?: Readonly<Record<string, unknown>>;
}
function deltaOf(text: Y.XmlText): readonly Insert[] {
	return text.toDelta() as readonly Insert[];
}
