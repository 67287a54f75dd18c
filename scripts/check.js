// `npm run check`: everything that can be known without running the product. Each step runs even when one before it failed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (/** @type {string} */ name) => `node_modules/.bin/${name}`;

/** @type {[string, string, string[]][]} */
const steps = [
	['types of Kit', bin('svelte-kit'), ['sync']],
	['format', bin('oxfmt'), ['--check', '.']],
	['lint', bin('oxlint'), ['--type-aware', '--deny-warnings']],
	['lint of Svelte', bin('eslint'), ['--max-warnings', '0', 'src/**/*.svelte', 'src/**/*.svelte.ts']],
	['types', bin('svelte-check'), ['--tsgo', '--threshold', 'warning', '--output', 'human']],
	['purity of the model', bin('tsc'), ['-p', 'src/lib/model']],
	['boundaries', bin('depcruise'), ['--config', '.dependency-cruiser.js', 'src', 'server', 'db', 'tests']],
	['dead code', bin('knip'), []],
];

let failed = 0;
for (const [name, command, args] of steps) {
	const started = performance.now();
	const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
	if (status !== 0) {
		failed++;
		console.log(stdout.slice(-8000), stderr.slice(-4000));
	}
}
console.log(`check: ${steps.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
