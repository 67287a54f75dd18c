/**
 * How the command line finds the server that runs on the same data: a file in DATA_DIR, readable by its owner
 * only, with the port and a secret of this start. What touches documents then goes through that server.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Outcome } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import type { CommandAnswer, CommandRequest } from './command.ts';

export interface Running {
	readonly pid: number;
	readonly host: string;
	readonly port: number;
	/** Of this start only. */
	readonly secret: string;
}

/** Where the server listens for the command line. */
export const commandPath = '/cli';
export const secretHeader = 'x-cli-secret';

const fileOf = (dataDir: string) => join(dataDir, 'server.json');

/** Says that this process serves `dataDir`. */
export function announceRunning(dataDir: string, running: Running): void {
	// Removed first: the mode of an existing file would stay as it is.
	rmSync(fileOf(dataDir), { force: true });
	writeFileSync(fileOf(dataDir), JSON.stringify(running), { mode: 0o600 });
}

/** Takes that back; leaves the file of another process alone. */
export function withdrawRunning(dataDir: string, pid: number): void {
	if (readRunning(dataDir)?.pid === pid) rmSync(fileOf(dataDir), { force: true });
}

/** The server that serves `dataDir`, or undefined when none does; a file that a killed one left counts as none. */
export function findRunning(dataDir: string): Running | undefined {
	const running = readRunning(dataDir);
	return running && isAlive(running.pid) ? running : undefined;
}

function readRunning(dataDir: string): Running | undefined {
	try {
		const { pid, host, port, secret } = JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as Running;
		return typeof pid === 'number' && typeof port === 'number' && typeof secret === 'string'
			? { pid, host, port, secret }
			: undefined;
	} catch {
		return undefined;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: it lives and belongs to someone else.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/**
 * Has the running server do it. Undefined when nobody of ours answers there: the process id was used again, or
 * the server is just going.
 */
export function askRunning(
	{ host, port, secret }: Running,
	asked: CommandRequest,
): Promise<Outcome<CommandAnswer> | undefined> {
	const address = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
	// Not fetch: it gives up after five minutes, and a backup may take longer.
	return new Promise((resolve, reject) => {
		const call = request(
			{
				host: address,
				port,
				path: commandPath,
				method: 'POST',
				headers: { 'content-type': 'application/json', [secretHeader]: secret },
			},
			(answer) => {
				const parts: Buffer[] = [];
				answer.on('data', (part: Buffer) => parts.push(part));
				answer.on('error', reject);
				answer.on('end', () => {
					resolve(answer.statusCode === 200 ? outcomeOf(Buffer.concat(parts).toString('utf8')) : undefined);
				});
			},
		);
		call.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'ECONNREFUSED') resolve(undefined);
			else
				resolve(
					refuse(
						'unavailable',
						'The server went away before it answered. Look at its log, then run this again.',
					),
				);
		});
		call.end(JSON.stringify(asked));
	});
}

/** What one of our servers answers; undefined for the answer of anyone else. */
function outcomeOf(text: string): Outcome<CommandAnswer> | undefined {
	try {
		const answer: unknown = JSON.parse(text);
		return typeof answer === 'object' && answer !== null && 'ok' in answer
			? (answer as Outcome<CommandAnswer>)
			: undefined;
	} catch {
		return undefined;
	}
}
