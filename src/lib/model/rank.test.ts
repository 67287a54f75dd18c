import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenRanks, rankBetween } from './rank.ts';

test('[RK1] a rank lies strictly between its neighbours, however often one inserts', () => {
	fc.assert(
		fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 60 }), (moves) => {
			const ranks: string[] = [];
			for (const move of moves) {
				const at = move % (ranks.length + 1);
				ranks.splice(at, 0, rankBetween(ranks[at - 1], ranks[at]));
			}
			expect(ranks).toEqual([...new Set(ranks)].sort());
		}),
		{ seed: 7, numRuns: 200 },
	);
});

test('[RK2] neighbours out of order, or of foreign characters, still get a rank after the first', () => {
	expect(rankBetween('m', 'c') > 'm').toBe(true);
	expect(rankBetween('m', 'm') > 'm').toBe(true);
	expect(rankBetween('Ä', undefined)).toBe('i');
});

test('[RK3] many ranks at once are in order, with room between them and at both ends', () => {
	expect(evenRanks(3)).toEqual(['9i', 'ii', 'ri']);
	for (const count of [0, 1, 35, 36, 400]) {
		const ranks = evenRanks(count);
		expect(ranks).toEqual([...new Set(ranks)].sort());
		const between = [...ranks, undefined].map((rank, at) => rankBetween(ranks[at - 1], rank));
		const all = ranks.flatMap((rank, at) => [between[at], rank]);
		expect([...all, between[count]]).toEqual([...new Set([...all, between[count]])].sort());
		expect(Math.max(0, ...ranks.map(({ length }) => length))).toBeLessThan(4);
	}
});
