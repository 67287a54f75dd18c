/** The design page alone: components without SvelteKit or a server. `npx vite --config tests/design/vite.config.ts` */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { icons } from '../../scripts/icons.js';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
	root: here,
	plugins: [icons(), svelte({ configFile: false, compilerOptions: { runes: true } })],
	server: { fs: { allow: [fileURLToPath(new URL('../..', import.meta.url))] } },
	cacheDir: fileURLToPath(new URL('../../node_modules/.vite-design', import.meta.url)),
});
