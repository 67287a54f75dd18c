/** The built server as a process of its own: started, killed as a crash would, started again on the same data. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface RunningServer {
	/** Stays the same over restarts. */
	readonly origin: string;
	readonly dataDir: string;
	/** The link that creates the first account; undefined once there is one. Of the latest start. */
	firstRunLink(): string | undefined;
	/** What it printed since the latest start: for failures that need explaining. */
	output(): string;
	/** `kill -9` of its own pid, and waits until it is gone. */
	kill(): Promise<void>;
	/** Starts it again on the same port and data; after `kill` or `stop`. */
	start(): Promise<void>;
	/** Asks it to drain and waits. */
	stop(): Promise<void>;
	/** Stops it and removes its data. */
	remove(): Promise<void>;
}

/** Starts the server of `build/` on a free port and a fresh DATA_DIR. Rejects with its output when it does not start. */
export async function startServer(env: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
	if (!existsSync(join(root, process.env['BUILD_DIR'] ?? 'build', 'handler.js')))
		throw new Error('There is no build. Run "npm run build" first.');
	const dataDir = await mkdtemp(join(tmpdir(), 'second-story-e2e-'));
	const port = await freePort();
	const origin = `http://127.0.0.1:${port}`;
	let child: ChildProcess | undefined;
	let output = '';

	const gone = (which: ChildProcess) =>
		new Promise<void>((resolve) => {
			if (which.exitCode !== null || which.signalCode !== null) resolve();
			else which.once('exit', () => resolve());
		});
	const end = async (signal: NodeJS.Signals) => {
		if (!child) return;
		child.kill(signal);
		await gone(child);
		child = undefined;
	};
	const server: RunningServer = {
		origin,
		dataDir,
		firstRunLink: () => /http\S+\/first-run#\S+/.exec(output)?.[0],
		output: () => output,
		kill: () => end('SIGKILL'),
		stop: () => end('SIGTERM'),
		async start() {
			output = '';
			const started = spawn(process.execPath, ['server/main.ts'], {
				cwd: root,
				env: {
					...process.env,
					// A hundred tests start a hundred servers: what one has compiled, the others read.
					NODE_COMPILE_CACHE: join(tmpdir(), 'second-story-compiled'),
					LOG_LEVEL: 'warn',
					...env,
					PORT: String(port),
					DATA_DIR: dataDir,
				},
				stdio: ['ignore', 'pipe', 'pipe'],
			});
			child = started;
			for (const stream of [started.stdout, started.stderr])
				stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
			const patience = Date.now() + 30_000;
			while (!(await answers(`${origin}/readyz`))) {
				if (started.exitCode !== null || Date.now() > patience)
					throw new Error(`The server did not start:\n${output}`);
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		},
		async remove() {
			await end('SIGTERM');
			await rm(dataDir, { recursive: true, force: true });
		},
	};
	await server.start();
	return server;
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		return false;
	}
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}
