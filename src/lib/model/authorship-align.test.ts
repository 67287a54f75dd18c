import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesWithin, Pool } from './authorship-align.ts';

const poolOf = (...texts: readonly string[]) => {
	const pool = new Pool();
	for (const text of texts) pool.add(text);
	return pool;
};

test('[AU1] what an edit over a chip leaves of a text is found behind what stood before it, if it is words', () => {
	expect(poolOf('gii', 'g kobou').find(' kobou', false)).toEqual([{ at: 0, pool: 1, from: 1, length: 6 }]);
	// Part of a word may be anybody's.
	expect(poolOf('gii', 'g kobou').find('ou', false)).toEqual([]);
});

test('[AU1] a text put together of others is found piece by piece, and turned round where two lines were joined so', () => {
	expect(poolOf('vap mune', 'mu', ' gunu mile noze').find('mu gunu mile noze', false)).toEqual([
		{ at: 0, pool: 1, from: 0, length: 2 },
		{ at: 2, pool: 2, from: 0, length: 15 },
	]);
	expect(poolOf('nibs kazu nu ni mi').find(' kazu nu ni minibs', false)).toEqual(
		[
			{ at: 14, pool: 0, from: 0, length: 4 },
			{ at: 0, pool: 0, from: 4, length: 14 },
		].toSorted((a, b) => a.at - b.at),
	);
});

test('[AU1] what is brought back of a text lies in it in as few pieces as there can be, and in its order', () => {
	expect(piecesWithin('o lado de', 'o  zi zolado de napi')).toEqual([
		{ at: 0, from: 0, length: 2 },
		{ at: 2, from: 8, length: 7 },
	]);
	expect(piecesWithin('abc', 'acb')).toBeUndefined();
	expect(piecesWithin('', 'abc')).toEqual([]);
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.constantFrom('a', 'b', ' '), fc.boolean()), { maxLength: 40 }),
			(letters) => {
				const whole = letters.map(([letter]) => letter).join('');
				const kept = letters.filter(([, isKept]) => isKept);
				const text = kept.map(([letter]) => letter).join('');
				const pieces = piecesWithin(text, whole) ?? [];
				expect(pieces.map(({ from, length }) => whole.slice(from, from + length)).join('')).toBe(text);
				const runs = letters.filter(([, isKept], at) => isKept && letters[at - 1]?.[1] !== true).length;
				expect(pieces.length).toBeLessThanOrEqual(runs);
				for (const [at, piece] of pieces.entries())
					expect(piece.from).toBeGreaterThanOrEqual(
						at === 0 ? 0 : (pieces[at - 1]?.from ?? 0) + (pieces[at - 1]?.length ?? 0),
					);
			},
		),
	);
});
