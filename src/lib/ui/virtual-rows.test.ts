import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { clampOffset, offsetToShow, RowScale, rowsInView } from './virtual-rows.ts';

const anyList = fc.record({
	count: fc.integer({ min: 1, max: 5_000_000 }),
	rowHeight: fc.integer({ min: 20, max: 100 }),
	height: fc.integer({ min: 100, max: 2000 }),
});

test('[UI1] a row that is shown is drawn, wholly in view, however long the list is', () => {
	fc.assert(
		fc.property(anyList, fc.nat(), fc.nat(), ({ count, rowHeight, height }, index, before) => {
			const scale = new RowScale(count, rowHeight, height);
			const wanted = index % count;
			const offset = offsetToShow(wanted, clampOffset(before, scale), scale);
			const { from, to } = rowsInView(offset, scale, 0);
			const scrolled = scale.toScroll(offset);
			const top = scale.top(wanted, offset, scrolled) - scrolled;
			return (
				from <= wanted && wanted < to && top > -1e-3 && top + rowHeight < Math.max(height, rowHeight) + 1e-3
			);
		}),
	);
});

test('[UI1] the scroll bar reaches both ends, and no element is taller than browsers can lay out', () => {
	fc.assert(
		fc.property(anyList, ({ count, rowHeight, height }) => {
			const scale = new RowScale(count, rowHeight, height);
			expect(scale.toOffset(scale.toScroll(0))).toBe(0);
			expect(scale.toOffset(scale.toScroll(scale.end))).toBeCloseTo(scale.end, 3);
			expect(scale.scrollHeight).toBeLessThanOrEqual(10_000_000);
			expect(scale.toScroll(scale.end)).toBeLessThanOrEqual(scale.scrollHeight);
		}),
	);
});

test('[UI1] only the rows in view and a few more are drawn', () => {
	const scale = new RowScale(1_904_663, 36, 720);
	expect(rowsInView(36 * 1_000_000, scale, 8)).toEqual({ from: 999_992, to: 1_000_028 });
	expect(rowsInView(0, scale, 8)).toEqual({ from: 0, to: 28 });
	expect(rowsInView(scale.end, scale, 8)).toEqual({ from: 1_904_635, to: 1_904_663 });
});
