import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant, parseInstant, isMicros, hour, minute, second } from './instant.ts';
import {
	compareWhen,
	exactly,
	forms,
	makeWhen,
	readWhen,
	shiftWhen,
	toggleAbout,
	type Form,
	type When,
} from './time.ts';
import { parseWhen, printWhen, type Clock } from './time-text.ts';

const at = (text: string): number => parseInstant(text) ?? NaN;
const night: Clock = { zone: 'UTC', near: at('2026-03-11T03:00:00Z') };
const parsed = (text: string, clock = night) => {
	const found = parseWhen(text, clock);
	if (!found.ok) throw new Error(found.why);
	return found;
};

const zones = [
	'UTC',
	'Europe/London',
	'America/Los_Angeles',
	'Asia/Kolkata',
	'Australia/Lord_Howe',
	'Asia/Tokyo',
];
const micros = fc
	.integer({ min: at('1971-01-01T00:00:00Z') / second, max: at('2199-12-30T00:00:00Z') / second })
	.chain((seconds) =>
		fc.oneof(
			fc.constant(seconds * second),
			fc.constant(Math.floor(seconds / 60) * minute),
			fc.integer({ min: 0, max: 999_999 }).map((micro) => seconds * second + micro),
		),
	);
const width = fc.oneof(
	fc.integer({ min: 0, max: 3 * 60 }).map((minutes) => minutes * minute),
	fc.integer({ min: 0, max: 40 * hour }),
	fc.constant(minute - 1),
);
const bounds = fc.tuple(
	fc.constantFrom<Form>('exact', 'about', 'before', 'after', 'between'),
	micros,
	width,
	width,
);
const whens: fc.Arbitrary<When> = fc
	.tuple(bounds, fc.option(bounds), fc.boolean(), fc.constantFrom(...zones))
	.map(([[form, from, a, b], end, open, zone]) => {
		const start = settle(form, from, a, b);
		const last = open
			? { form: 'unknown' as const }
			: end && settle(end[0] === 'before' ? 'exact' : end[0], from + a + b + end[2], end[2], end[3]);
		const when = makeWhen({ ...start, zone, ...(last ? { end: last as never } : {}) });
		if (!when) throw new Error(`the generator made no time: ${JSON.stringify({ start, last })}`);
		return when;
	});
function settle(form: Form, from: number, a: number, b: number) {
	if (form === 'before') return { form, latest: from };
	if (form === 'after') return { form, earliest: from };
	if (form === 'about') return { form, earliest: from, best: from + a, latest: from + a + b };
	return { form, earliest: from, latest: from + a };
}

describe('instants', () => {
	test('[TI1] RFC 3339 in and out keeps every microsecond', () => {
		fc.assert(
			fc.property(micros, (value) => {
				expect(parseInstant(formatInstant(value))).toBe(value);
			}),
		);
		expect(formatInstant(at('2026-03-11T02:14:07.12+02:00'))).toBe('2026-03-11T00:14:07.12Z');
		expect(formatInstant(at('2026-03-11T02:14:07.1234567Z'))).toBe('2026-03-11T02:14:07.123456Z');
	});
	test('[TI2] a text that names no instant is refused', () => {
		const wrong = [
			'',
			'2026-02-31T00:00:00Z',
			'2026-03-11T24:00:00Z',
			'2026-03-11T02:14:07',
			'now',
			'9999-12-31T00:00:00Z',
		];
		expect(wrong.map(parseInstant)).toEqual(wrong.map(() => undefined));
		expect([NaN, 1.5, Infinity, '1', -62_135_596_800 * second - 1].map(isMicros)).not.toContain(true);
	});
});

describe('typed times', () => {
	test.each([
		['02:14', 'exact', '2026-03-11T02:14:00Z', '2026-03-11T02:14:59.999999Z'],
		['2.14 am', 'exact', '2026-03-11T02:14:00Z', '2026-03-11T02:14:59.999999Z'],
		['02:14:07', 'exact', '2026-03-11T02:14:07Z', '2026-03-11T02:14:07Z'],
		['02:14:07.25Z', 'exact', '2026-03-11T02:14:07.25Z', '2026-03-11T02:14:07.25Z'],
		['03:14+01:00', 'exact', '2026-03-11T02:14:00Z', '2026-03-11T02:14:59.999999Z'],
		['about 2:41', 'about', '2026-03-11T02:39:00Z', '2026-03-11T02:43:00Z'],
		['about 2:40', 'about', '2026-03-11T02:35:00Z', '2026-03-11T02:45:00Z'],
		['~02:41', 'about', '2026-03-11T02:39:00Z', '2026-03-11T02:43:00Z'],
		['between 02:39 and 02:43', 'between', '2026-03-11T02:39:00Z', '2026-03-11T02:43:00Z'],
		['before 02:14', 'before', undefined, '2026-03-11T02:14:00Z'],
		['after 02:14', 'after', '2026-03-11T02:14:00Z', undefined],
		['2026-03-10 23:50', 'exact', '2026-03-10T23:50:00Z', '2026-03-10T23:50:59.999999Z'],
		['18 November, 10:02:00', 'exact', '2025-11-18T10:02:00Z', '2025-11-18T10:02:00Z'],
		['Nov 18 2025 10:02:00', 'exact', '2025-11-18T10:02:00Z', '2025-11-18T10:02:00Z'],
		['Wed 11 Mar 2026, 2:14 pm', 'exact', '2026-03-11T14:14:00Z', '2026-03-11T14:14:59.999999Z'],
		['20 February', 'about', '2026-02-20T00:00:00Z', '2026-02-20T23:59:59.999999Z'],
		['order only', 'order', undefined, undefined],
	])('[TI3] “%s” is %s', (text, form, earliest, latest) => {
		const { when } = parsed(text);
		expect({
			form: when.form,
			earliest: when.earliest === undefined ? undefined : formatInstant(when.earliest),
			latest: when.latest === undefined ? undefined : formatInstant(when.latest),
			written: when.written,
		}).toEqual({ form, earliest, latest, written: text });
	});
	test('[TI3] a stretch has an end, which may be unknown', () => {
		expect(parsed('02:14 to 02:40').when.end).toEqual({
			form: 'exact',
			earliest: at('2026-03-11T02:40:00Z'),
			latest: at('2026-03-11T02:40:59.999999Z'),
		});
		expect(parsed('23:50 – about 00:10').when.end?.best).toBe(at('2026-03-11T00:10:00Z'));
		expect(parsed('02:14 until ?').when.end).toEqual({ form: 'unknown' });
	});
	test.each([
		'',
		'soon',
		'25:00',
		'2',
		'31 February',
		'between 02:43',
		'02:40 to 02:14 to 03:00',
		'2026-03-11 02:40 to 2026-03-11 02:14',
	])('[TI4] “%s” is refused with a sentence', (text) => {
		const found = parseWhen(text, night);
		expect(found.ok).toBe(false);
		if (!found.ok) expect(found.why).toMatch(/^[A-Z“].*\.$/);
	});
	test('[TI5] in the night when clocks go back, both readings are offered; the hour that was skipped is refused', () => {
		const back: Clock = { zone: 'Europe/London', near: at('2026-10-25T01:00:00Z') };
		const { when, other } = parsed('01:30:00', back);
		expect([when, other].map((each) => formatInstant(each?.earliest ?? 0))).toEqual([
			'2026-10-25T00:30:00Z',
			'2026-10-25T01:30:00Z',
		]);
		expect(printWhen(when, back)).toBe('01:30+01:00');
		expect(printWhen(other ?? when, back)).toBe('01:30+00:00');
		const forward = parseWhen('29 March 2026 01:30', {
			zone: 'Europe/London',
			near: at('2026-03-29T01:00:00Z'),
		});
		expect(forward).toMatchObject({ ok: false, why: expect.stringContaining('did not exist') });
	});
	test('[TI6] what is printed in full parses back to the same time, in any zone', () => {
		fc.assert(
			fc.property(whens, micros, fc.boolean(), (when, elsewhere, close) => {
				const clock = {
					zone: when.zone,
					near: close ? (when.best ?? when.earliest ?? when.latest ?? 0) : elsewhere,
				};
				const text = printWhen(when, clock, 'full');
				const back = parseWhen(text, clock);
				if (!back.ok) throw new Error(`${text}: ${back.why}`);
				expect({ ...back.when, written: '' }).toEqual(when);
			}),
			{ numRuns: 500 },
		);
	});
	test('[TI7] short and plain words never carry a false second', () => {
		const when = makeWhen({ form: 'about', best: at('2026-03-11T02:41:00Z') }) ?? exactly(0);
		expect([printWhen(when, night), printWhen(when, night, 'short')]).toEqual(['about 02:41', '~02:41']);
		const far = exactly(at('2025-11-18T10:02:00Z'));
		expect(printWhen(far, night)).toBe('18 Nov 2025, 10:02');
	});
});

describe('the order of times', () => {
	test('[TI8] comparing is total: reflexive, antisymmetric, transitive, and 0 for equal values only', () => {
		fc.assert(
			fc.property(whens, whens, whens, (a, b, c) => {
				expect(compareWhen(a, a)).toBe(0);
				expect(Math.sign(compareWhen(a, b)) + Math.sign(compareWhen(b, a))).toBe(0);
				if (compareWhen(a, b) === 0) expect(a).toEqual(b);
				const [x, y, z] = [a, b, c].toSorted(compareWhen) as [When, When, When];
				expect(compareWhen(x, z)).toBeLessThanOrEqual(0);
				expect(compareWhen(x, y)).toBeLessThanOrEqual(0);
			}),
		);
	});
});

describe('a time as a value', () => {
	test('[TI9] what lies settled is taken as it lies, and anything else is made anew or refused', () => {
		const part = fc.option(fc.constantFrom(-5, 0, 3, 7, 7, 9, NaN, '7', 2 ** 60), { nil: undefined });
		const form = fc.constantFrom(...forms, ...forms, 'unknown', 'lunch');
		const parts = { form, earliest: part, latest: part, best: part };
		const raw = fc.record(
			{
				...parts,
				written: fc.constantFrom('', 'about noon', 'x'.repeat(300)),
				zone: fc.constantFrom('UTC', 'UTC', 'UTC', 'y'.repeat(99)),
				end: fc.option(fc.record({ ...parts, more: fc.constant(1) }, { requiredKeys: ['form'] }), {
					nil: undefined,
				}),
				more: fc.constant('not ours'),
			},
			{ requiredKeys: ['form', 'written', 'zone'] },
		);
		fc.assert(
			fc.property(raw, (value) => {
				const lies = Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
				const read = readWhen(lies);
				if (read === undefined) return;
				// Made anew from its parts it is the same, with nothing beside them.
				expect(makeWhen(read)).toEqual(read);
				expect(Object.keys(read)).not.toContain('more');
			}),
			{ numRuns: 2000, seed: 5 },
		);
		fc.assert(
			fc.property(whens, (when) => {
				expect(readWhen(when)).toBe(when);
			}),
		);
	});

	test('[TI9] reading never throws and returns only what could have been made', () => {
		fc.assert(
			fc.property(fc.anything(), (junk) => {
				expect(() => readWhen(junk)).not.toThrow();
			}),
		);
		fc.assert(
			fc.property(whens, (when) => {
				expect(readWhen(JSON.parse(JSON.stringify(when)))).toEqual(when);
			}),
		);
		const nonsense = [
			{ form: 'exact', written: '', zone: 'UTC' },
			{ form: 'between', earliest: 2, latest: 1, written: '', zone: 'UTC' },
			{ form: 'exact', earliest: 1.5, written: '', zone: 'UTC' },
			{
				form: 'exact',
				earliest: 5,
				written: '',
				zone: 'UTC',
				end: { form: 'exact', earliest: 1, latest: 1 },
			},
			[],
			null,
		];
		expect(nonsense.map(readWhen)).toEqual(nonsense.map(() => undefined));
	});
	test('[TI10] moving shifts every bound, and making it doubtful and back keeps where it is', () => {
		fc.assert(
			fc.property(whens, fc.integer({ min: -hour, max: hour }), (when, by) => {
				const back = shiftWhen(shiftWhen(when, by), -by);
				expect(back).toEqual({ ...when, written: '' });
			}),
		);
		const when = exactly(at('2026-03-11T02:41:00Z'), '02:41');
		expect(toggleAbout(toggleAbout(when))).toEqual({ ...when, written: '' });
	});
});
