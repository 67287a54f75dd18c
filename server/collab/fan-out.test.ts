import type { Document } from '@hocuspocus/server';
import { expect, test } from 'vitest';
import { connectionsAtOnce, FanOut, mergeMs } from './fan-out.ts';

/** A process neither busy enough to merge more nor idle enough to merge less. */
const atEase = () => 0.7;
const documentOf = (connections: number): Document =>
	({ flushDelay: 0, connections: { size: connections } }) as unknown as Document;
/** Feeds updates at a steady rate from one moment to another; returns the longest any would wait. */
const feed = (
	fanOut: FanOut,
	document: Document,
	perSecond: number,
	fromMs: number,
	toMs: number,
): number => {
	let longest = 0;
	for (let now = fromMs; now < toMs; now += 1000 / perSecond) {
		fanOut.updating(now);
		longest = Math.max(longest, Number(document.flushDelay));
	}
	return longest;
};

test('[FO1] changes leave at once until many people get very many of them, and again when it calms down', () => {
	const crowd = documentOf(200);
	const fanOut = new FanOut(crowd, atEase);
	expect(feed(fanOut, crowd, 20, 1_000, 2_000)).toBe(0);
	const busy = feed(fanOut, crowd, 400, 2_000, 3_000);
	expect([fanOut.mergeMs, busy]).toEqual([mergeMs.first, mergeMs.first]);
	feed(fanOut, crowd, 10, 3_000, 4_000);
	expect(fanOut.mergeMs).toBe(0);
	expect(crowd.flushDelay).toBe(0);
});

test('[FO2] up to fifty people never wait for a merge', () => {
	const room = documentOf(connectionsAtOnce);
	expect(feed(new FanOut(room), room, 2_000, 1_000, 2_000)).toBe(0);
});

test('[FO3] after a pause a change leaves at once even while changes are merged', () => {
	const crowd = documentOf(200);
	const fanOut = new FanOut(crowd, atEase);
	feed(fanOut, crowd, 400, 1_000, 1_400);
	fanOut.updating(1_400 + 5 * mergeMs.most);
	expect([fanOut.mergeMs, crowd.flushDelay]).toEqual([mergeMs.first, 0]);
	fanOut.updating(1_401 + 5 * mergeMs.most);
	expect(crowd.flushDelay).toBe(mergeMs.first - 1);
});

test('[FO4] the busier the process, the longer changes wait for one another, and never beyond its bounds', () => {
	const crowd = documentOf(200);
	let busyness = 0.95;
	const fanOut = new FanOut(crowd, () => busyness);
	feed(fanOut, crowd, 400, 1_000, 1_900);
	expect(fanOut.mergeMs).toBeGreaterThan(mergeMs.first);
	feed(fanOut, crowd, 400, 1_900, 6_000);
	expect(fanOut.mergeMs).toBe(mergeMs.most);
	busyness = 0.7;
	feed(fanOut, crowd, 400, 6_000, 8_000);
	expect(fanOut.mergeMs).toBe(mergeMs.most);
	busyness = 0.2;
	feed(fanOut, crowd, 400, 8_000, 12_000);
	expect(fanOut.mergeMs).toBe(mergeMs.least);
});
