import { expect, test } from 'vitest';
import { minute } from '#lib/model/instant.ts';
import { exactly, makeWhen, readWhen, type When } from '#lib/model/time.ts';
import { edged, widened } from './doubt.ts';

const at = 100 * minute;
const about = (before: number, after = before): When => ({
	form: 'about',
	earliest: at - before * minute,
	latest: at + after * minute,
	best: at,
	written: 'about then',
	zone: 'UTC',
});
const reach = (when: When | undefined) =>
	when && [when.form, ((when.earliest ?? 0) - at) / minute, ((when.latest ?? 0) - at) / minute];

test('[LI2] a step makes an exact time doubtful, a doubtful one wider, and back to exact', () => {
	expect(reach(widened(exactly(at), 'wider'))).toEqual(['about', -5, 5]);
	expect(reach(widened(about(5), 'wider'))).toEqual(['about', -7, 7]);
	expect(reach(widened(about(2, 10), 'narrower'))).toEqual(['about', -1, 7]);
	let when: When | undefined = about(5);
	for (let step = 0; step < 20 && when?.form === 'about'; step++) when = widened(when, 'narrower');
	expect(reach(when)).toEqual(['exact', 0, 0]);
	expect(widened(exactly(at), 'narrower')).toBe(undefined);
	expect(widened({ form: 'before', latest: at, written: '', zone: 'UTC' }, 'wider')).toBe(undefined);
});

test('[LI3] an edge that is dragged moves alone and never past what it bounds', () => {
	expect(reach(edged(about(5), 'earliest', at - 8 * minute))).toEqual(['about', -8, 5]);
	expect(reach(edged(about(5), 'latest', at - 8 * minute))).toEqual(['about', -5, 0]);
	const between = makeWhen({ form: 'between', earliest: at - minute, latest: at + 3 * minute });
	expect(between && reach(edged(between, 'earliest', at + 9 * minute))).toEqual(['between', 3, 3]);
});

test('[LI3] an open side that is given an edge is between, and each is a time that can be read', () => {
	const before: When = { form: 'before', latest: at, written: 'before the page', zone: 'UTC' };
	const made = edged(before, 'earliest', at - 4 * minute);
	expect([reach(made), made.written]).toEqual([['between', -4, 0], '']);
	expect(readWhen(made)).toEqual(made);
	expect(edged(before, 'latest', at + minute)).toEqual(before);
});
