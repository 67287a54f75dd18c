/** Reads documents back and builds snapshots beside the event loop: a long document takes most of a second. */
import { parentPort } from 'node:worker_threads';
import { openSqliteFile } from '#db/open.server.ts';
import type { Collected, Order, Reply } from './snapshot-builder.ts';
import { collect, verify } from './snapshot.ts';
import { sqliteStore } from './sqlite-store.ts';

parentPort?.on('message', (order: Order) => {
	const { id } = order;
	void answer(order).then(
		(reply) => parentPort?.postMessage(reply),
		(error: unknown) => parentPort?.postMessage({ id, error: String(error) } satisfies Reply),
	);
});

async function answer(order: Order): Promise<Reply> {
	const { id } = order;
	return 'updates' in order
		? { id, content: collect(order.name, order.updates) }
		: { id, collected: await read(order.file, order.name) };
}

async function read(file: string, name: string): Promise<Collected | undefined> {
	// Opened for each: an erasure waits for readers, and must not wait for an idle one.
	const database = openSqliteFile(file);
	try {
		const store = sqliteStore(database);
		const stored = await store.load(name);
		if (!stored) return undefined;
		const { updates, seq, rows } = await verify(stored, () => store.rowsAfter(name, 0));
		return { epoch: stored.row.epoch, seq, rows, content: rows === 0 ? undefined : collect(name, updates) };
	} finally {
		database.close();
	}
}
