import { expect, test } from 'vitest';
import { day, hour } from './instant.ts';
import { densestStretch } from './stretch.ts';

test('[TL13] what is shown at first is the densest stretch, not the months before it', () => {
	const night = [0, hour, 3 * hour, 9 * hour].map((at) => at + 200 * day);
	expect(densestStretch([0, ...night, 40 * day, 260 * day])).toEqual({
		from: 200 * day,
		to: 200 * day + 9 * hour,
	});
	expect(densestStretch([5 * day, 0])).toEqual({ from: 0, to: 0 });
	expect(densestStretch([])).toBeUndefined();
});
