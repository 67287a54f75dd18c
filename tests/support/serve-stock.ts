/**
 * A stock Hocuspocus as its documentation sets it up, storing whole documents after its default debounce, with the
 * statement of its own SQLite extension. `node serve-stock.ts DATA_DIR|-`; `-` stores nothing.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Server } from '@hocuspocus/server';
import * as Y from 'yjs';

const [dataDir = '-'] = process.argv.slice(2);
const database = dataDir === '-' ? undefined : openDatabase(join(dataDir, 'stock.db'));

const server = new Server({
	port: 0,
	address: '127.0.0.1',
	quiet: true,
	stopOnSignals: false,
	async onLoadDocument({ document, documentName }) {
		const row = database?.prepare('SELECT data FROM documents WHERE name = ?').get(documentName);
		if (row) Y.applyUpdate(document, row['data'] as Uint8Array);
	},
	async onStoreDocument({ document, documentName }) {
		database
			?.prepare(
				'INSERT INTO documents (name, data) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET data = excluded.data',
			)
			.run(documentName, Y.encodeStateAsUpdate(document));
	},
	async onRequest({ request, response }) {
		if (request.url?.endsWith('gc')) globalThis.gc?.();
		const { user, system } = process.cpuUsage();
		const { rss, heapUsed } = process.memoryUsage();
		response.end(JSON.stringify({ rss, heapUsed, cpuMs: (user + system) / 1000 }));
		// Rejecting with nothing is how Hocuspocus is told that the request is answered.
		return Promise.reject();
	},
});
await server.listen();
process.send?.({ port: server.address.port });
process.on('disconnect', () => process.exit(0));

function openDatabase(path: string): DatabaseSync {
	const opened = new DatabaseSync(path);
	opened.exec(
		'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS documents (name TEXT PRIMARY KEY, data BLOB NOT NULL)',
	);
	return opened;
}
