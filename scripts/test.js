// `npm test`: everything, with short seeds: unit, property, contract, faults, attacks, then the browser tests on a fresh build.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} command @param {string[]} args @param {Record<string, string>} [env] */
function run(command, args, env = {}) {
	return (
		spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1
	);
}

/** A system Chromium, else Debian's when we may install it, else what Playwright has downloaded. */
function chromium() {
	// Without the windows of a browser around it the same engine takes a third less time.
	const known = [
		'/usr/bin/chromium-headless-shell',
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome',
	];
	const found = process.env.CHROMIUM ?? known.find((path) => existsSync(path));
	if (found) return found;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		console.log('Installing Chromium from Debian, for the browser tests…');
		run('apt-get', ['update', '-qq']);
		run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
			DEBIAN_FRONTEND: 'noninteractive',
		});
		return known.find((path) => existsSync(path));
	}
	run('node_modules/.bin/playwright', ['install', 'chromium']);
	return undefined;
}

if (!process.env.TEST_POSTGRES_URL)
	console.log('TEST_POSTGRES_URL is not set: the PostgreSQL contract runs on PGlite, in process.');
if (!existsSync(new URL('../../shared/data/expected.json', import.meta.url)))
	console.log(
		'../shared/data is not there: the tests on public input are skipped; those on our own sample run.',
	);

const browser = chromium();
const folder = mkdtempSync(join(tmpdir(), 'unit-failures-'));
const failures = join(folder, 'failures.txt');
const unit = run(
	'node_modules/.bin/vitest',
	['run', '--reporter=default', '--reporter=./tests/support/failures.ts'],
	{
		FAILURES: failures,
	},
);
const build = run('node_modules/.bin/vite', ['build', '--logLevel', 'warn']);
const e2e =
	build === 0
		? run(
				'node_modules/.bin/playwright',
				['test', '-c', 'tests/e2e/playwright.config.ts'],
				browser ? { CHROMIUM: browser } : {},
			)
		: 1;
// They ran ten minutes before the end, and of a long log often only the end is kept.
if (unit !== 0)
	console.log(
		existsSync(failures)
			? readFileSync(failures, 'utf8')
			: 'The unit tests ended before they could say which failed.',
	);
rmSync(folder, { recursive: true, force: true });
process.exitCode = unit || build || e2e ? 1 : 0;
