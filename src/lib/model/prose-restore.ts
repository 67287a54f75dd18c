/** Puts an earlier state of co-written text back as a new edit that touches no more than it must. Rules VS in SPEC.md. */
import * as Y from 'yjs';
import type { Origin } from './origin.ts';
import { readBlocks, type Block } from './prose.ts';
import { elementOf } from './prose-write.ts';
import { sameShare, wordDiff } from './word-diff.ts';

/** Blocks to compare each with each, at most; beyond that, all between the same beginning and end is replaced. */
const most = 4_000_000;
/** A block in the place of another is the same one rewritten when this much of it still stands. */
const kin = 0.3;

/**
 * Makes a text read as the blocks say, in one transaction. Blocks that are the same stay; of one that was rewritten only
 * the words that differ are written. So threads keep their words, and what others write meanwhile elsewhere stays
 * untouched. False, and nothing changed, when the text holds what cannot be read here.
 */
export function restoreBlocks(fragment: Y.XmlFragment, blocks: readonly Block[], origin: Origin): boolean {
	const { doc } = fragment;
	const { blocks: now, skipped } = readBlocks(fragment);
	if (!doc || skipped > 0) return false;
	doc.transact(() => {
		// From the end, so that places further up stay what they are.
		for (const { from, to, start, end } of hunks(now, blocks).toReversed())
			replace(fragment, from, now.slice(from, to), blocks.slice(start, end));
	}, origin);
	return true;
}

/** Where two lists of blocks differ: `from` to before `to` in the one stands for `start` to before `end` in the other. */
interface Hunk {
	readonly from: number;
	readonly to: number;
	readonly start: number;
	readonly end: number;
}

function hunks(now: readonly Block[], then: readonly Block[]): readonly Hunk[] {
	const [a, b] = [now.map((block) => JSON.stringify(block)), then.map((block) => JSON.stringify(block))];
	let head = 0;
	while (head < a.length && head < b.length && a[head] === b[head]) head++;
	let tail = 0;
	while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
	const found: Hunk[] = [];
	let [from, start] = [head, head];
	const add = (to: number, end: number) => {
		if (to > from || end > start) found.push({ from, to, start, end });
	};
	for (const [i, j] of common(a.slice(head, a.length - tail), b.slice(head, b.length - tail))) {
		add(head + i, head + j);
		[from, start] = [head + i + 1, head + j + 1];
	}
	add(a.length - tail, b.length - tail);
	return found;
}

/** The longest common subsequence, as pairs of places. */
function common(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
	if (a.length * b.length > most) return [];
	const width = b.length + 1;
	const longest = new Uint16Array((a.length + 1) * width);
	const at = (i: number, j: number) => longest[i * width + j] ?? 0;
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
	const pairs: [number, number][] = [];
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		if (a[i] === b[j]) pairs.push([i++, j++]);
		else if (at(i + 1, j) >= at(i, j + 1)) i++;
		else j++;
	}
	return pairs;
}

/** Rewrites what is the same block in other words, and trades the rest. */
function replace(fragment: Y.XmlFragment, from: number, now: readonly Block[], then: readonly Block[]): void {
	let at = from;
	let next = 0;
	for (const block of then) {
		const same = now.findIndex((other, index) => index >= next && isKin(other, block));
		if (same < 0) {
			fragment.insert(at++, [elementOf(block)]);
			continue;
		}
		fragment.delete(at, same - next);
		next = same + 1;
		rewrite(fragment.get(at), block);
		at++;
	}
	fragment.delete(at, now.length - next);
}

/** Whether one block can become the other by writing words alone. */
function isKin(now: Block, then: Block): boolean {
	const [before, after] = [plainText(now), plainText(then)];
	if (before === undefined || after === undefined || before === '' || now.is !== then.is) return false;
	if (now.is === 'heading' && then.is === 'heading' && now.level !== then.level) return false;
	return sameShare(wordDiff(before, after)) >= kin;
}

/** The words of a paragraph or heading that has no chips and no marks. */
function plainText(block: Block): string | undefined {
	if (block.is !== 'paragraph' && block.is !== 'heading') return undefined;
	let text = '';
	for (const inline of block.content) {
		if (inline.is !== 'text' || inline.marks.length > 0) return undefined;
		text += inline.text;
	}
	return text;
}

function rewrite(element: unknown, then: Block): void {
	if (!(element instanceof Y.XmlElement)) return;
	const texts = element.toArray().filter((child) => child instanceof Y.XmlText);
	const [first] = texts;
	if (!first) return;
	const before = texts.map(plainOf).join('');
	if (texts.length > 1) {
		// Several in a row are one for whoever reads them.
		first.insert(first.length, before.slice(first.length));
		element.delete(1, element.length - 1);
	}
	let at = 0;
	for (const { is, text } of wordDiff(before, plainText(then) ?? '')) {
		if (is === 'removed') first.delete(at, text.length);
		else {
			if (is === 'added') first.insert(at, text);
			at += text.length;
		}
	}
}

function plainOf(text: Y.XmlText): string {
	return (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join('');
}
