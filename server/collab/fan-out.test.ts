import type { Document } from '@hocuspocus/server';
import { expect, test } from 'vitest';
import { connectionsAtOnce, FanOut, mergeMs } from './fan-out.ts';

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
	const fanOut = new FanOut(crowd);
	expect(feed(fanOut, crowd, 20, 1_000, 2_000)).toBe(0);
	const busy = feed(fanOut, crowd, 400, 2_000, 3_000);
	expect(fanOut.isMerging).toBe(true);
	expect(busy).toBeGreaterThan(mergeMs / 2);
	expect(busy).toBeLessThanOrEqual(mergeMs);
	feed(fanOut, crowd, 10, 3_000, 4_000);
	expect(fanOut.isMerging).toBe(false);
	expect(crowd.flushDelay).toBe(0);
});

test('[FO2] up to fifty people never wait for a merge', () => {
	const room = documentOf(connectionsAtOnce);
	expect(feed(new FanOut(room), room, 2_000, 1_000, 2_000)).toBe(0);
});

test('[FO3] after a pause a change leaves at once even while changes are merged', () => {
	const crowd = documentOf(200);
	const fanOut = new FanOut(crowd);
	feed(fanOut, crowd, 400, 1_000, 1_400);
	expect(fanOut.isMerging).toBe(true);
	fanOut.updating(1_400 + 5 * mergeMs);
	expect([fanOut.isMerging, crowd.flushDelay]).toEqual([true, 0]);
	fanOut.updating(1_401 + 5 * mergeMs);
	expect(crowd.flushDelay).toBe(mergeMs - 1);
});
