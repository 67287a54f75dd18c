/**
 * The browser tests. They need a build (`npm run build`); each test starts a server of its own on it, on a free port
 * and a fresh DATA_DIR. `CHROMIUM` names the browser; /usr/bin/chromium is used when it is there.
 */
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const system = '/usr/bin/chromium';
const executablePath = process.env['CHROMIUM'] ?? (existsSync(system) ? system : undefined);

export default defineConfig({
	testDir: '.',
	testMatch: '**/*.e2e.ts',
	outputDir: '../../test-results',
	// Each test waits as much as it works: two at once end in two thirds of the time, on two cores too.
	workers: 2,
	timeout: 90_000,
	expect: { timeout: 10_000 },
	forbidOnly: process.env['CI'] !== undefined,
	// A busy machine may make one page late once; a test that fails twice is wrong.
	retries: process.env['CI'] === undefined ? 0 : 1,
	reporter: 'list',
	use: {
		actionTimeout: 10_000,
		navigationTimeout: 20_000,
		screenshot: 'only-on-failure',
		locale: 'en-GB',
		timezoneId: 'Europe/Lisbon',
		viewport: { width: 1440, height: 900 },
		launchOptions: {
			...(executablePath !== undefined && { executablePath }),
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
			],
		},
	},
});
