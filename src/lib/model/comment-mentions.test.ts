import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mentionBefore, mentionsIn } from './comment-mentions.ts';

const people = [
	{ userId: 'usr_1', name: 'Dev' },
	{ userId: 'usr_2', name: 'Dev Banerjee' },
	{ userId: 'usr_3', name: 'Wei-Lin Chua' },
	{ userId: 'usr_4', name: 'Wei-Lin Chua' },
];

test('[MN1] a mention is @ and a whole name, the longest that fits; an address is none', () => {
	const said = (text: string) =>
		mentionsIn(text, people).map(({ userId, start, end }) => [userId, text.slice(start, end)]);
	expect(said('Ask @Dev Banerjee, or @Dev.')).toEqual([
		['usr_2', '@Dev Banerjee'],
		['usr_1', '@Dev'],
	]);
	expect(said('(@Wei-Lin Chua)')).toEqual([
		['usr_3', '@Wei-Lin Chua'],
		['usr_4', '@Wei-Lin Chua'],
	]);
	expect(said('mail dev@Dev or @Devon, @dev and @')).toEqual([]);
});

test('[MN1] no text throws, and what is found stands there', () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom('@', 'Dev', ' ', 'Banerjee', '.', '😀') }), (text) => {
			for (const { userId, start, end } of mentionsIn(text, people))
				expect(text.slice(start, end)).toBe(`@${people.find((one) => one.userId === userId)?.name}`);
			mentionBefore(text, text.length);
		}),
	);
});

test('[MN1] what is typed after an @ is offered names', () => {
	expect(mentionBefore('Ask @De', 7)).toEqual({ start: 4, typed: 'De' });
	expect(mentionBefore('@Dev Ban', 8)).toEqual({ start: 0, typed: 'Dev Ban' });
	expect(mentionBefore('@', 1)).toEqual({ start: 0, typed: '' });
	expect(mentionBefore('dev@tid', 7)).toBeUndefined();
	expect(mentionBefore('Ask @Dev Banerjee of it', 23)).toBeUndefined();
});
