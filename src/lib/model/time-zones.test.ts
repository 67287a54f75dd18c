/** Times around the nights when clocks change, and the order of what happened then. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from './ids.ts';
import {
	formatInstant,
	hour,
	instantsAt,
	minute,
	parseInstant,
	second,
	wallAt,
	type Micros,
} from './instant.ts';
import { Temporal } from './temporal.ts';
import { anchorOf, compareWhen, exactly, makeWhen, type Form, type When } from './time.ts';
import { parseWhen, printInstant, printWhen, type Clock } from './time-text.ts';
import { compareEvents, type TimelineEvent } from './timeline.ts';

const at = (text: string): Micros => parseInstant(text) ?? NaN;
const read = (text: string, clock: Clock) => {
	const found = parseWhen(text, clock);
	if (!found.ok) throw new Error(`${text}: ${found.why}`);
	return found;
};

/** Whole hours, half hours and quarters from UTC; clocks that change by an hour, by half of one, and by a day. */
const zones = [
	'Europe/London',
	'America/New_York',
	'America/St_Johns',
	'America/Santiago',
	'Africa/Casablanca',
	'Asia/Kolkata',
	'Asia/Kathmandu',
	'Asia/Beirut',
	'Australia/Adelaide',
	'Australia/Lord_Howe',
	'Pacific/Chatham',
	'Pacific/Apia',
];

/** The instants at which the clocks of a zone change, from 2010 on. */
function changesOf(zone: string): readonly Micros[] {
	const found: Micros[] = [];
	let from = Temporal.Instant.from('2010-01-01T00:00:00Z').toZonedDateTimeISO(zone);
	while (found.length < 40) {
		const next = from.getTimeZoneTransition('next');
		if (!next || next.year > 2027) return found;
		found.push(next.epochMilliseconds * 1000);
		from = next;
	}
	return found;
}
const changes = zones.flatMap((zone) => changesOf(zone).map((instant) => ({ zone, instant })));

const near = fc.oneof(
	fc.integer({ min: -36, max: 36 }).map((five) => five * 5 * minute),
	fc.integer({ min: -3 * 3600, max: 3 * 3600 }).map((seconds) => seconds * second),
	fc.integer({ min: -3 * hour, max: 3 * hour }),
);
/** A time of any form within three hours of a change of clocks, by the clock of any zone, that one foremost. */
const nightly = fc
	.tuple(
		fc.constantFrom(...changes),
		fc.constantFrom<Form>('exact', 'about', 'before', 'after', 'between'),
		fc.array(near, { minLength: 3, maxLength: 3 }),
		fc.option(fc.constantFrom(...zones)),
		fc.option(fc.tuple(fc.nat(5 * 60), fc.nat(90))),
	)
	.map(([{ zone, instant }, form, away, elsewhere, lasted]) => {
		const [earliest = 0, best = 0, latest = 0] = away.toSorted((a, b) => a - b).map((by) => instant + by);
		const end = lasted && {
			form: 'between' as const,
			earliest: latest + lasted[0] * minute,
			latest: latest + (lasted[0] + lasted[1]) * minute,
		};
		const when = makeWhen({ form, earliest, latest, best, zone: elsewhere ?? zone, ...(end && { end }) });
		if (!when) throw new Error('the generator made no time');
		return { when, clock: { zone: elsewhere ?? zone, near: instant } satisfies Clock };
	});

describe('where clocks change', () => {
	test('[TI6] what is printed in full parses back to the same time, around every change of clocks', () => {
		fc.assert(
			fc.property(nightly, ({ when, clock }) => {
				expect({ ...read(printWhen(when, clock, 'full'), clock).when, written: '' }).toEqual(when);
			}),
			{ numRuns: 1_500 },
		);
	});
	test('[TI6] what was typed, printed and parsed again is what was typed, in every zone', () => {
		const typed = fc.tuple(
			fc.constantFrom('', 'about ', 'before ', 'after '),
			fc.integer({ min: 0, max: 23 }),
			fc.integer({ min: 0, max: 59 }),
		);
		fc.assert(
			fc.property(fc.constantFrom(...changes), typed, ({ zone, instant }, [lead, hours, minutes]) => {
				const clock = { zone, near: instant };
				const two = (value: number) => String(value).padStart(2, '0');
				const found = parseWhen(`${lead}${two(hours)}:${two(minutes)}`, clock);
				// Skipped that night, and so refused: the other property has those.
				if (!found.ok) return expect(found.why).toContain('did not exist');
				for (const when of [found.when, ...(found.other ? [found.other] : [])]) {
					const again = read(printWhen(when, clock, 'full'), clock);
					expect({ ...again.when, written: '' }).toEqual({ ...when, written: '' });
				}
			}),
			{ numRuns: 500 },
		);
	});
	test('[TI5] an instant prints as its clock showed it, and unlike any other of that night', () => {
		const recent = changes.filter(({ instant }) => instant > at('2025-06-01T00:00:00Z'));
		for (const { zone, instant } of recent)
			for (let away = -2 * hour; away <= 2 * hour; away += 15 * minute) {
				const one = instant + away;
				const text = printInstant(one, { zone, near: instant }, 'full');
				expect(read(text, { zone, near: instant }).when.earliest).toBe(one);
				const { hour: hours, minute: minutes } = wallAt(one, zone);
				expect(text).toContain(`${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`);
			}
	});
	test('[TI5] a wall time names one instant, two in what comes twice, none in what was skipped; each shows it', () => {
		for (const { zone, instant } of changes) {
			const counts = new Set<number>();
			const [before, after] = [wallAt(instant - minute, zone), wallAt(instant, zone)];
			const plain = ({ year, month, day, hour: hours, minute: minutes }: typeof before) =>
				Temporal.PlainDateTime.from({ year, month, day, hour: hours, minute: minutes });
			// How far the hands jumped; back when negative.
			const jump = plain(before).until(plain(after)).total('minutes') - 1;
			for (let minutes = 0; minutes < Math.abs(jump); minutes += 10) {
				const {
					year,
					month,
					day,
					hour: hours,
					minute: m,
				} = plain(jump < 0 ? after : before).add({
					minutes: minutes + (jump < 0 ? 0 : 1),
				});
				const wall = { year, month, day, hour: hours, minute: m };
				const found = instantsAt(wall, zone);
				counts.add(found.length);
				for (const one of found) expect(wallAt(one, zone)).toMatchObject(wall);
				if (found.length === 2) expect((found[1] ?? 0) - (found[0] ?? 0)).toBe(-jump * minute);
			}
			if (jump !== 0) expect({ zone, counts }).toEqual({ zone, counts: new Set([jump < 0 ? 2 : 0]) });
		}
	});
	test.each([
		// Zone, the date the clocks go back, a time that came twice, and both instants.
		['Europe/London', '2026-10-25', '01:30', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
		['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
		['America/St_Johns', '2026-11-01', '01:30', '2026-11-01T04:00:00Z', '2026-11-01T05:00:00Z'],
		['Australia/Adelaide', '2026-04-05', '02:30', '2026-04-04T16:00:00Z', '2026-04-04T17:00:00Z'],
		// By half an hour only: 01:30 to 02:00 comes twice, 01:00 to 01:30 does not.
		['Australia/Lord_Howe', '2026-04-05', '01:30', '2026-04-04T14:30:00Z', '2026-04-04T15:00:00Z'],
		['Pacific/Chatham', '2026-04-05', '03:15', '2026-04-04T13:30:00Z', '2026-04-04T14:30:00Z'],
	])('[TI5] in %s on %s, %s came twice, and both are offered, apart in print and in order', (...row) => {
		const [zone, date, time, first, second_] = row;
		const clock = { zone, near: at(first) };
		const { when, other } = read(`${date} ${time}:00`, clock);
		expect([when, other].map((each) => formatInstant(each?.earliest ?? 0))).toEqual([first, second_]);
		const [one, two] = [printWhen(when, clock), printWhen(other ?? when, clock)];
		expect(one).not.toBe(two);
		expect([one, two].map((text) => text.slice(0, 5))).toEqual([time, time]);
		expect([one, two].map((text) => read(text, clock).when.earliest)).toEqual([at(first), at(second_)]);
		// Told with its offset there is nothing to ask.
		expect(read(one, clock).other).toBe(undefined);
		expect(Math.sign(compareWhen(when, other ?? when))).toBe(-1);
	});
	test('[TI5] on Lord Howe only half an hour comes twice, and only half an hour is skipped', () => {
		const zone = 'Australia/Lord_Howe';
		const night = (near: string) => ({ zone, near: at(near) });
		expect(read('2026-04-05 01:29:00', night('2026-04-04T15:00:00Z')).other).toBe(undefined);
		expect(read('2026-04-05 02:00:00', night('2026-04-04T15:00:00Z')).other).toBe(undefined);
		expect(parseWhen('2026-10-04 02:15', night('2026-10-03T15:30:00Z'))).toMatchObject({ ok: false });
		expect(formatInstant(read('2026-10-04 02:30:00', night('2026-10-03T15:30:00Z')).when.earliest ?? 0)).toBe(
			'2026-10-03T15:30:00Z',
		);
	});
	test('[TI5] what lasts through the night clocks go back lasts an hour longer than its digits say', () => {
		const clock = { zone: 'Europe/London', near: at('2026-10-25T01:00:00Z') };
		const { when } = read('00:30:00 to 02:30:00', clock);
		expect((when.end?.earliest ?? 0) - (when.earliest ?? 0)).toBe(3 * hour);
	});
	test('[TI5] a day that was skipped whole is refused: 30 December 2011 in Apia', () => {
		const clock = { zone: 'Pacific/Apia', near: at('2011-12-30T10:00:00Z') };
		expect(parseWhen('30 December 2011 12:00', clock)).toMatchObject({
			ok: false,
			why: expect.stringContaining('did not exist'),
		});
	});
});

describe('the order of that night', () => {
	test('[TI8] any list of times sorts alike however it was shuffled, and by where they are drawn', () => {
		fc.assert(
			fc.property(fc.array(nightly, { maxLength: 12 }), fc.infiniteStream(fc.nat(1_000)), (list, dice) => {
				const whens = list.map(({ when }) => when);
				const shuffled = whens
					.map((when) => ({ when, by: dice.next().value ?? 0 }))
					.toSorted((a, b) => a.by - b.by)
					.map(({ when }) => when);
				const sorted = shuffled.toSorted(compareWhen);
				expect(sorted).toEqual(whens.toSorted(compareWhen));
				const anchors = sorted.map((when) => anchorOf(when) ?? Infinity);
				expect(anchors).toEqual(anchors.toSorted((a, b) => a - b));
			}),
		);
	});
	test('[TI8] the order of events is total, those of one moment and those without a time included', () => {
		const times = [exactly(1), exactly(2), makeWhen({ form: 'about', best: 2 })];
		const orders = [makeWhen({ form: 'order' }), makeWhen({ form: 'order', earliest: 2 })];
		const ids = [newId('event'), newId('event'), newId('event')] as const;
		const event = fc.record({
			id: fc.constantFrom(...ids),
			when: fc.constantFrom(...([...times, ...orders] as When[])),
			rank: fc.constantFrom('', 'a', 'b'),
		}) as fc.Arbitrary<unknown> as fc.Arbitrary<TimelineEvent>;
		fc.assert(
			fc.property(event, event, event, (a, b, c) => {
				expect(Math.sign(compareEvents(a, b)) + Math.sign(compareEvents(b, a))).toBe(0);
				if (compareEvents(a, b) === 0) expect(a).toEqual(b);
				if (compareEvents(a, b) <= 0 && compareEvents(b, c) <= 0)
					expect(compareEvents(a, c)).toBeLessThanOrEqual(0);
			}),
			{ numRuns: 3_000 },
		);
	});
});
