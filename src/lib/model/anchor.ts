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
	const placed = placePassages(fragment).find(({ passage }) => passage.passageId === at.passageId);
	if (!placed || placed.passage.quote) return undefined;
	const { text } = placed.passage;
	let { start } = at;
	if (text.slice(start, at.end) !== at.quote) {
		start = text.indexOf(at.quote);
		if (start < 0 || text.includes(at.quote, start + 1)) return undefined;
	}
	return anchorAt(placed, start, start + at.quote.length);
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

/** The same anchor put afresh where a search has found its words, so that the next edit moves it along. */
export function reanchor(fragment: Y.XmlFragment, place: Place): Anchor | undefined {
	const placed = placePassages(fragment).find(({ passage }) => passage.passageId === place.passageId);
	return placed && anchorAt(placed, place.start, place.end);
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
	const { passageId, start, end, quote, prefix, suffix } = value as Record<string, unknown>;
	const id = parsePassageId(passageId);
	if (id === undefined || typeof quote !== 'string' || quote === '') return undefined;
	if (typeof prefix !== 'string' || typeof suffix !== 'string') return undefined;
	return { passageId: id, start, end, quote, prefix, suffix };
}

function anchorAt(placed: PlacedPassage, start: number, end: number): Anchor {
	const { text, passageId } = placed.passage;
	return {
		passageId,
		start: positionAt(placed.element, start, 0),
		end: positionAt(placed.element, end, -1),
		quote: text.slice(start, end),
		prefix: text.slice(Math.max(0, start - contextLength), start),
		suffix: text.slice(end, end + contextLength),
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

/**
 * The best place of exactly these words: the one whose surroundings agree longest; of equals the one in the same
 * passage, then the first. Words too short to be told from others need surroundings that agree.
 */
function search(passages: readonly PlacedPassage[], anchor: Anchor): Place | undefined {
	let best: { place: Place; score: number } | undefined;
	let candidates = 0;
	for (const { passage } of passages) {
		const { text, passageId } = passage;
		for (let at = text.indexOf(anchor.quote); at >= 0; at = text.indexOf(anchor.quote, at + 1)) {
			candidates++;
			const end = at + anchor.quote.length;
			const agreement =
				commonEnd(text.slice(Math.max(0, at - contextLength), at), anchor.prefix) +
				commonStart(text.slice(end, end + contextLength), anchor.suffix);
			const score = agreement * 2 + (passageId === anchor.passageId ? 1 : 0);
			if (!best || score > best.score) best = { place: { passageId, start: at, end }, score };
		}
	}
	if (!best) return undefined;
	const isTold = (candidates === 1 && anchor.quote.length >= 12) || best.score >= 8;
	return isTold ? best.place : undefined;
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
