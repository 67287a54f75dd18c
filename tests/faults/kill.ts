/**
 * Kills a server with SIGKILL while ten people write, and looks with a fresh client, before any of them can send
 * anything again, whether all that was acknowledged is still there.
 */
import { schemaVersion } from '#lib/model/documents.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type ServerProcess } from '#tests/support/server-process.ts';
import { until } from '#tests/support/collab-client.ts';
import { Writer } from '#tests/support/writer.ts';

export interface KillOptions {
	readonly subject: 'second-story' | 'hocuspocus';
	readonly kills: number;
	/** Seed of pauses and moments; printed, so that a failure can be run again. */
	readonly seed: number;
	readonly writers?: number;
}

export interface KillResult {
	readonly subject: KillOptions['subject'];
	readonly kills: number;
	readonly acknowledged: number;
	/** Acknowledged, and not there after a restart. */
	readonly lost: number;
	/** Surviving clients that were turned away. */
	readonly refusals: readonly string[];
	/** Restarts after which all survivors showed the same, with nothing left unsaved. */
	readonly converged: number;
	/** From the start of the process to the fresh client having it all, ms. */
	readonly slowestRestartMs: number;
}

/** Milliseconds between two edits of one person. */
const editEveryMs = 30;

/** Never rejects for lost edits: that is the result. */
export async function killRounds({ subject, kills, seed, writers = 10 }: KillOptions): Promise<KillResult> {
	const random = randomFrom(seed);
	const dataDir = await mkdtemp(join(tmpdir(), 'kill-'));
	const acknowledged = new Set<string>();
	const lost = new Set<string>();
	let converged = 0;
	let slowestRestartMs = 0;
	let server = await start(subject, dataDir, writers);
	const { analysis = 'ana_0000', tokens = [] } = server;
	// Two documents: one commit holds rows of both.
	const names = ['timeline', 'inquiry'].map((kind) => `analysis/${analysis}/${kind}@1`);
	const nameOf = (index: number): string => names[index % names.length] ?? '';
	const people = Array.from(
		{ length: writers },
		(_, index) => new Writer(nameOf(index), tokens[index] ?? 'any'),
	);
	try {
		await Promise.all(people.map((person) => person.connect(urlOf(subject, server))));
		for (let kill = 0; kill < kills; kill++) {
			const stop = write(people, kill, random);
			await pause(300 + random() * 900);
			await server.kill();
			stop();
			await until('all have noticed', () => people.every((person) => person.isOffline));
			for (const person of people) for (const key of person.acknowledged) acknowledged.add(key);
			const began = performance.now();
			server = await start(subject, dataDir, 0);
			const found = await readAll(subject, server, names, tokens[0] ?? 'any');
			slowestRestartMs = Math.max(slowestRestartMs, performance.now() - began);
			for (const key of acknowledged) if (!found.has(key)) lost.add(key);
			await Promise.all(people.map((person) => person.connect(urlOf(subject, server))));
			if (await converge(people, names.length)) converged++;
		}
	} finally {
		for (const person of people) person.disconnect();
		await server.kill();
		await rm(dataDir, { recursive: true, force: true });
	}
	const refusals = people.flatMap((person) => person.refusals);
	return {
		subject,
		kills,
		acknowledged: acknowledged.size,
		lost: lost.size,
		refusals,
		converged,
		slowestRestartMs,
	};
}

function start(subject: KillOptions['subject'], dataDir: string, users: number): Promise<ServerProcess> {
	return subject === 'second-story'
		? startProcess('serve.ts', [dataDir, String(users)])
		: startProcess('serve-stock.ts', [dataDir]);
}

function urlOf(subject: KillOptions['subject'], { port }: ServerProcess): string {
	return subject === 'second-story'
		? `ws://127.0.0.1:${port}/collab?v=${schemaVersion}`
		: `ws://127.0.0.1:${port}`;
}

/** Everybody edits at their own pace; returns how to stop. */
function write(people: readonly Writer[], round: number, random: () => number): () => void {
	let isWriting = true;
	people.forEach((person, index) => {
		let edits = 0;
		const next = () => {
			if (!isWriting) return;
			person.edit(`${round}-${index}-${edits++}`);
			setTimeout(next, editEveryMs * (0.5 + random()));
		};
		next();
	});
	return () => {
		isWriting = false;
	};
}

/** Every edit there is, as someone sees who comes with nothing. */
async function readAll(
	subject: KillOptions['subject'],
	server: ServerProcess,
	names: readonly string[],
	token: string,
): Promise<ReadonlySet<string>> {
	const found = new Set<string>();
	for (const name of names) {
		const fresh = new Writer(name, token);
		await fresh.connect(urlOf(subject, server));
		for (const key of fresh.doc.getMap('edits').keys()) found.add(key);
		fresh.disconnect();
	}
	return found;
}

/** Whether all survivors of each document come to show the same, with nothing unsaved. */
async function converge(people: readonly Writer[], documents: number): Promise<boolean> {
	const isSame = (): boolean =>
		Array.from({ length: documents }, (_, document) => {
			const shown = people
				.filter((_person, index) => index % documents === document)
				.map(({ doc }) => [...doc.getMap('edits').keys()].sort().join());
			return new Set(shown).size === 1;
		}).every(Boolean);
	try {
		await until('all converge', () => people.every(({ owed }) => owed === 0) && isSame(), 15_000);
		return true;
	} catch {
		return false;
	}
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
		return state / 0x80000000;
	};
}
