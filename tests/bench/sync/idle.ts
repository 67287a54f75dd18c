/** What connections weigh that only listen. */
import * as Y from 'yjs';
import { LoadClient, openAll } from './client.ts';
import type { Running } from './subjects.ts';

export interface Idle {
	readonly connections: number;
	/** KiB of resident memory the server has more for each. */
	readonly perConnectionKiB: number;
	/** KiB of its heap. */
	readonly heapPerConnectionKiB: number;
	/** MiB of the whole server. */
	readonly rss: number;
}

const settleMs = 1_000;
const collections = 5;
const betweenMs = 300;

/** Opens up to each scale in turn and weighs the server there. */
export async function measureIdle(server: Running, scales: readonly number[]): Promise<Idle[]> {
	const empty = await weigh(server);
	// All share one document object here: it is the server that is weighed.
	const doc = new Y.Doc();
	const clients: LoadClient[] = [];
	const found: Idle[] = [];
	for (const connections of scales) {
		const first = clients.length;
		clients.push(
			...(await openAll(connections - first, (index) => {
				const person = first + index;
				return new LoadClient(server, server.documents[person % server.documents.length] ?? '', person, doc);
			})),
		);
		const full = await weigh(server);
		found.push({
			connections,
			perConnectionKiB: (full.rss - empty.rss) / connections / 1024,
			heapPerConnectionKiB: (full.heapUsed - empty.heapUsed) / connections / 1024,
			rss: full.rss / 2 ** 20,
		});
	}
	for (const client of clients) client.close();
	return found;
}

/**
 * What is left when collecting frees no more. After only two collections the room V8 had made for a burst of new
 * connections was still there in some runs and not in others, and it was more than the connections themselves.
 */
async function weigh(server: Running) {
	await pause(settleMs);
	let weighed = await server.process.stats('gc');
	for (let again = 0; again < collections; again++) {
		await pause(betweenMs);
		weighed = await server.process.stats('gc');
	}
	return weighed;
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
