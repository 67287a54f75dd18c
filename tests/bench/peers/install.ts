/** Installs the peers from their own lock file, when the one asked for is not there. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

/** Where the peers are. */
export const peers = new URL('./', import.meta.url);

export async function installPeers(needed: string): Promise<void> {
	if (existsSync(new URL(`node_modules/${needed}`, peers))) return;
	process.stderr.write('installing the peers\n');
	await promisify(execFile)('npm', ['ci', '--ignore-scripts'], { cwd: peers });
}
