/** From an edit to its arrival at everybody else, while all of them edit. */
import { LoadClient, labelOf, openAll } from './client.ts';
import type { Running } from './subjects.ts';

export interface Latency {
	/** Milliseconds from the edit to the frame at another client. */
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	/** Of one processor, while they edit. */
	readonly cpu: number;
	/** MiB of the whole server. */
	readonly rss: number;
	/** Of all arrivals that should be, %. */
	readonly arrived: number;
}

export interface Load {
	readonly clients: number;
	/** Edits a second of each client. */
	readonly rate: number;
	readonly seconds: number;
	/** Which of the subject's documents. */
	readonly document: number;
}

const warmMs = 400;
const lateMs = 500;

export async function measureLatency(server: Running, load: Load): Promise<Latency> {
	const document = server.documents[load.document] ?? '';
	const clients = await openAll(load.clients, (index) => new LoadClient(server, document, index));
	const sentAt = new Map<string, { at: number; by: LoadClient }>();
	const latencies: number[] = [];
	let edits = 0;
	let expected = 0;
	let isMeasuring = false;
	for (const client of clients)
		client.onEdit = (label) => {
			const sent = sentAt.get(label);
			// Yjs servers echo an edit to its sender as well.
			if (sent && sent.by !== client) latencies.push(performance.now() - sent.at);
		};
	const timers = new Set<NodeJS.Timeout>();
	const period = 1000 / load.rate;
	const editLoop = (client: LoadClient): void => {
		const label = labelOf(edits++);
		if (isMeasuring) {
			sentAt.set(label, { at: performance.now(), by: client });
			expected += clients.length - 1;
		}
		client.edit(label);
		const timer = setTimeout(
			() => {
				timers.delete(timer);
				editLoop(client);
			},
			period * (0.9 + 0.2 * Math.random()),
		);
		timers.add(timer);
	};
	for (const client of clients) {
		const timer = setTimeout(() => {
			timers.delete(timer);
			editLoop(client);
		}, Math.random() * period);
		timers.add(timer);
	}
	await pause(warmMs);
	isMeasuring = true;
	const before = await server.process.stats();
	const began = performance.now();
	await pause(load.seconds * 1000);
	const after = await server.process.stats();
	const elapsed = performance.now() - began;
	isMeasuring = false;
	for (const timer of timers) clearTimeout(timer);
	await pause(lateMs);
	for (const client of clients) client.close();
	latencies.sort((a, b) => a - b);
	const at = (share: number) =>
		latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
	return {
		p50: at(0.5),
		p95: at(0.95),
		p99: at(0.99),
		cpu: ((after.cpuMs - before.cpuMs) / elapsed) * 100,
		rss: after.rss / 2 ** 20,
		arrived: (latencies.length / expected) * 100,
	};
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
