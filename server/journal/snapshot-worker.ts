/** Builds snapshots beside the event loop: a long document takes most of a second. */
import { parentPort } from 'node:worker_threads';
import { collect } from './snapshot.ts';

parentPort?.on('message', ({ id, updates }: { id: number; updates: Uint8Array[] }) => {
	try {
		parentPort?.postMessage({ id, bytes: collect(updates) });
	} catch (error) {
		parentPort?.postMessage({ id, error: String(error) });
	}
});
