/** The thread that replays a narrative for its authors: a long one takes seconds, which those who type must not feel. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteFile } from '#db/open.server.ts';
import { replayAuthorship, type AuthoredPassage } from '#lib/model/authorship.ts';
import { narrativeOf } from '#lib/model/narrative.ts';
import { readPast } from '../journal/past.ts';
import { sqliteStore } from '../journal/sqlite-store.ts';
import type { AuthorshipOrder } from './authorship.ts';

const order = workerData as AuthorshipOrder;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(await answer());

async function answer(): Promise<readonly AuthoredPassage[]> {
	if ('rows' in order) return replayAuthorship(order.base, order.rows, narrativeOf);
	const database = openSqliteFile(order.file);
	try {
		const past = await readPast(sqliteStore(database), order.name);
		return past ? replayAuthorship(past.base, past.rows, narrativeOf) : [];
	} finally {
		database.close();
	}
}
