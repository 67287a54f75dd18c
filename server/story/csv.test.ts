import { expect, test } from 'vitest';
import { renderCsv } from './csv.ts';

test('[EX1] commas, quotes and line breaks are quoted; numbers stay numbers', () => {
	expect(
		renderCsv([
			['a', 'b'],
			['x,"y"\nz', -1],
			[null, 'plain'],
		]),
	).toBe('a,b\r\n"x,""y""\nz",-1\r\n,plain\r\n');
});

test('[EX2] what a spreadsheet would run as a formula stays text', () => {
	expect(renderCsv([['=1+1', '+1', '-1', '@a', '\tb']])).toBe("'=1+1,'+1,'-1,'@a,'\tb\r\n");
});
