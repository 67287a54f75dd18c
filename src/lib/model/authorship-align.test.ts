import { expect, test } from 'vitest';
import { Pool } from './authorship-align.ts';

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
