import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	compareBest,
	compareViews,
	deciding,
	findText,
	stood,
	tellingViews,
	type Comparison,
	type Touched,
} from './authorship-view.ts';

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

/** Letters as the rows before number 6 may have left them, and what that row did to them. */
const history = fc
	.array(
		fc.record({
			text: fc.constantFrom('a', 'a', 'b', '\uFFFC'),
			does: fc.constantFrom('stays', 'stays', 'stays', 'comes', 'goes', 'both'),
			since: fc.constantFrom(0, 0, 1, 2, 3, 4),
			until: fc.constantFrom(Infinity, Infinity, Infinity, 3, 4, 5),
			wasOut: fc.constantFrom(false, false, false, true),
		}),
		{ maxLength: 14 },
	)
	.map((given) =>
		given.map(({ text, does, ...rows }, clock) => {
			const isNew = does === 'comes' || does === 'both';
			const goes = does === 'goes' || does === 'both';
			return letter(text, clock, isNew ? { comes: true, goes } : { ...rows, goes });
		}),
	);
const row = 6;
const lasts = [5, 4, 3, 2, 1, 0];
/** All letters in all views, and only those that need be: `cut` of what stands behind the edit are read at once. */
function bothWays(given: readonly Touched[], cut: number) {
	let all: Comparison | undefined;
	for (const last of lasts) {
		const found = compareViews(given, last);
		if (!all || found.left < all.left) all = found;
	}
	const isChanged = ({ comes, goes }: Touched) => comes || goes;
	const end = Math.max(1 + given.findLastIndex(isChanged), cut);
	const within = given.slice(Math.max(0, given.findIndex(isChanged)), end);
	const views = tellingViews(within, row);
	const few = views && compareBest(deciding(within, given.slice(end), views), views);
	return [few?.same ?? [], all?.same];
}

test('[AU1] a view that is not compared, and letters that are not read, would tell nothing more', () => {
	fc.assert(
		fc.property(history, fc.nat(14), (given, cut) => {
			const [few, all] = bothWays(given, cut);
			expect(few).toEqual(all);
		}),
		{ numRuns: 5_000 },
	);
});
test.each([
	['reads like one that came', []],
	['reads like one that came, behind what another had taken out', letters('aaaa', 10, { until: 2 })],
	['reads like one that came, behind what another put in late', letters('bbbb', 10, { since: 5 })],
])('[AU1] a letter behind an edit counts where it %s', (_, between) => {
	const given = [
		...letters('a', 0, { comes: true }),
		...letters('a', 1),
		...letters('a', 2, { goes: true }),
		...letters('b', 3, { comes: true }),
		...between,
		...letters('b', 5),
	];
	const [few, all] = bothWays(given, 0);
	expect(few).toEqual(all);
});
test('[AU1] a view counts in which chips stood that an edit took out', () => {
	const given = [
		...letters('\uFFFC\uFFFC\uFFFC', 0, { goes: true, until: 3 }),
		...letters('a', 3, { goes: true, since: 4 }),
		...letters('a', 4, { comes: true }),
	];
	const [few, all] = bothWays(given, 0);
	expect(few).toEqual(all);
});
test('[AU1] a text is found as it was in the newest view that has it', () => {
	const given = [...letters('ab', 0), ...letters('c', 2, { since: 3 }), ...letters('d', 3, { until: 5 })];
	expect(findText('ab', given, row)).toBeUndefined();
	expect(findText('abd', given, row)?.map(({ clock }) => clock)).toEqual([0, 1, 3]);
	const any = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 });
	fc.assert(
		fc.property(history, any, (all, text) => {
			const views = lasts.map((last) => all.filter((each) => stood(each, last)));
			const view = views.find((each) => each.map((one) => one.text).join('') === text);
			expect(findText(text, all, row)).toEqual(view);
		}),
		{ numRuns: 2_000 },
	);
});
