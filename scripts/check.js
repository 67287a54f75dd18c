// `npm run check`: everything that can be known without running the product. Each step runs even when one before it failed.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { checker, installCheckers } from './checkers.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (/** @type {string} */ name) => `node_modules/.bin/${name}`;

/** @type {[string, string, string[]][]} */
const steps = [
	['types of Kit', bin('svelte-kit'), ['sync']],
	['format', checker('oxfmt'), ['--check', '.']],
	['lint', checker('oxlint'), ['--type-aware', '--deny-warnings']],
	[
		'lint of Svelte',
		checker('eslint'),
		['--config', 'tools/eslint.config.js', '--max-warnings', '0', 'src/**/*.svelte', 'src/**/*.svelte.ts'],
	],
	['types', bin('svelte-check'), ['--tsgo', '--threshold', 'warning', '--output', 'human']],
	['purity of the model', bin('tsc'), ['-p', 'src/lib/model']],
	['purity of the lens', bin('tsc'), ['-p', 'src/lib/lens']],
	[
		'boundaries',
		checker('depcruise'),
		['--config', '.dependency-cruiser.js', 'src', 'server', 'db', 'tests'],
	],
	['dead code', checker('knip'), []],
];

/**
 * Runs one step and says how it went once it has.
 * @param {[string, string, string[]]} step
 */
async function run([name, command, args]) {
	const started = performance.now();
	const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
	let said = '';
	child.stdout.on('data', (/** @type {Buffer} */ bytes) => (said += bytes.toString()));
	child.stderr.on('data', (/** @type {Buffer} */ bytes) => (said += bytes.toString()));
	const status = await new Promise((resolve) => child.on('error', () => resolve(1)).on('close', resolve));
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
	if (status !== 0) {
		failed++;
		console.log(said.slice(-12_000));
	}
}

installCheckers();
// oxlint looks for its other half from where it runs, not from where it lies.
const env = { ...process.env, OXLINT_TSGOLINT_PATH: checker('tsgolint') };
let failed = 0;
const [first, ...others] = steps;
if (first) await run(first);
// The lint of Svelte takes as long as all others together and one processor, so they run beside it.
const long = others.filter(([name]) => name === 'lint of Svelte');
const short = others.filter((step) => !long.includes(step));
/** @param {typeof steps} lane */
const inTurn = async (lane) => {
	for (const step of lane) await run(step);
};
await Promise.all([inTurn(long), inTurn(short)]);
console.log(`check: ${steps.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
