import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareViews, stood, type Touched } from './authorship-view.ts';

const letter = (text: string, clock: number, more: Partial<Touched> = {}): Touched => ({
	client: 1,
	clock,
	text,
	since: 0,
	until: Infinity,
	wasOut: false,
	comes: false,
	goes: false,
	...more,
});
const letters = (text: string, from: number, more: Partial<Touched> = {}) =>
	text.split('').map((each, index) => letter(each, from + index, more));
/** What comes, with what it is, by clock. */
const told = (given: readonly Touched[], last = 0) =>
	compareViews(given, last).same.map(({ came, is }) => [came.clock, is.clock]);

test('[AU1] a block that is written anew but for one word is the same before and behind that word', () => {
	const whole = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 30 });
	fc.assert(
		fc.property(whole, whole, whole, (head, word, tail) => {
			const before = letters(head + tail, 0, { goes: true });
			const after = letters(`${head}${word.toUpperCase().replaceAll(' ', '_')}${tail}`, 100, { comes: true });
			const { same, left } = compareViews([...before, ...after], 0);
			expect(left).toBe(word.length);
			const pairs = new Map(same.map(({ came, is }) => [came.clock, is.clock]));
			for (const index of head.split('').keys()) expect(pairs.get(100 + index)).toBe(index);
			for (const index of tail.split('').keys())
				expect(pairs.get(100 + head.length + word.length + index)).toBe(head.length + index);
		}),
	);
});
test('[AU1] a letter that comes is never one that stays', () => {
	// “the the plan”: the editor put the second one in.
	const given = [...letters('the ', 0), ...letters('the ', 50, { comes: true }), ...letters('plan', 4)];
	expect(told(given)).toEqual([]);
	expect(compareViews(given, 0).left).toBe(4);
});
test('[AU1] of two letters alike, where the editor kept the wrong one, the one it put in is the other', () => {
	// “ogu” joined to “ozo”: the first line went, and “guo” was put in behind the “o” that stayed.
	const given = [
		...letters('ogu', 0, { goes: true }),
		letter('o', 10),
		...letters('guo', 50, { comes: true }),
		...letters('zo', 11),
	];
	expect(told(given)).toEqual([
		[50, 1],
		[51, 2],
		[52, 10],
	]);
});
test('[AU1] what others put in or took out counts as far as the writer knew of it', () => {
	const given = [
		...letters('the ', 0, { goes: true }),
		...letters('old ', 10, { goes: true, until: 5 }),
		...letters('new ', 20, { since: 7 }),
		...letters('plan', 4, { goes: true }),
		...letters('the old plan', 50, { comes: true }),
	];
	expect(compareViews(given, 4).left).toBe(0);
	// The word that another had taken out: it comes from nowhere, and is said to go though it was gone.
	expect(compareViews(given, 5).left).toBe(8);
	expect(
		given
			.filter((each) => stood(each, 7))
			.map(({ text }) => text)
			.join(''),
	).toBe('the new plan');
});
test('[AU1] a block that has no room for chips any more is the same but for them', () => {
	const given = [...letters('she\uFFFC ran', 0, { goes: true }), ...letters('she ran', 50, { comes: true })];
	expect(compareViews(given, 0).left).toBe(0);
});
