/**
 * Moving a section of a text as a whole. Yjs knows no move: what is moved is written anew at its place, and what
 * somebody types into the old blocks at that very moment goes with them. So of the two stretches that change
 * places, the one in which nobody else is at work is written anew.
 */
import * as Y from 'yjs';
import type { Origin } from './origin.ts';
import { levelOf, passageIdOf, type PassageId } from './prose.ts';

/** A heading with everything under it, smaller sections too: indices among the children of the text, `to` exclusive. */
export interface Stretch {
	readonly passageId: PassageId;
	readonly level: number;
	readonly from: number;
	readonly to: number;
}

/** What became of a move. `occupied`: on both sides somebody is at work, so nothing was moved. */
export type Moved =
	| {
			readonly is: 'moved';
			/** The section's heading, as it is known from now on. */ readonly passageId: PassageId;
	  }
	| { readonly is: 'same' | 'gone' | 'occupied' };

/** The sections of a text in reading order. */
export function stretchesOf(fragment: Y.XmlFragment): readonly Stretch[] {
	const headings = fragment.toArray().flatMap((child, from) => {
		if (!(child instanceof Y.XmlElement) || child.nodeName !== 'heading') return [];
		const passageId = passageIdOf(child);
		return passageId === undefined ? [] : [{ passageId, level: levelOf(child), from }];
	});
	return headings.map((heading, index) => {
		const next = headings.slice(index + 1).find(({ level }) => level <= heading.level);
		return { ...heading, to: next?.from ?? fragment.length };
	});
}

/** Before what a section would stand one place further up: a heading; undefined when it is at the top already. */
export function placeAbove(stretches: readonly Stretch[], passageId: PassageId): PassageId | undefined {
	const at = stretches.findIndex((stretch) => stretch.passageId === passageId);
	const own = stretches[at];
	return own && stretches.slice(0, at).findLast(({ level }) => level <= own.level)?.passageId;
}

/** Before what a section would stand one place further down; 'end' behind the last, undefined when it is there already. */
export function placeBelow(
	stretches: readonly Stretch[],
	passageId: PassageId,
): PassageId | 'end' | undefined {
	const own = stretches.find((stretch) => stretch.passageId === passageId);
	const next = own && stretches.find(({ from }) => from === own.to);
	if (!own || !next) return undefined;
	// Behind its equal, with all of that; under a larger one, before the first section there.
	const behind =
		next.level === own.level
			? stretches.find(({ from }) => from === next.to)
			: stretches.find(({ from }) => from > next.from);
	return behind?.passageId ?? 'end';
}

/**
 * Moves a section before a heading, or to the end, in one transaction. `occupied` are the children of the text, by
 * index, in which others are at work.
 */
export function moveSection(
	fragment: Y.XmlFragment,
	passageId: PassageId,
	before: PassageId | 'end',
	origin: Origin,
	occupied: ReadonlySet<number> = new Set(),
): Moved {
	const { doc } = fragment;
	const stretches = stretchesOf(fragment);
	const own = stretches.find((stretch) => stretch.passageId === passageId);
	const target =
		before === 'end' ? fragment.length : stretches.find((stretch) => stretch.passageId === before)?.from;
	if (!doc || !own || target === undefined) return { is: 'gone' };
	if (target >= own.from && target <= own.to) return { is: 'same' };
	const [start, middle, end] = target > own.to ? [own.from, own.to, target] : [target, own.from, own.to];
	const isFree = (from: number, to: number) => {
		for (const index of occupied) if (index >= from && index < to) return false;
		return true;
	};
	const [left, right] = [isFree(start, middle), isFree(middle, end)];
	if (!left && !right) return { is: 'occupied' };
	const movesLeft = left && (!right || size(fragment, start, middle) <= size(fragment, middle, end));
	const [from, to, into] = movesLeft ? [start, middle, end] : [middle, end, start];
	doc.transact(() => {
		const copies = fragment
			.slice(from, to)
			.flatMap((child) =>
				child instanceof Y.XmlElement || child instanceof Y.XmlText ? [child.clone()] : [],
			);
		fragment.insert(into, copies);
		fragment.delete(into <= from ? from + copies.length : from, to - from);
	}, origin);
	const heading = fragment.get(target > own.to ? target - (own.to - own.from) : target);
	return { is: 'moved', passageId: (heading instanceof Y.XmlElement && passageIdOf(heading)) || passageId };
}

/** Roughly how much is written there. */
function size(fragment: Y.XmlFragment, from: number, to: number): number {
	return fragment.slice(from, to).reduce((sum, child) => sum + String(child).length, 0);
}
