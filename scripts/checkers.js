// What checks and formats, in a folder of its own. `node scripts/checkers.js oxfmt --write .` runs one of them.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../tools/', import.meta.url);

/** Installs them when they are not there, or when others are asked for by now. Throws when that fails. */
export function installCheckers() {
	const installed = new URL('node_modules/.package-lock.json', folder);
	const asked = statSync(new URL('package-lock.json', folder)).mtimeMs;
	if (existsSync(installed) && statSync(installed).mtimeMs >= asked) return;
	console.log('Installing what checks and formats (once, until its versions change)…');
	const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
		cwd: fileURLToPath(folder),
		stdio: ['ignore', 'ignore', 'inherit'],
		shell: process.platform === 'win32',
	});
	if (status !== 0) throw new Error('What checks and formats could not be installed; npm says why above.');
}

/** @param {string} name as one would call it from a shell */
export const checker = (name) => fileURLToPath(new URL(`node_modules/.bin/${name}`, folder));

if (import.meta.main) {
	const [name = '', ...args] = process.argv.slice(2);
	installCheckers();
	process.exitCode = spawnSync(checker(name), args, { stdio: 'inherit' }).status ?? 1;
}
