import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowMap, type Stretch } from './row-map.ts';

/** What a server would answer: `buckets` equal stretches over the given instants. */
function histogram(instants: readonly number[], fromUs: number, toUs: number, buckets: number): Stretch[] {
	const width = Math.max(1, Math.ceil((toUs - fromUs) / buckets));
	const found: Stretch[] = [];
	for (let at = fromUs; at < toUs; at += width) {
		const end = Math.min(toUs, at + width);
		found.push({ fromUs: at, toUs: end, count: instants.filter((us) => us >= at && us < end).length });
	}
	return found;
}

test('[EP1] every row is found at its own moment, after any number of narrower questions', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 300 }),
			fc.array(fc.nat(), { maxLength: 20 }),
			(times, probes) => {
				const instants = times.toSorted((a, b) => a - b);
				const map = new RowMap(histogram(instants, 0, 5001, 7));
				expect(map.total).toBe(instants.length);
				for (const probe of probes) {
					const index = probe % instants.length;
					for (;;) {
						const stretch = map.find(index);
						if (!stretch) throw new Error('a row of the list was not found');
						const us = instants[index] ?? Number.NaN;
						expect(us >= stretch.fromUs && us < stretch.toUs).toBe(true);
						expect(instants.filter((at) => at < stretch.fromUs).length).toBe(stretch.first);
						const { fromUs, toUs } = stretch;
						if (!map.split(stretch, histogram(instants, fromUs, toUs, 7))) break;
					}
				}
			},
		),
		{ numRuns: 100 },
	);
});

test('[EP1] counts that don’t add up leave a stretch whole', () => {
	const map = new RowMap([{ fromUs: 0, toUs: 100, count: 10 }]);
	const whole = map.find(3);
	if (!whole) throw new Error('not found');
	expect(map.split(whole, [{ fromUs: 0, toUs: 50, count: 4 }])).toBe(false);
	expect(map.find(9)).toEqual({ fromUs: 0, toUs: 100, count: 10, first: 0 });
	expect(map.find(10)).toBeUndefined();
});

test('[EP1] how many rows lie before a moment', () => {
	const map = new RowMap([
		{ fromUs: 0, toUs: 10, count: 3 },
		{ fromUs: 10, toUs: 20, count: 0 },
		{ fromUs: 20, toUs: 30, count: 2 },
	]);
	expect([-5, 0, 10, 15, 20, 30, 99].map((us) => map.before(us))).toEqual([0, 0, 3, 3, 3, 5, 5]);
});
