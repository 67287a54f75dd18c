import { expect, test } from 'vitest';
import { apart, clock, day, exactClock } from './clock.ts';

test('[EP3] a time is shown in the zone asked for, and never more exactly than it is known', () => {
	const us = 1_773_196_392_004_100;
	expect(clock(us, 'UTC')).toBe('02:33:12');
	expect(clock(us, 'America/Los_Angeles')).toBe('19:33:12');
	expect(day(us, 'America/Los_Angeles')).toBe('10 March 2026');
	expect(clock(us, 'UTC', 'minute')).toBe('02:33');
	expect(clock(us, 'UTC', 'day')).toBe('');
	expect(exactClock(us, 'UTC')).toBe('02:33:12.0041');
	expect(clock(1_773_187_200_000_000, 'UTC')).toBe('00:00:00');
});

test('[EP3] how far two moments are apart', () => {
	expect([77e6, -28e6, 7_500e6, 400, 90_000e6].map(apart)).toEqual([
		'1 min 17 s',
		'28 s',
		'2 h 5 min',
		'less than a second',
		'1 d 1 h',
	]);
});
