import { expect, test } from 'vitest';
import { Scroll } from './scroll.ts';

function list(rows: number, viewport = 720): Scroll {
	const scroll = new Scroll(36);
	scroll.rows = rows;
	scroll.viewport = viewport;
	return scroll;
}

test('[EV2] a list that fits the browser scrolls as it is', () => {
	const scroll = list(1000);
	scroll.scrolledTo(360);
	expect([scroll.top, scroll.scrollTop, scroll.drawn, scroll.offset(10)]).toEqual([360, 360, 36_000, 360]);
	expect(scroll.window(2)).toEqual({ first: 8, last: 32 });
});

test('[EV2] a million rows reach their first and last row by the scroll bar', () => {
	const scroll = list(1_000_000);
	scroll.scrolledTo(scroll.drawn - scroll.viewport);
	expect(scroll.window(0).last).toBe(999_999);
	expect(scroll.offset(999_999) + 36).toBeCloseTo(scroll.drawn, 3);
	scroll.scrolledTo(0);
	expect(scroll.window(0).first).toBe(0);
	expect(scroll.drawn).toBeLessThan(17_000_000);
});

test('[EV2] in a million rows the wheel still moves by what it says', () => {
	const scroll = list(1_000_000);
	scroll.moveTo(18_000_000);
	const row = Math.floor(scroll.top / 36) + 3;
	const before = scroll.offset(row) - scroll.scrollTop;
	scroll.moveTo(scroll.top + 100);
	expect(scroll.offset(row) - scroll.scrollTop).toBeCloseTo(before - 100, 3);
});

test('[EV2] a row is revealed with the least movement', () => {
	const scroll = list(100);
	scroll.reveal(5);
	expect(scroll.top).toBe(0);
	scroll.reveal(40);
	expect(scroll.top).toBe(42 * 36 - 720);
	scroll.reveal(30);
	expect(scroll.top).toBe(42 * 36 - 720);
	scroll.reveal(99);
	expect(scroll.top).toBe(100 * 36 - 720);
});
