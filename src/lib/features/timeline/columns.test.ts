import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '#lib/model/ids.ts';
import { minute, parseInstant } from '#lib/model/instant.ts';
import { exactly } from '#lib/model/time.ts';
import type { EventKind, TimelineEvent } from '#lib/model/timeline.ts';
import { Columns } from './columns.ts';
import { TimeScale } from './scale.ts';

const zero = parseInstant('2026-03-11T02:00:00Z') ?? NaN;
const event = (kind: EventKind, at: number) =>
	({ id: newId('event'), kind, when: exactly(zero + at) }) as TimelineEvent;

test('[LY25] the overview has a mark for each kind where there is any, to the pixel, and none elsewhere', () => {
	const events = fc.array(fc.tuple(fc.constantFrom<EventKind>('action', 'care'), fc.nat(600)), {
		maxLength: 80,
	});
	fc.assert(
		fc.property(events, fc.nat(300), fc.integer({ min: 1, max: 900 }), (given, from, wide) => {
			const all = given.toSorted((a, b) => a[1] - b[1]).map(([kind, at]) => event(kind, at * minute));
			const columns = new Columns(all);
			const scale = new TimeScale({ from: zero + from * minute, to: zero + (from + wide) * minute }, 500);
			for (const kind of ['action', 'care'] as const) {
				const found = columns.pixels(scale).get(kind) ?? [];
				const exact = all
					.filter((one) => one.kind === kind)
					.map(({ when }) => scale.x(when.earliest ?? 0))
					.filter((x) => x >= 1 && x <= 499);
				// A column begins at most a pixel before what is in it.
				for (const x of exact) expect(found.some((at) => x - at >= -0.5 && x - at <= 1.5)).toBe(true);
				for (const at of found.filter((x) => x > 1 && x < 499))
					expect(exact.some((x) => x - at >= -0.5 && x - at <= 1.5)).toBe(true);
				expect(found).toEqual([...new Set(found)].toSorted((a, b) => a - b));
			}
		}),
		{ numRuns: 300, seed: 25 },
	);
});
