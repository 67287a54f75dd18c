/**
 * Where words stand in a text, for find and replace. A chip is one unit that no query can hold, and what is quoted
 * by reference is not looked through: its words are not this text's to change.
 */
import type { Node } from '@tiptap/pm/model';
import { chipCharacter } from '#lib/model/prose.ts';
import { blocksOf } from './highlights.ts';

export interface Query {
	readonly words: string;
	/** Capitals count. */
	readonly asWritten: boolean;
	readonly wholeWords: boolean;
}
export interface Match {
	readonly from: number;
	readonly to: number;
}

/** Straight and curly quotation marks are one: people type the first, and read the second. */
const alike: Readonly<Record<string, string>> = { "'": "['’‘]", '"': '["“”]', ' ': '[ \\u00A0]' };

/** Looks for what a query asks; undefined when it asks for nothing. */
export function patternOf({ words, asWritten, wholeWords }: Query): RegExp | undefined {
	const wanted = words.replaceAll(chipCharacter, '');
	if (wanted === '') return undefined;
	const pattern = wanted.replace(
		/[^\p{L}\p{N}]/gu,
		(sign) => alike[sign] ?? `\\u{${sign.codePointAt(0)?.toString(16)}}`,
	);
	const edge = '[\\p{L}\\p{N}_]';
	return new RegExp(wholeWords ? `(?<!${edge})${pattern}(?!${edge})` : pattern, asWritten ? 'gu' : 'giu');
}

/** A block is never changed, only replaced: where its matches lie from its beginning holds for as long as it does. */
export type Known = WeakMap<Node, readonly Match[]>;

/** Every place, in reading order; blocks that `known` has are not read again. */
export function matchesIn(doc: Node, pattern: RegExp, known: Known): readonly Match[] {
	const matches: Match[] = [];
	for (const { node, at } of blocksOf(doc)) {
		if (!node.isTextblock) continue;
		let own = known.get(node);
		if (!own) {
			const text = node.textBetween(0, node.content.size, '\n', ({ type }) =>
				type.name === 'hardBreak' ? '\n' : chipCharacter,
			);
			own = [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({
				from: index,
				to: index + length,
			}));
			known.set(node, own);
		}
		for (const { from, to } of own) matches.push({ from: at + 1 + from, to: at + 1 + to });
	}
	return matches;
}

/** The first that lies at a position or behind it, else the first of all: looking goes round. */
export function matchFrom(matches: readonly Match[], position: number): number {
	const index = matches.findIndex(({ from }) => from >= position);
	return index < 0 && matches.length > 0 ? 0 : index;
}
