import type { Document } from '@hocuspocus/server';
import { expect, test } from 'vitest';
import { connectionsAtOnce, FanOut, mergeMs } from './fan-out.ts';

const documentOf = (connections: number): Document =>
	({ flushDelay: 0, connections: { size: connections } }) as unknown as Document;
/** Feeds updates at a steady rate from one moment to another. */
const feed = (fanOut: FanOut, perSecond: number, fromMs: number, toMs: number): void => {
	for (let now = fromMs; now < toMs; now += 1000 / perSecond) fanOut.updated(now);
};

test('[FO1] changes leave at once until many people get very many of them, and again when it calms down', () => {
	const crowd = documentOf(200);
	const fanOut = new FanOut(crowd);
	feed(fanOut, 20, 1_000, 2_000);
	expect(crowd.flushDelay).toBe(0);
	feed(fanOut, 400, 2_000, 3_000);
	expect(crowd.flushDelay).toBe(mergeMs);
	feed(fanOut, 10, 3_000, 4_000);
	expect(crowd.flushDelay).toBe(0);
});

test('[FO2] up to fifty people never wait for a merge', () => {
	const room = documentOf(connectionsAtOnce);
	feed(new FanOut(room), 2_000, 1_000, 2_000);
	expect(room.flushDelay).toBe(0);
});
