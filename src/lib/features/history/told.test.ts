import { expect, test } from 'vitest';
import { dayWords, tell, type AuthoredRun } from './told.ts';

const now = Date.parse('2026-03-12T09:00:00Z');
const day = (at: string) => dayWords(at, now, 'UTC');
const [ana, ben] = [
	{ id: 'usr_ana', name: 'Ana' },
	{ id: 'usr_ben', name: 'Ben' },
];
const run = (
	from: number,
	to: number,
	user: AuthoredRun['user'],
	at = '2026-03-11T02:00:00Z',
): AuthoredRun => ({
	...{ from, to, user },
	at: user && at,
});

test('[AU7] who wrote some words is told in their order, word by word of each', () => {
	const text = 'The plan, first, showed five.';
	const runs = [run(0, 8, ana), run(8, 10, ben), run(10, 16, ben), run(16, 29, ana)];
	const all = { start: 0, end: text.length };
	expect(tell(text, runs, all, day)).toEqual([
		{ user: ana, at: runs[0]?.at, words: 'The plan,' },
		{ user: ben, at: runs[1]?.at, words: 'first,' },
		{ user: ana, at: runs[3]?.at, words: 'showed five.' },
	]);
	expect(tell(text, runs, { start: 4, end: 8 }, day)?.map(({ words }) => words)).toEqual(['plan']);
});
test('[AU7] another day is told apart; a text that was written on since is not told', () => {
	const runs = [run(0, 5, ana), run(5, 11, ana, '2026-03-12T08:00:00Z')];
	expect(tell('Words more.', runs, { start: 0, end: 11 }, day)?.map(({ words }) => words)).toEqual([
		'Words',
		'more.',
	]);
	expect(tell('Words more and', runs, { start: 0, end: 11 }, day)).toBeUndefined();
	expect(tell('Old.', [run(0, 4, null)], { start: 0, end: 4 }, day)).toEqual([
		{ user: null, at: null, words: 'Old.' },
	]);
});
test('[AU7] days are said as people say them', () => {
	expect(
		['2026-03-12T01:00:00Z', '2026-03-11T23:00:00Z', '2026-03-04T12:00:00Z', '2025-12-31T12:00:00Z'].map(day),
	).toEqual(['today', 'yesterday', 'Wednesday 4 March', 'Wednesday 31 December 2025']);
});
