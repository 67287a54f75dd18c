/**
 * What an import costs those who are typing: 200,000 JSON lines come in through the API while two people type in one
 * document of the same server. The same two typing without an import stand beside it, in the same run.
 */
import { schemaVersion } from '#lib/model/documents.ts';
import { openHonest } from '#tests/support/collab-client.ts';
import { startFront, type FrontProcess } from '#tests/support/front-process.ts';
import { populate } from '#tests/support/populated.ts';
import type { Report } from './run.ts';

const lines = 200_000;
/** Edits a second of each of the two: a quick typist. */
const rate = 8;
const quietSeconds = 10;

export default async function importing(): Promise<Report> {
	const { dataDir, analysis, tokens, remove } = await populate();
	const front = await startFront(dataDir);
	const token = tokens.lead;
	try {
		const typing = await openTwo(front, token, analysis);
		// The worker thread is warm in a server that has run for a while; its start is not what is asked here.
		await upload(front, token, analysis, 200);
		const quiet = await typing.measure(() => pause(quietSeconds * 1000));
		let seconds = 0;
		const busy = await typing.measure(async () => {
			const began = performance.now();
			await upload(front, token, analysis, lines);
			seconds = (performance.now() - began) / 1000;
		});
		typing.close();
		return {
			bench: 'import',
			rows: [
				{ subject: 'second-story', scale: 0, ...quiet },
				{ subject: 'second-story', scale: lines, ...busy, linesPerSecond: Math.round(lines / seconds) },
			],
		};
	} finally {
		await front.stop();
		await remove();
	}
}

/** Two people in one document, and how long each edit takes to the other. */
async function openTwo(front: FrontProcess, token: string, analysis: string) {
	const url = `${front.origin.replace('http', 'ws')}/collab?v=${schemaVersion}`;
	const name = `analysis/${analysis}/timeline@1`;
	const two = [openHonest(url, name, { token }), openHonest(url, name, { token })] as const;
	await Promise.all(two.map((client) => client.saved()));
	const sentAt = new Map<string, number>();
	let found: number[] = [];
	for (const client of two)
		client.doc.getMap('bench').observe((event) => {
			if (event.transaction.local) return;
			for (const key of event.keysChanged) {
				const at = sentAt.get(key);
				if (at !== undefined) found.push(performance.now() - at);
			}
		});
	let edits = 0;
	return {
		async measure(during: () => Promise<void>) {
			found = [];
			const timers = two.map((client) =>
				setInterval(() => {
					const key = `k${edits++}`;
					sentAt.set(key, performance.now());
					client.doc.getMap('bench').set(key, 'x'.repeat(12));
				}, 1000 / rate),
			);
			await during();
			for (const timer of timers) clearInterval(timer);
			await pause(500);
			const sorted = found.toSorted((a, b) => a - b);
			const at = (share: number) =>
				Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
			return { edits: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
		},
		close() {
			for (const client of two) client.destroy();
		},
	};
}

/** Sends that many lines and waits until they count. */
async function upload(front: FrontProcess, token: string, analysis: string, count: number): Promise<void> {
	const form = new FormData();
	form.append('file', new Blob([jsonLines(count)]), `gateway-${count}.jsonl`);
	const headers = { authorization: `Bearer ${token}` };
	const base = `${front.origin}/api/v1/analyses/${analysis}/sources`;
	const sent = await fetch(base, { method: 'POST', headers, body: form });
	if (sent.status !== 202) throw new Error(`the upload was answered ${sent.status}: ${await sent.text()}`);
	const { id } = (await sent.json()) as { id: string };
	for (;;) {
		const { status, counts } = (await (await fetch(`${base}/${id}`, { headers })).json()) as {
			status: string;
			counts: { records: number };
		};
		if (status === 'refused') throw new Error('the import was refused');
		if (status === 'ready') {
			if (counts.records !== count) throw new Error(`${counts.records} of ${count} lines became records`);
			return;
		}
		await pause(100);
	}
}

function jsonLines(count: number): string {
	const from = Date.UTC(2026, 2, 11);
	const parts: string[] = [];
	for (let index = 0; index < count; index++)
		parts.push(
			`{"time":"${new Date(from + index * 100).toISOString()}","level":${index % 97 === 0 ? '"error"' : '"info"'},"msg":"request ${index} tenant=${index % 50} accepted in ${index % 31} ms by worker ${index % 8}"}\n`,
		);
	return parts.join('');
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
