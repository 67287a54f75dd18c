/** The design system by itself, without a server: contrast and names in both themes, keyboard, dialogs, the long list. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { build, preview, type PreviewServer } from 'vite';

let served: PreviewServer;
let address: string;
let outDir: string;

test.beforeAll(async () => {
	outDir = await mkdtemp(join(tmpdir(), 'design-'));
	const configFile = fileURLToPath(new URL('../design/vite.config.ts', import.meta.url));
	const shared = { configFile, logLevel: 'error', build: { outDir, target: 'es2024' } } as const;
	await build(shared);
	served = await preview({ ...shared, preview: { host: '127.0.0.1', port: 4390 } });
	address = served.resolvedUrls?.local[0] ?? '';
});
test.afterAll(async () => {
	await served.close();
	await rm(outDir, { recursive: true });
});

/** Opens a page; anything the page complains about fails the test. */
async function open(page: Page, path = ''): Promise<string[]> {
	const complaints: string[] = [];
	page.on('pageerror', (error) => complaints.push(error.message));
	await page.goto(`${address}${path}`);
	await expect(page.getByRole('main')).toBeVisible();
	await page.evaluate(() => document.fonts.ready);
	return complaints;
}

const sizes = [
	{ name: 'wide', width: 1440, height: 900 },
	{ name: 'phone', width: 390, height: 844 },
] as const;

for (const theme of ['light', 'dark'] as const)
	for (const { name, ...viewport } of sizes)
		test(`[UI3] every component meets WCAG 2.2 AA, ${theme}, ${name}`, async ({ page }) => {
			await page.setViewportSize(viewport);
			for (const path of [`?theme=${theme}`, `?theme=${theme}#frame`]) {
				await page.goto('about:blank');
				const complaints = await open(page, path);
				const { violations } = await new AxeBuilder({ page })
					.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
					.analyze();
				const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
				expect({ found, complaints }).toEqual({ found: [], complaints: [] });
				expect(
					await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
					'nothing sticks out sideways',
				).toBeLessThanOrEqual(0);
			}
		});

test('[UI4] a dialog takes the focus to its first field, keeps it, and gives it back', async ({ page }) => {
	await open(page);
	const opener = page.getByRole('button', { name: 'Open a dialog' });
	await opener.click();
	const field = page.getByRole('textbox', { name: 'Add by name or email' });
	await expect(field).toBeFocused();
	const count = page.getByTestId('undone');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: 'Close' })).toBeFocused();
	await page.keyboard.press('j');
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(opener).toBeFocused();
	await expect(count).toHaveText('0');
});

test('[UI5] single keys work outside text, not inside, and can be turned off for good', async ({ page }) => {
	await open(page);
	const count = page.getByTestId('undone');
	await page.keyboard.press('j');
	await expect(count).toHaveText('1');
	await page.getByRole('textbox', { name: 'Event time' }).focus();
	await page.keyboard.press('j');
	await expect(page.getByRole('textbox', { name: 'Event time' })).toHaveValue(/j/);
	await expect(count).toHaveText('1');

	await page.getByRole('heading', { name: 'Components' }).click();
	await page.keyboard.press('?');
	await page.getByRole('switch', { name: 'Single keys' }).click();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await page.keyboard.press('j');
	await page.reload();
	await expect(count).toHaveText('0');
	await page.keyboard.press('j');
	await page.keyboard.press('Control+k');
	await expect(page.getByRole('combobox', { name: 'What would you like to do?' })).toBeFocused();
	await page.keyboard.type('next');
	await page.keyboard.press('Enter');
	await expect(count).toHaveText('1');
});

test('[UI6] a toast can be undone, and waits while it is focused', async ({ page }) => {
	await page.clock.install();
	await open(page);
	await page.keyboard.press('t');
	const toast = page.getByText('Event moved to 02:41');
	await page
		.getByRole('region', { name: 'What just happened' })
		.getByRole('button', { name: 'Undo' })
		.focus();
	await page.clock.runFor(20_000);
	await expect(toast).toBeVisible();
	await page.keyboard.press('Enter');
	await expect(toast).toHaveCount(0);
	await expect(page.getByTestId('undone')).toHaveText('1');
	await page.getByRole('heading', { name: 'Components' }).click();
	await page.keyboard.press('t');
	await expect(toast).toBeVisible();
	await page.clock.runFor(6100);
	await expect(toast).toHaveCount(0);
});

test('[UI7] a list of two million rows draws few of them, and reaches its end', async ({ page }) => {
	await page.setViewportSize({ width: 1440, height: 900 });
	await open(page, '#frame');
	const list = page.getByRole('grid', { name: 'Records' });
	await list.focus();
	await page.keyboard.press('End');
	const last = page.getByRole('row', { name: '1904662 http' });
	await expect(last).toBeInViewport({ ratio: 1 });
	expect(await page.getByRole('row').count()).toBeLessThan(60);
	await page.keyboard.press('k');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('Row 1904661');
	await page.keyboard.press('Home');
	await expect(page.getByRole('row', { name: '0 http', exact: false }).first()).toBeInViewport({ ratio: 1 });
	await list.hover();
	await page.mouse.wheel(0, 360);
	await expect(page.getByRole('row', { name: '10 http status=503', exact: true })).toBeInViewport();
	await expect(page.getByRole('row', { name: '40 http status=503', exact: true })).toHaveCount(0);
});

test('[UI8] below 1024 px panels are drawers that Esc closes, giving the focus back', async ({ page }) => {
	await page.setViewportSize({ width: 900, height: 800 });
	await open(page, '#frame');
	const panel = page.getByRole('complementary', { name: 'Sources' });
	await expect(panel).toBeHidden();
	const opener = page.getByRole('button', { name: 'Sources' });
	await opener.click();
	await expect(panel).toBeVisible();
	await expect(panel).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(panel).toBeHidden();
	await expect(opener).toBeFocused();
});

test('[UI9] the edge of a panel moves with the arrow keys and is remembered', async ({ page }) => {
	await page.setViewportSize({ width: 1440, height: 900 });
	await open(page, '#frame');
	const edge = page.getByRole('separator', { name: 'Width of Sources' });
	await edge.focus();
	await page.keyboard.press('ArrowRight');
	await expect(edge).toHaveAttribute('aria-valuenow', '264');
	await page.reload();
	await expect(edge).toHaveAttribute('aria-valuenow', '264');
	const panel = await page.getByRole('complementary', { name: 'Sources' }).boundingBox();
	expect(panel?.width).toBe(264);
});

test('[UI10] the theme someone chooses holds at once and is kept in a cookie', async ({ page, context }) => {
	await open(page, '#frame');
	await page.getByRole('button', { name: /Your account/ }).click();
	await page.getByRole('menuitemradio', { name: 'Dark' }).click();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	const cookies = await context.cookies();
	expect(cookies.filter(({ name }) => name === 'theme').map(({ value }) => value)).toEqual(['dark']);
});
