/** Servers in processes of their own. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Ready } from './serve.ts';

export interface ServerProcess extends Ready {
	readonly child: ChildProcess;
	/** From fork to listening. */
	readonly startMs: number;
	/** SIGKILL to this very process; resolves when it is gone. */
	kill(): Promise<void>;
	/** What its `/stats` says, after a garbage collection. */
	stats(): Promise<{ rss: number; heapUsed: number; cpuMs: number }>;
}

/** Starts a script of this folder (or of another, by URL) and waits until it listens. */
export async function startProcess(
	script: string | URL,
	args: readonly string[],
	execArgv: readonly string[] = [],
): Promise<ServerProcess> {
	const began = performance.now();
	const path = fileURLToPath(typeof script === 'string' ? new URL(script, import.meta.url) : script);
	const child = fork(path, args, {
		execArgv: [...execArgv],
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
	});
	let errors = '';
	child.stderr?.on('data', (data: Buffer) => {
		errors = (errors + data.toString()).slice(-4_000);
	});
	const ready = await new Promise<Ready>((resolve, reject) => {
		child.once('message', (message) => resolve(message as Ready));
		child.once('exit', (code) =>
			reject(new Error(`${path} ended with ${code} before it listened: ${errors}`)),
		);
	});
	return {
		...ready,
		child,
		startMs: performance.now() - began,
		async kill() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const gone = new Promise((resolve) => child.once('exit', resolve));
			child.kill('SIGKILL');
			await gone;
		},
		async stats() {
			const response = await fetch(`http://127.0.0.1:${ready.port}/stats`);
			return (await response.json()) as { rss: number; heapUsed: number; cpuMs: number };
		},
	};
}
