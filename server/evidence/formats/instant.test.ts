import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatUs, isZone, readDuration, readEpoch, readIso, ZoneClock } from './instant.ts';

const utc = new ZoneClock('UTC');
const at = (text: string, clock = utc) => {
	const read = readIso(text, clock);
	return read && formatUs(read.atUs);
};

test('[EV40] ISO stamps in their spellings, fractions cut and never rounded', () => {
	expect(at('2026-03-11T02:14:07Z')).toBe('2026-03-11T02:14:07Z');
	expect(at('2026-03-11 02:14:07,897')).toBe('2026-03-11T02:14:07.897Z');
	expect(at('2026-03-11T02:14:07.999999999+09:00')).toBe('2026-03-10T17:14:07.999999Z');
	expect(at('2026-03-11T02:14-0700')).toBe('2026-03-11T09:14:00Z');
	expect(at('2026-03-11')).toBe('2026-03-11T00:00:00Z');
	expect(at('2024-02-29T00:00:00Z')).toBe('2024-02-29T00:00:00Z');
	for (const wrong of [
		'2023-02-29T00:00:00Z',
		'2026-13-01',
		'2026-03-11T25:00:00Z',
		'203-10-11T22:14:15Z',
		'today',
		'',
	])
		expect(at(wrong)).toBeUndefined();
});

test('[EV41] epoch numbers tell their unit by length, to the microsecond, and never pass through a float', () => {
	expect(readEpoch('1534860261')).toMatchObject({ unit: 'seconds', precision: 'second' });
	expect(readEpoch('1534860261.221373')?.atUs).toBe(1534860261221373);
	expect(readEpoch('1534860261221')).toMatchObject({ unit: 'milliseconds', atUs: 1534860261221000 });
	expect(readEpoch('1534860261221373')).toMatchObject({ unit: 'microseconds', atUs: 1534860261221373 });
	// As a number this one ends in …424.
	expect(readEpoch('1534860261221373999')).toMatchObject({ unit: 'nanoseconds', atUs: 1534860261221373 });
	expect(formatUs(readEpoch('144139100.000008')?.atUs ?? 0)).toBe('1974-07-27T06:38:20.000008Z');
	expect(readEpoch('12345')).toBeUndefined();
});

test('[EV42] wall clocks of a zone: twice is the earlier, never is after the gap', () => {
	const london = new ZoneClock('Europe/London');
	expect(at('2026-07-01 12:00', london)).toBe('2026-07-01T11:00:00Z');
	expect(at('2026-10-25 01:30', london)).toBe('2026-10-25T00:30:00Z');
	expect(at('2026-03-29 01:30', london)).toBe('2026-03-29T01:30:00Z');
	expect(at('2026-03-11 01:30', new ZoneClock('+05:45'))).toBe('2026-03-10T19:45:00Z');
});

test('[EV43] an instant written and read again is the same, for any microsecond from 1678 to 2254', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: -9_214_000_000_000_000 + 10 ** 12 * 100, max: 8_987_000_000_000_000 }),
			(us) => {
				expect(readIso(formatUs(us), utc)?.atUs).toBe(us);
			},
		),
	);
});

test('[EV44] zones and durations that are none are told', () => {
	expect(['UTC', 'Europe/London', 'America/Argentina/Buenos_Aires', '+02:00', 'Z'].every(isZone)).toBe(true);
	expect(['Mars/Olympus', '', 'Londn', '+99:00', '__proto__', '../etc'].some(isZone)).toBe(false);
	expect(['-90s', '1m30s', '250ms', '90', 'PT1M', '1.5s', '-2h'].map(readDuration)).toEqual([
		-90_000_000, 90_000_000, 250_000, 90_000_000, 60_000_000, 1_500_000, -7_200_000_000,
	]);
	expect(['soon', '', '1 fortnight', 'PT'].map(readDuration)).toEqual([
		undefined,
		undefined,
		undefined,
		undefined,
	]);
});
