import { expect, test } from 'vitest';
import { dayWords, hourWords } from './words.ts';

test('[DW2] hours are said as used of planned, and not at all when nobody said', () => {
	expect(hourWords(26 * 60, 40 * 60)).toBe('26 of 40 h');
	expect(hourWords(0, 45)).toBe('45 min planned');
	expect(hourWords(90, null)).toBe('1.5 h used');
	expect(hourWords(10, 45)).toBe('10 of 45 min');
	expect(hourWords(0, null)).toBe('');
});

test('[DW2] a day is the day in UTC, for dates and for instants', () => {
	expect(dayWords('2026-03-11')).toBe('11 Mar 2026');
	expect(dayWords('2026-03-11T23:59:59.000Z')).toBe('11 Mar 2026');
	expect(dayWords('soon')).toBe('');
});
