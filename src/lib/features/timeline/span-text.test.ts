import { expect, test } from 'vitest';
import { day, hour, minute, second } from '#lib/model/instant.ts';
import { parseSpan } from './span-text.ts';

test('[LI4] a length of time is read as people type it, and what is none is refused', () => {
	const read: Readonly<Record<string, number | undefined>> = {
		'10 min': 10 * minute,
		'10': 10 * minute,
		'1 h 5 min': hour + 5 * minute,
		'1h5m': hour + 5 * minute,
		'90 s': 90 * second,
		'1:30': hour + 30 * minute,
		'0:00:07': 7 * second,
		'1.5 hours': 1.5 * hour,
		'2 days and 3 hours': 2 * day + 3 * hour,
		'': undefined,
		'0 min': undefined,
		'a while': undefined,
		'10 min or so': undefined,
	};
	expect(Object.fromEntries(Object.keys(read).map((typed) => [typed, parseSpan(typed)]))).toEqual(read);
});
