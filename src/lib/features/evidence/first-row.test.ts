import { expect, test } from 'vitest';
import { firstRowOf } from './first-row.ts';

const day = 86_400_000_000;
const bars = (width: number, ...counts: number[]) =>
	counts.map((logs, index) => ({
		fromUs: index * width,
		toUs: (index + 1) * width,
		logs,
		chat: 0,
		alerts: 0,
	}));

test('[EP16] reading begins with the busiest stretch when the evidence spans more than three days', () => {
	expect(firstRowOf(bars(day, 2, 0, 0, 1, 0, 5, 90, 3))).toBe(3);
	expect(firstRowOf(bars(day, 90, 0, 0, 1))).toBe(0);
});

test('[EP16] reading begins at the beginning when all of it is close together, or there is nothing', () => {
	expect(firstRowOf(bars(day / 4, 2, 0, 0, 90))).toBe(0);
	expect(firstRowOf([])).toBe(0);
});
