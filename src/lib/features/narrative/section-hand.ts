/** Moves the sections of a narrative, and says who is in one. Fetched once there is an editor: it needs one. */
import type * as Y from 'yjs';
import type { LiveDocument } from '#lib/live/document.svelte.ts';
import { childAtCaret } from '#lib/model/caret.ts';
import { placePassages, type PassageId } from '#lib/model/prose.ts';
import * as section from '#lib/model/section.ts';

interface Text {
	readonly live: LiveDocument;
	readonly fragment: Y.XmlFragment;
}

/**
 * Who else is in a section, by name, and where the first of them is: by their caret, else by what they say they have in
 * view.
 */
export function peersIn(
	{ live, fragment }: Text,
	of: PassageId | undefined,
): { readonly names: readonly string[]; readonly at: PassageId | undefined } {
	const stretches = section.stretchesOf(fragment);
	const stretch = stretches.find(({ passageId }) => passageId === of);
	if (!stretch) return { names: [], at: undefined };
	// Smaller sections are rows of their own in the outline.
	const next = stretches.find(({ from }) => from > stretch.from);
	const end = Math.min(stretch.to, next?.from ?? stretch.to);
	const here = live.peers.flatMap(({ name, userId, state }) => {
		const child = childAtCaret(fragment, state) ?? (state['section'] === of ? stretch.from : undefined);
		return child !== undefined && child >= stretch.from && child < end ? [{ name, userId, child }] : [];
	});
	const people = new Map(here.map(({ userId, name }) => [userId, name.split(' ', 1)[0] ?? name]));
	return { names: [...people.values()].toSorted(), at: here[0] && passageIn(fragment, here[0].child) };
}

function passageIn(fragment: Y.XmlFragment, child: number): PassageId | undefined {
	const within = fragment.get(child);
	return placePassages(fragment).find(({ element }) => {
		let at: unknown = element;
		while (at && at !== within) at = (at as { parent?: unknown }).parent;
		return at === within;
	})?.passage.passageId;
}

/** Moves a section before a heading, or to the end; never over words that others are writing just then. */
export function moveSection(
	{ live, fragment }: Text,
	passageId: PassageId,
	before: PassageId | 'end',
): section.Moved {
	const occupied = live.peers.map(({ state }) => childAtCaret(fragment, state));
	const children = new Set(occupied.filter((child) => child !== undefined));
	return section.moveSection(fragment, passageId, before, live.origin, children);
}

/** Before what the section would stand one place up, or down. */
export function placeBeside(
	{ fragment }: Text,
	passageId: PassageId,
	by: -1 | 1,
): PassageId | 'end' | undefined {
	const stretches = section.stretchesOf(fragment);
	return by < 0 ? section.placeAbove(stretches, passageId) : section.placeBelow(stretches, passageId);
}
