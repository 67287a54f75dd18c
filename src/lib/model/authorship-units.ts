/** Letters of co-written text by their Yjs ids: what one update put in and took out, block by block, in reading order. */
import * as Y from 'yjs';
import { chipCharacter } from './prose.ts';

const pageSize = 1024;

/** A number for each letter that was ever written; 0 for those nobody asked about. */
export class Ledger {
	/** In pages, since a client may number its letters with holes as wide as it likes. */
	readonly #clients = new Map<number, Map<number, Uint32Array>>();

	get(client: number, clock: number): number {
		return this.#clients.get(client)?.get(Math.floor(clock / pageSize))?.[clock % pageSize] ?? 0;
	}
	set(client: number, clock: number, value: number): void {
		let pages = this.#clients.get(client);
		if (!pages) this.#clients.set(client, (pages = new Map<number, Uint32Array>()));
		const number = Math.floor(clock / pageSize);
		let page = pages.get(number);
		if (!page) pages.set(number, (page = new Uint32Array(pageSize)));
		page[clock % pageSize] = value;
	}
}

/** A text whose every UTF-16 unit has an id. */
export class Run {
	text = '';
	readonly clients: number[] = [];
	readonly clocks: number[] = [];

	add(client: number, clock: number, text: string): void {
		this.text += text;
		for (let index = 0; index < text.length; index++) {
			this.clients.push(client);
			this.clocks.push(clock + index);
		}
	}
	addAll({ text, clients, clocks }: Run): void {
		this.text += text;
		for (const client of clients) this.clients.push(client);
		for (const clock of clocks) this.clocks.push(clock);
	}
}

/** Of one letter. */
export type Id = Pick<Y.ID, 'client' | 'clock'>;

/** A stretch of ids of one client: from, and to before which. */
export interface Range {
	readonly client: number;
	readonly from: number;
	readonly to: number;
}

/** Stretches of ids, to be asked about. */
export class RangeSet {
	readonly #clients = new Map<number, Range[]>();

	constructor(ranges: readonly Range[]) {
		for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
			const known = this.#clients.get(range.client);
			const last = known?.at(-1);
			if (!known) this.#clients.set(range.client, [range]);
			else if (!last || last.to < range.from) known.push(range);
			else known[known.length - 1] = { ...last, to: Math.max(last.to, range.to) };
		}
	}

	has(client: number, clock: number): boolean {
		return this.meets(client, clock, clock + 1);
	}

	/** Whether any of a stretch lies in the set. */
	meets(client: number, from: number, to: number): boolean {
		const range = this.#clients.get(client)?.[this.#firstBehind(client, from)];
		return range !== undefined && range.from < to;
	}

	/** The parts of a stretch that lie in the set, in order. */
	*within(client: number, from: number, to: number): Generator<Range> {
		const ranges = this.#clients.get(client) ?? [];
		for (let index = this.#firstBehind(client, from); index < ranges.length; index++) {
			const range = ranges[index] as Range;
			if (range.from >= to) return;
			yield { client, from: Math.max(from, range.from), to: Math.min(to, range.to) };
		}
	}

	/** The place of the first of the stretches of a client that reaches beyond one of its ids. */
	#firstBehind(client: number, clock: number): number {
		const ranges = this.#clients.get(client) ?? [];
		let low = 0;
		let high = ranges.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((ranges[middle]?.to ?? 0) <= clock) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

/** The structs that hold a stretch of ids. */
export function* structsIn(doc: Y.Doc, { client, from, to }: Range): Generator<Y.Item> {
	const structs = doc.store.clients.get(client);
	if (!structs || to <= from || Y.getState(doc.store, client) <= from) return;
	for (let index = Y.findIndexSS(structs, from); index < structs.length; index++) {
		const struct = structs[index];
		if (!struct || struct.id.clock >= to) return;
		if (struct instanceof Y.Item) yield struct;
	}
}

/** The block of a stretch of text or of a chip, or undefined. */
function blockOf(item: Y.Item): Y.XmlElement | undefined {
	if (atomOf(item) !== undefined) return item.parent instanceof Y.XmlElement ? item.parent : undefined;
	const block = textOf(item)?._item?.parent;
	return block instanceof Y.XmlElement ? block : undefined;
}

/** The text that a stretch or a mark is in, or undefined. */
function textOf({ parent, content }: Y.Item): Y.XmlText | undefined {
	const isText = content instanceof Y.ContentString || content instanceof Y.ContentFormat;
	return isText && parent instanceof Y.XmlText ? parent : undefined;
}

/** What a chip or a line break is in the text of its block; undefined for whatever else. */
function atomOf({ content }: Y.Item): string | undefined {
	if (!(content instanceof Y.ContentType) || !(content.type instanceof Y.XmlElement)) return undefined;
	if (content.type.nodeName === 'hardBreak') return '\n';
	return content.type.nodeName === 'eventChip' ? chipCharacter : undefined;
}

/** The place in its block of the text that an item is in, or undefined. */
export const placeOf = (item: Y.Item | undefined): Y.Item | undefined =>
	(item && textOf(item)?._item) ?? undefined;

export interface TextItem {
	readonly item: Y.Item;
	readonly text: string;
}

/** Every item of a block that is text, deleted ones too, in order, with its units. */
export function* itemsOf(block: Y.XmlElement): Generator<TextItem> {
	for (let child = block._start; child !== null; child = child.right) {
		const atom = atomOf(child);
		if (atom !== undefined) yield { item: child, text: atom };
		else if (child.content instanceof Y.ContentType && child.content.type instanceof Y.XmlText)
			yield* itemsOfText(child.content.type);
	}
}

export function* itemsOfText(type: Y.XmlText): Generator<TextItem> {
	for (let item = type._start; item !== null; item = item.right)
		if (item.content instanceof Y.ContentString) yield { item, text: item.content.str };
}

/** What somebody wrote in one go, in one text: letters whose ids follow each other. */
export interface Chain {
	readonly run: Run;
	/** Whether it is the first of a text that the same update made. */
	readonly beginsBlock: boolean;
	/** The letter that stood left of it when it was written, if it was none of its own update. */
	readonly leftOrigin: Y.ID | undefined;
	/** What stood right of it when it was written, for each part of it. */
	readonly rightOrigins: { readonly id: Y.ID; readonly from: number; to: number }[];
}

/** What an update wrote, in the order in which it was written. */
export function chainsOf(doc: Y.Doc, fresh: readonly Range[]): readonly Chain[] {
	const chains: Chain[] = [];
	for (const range of fresh) {
		let chain: Chain | undefined;
		let last: { readonly item: Y.Item; readonly end: number } | undefined;
		for (const item of structsIn(doc, range)) {
			const from = Math.max(range.from, item.id.clock);
			const to = Math.min(range.to, item.id.clock + item.length);
			const atom = atomOf(item);
			if (atom !== undefined) {
				const run = new Run();
				run.add(range.client, from, atom);
				chains.push({ run, beginsBlock: false, leftOrigin: undefined, rightOrigins: [] });
			}
			const text = textOf(item);
			if (!text) {
				last = undefined;
				continue;
			}
			const goesOn =
				last?.end === from &&
				last.item.parent === item.parent &&
				(from > item.id.clock || (item.origin?.client === range.client && item.origin.clock === from - 1));
			if (!goesOn) chain = undefined;
			last = { item, end: to };
			if (!(item.content instanceof Y.ContentString)) continue;
			const isFirst = item.origin === null && from === item.id.clock;
			if (!chain) {
				const made = text._item?.id;
				const beginsBlock = isFirst && made?.client === range.client && made.clock >= range.from;
				const leftOrigin = from === item.id.clock ? (item.origin ?? undefined) : undefined;
				chains.push((chain = { run: new Run(), beginsBlock, leftOrigin, rightOrigins: [] }));
			}
			const { run, rightOrigins } = chain;
			const start = run.text.length;
			run.add(range.client, from, item.content.str.slice(from - item.id.clock, to - item.id.clock));
			const known = rightOrigins.at(-1);
			if (known && item.rightOrigin && Y.compareIDs(known.id, item.rightOrigin)) known.to = run.text.length;
			else if (item.rightOrigin)
				rightOrigins.push({ id: item.rightOrigin, from: start, to: run.text.length });
		}
	}
	return chains;
}

/** The blocks that some letters are, or were, in. */
export function tornBlocks(doc: Y.Doc, letters: readonly Range[]): ReadonlySet<Y.XmlElement> {
	const blocks = new Set<Y.XmlElement>();
	for (const range of letters)
		for (const item of structsIn(doc, range)) {
			const block = blockOf(item);
			if (block) blocks.add(block);
		}
	return blocks;
}

/** Blocks in the order in which one reads them, deleted ones where they stood. */
export function inReadingOrder(blocks: ReadonlySet<Y.XmlElement>): readonly Y.XmlElement[] {
	if (blocks.size < 2) return [...blocks];
	const above = new Set<unknown>();
	const roots = new Set<Y.Item['parent']>();
	for (const block of blocks) {
		let around: Y.Item['parent'] = block;
		for (
			;
			around instanceof Y.AbstractType && around._item && !above.has(around);
			around = around._item.parent
		)
			above.add(around);
		if (!above.has(around)) roots.add(around);
	}
	const ordered: Y.XmlElement[] = [];
	const walk = (from: Y.Item | null) => {
		for (let item = from; item !== null; item = item.right) {
			if (!(item.content instanceof Y.ContentType) || !above.has(item.content.type)) continue;
			const { type } = item.content;
			if (type instanceof Y.XmlElement && blocks.has(type)) ordered.push(type);
			walk(type._start);
		}
	};
	for (const root of roots) if (root instanceof Y.AbstractType) walk(root._start);
	return ordered;
}

/**
 * What of some blocks lies in a set of letters, deleted ones or those that stand: what is together, text by text, and
 * where others wrote into it meanwhile or a chip stood within, all of the block as well.
 */
export function textsIn(blocks: Iterable<Y.XmlElement>, set: RangeSet, deleted = true): readonly Run[] {
	const runs: Run[] = [];
	for (const block of blocks) {
		const all = new Run();
		const parts: Run[] = [];
		let part = new Run();
		const end = () => {
			if (part.text !== '') parts.push(part);
			part = new Run();
		};
		let within: unknown;
		for (const { item, text } of itemsOf(block)) {
			if (item.parent !== within) end();
			within = item.parent;
			if (item.deleted !== deleted) {
				if (deleted) end();
				continue;
			}
			const { client, clock } = item.id;
			let last = clock;
			for (const { from, to } of set.within(client, clock, clock + text.length)) {
				if (from > last && !deleted) end();
				const piece = text.slice(from - clock, to - clock);
				part.add(client, from, piece);
				all.add(client, from, piece);
				last = to;
			}
			if (last < clock + text.length && !deleted) end();
		}
		end();
		runs.push(...parts);
		if (parts.length > 1) runs.push(all);
	}
	return runs;
}

/** The text that a stretch of ids is, without what else is among them. */
export function textOfRange(doc: Y.Doc, range: Range): Run {
	const run = new Run();
	for (const { content, id } of structsIn(doc, range)) {
		if (!(content instanceof Y.ContentString)) continue;
		const from = Math.max(range.from, id.clock);
		run.add(range.client, from, content.str.slice(from - id.clock, range.to - id.clock));
	}
	return run;
}

/** The text of a stretch of ids when all of it is text and deleted, else undefined. */
export function deletedText(doc: Y.Doc, range: Range): Run | undefined {
	for (const item of structsIn(doc, range)) if (!item.deleted) return undefined;
	const run = textOfRange(doc, range);
	return run.text.length === range.to - range.from ? run : undefined;
}

/**
 * Whether a letter stands where a deleted one stood, with nothing between them but what `isNewer` says came there
 * since; or the text that that one stood in went.
 */
export function standsWhere(doc: Y.Doc, letter: Id, gone: Id, isNewer: (id: Id) => boolean): boolean {
	const itemOf = ({ client, clock }: Id) => [...structsIn(doc, { client, from: clock, to: clock + 1 })][0];
	const [one, other] = [itemOf(letter), itemOf(gone)];
	if (!one || !other) return false;
	if (one.parent !== other.parent) return isWithinDeleted(other);
	const reaches = (side: 'left' | 'right') => {
		let next = one[side];
		while (next && next !== other && (next.deleted || isNewer(next.id))) next = next[side];
		return next === other;
	};
	return reaches('right') || reaches('left');
}

function isWithinDeleted({ parent }: Y.Item): boolean {
	for (let around = parent; around instanceof Y.AbstractType && around._item; around = around._item.parent)
		if (around._item.deleted) return true;
	return false;
}

/** What a set of deletions names, as stretches. */
export function rangesOf({ clients }: Y.Transaction['deleteSet']): readonly Range[] {
	return [...clients].flatMap(([client, items]) =>
		items.map(({ clock, len }) => ({ client, from: clock, to: clock + len })),
	);
}
