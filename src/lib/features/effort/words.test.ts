import { expect, test } from 'vitest';
import { hoursFromMinutes, minutesFromHours, minutesWords } from './words.ts';

test('[EF1] hours are read as people write them, and shown again as they were', () => {
	expect(minutesFromHours('1.5')).toBe(90);
	expect(minutesFromHours(' 1,5 ')).toBe(90);
	expect(minutesFromHours('0.75')).toBe(45);
	expect(minutesFromHours('')).toBe(null);
	for (const odd of ['soon', '-1', '1e3', '1.234', '9999'])
		expect(minutesFromHours(odd), odd).toBeUndefined();
	for (const minutes of [45, 90, 360, 1800, 1])
		expect(minutesFromHours(hoursFromMinutes(minutes))).toBe(minutes);
	expect(hoursFromMinutes(null)).toBe('');
});

test('[EF1] a length is said in minutes below an hour', () => {
	expect([45, 60, 390].map(minutesWords)).toEqual(['45 min', '1 h', '6.5 h']);
});
