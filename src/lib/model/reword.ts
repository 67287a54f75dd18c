/**
 * From one wording of a passage to another, word by word, around its chips: a chip is no word, so it is neither taken out
 * nor put in by writing. Pure; equal input gives equal output.
 */
import { chipCharacter } from './prose.ts';
import { wordDiff } from './word-diff.ts';

/** Letters to take out and to put in at one place; none of them is a chip. */
export interface TextChange {
	/** UTF-16, in the wording before. */
	readonly at: number;
	readonly remove: number;
	readonly insert: string;
}

/**
 * What to take out and put in, in order. What is the same stays. A wording with as many chips has its words on the same
 * side of each; where chips were left out they stay, with what is written in their place beside them. Chips that
 * are not there before are left out.
 */
export function changesOf(before: string, after: string): readonly TextChange[] {
	const [was, now] = [before.split(chipCharacter), after.split(chipCharacter)];
	if (was.length !== now.length) return changesWithin(before, after, 0);
	let at = 0;
	return was.flatMap((part, index) => {
		const changes = changesWithin(part, now[index] ?? '', at);
		at += part.length + 1;
		return changes;
	});
}

/** What the passage reads then: `after`, unless it has other chips than `before`. */
export function reworded(before: string, after: string): string {
	return changesOf(before, after).reduceRight(
		(text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
		before,
	);
}

function changesWithin(before: string, after: string, from: number): readonly TextChange[] {
	const changes: { at: number; remove: number; insert: string }[] = [];
	let at = from;
	/** Where the first words went since what is the same: there go those in their place. */
	let gone: (typeof changes)[number] | undefined;
	for (const { is, text } of wordDiff(before, after)) {
		if (is === 'same') {
			at += text.length;
			gone = undefined;
		} else if (is === 'removed')
			for (const [index, part] of text.split(chipCharacter).entries()) {
				if (index > 0) at++;
				if (part === '') continue;
				const change = { at, remove: part.length, insert: '' };
				changes.push(change);
				gone ??= change;
				at += part.length;
			}
		else {
			const words = text.replaceAll(chipCharacter, '');
			if (words === '') continue;
			const place = gone?.at ?? at;
			// Behind a chip that was to go, a word stands apart.
			const isBesideChip = before[place - from - 1] === chipCharacter && /^[\p{L}\p{N}]/u.test(words);
			const insert = isBesideChip ? ` ${words}` : words;
			if (gone) gone.insert = insert;
			else changes.push({ at, remove: 0, insert });
		}
	}
	return changes;
}
