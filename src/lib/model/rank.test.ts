import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankBetween } from './rank.ts';

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
