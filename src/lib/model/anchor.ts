/**
 * Where a thread hangs in co-written text: relative positions, the words as they were, and a little of what stood
 * around them. Resolved from shared state only (an undone deletion on one screen must not move a thread on that
 * screen alone), verified against the words, else found by one deterministic search, else orphaned with its words.
 * Rules AN in SPEC.md.
 */
import * as Y from 'yjs';
import { parsePassageId, placePassages, type PassageId, type PlacedPassage } from './prose.ts';

/** What is stored of an anchor; plain JSON. */
export interface Anchor {
	readonly passageId: PassageId;
	readonly start: unknown;
	readonly end: unknown;
	readonly quote: string;
	readonly prefix: string;
	readonly suffix: string;
	/** Where the same words stood elsewhere, by the id of their first letter: what stood there then is not these. */
	readonly rivals?: readonly string[];
}

/** A stretch of one passage, in UTF-16 units of `Passage.text`. */
export interface Place {
	readonly passageId: PassageId;
	readonly start: number;
	readonly end: number;
}

export type Resolution =
	/** Where it was put, or where those words have moved to since. */
	| { readonly is: 'placed'; readonly place: Place; readonly by: 'position' | 'search' }
	/** Where it was put, though some of the words have changed. */
	| { readonly is: 'edited'; readonly place: Place }
	/** The passage was rewritten; the original words are in the anchor. */
	| { readonly is: 'orphaned' };

/** Characters of context kept on each side. */
const contextLength = 32;
/** Words that stand more often than this elsewhere are told apart by their surroundings alone. */
const mostRivals = 64;
/** Letters of agreement that speak for a place. */
const clearly = 8;
/** An anchor longer than this would be a copy of the chapter. */
export const longestQuote = 4000;
/** Share of the words that must still stand, in order, for a changed passage to count as the same one. */
const alike = 0.6;

/**
 * The anchor of a stretch of a passage. Undefined when the passage is not there, holds a quote by reference, or
 * holds other words than `quote` at the offsets, unless those words occur in it exactly once.
 */
export function makeAnchor(
	fragment: Y.XmlFragment,
	at: Place & { readonly quote: string },
): Anchor | undefined {
	if (at.quote === '' || at.quote.length > longestQuote) return undefined;
	const passages = placePassages(fragment);
	const placed = passages.find(({ passage }) => passage.passageId === at.passageId);
	if (!placed || placed.passage.quote) return undefined;
	const { text } = placed.passage;
	let { start } = at;
	if (text.slice(start, at.end) !== at.quote) {
		start = text.indexOf(at.quote);
		if (start < 0 || text.includes(at.quote, start + 1)) return undefined;
	}
	return anchorAt(passages, placed, start, start + at.quote.length);
}

/** Where an anchor lies now. Never throws, whatever was stored. */
export function resolveAnchor(fragment: Y.XmlFragment, anchor: Anchor): Resolution {
	return resolveIn(fragment, placePassages(fragment), anchor);
}

/** Where several anchors lie now; the text is read once. */
export function resolveAnchors(fragment: Y.XmlFragment, anchors: readonly Anchor[]): readonly Resolution[] {
	const passages = placePassages(fragment);
	return anchors.map((anchor) => resolveIn(fragment, passages, anchor));
}

/**
 * Where several anchors lie now, and those to store in their place: found by a search, or held while what stands
 * around them, or where else their words stand, has changed. The more often this is asked, the less is left to guess.
 */
export function followAnchors(
	fragment: Y.XmlFragment,
	anchors: readonly Anchor[],
): readonly { readonly resolution: Resolution; readonly fresh: Anchor | undefined }[] {
	const passages = placePassages(fragment);
	return anchors.map((anchor) => {
		const resolution = resolveIn(fragment, passages, anchor);
		if (resolution.is !== 'placed') return { resolution, fresh: undefined };
		const { passageId, start, end } = resolution.place;
		const placed = passages.find(({ passage }) => passage.passageId === passageId);
		const fresh = placed && anchorAt(passages, placed, start, end);
		return { resolution, fresh: JSON.stringify(fresh) === JSON.stringify(anchor) ? undefined : fresh };
	});
}

/** An anchor from stored JSON, or undefined when it is none. */
export function parseAnchor(json: string | null): Anchor | undefined {
	if (json === null) return undefined;
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	const { passageId, start, end, quote, prefix, suffix, rivals } = value as Record<string, unknown>;
	const id = parsePassageId(passageId);
	if (id === undefined || typeof quote !== 'string' || quote === '') return undefined;
	if (typeof prefix !== 'string' || typeof suffix !== 'string') return undefined;
	const others = Array.isArray(rivals) ? rivals.filter((each) => typeof each === 'string') : [];
	return { passageId: id, start, end, quote, prefix, suffix, ...(others.length > 0 && { rivals: others }) };
}

function anchorAt(
	passages: readonly PlacedPassage[],
	placed: PlacedPassage,
	start: number,
	end: number,
): Anchor {
	const { text, passageId } = placed.passage;
	const rivals = occurrences(passages, text.slice(start, end))
		.filter((each) => each.placed !== placed || each.start !== start)
		.slice(0, mostRivals)
		.map(firstLetter);
	return {
		passageId,
		start: positionAt(placed.element, start, 0),
		end: positionAt(placed.element, end, -1),
		quote: text.slice(start, end),
		prefix: text.slice(Math.max(0, start - contextLength), start),
		suffix: text.slice(end, end + contextLength),
		...(rivals.length > 0 && { rivals }),
	};
}

function resolveIn(fragment: Y.XmlFragment, passages: readonly PlacedPassage[], anchor: Anchor): Resolution {
	const held = heldPlace(fragment, passages, anchor);
	if (held?.text === anchor.quote) return { is: 'placed', place: held.place, by: 'position' };
	if (held && likeness(anchor.quote, held.text) >= alike) return { is: 'edited', place: held.place };
	const found = search(passages, anchor);
	return found ? { is: 'placed', place: found, by: 'search' } : { is: 'orphaned' };
}

/** What the two relative positions enclose now, when both lie in one passage. */
function heldPlace(
	fragment: Y.XmlFragment,
	passages: readonly PlacedPassage[],
	anchor: Anchor,
): { readonly place: Place; readonly text: string } | undefined {
	const start = offsetOf(fragment, anchor.start);
	const end = offsetOf(fragment, anchor.end);
	if (!start || !end || start.element !== end.element || start.offset >= end.offset) return undefined;
	const placed = passages.find(({ element }) => element === start.element);
	if (!placed) return undefined;
	const { passageId, text } = placed.passage;
	return {
		place: { passageId, start: start.offset, end: end.offset },
		text: text.slice(start.offset, end.offset),
	};
}

/** A relative position before the character at `offset` (`assoc` 0) or behind the one before it (-1). */
function positionAt(element: Y.XmlElement, offset: number, assoc: 0 | -1): unknown {
	let before = 0;
	for (const [index, child] of element.toArray().entries()) {
		const length = child instanceof Y.XmlText ? child.length : 1;
		// The child that holds the character on the side we cling to.
		const holds = assoc === 0 ? offset < before + length : offset <= before + length && offset > before;
		if (holds)
			return Y.relativePositionToJSON(
				child instanceof Y.XmlText
					? Y.createRelativePositionFromTypeIndex(child, offset - before, assoc)
					: Y.createRelativePositionFromTypeIndex(element, assoc === 0 ? index : index + 1, assoc),
			) as unknown;
		before += length;
	}
	return Y.relativePositionToJSON(
		Y.createRelativePositionFromTypeIndex(element, assoc === 0 ? element.length : 0, assoc),
	) as unknown;
}

function offsetOf(
	fragment: Y.XmlFragment,
	stored: unknown,
): { readonly element: Y.XmlElement; readonly offset: number } | undefined {
	const { doc } = fragment;
	const position = parsePosition(stored);
	if (!doc || !position) return undefined;
	const absolute = Y.createAbsolutePositionFromRelativePosition(position, doc, false);
	if (!absolute) return undefined;
	const { type, index } = absolute;
	if (type instanceof Y.XmlText) {
		const { parent } = type;
		return parent instanceof Y.XmlElement && !type._item?.deleted
			? { element: parent, offset: lengthBefore(parent, type) + index }
			: undefined;
	}
	return type instanceof Y.XmlElement
		? { element: type, offset: lengthBefore(type, type.toArray()[index]) }
		: undefined;
}

/** Units of passage text before a child; of all children when it is none of them. */
function lengthBefore(element: Y.XmlElement, until: unknown): number {
	let length = 0;
	for (const child of element.toArray()) {
		if (child === until) break;
		length += child instanceof Y.XmlText ? child.length : 1;
	}
	return length;
}

/** Strict, because what is stored came over a network once: Yjs would throw on half an id. */
function parsePosition(stored: unknown): Y.RelativePosition | undefined {
	if (typeof stored !== 'object' || stored === null) return undefined;
	const { item, type, assoc = 0 } = stored as Record<string, unknown>;
	if (assoc !== 0 && assoc !== -1) return undefined;
	if (isYjsId(item)) return Y.createRelativePositionFromJSON({ item, assoc });
	if (isYjsId(type)) return Y.createRelativePositionFromJSON({ type, assoc });
	return undefined;
}

function isYjsId(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const { client, clock } = value as Record<string, unknown>;
	return Number.isSafeInteger(client) && Number.isSafeInteger(clock) && Number(clock) >= 0;
}

interface Occurrence {
	readonly placed: PlacedPassage;
	/** Index of its passage in reading order. */
	readonly at: number;
	readonly start: number;
}

/** Every place where exactly these words stand. */
function occurrences(passages: readonly PlacedPassage[], quote: string): readonly Occurrence[] {
	const found: Occurrence[] = [];
	for (const [at, placed] of passages.entries()) {
		const { text } = placed.passage;
		for (let start = text.indexOf(quote); start >= 0; start = text.indexOf(quote, start + 1))
			found.push({ placed, at, start });
	}
	return found;
}

/** The id of the item under the first letter: the same for as long as nobody writes the letter anew. */
function firstLetter({ placed, start }: Occurrence): string {
	return JSON.stringify(positionAt(placed.element, start, 0));
}

/**
 * Where an editor has written these words anew (Enter, Backspace over an edge, a changed block, a moved section, undo).
 * What stood elsewhere already is not taken for them, unless nothing else is left. Of several places the one whose
 * surroundings agree is taken, and none when they agree at another too: a thread on the wrong line is worse than one
 * whose words are said to be gone.
 */
function search(passages: readonly PlacedPassage[], anchor: Anchor): Place | undefined {
	const { quote, prefix, suffix, rivals = [] } = anchor;
	const all = occurrences(passages, quote)
		.map((each) => {
			const { text } = each.placed.passage;
			const end = each.start + quote.length;
			const agreement =
				commonEnd(text.slice(Math.max(0, each.start - contextLength), each.start), prefix) +
				commonStart(text.slice(end, end + contextLength), suffix);
			return { ...each, agreement, isRival: rivals.includes(firstLetter(each)) };
		})
		.toSorted((a, b) => b.agreement - a.agreement);
	const candidates = all.filter(({ isRival }) => !isRival);
	const [only] = candidates;
	const told =
		candidates.length === 1 && quote.length >= 12
			? only
			: (tell(candidates) ??
				// Two who press Enter in one paragraph at once leave it twice; when one is deleted, the other is left.
				(candidates.length === 0 ? tell(all) : undefined));
	return (
		told && {
			passageId: told.placed.passage.passageId,
			start: told.start,
			end: told.start + quote.length,
		}
	);
}

/** The first of some, those with the longest agreement first, when nothing speaks for another. */
function tell<T extends { readonly agreement: number }>([best, second]: readonly T[]): T | undefined {
	if (!best || best.agreement < 4) return undefined;
	if (!second) return best;
	return second.agreement < clearly && best.agreement - second.agreement >= clearly ? best : undefined;
}

function commonStart(a: string, b: string): number {
	let length = 0;
	while (length < a.length && length < b.length && a[length] === b[length]) length++;
	return length;
}

function commonEnd(a: string, b: string): number {
	let length = 0;
	while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++;
	return length;
}

/** Share of the longer one's words that both have in the same order, 0 to 1. */
function likeness(a: string, b: string): number {
	const left = wordsOf(a);
	const right = wordsOf(b);
	const longer = Math.max(left.length, right.length);
	if (longer === 0) return 0;
	let row = Array.from({ length: right.length + 1 }, () => 0);
	for (const word of left) {
		const next = [0];
		for (const [index, other] of right.entries())
			next.push(word === other ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0));
		row = next;
	}
	return (row.at(-1) ?? 0) / longer;
}

function wordsOf(text: string): readonly string[] {
	return (
		text
			.toLowerCase()
			.match(/[\p{L}\p{N}]+/gu)
			?.slice(0, 500) ?? []
	);
}
