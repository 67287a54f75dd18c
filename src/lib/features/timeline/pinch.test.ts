import { expect, test } from 'vitest';
import { hour } from '#lib/model/instant.ts';
import { pinched } from './pinch.ts';
import { TimeScale } from './scale.ts';

test('[LY13] what lay between two fingers lies between them still, as much wider as they went apart', () => {
	const window = { from: 0, to: 10 * hour };
	const at = new TimeScale(window, 1000).at(400);
	const next = pinched({ window, apart: 100, at }, { width: 1000, middle: 500, apart: 200 });
	expect(next.to - next.from).toBe(5 * hour);
	expect(Math.round(new TimeScale(next, 1000).x(at))).toBe(500);
});
