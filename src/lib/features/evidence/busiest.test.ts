import { expect, test } from 'vitest';
import { busiestOf, lookInto } from './busiest.ts';

const day = 86_400_000_000;
const bars = (width: number, ...counts: number[]) =>
	counts.map((logs, index) => ({
		fromUs: index * width,
		toUs: (index + 1) * width,
		logs,
		chat: 0,
		alerts: 0,
	}));

test('[EP16] the busiest stretch is found where the evidence spans more than three days', () => {
	expect(busiestOf(bars(day, 2, 0, 0, 1, 0, 5, 90, 3))).toEqual({ fromUs: 5 * day, toUs: 8 * day });
	expect(busiestOf(bars(day, 90, 0, 0, 1))).toEqual({ fromUs: 0, toUs: day });
});

test('[EP16] there is none when all is close together, evenly spread, or nothing', () => {
	expect(busiestOf(bars(day / 4, 2, 0, 0, 90))).toBeUndefined();
	expect(busiestOf(bars(day, 9, 9, 9, 9, 9, 9))).toBeUndefined();
	expect(busiestOf([])).toBeUndefined();
});

test('[EP16] it is looked into until it is short enough to read', async () => {
	const asked: unknown[] = [];
	const found = await lookInto(bars(30 * day, 1, 0, 0, 0, 800), async (range) => {
		asked.push(range);
		return asked.length === 1 ? bars(day, 0, 1, 0, 0, 799, 0, 0, 0) : bars(day / 24, 3, 796);
	});
	expect(asked).toEqual([
		{ fromUs: 120 * day, toUs: 150 * day },
		{ fromUs: 4 * day, toUs: 5 * day },
	]);
	expect(found).toEqual(bars(day / 24, 3, 796));
	expect(await lookInto(bars(day, 1, 0, 0, 0, 90), async () => undefined)).toBeUndefined();
});
