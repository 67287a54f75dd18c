/** Servers in processes of their own. */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Ready } from './serve.ts';

export interface Usage {
	/** Bytes. */
	readonly rss: number;
	/** Bytes; 0 where only the kernel was asked. */
	readonly heapUsed: number;
	/** Processor time since the start, all threads. */
	readonly cpuMs: number;
}

export interface ServerProcess extends Ready {
	readonly child: ChildProcess;
	/** From fork to listening. */
	readonly startMs: number;
	/** SIGKILL to this very process; resolves when it is gone. */
	kill(): Promise<void>;
	/** What it uses; `gc` collects first. */
	stats(gc?: 'gc'): Promise<Usage>;
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
		async stats(gc) {
			// The kernel knows processor time without asking a server that may be busy.
			if (gc === undefined && existsSync('/proc/self/stat')) return ofProcess(child.pid ?? 0);
			const response = await fetch(`http://127.0.0.1:${ready.port}/stats?${gc ?? ''}`, {
				// A connection kept alive may be closed just as the next request is sent.
				headers: { connection: 'close' },
				signal: AbortSignal.timeout(30_000),
			});
			return (await response.json()) as Usage;
		},
	};
}

/** Linux counts in ticks of 10 ms and pages of 4 KiB. */
async function ofProcess(pid: number): Promise<Usage> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	// The name in parentheses may hold spaces; counted from behind it, utime is the 12th field and rss the 22nd.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return {
		rss: Number(fields[21]) * 4096,
		heapUsed: 0,
		cpuMs: (Number(fields[11]) + Number(fields[12])) * 10,
	};
}
