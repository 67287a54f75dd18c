import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { icons } from './scripts/icons.js';
import { serverInDev } from './server/dev-plugin.ts';

export default defineConfig({
	plugins: [serverInDev(), icons(), sveltekit()],
	// Node's own packages and the CRDT must stay one copy per process.
	ssr: { external: ['yjs', 'kysely', 'pg', 'pino'] },
	build: {
		target: 'es2024',
		reportCompressedSize: false,
		rolldownOptions: { experimental: { lazyBarrel: true } },
	},
	test: {
		include: [
			'src/**/*.test.ts',
			'server/**/*.test.ts',
			'db/**/*.test.ts',
			'tests/{contract,convergence,faults,attacks,sample}/**/*.test.ts',
		],
		environment: 'node',
		testTimeout: 30_000,
		hookTimeout: 60_000,
		// Two cores: more workers only make each test slower and its waits longer.
		maxWorkers: 2,
	},
});
