import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { hour, instantsAt, minute, parseInstant, wallAt } from './instant.ts';

const zones = ['UTC', 'Europe/Lisbon', 'America/Los_Angeles', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
const year = parseInstant('2026-01-01T00:00:00Z') ?? NaN;

test('[TI12] clocks read by arithmetic are the clocks of the zone, the nights they change included', () => {
	fc.assert(
		fc.property(fc.constantFrom(...zones), fc.nat(2 * 365 * 24 * 60), (zone, minutes) => {
			const at = year + minutes * minute;
			const zoned = Temporal.Instant.fromEpochMilliseconds(at / 1000).toZonedDateTimeISO(zone);
			const { offset, ...wall } = wallAt(at, zone);
			expect([wall.day, wall.hour, wall.minute, offset]).toEqual([
				zoned.day,
				zoned.hour,
				zoned.minute,
				zoned.offset,
			]);
			expect(instantsAt(wall, zone)).toContain(at);
		}),
		{ numRuns: 3000, seed: 9 },
	);
});

test('[TI12] an hour that came twice has two instants, one that was left out none', () => {
	const wall = { year: 2026, month: 10, day: 25, hour: 1, minute: 30 };
	const first = parseInstant('2026-10-25T00:30:00Z') ?? NaN;
	expect(instantsAt(wall, 'Europe/Lisbon')).toEqual([first, first + hour]);
	expect(instantsAt({ year: 2026, month: 3, day: 29, hour: 1, minute: 30 }, 'Europe/Lisbon')).toEqual([]);
	expect(instantsAt({ year: 2026, month: 2, day: 31 }, 'UTC')).toEqual([]);
});
