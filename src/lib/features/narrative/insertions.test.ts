import { expect, test } from 'vitest';
import { fitting } from './insertions.ts';

const names = (query: string) => fitting(query).map(({ id }) => id);

test('[EN13] what is typed behind a slash finds by name first, then by the words people use for it', () => {
	expect(names('')).toContain('section');
	expect(names('quo')).toEqual(['quotation', 'evidence']);
	expect(names('h2')).toEqual(['section']);
	expect(names('Numbered L')).toEqual(['numbers']);
	expect(names('etc')).toEqual([]);
});
