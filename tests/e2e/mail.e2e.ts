import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { openDatabases } from '#db/open.server.ts';
import { offToken } from '#server/mail/off-link.ts';
import { expect, phone, test } from './support/test.ts';

// Nothing answers there: whatever the pages do, they do without a mail server.
test.use({ env: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'Second Story <story@house.example>' } });

async function isAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
	expect(violations).toEqual([]);
}
const folder = process.env['MAIL_PICTURES'];

test('[ML2] [ML7] one chooses on the settings page to be told by mail, and ends it from a mail by one press', async ({
	person,
	server,
	visitor,
}) => {
	const { page, account } = await person('Dev Banerjee');
	await page.goto('/settings');
	await expect(page.getByText(`Mail goes to ${account.email}.`)).toBeVisible();
	const choice = page.getByRole('radio', { name: 'When someone mentions me' });
	await expect(page.getByRole('radio', { name: 'Never' })).toBeChecked();
	await choice.check();
	await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
	await page.reload();
	await expect(choice).toBeChecked();
	await isAccessible(page);
	if (folder !== undefined)
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await page.getByRole('heading', { name: 'Mail' }).scrollIntoViewIfNeeded();
			await page.screenshot({ path: `${folder}/settings-1440-${colorScheme}.png` });
		}

	// The link of a mail, on a phone on which nobody is signed in.
	const databases = await openDatabases({ dataDir: server.dataDir });
	const token = await offToken(databases.core, account.id);
	await databases.close();
	const mobile = await visitor(phone);
	await mobile.goto('/mail-off#broken');
	await mobile.getByRole('button', { name: 'Turn mail off' }).tap();
	await expect(mobile.getByRole('alert')).toContainText('This link lost a piece on the way.');
	await mobile.goto('/');
	await mobile.goto(`/mail-off#${token}`);
	await expect(mobile.getByRole('button', { name: 'Turn mail off' })).toBeEnabled();
	await isAccessible(mobile);
	if (folder !== undefined) await mobile.screenshot({ path: `${folder}/mail-off-390.png` });
	// Following it changed nothing yet.
	await page.reload();
	await expect(choice).toBeChecked();
	await mobile.getByRole('button', { name: 'Turn mail off' }).tap();
	await expect(mobile.getByRole('heading', { name: 'No more mail' })).toBeVisible();
	await page.reload();
	await expect(page.getByRole('radio', { name: 'Never' })).toBeChecked();
});
