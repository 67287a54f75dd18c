/**
 * How long an edit takes to reach everybody else, what it costs the server, and what an idle connection weighs:
 * ours with its journal, screen and authors; a stock Hocuspocus that stores nothing; the reference server of
 * y-websocket; and bare ws fan-out. One run, interleaved, medians of three.
 */
import { installPeers } from './peers/install.ts';
import type { Report } from './run.ts';
import { measureIdle, type Idle } from './sync/idle.ts';
import { measureLatency, type Latency } from './sync/latency.ts';
import { startSubject, subjects, type Subject } from './sync/subjects.ts';

const repeats = 3;
/** People in one document, and edits a second of each. */
const scales = [
	{ clients: 2, rate: 20, seconds: 2.5 },
	{ clients: 10, rate: 8, seconds: 2.5 },
	{ clients: 50, rate: 2, seconds: 3 },
	{ clients: 200, rate: 2, seconds: 4 },
] as const;
const idleScales = [1_000, 3_000] as const;

export default async function sync(): Promise<Report> {
	await installPeers('@y/websocket-server');
	const latency = new Map<string, Latency[]>();
	const idle = new Map<string, Idle[]>();
	const add = <T>(map: Map<string, T[]>, subject: Subject, scale: number, value: T) => {
		const key = `${subject} ${scale}`;
		map.set(key, [...(map.get(key) ?? []), value]);
	};
	for (let repeat = 1; repeat <= repeats; repeat++) {
		// Another order each time: whoever runs beside a busy moment of the machine is not always the same.
		for (const subject of rotated(subjects, repeat)) {
			process.stderr.write(`sync ${repeat}/${repeats} ${subject}\n`);
			const server = await startSubject(subject, 200);
			for (const [index, scale] of scales.entries())
				add(latency, subject, scale.clients, await measureLatency(server, { ...scale, document: index }));
			await server.kill();
			const fresh = await startSubject(subject, 50);
			for (const found of await measureIdle(fresh, idleScales)) add(idle, subject, found.connections, found);
			await fresh.kill();
		}
	}
	return {
		bench: 'sync',
		rows: [
			...scales.flatMap(({ clients, rate }) =>
				subjects.map((subject) => ({
					subject,
					scale: clients,
					editsPerSecond: clients * rate,
					...medians(latency.get(`${subject} ${clients}`) ?? []),
				})),
			),
			...idleScales.flatMap((connections) =>
				subjects.map((subject) => ({
					subject,
					scale: connections,
					...medians(idle.get(`${subject} ${connections}`) ?? []),
				})),
			),
		],
	};
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
	const from = by % items.length;
	return [...items.slice(from), ...items.slice(0, from)];
}

/** The median of each figure by itself. */
function medians(found: readonly (Latency | Idle)[]): Record<string, number> {
	const [first] = found;
	if (!first) return {};
	return Object.fromEntries(
		Object.keys(first).map((key) => {
			const values = found
				.map((one) => Number((one as unknown as Record<string, number>)[key]))
				.sort((a, b) => a - b);
			return [key, Math.round((values[values.length >> 1] ?? 0) * 100) / 100];
		}),
	);
}
