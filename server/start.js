// `npm start`: checks Node, builds when sources changed, then starts. Plain JavaScript, so that an old Node can still read the refusal.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const least = 24;
if (Number(process.versions.node.split('.')[0]) < least) {
	console.error(
		`Second Story needs Node ${least} or newer and this is ${process.versions.node}. Run "npm ci", then "npm start": the project brings its own.`,
	);
	process.exit(1);
}

const root = new URL('..', import.meta.url);
const built = new URL(`${process.env.BUILD_DIR ?? 'build'}/handler.js`, root);

/** @param {URL} folder @returns {number} */
function newestIn(folder) {
	let newest = 0;
	for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
		if (entry.isFile()) newest = Math.max(newest, statSync(`${entry.parentPath}/${entry.name}`).mtimeMs);
	return newest;
}

function isStale() {
	if (!existsSync(built)) return true;
	const sources = ['src', 'static'].map((name) => new URL(name, root)).filter((folder) => existsSync(folder));
	const files = ['package-lock.json', 'svelte.config.js', 'vite.config.ts', 'server/slot.ts'];
	const newest = Math.max(
		...sources.map(newestIn),
		...files.map((name) => statSync(new URL(name, root)).mtimeMs),
	);
	return newest > statSync(built).mtimeMs;
}

if (isStale()) {
	console.log('Building (once, until sources change)…');
	const vite = fileURLToPath(new URL('node_modules/vite/bin/vite.js', root));
	const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
		cwd: root,
		stdio: 'inherit',
	});
	if (status !== 0) {
		console.error('The build did not finish; what it printed above says why. Nothing was started.');
		process.exit(1);
	}
}
await import('./main.ts');
