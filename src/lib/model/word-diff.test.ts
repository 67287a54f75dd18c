import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameShare, wordDiff, type WordChange } from './word-diff.ts';

test('[RD6] what changed is told in whole words, what was there before what is there now', () => {
	expect(wordDiff('twenty-one minutes on every node.', 'about twenty, on the slowest node.')).toEqual([
		{ is: 'removed', text: 'twenty-one minutes' },
		{ is: 'added', text: 'about twenty,' },
		{ is: 'same', text: ' on ' },
		{ is: 'removed', text: 'every' },
		{ is: 'added', text: 'the slowest' },
		{ is: 'same', text: ' node.' },
	] satisfies WordChange[]);
	expect(wordDiff('It was calm.', 'It was calm.')).toEqual([{ is: 'same', text: 'It was calm.' }]);
	expect(wordDiff('', 'New.')).toEqual([{ is: 'added', text: 'New.' }]);
	expect(wordDiff('', '')).toEqual([]);
	expect(sameShare(wordDiff('one two', 'three four'))).toBe(0);
	expect(sameShare(wordDiff('the same', 'the same'))).toBe(1);
});

test('[RD6] both wordings can be read out of the difference again', () => {
	const text = fc
		.array(fc.constantFrom('a', 'b', '-', ' ', ', ', 'né', '😀', '\n'))
		.map((parts) => parts.join(''));
	fc.assert(
		fc.property(text, text, (before, after) => {
			const changes = wordDiff(before, after);
			const read = (without: WordChange['is']) =>
				changes
					.filter(({ is }) => is !== without)
					.map((change) => change.text)
					.join('');
			expect([read('added'), read('removed')]).toEqual([before, after]);
		}),
	);
});
