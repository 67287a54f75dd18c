/** The thread that replays a timeline: ten thousand rows take about a second, which those who type must not feel. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteFile } from '#db/open.server.ts';
import { readPast } from '../journal/past.ts';
import { sqliteStore } from '../journal/sqlite-store.ts';
import type { HistoryOrder } from './history.ts';
import { replayEvent, type PastEntry } from './replay-event.ts';

const order = workerData as HistoryOrder;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(await answer());

async function answer(): Promise<readonly PastEntry[]> {
	if ('rows' in order) return replayEvent(order.base, order.rows, order.event);
	const database = openSqliteFile(order.file);
	try {
		const past = await readPast(sqliteStore(database), order.name);
		return past ? replayEvent(past.base, past.rows, order.event) : [];
	} finally {
		database.close();
	}
}
