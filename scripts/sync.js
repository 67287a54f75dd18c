// Generates SvelteKit's types after an install. A production image without build tools has nothing to generate.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

const kit = new URL('../node_modules/@sveltejs/kit/svelte-kit.js', import.meta.url);
if (existsSync(kit) && Number(process.versions.node.split('.')[0]) >= 22) {
	const { status } = spawnSync(process.execPath, [kit.pathname, 'sync'], { stdio: 'inherit' });
	process.exitCode = status ?? 1;
}
