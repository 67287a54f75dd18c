import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { saved, text, twoAnalysts } from './support/narrative.ts';
import { expect, phone, test } from './support/test.ts';

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

/** Pictures for people to look at, when a folder for them is named. */
async function picture(page: Page, name: string): Promise<void> {
	const folder = process.env['VERSION_PICTURES'];
	if (folder === undefined) return;
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
	}
	await page.emulateMedia({ colorScheme: 'light' });
}
async function isAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}
async function byPalette(page: Page, command: string): Promise<void> {
	await page.keyboard.press('Control+k');
	await page.getByRole('combobox').fill(command);
	await page.getByRole('option', { name: command }).first().click();
}

test('[AU7] one asks who wrote the words at the caret, after another pressed Enter in them', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const noor = await person('Noor Haddad');
	const id = await analysis(ines.account);
	for (const [{ account }, role] of [
		[dev, 'analyst'],
		[noor, 'contributor'],
	] as const)
		await ines.account.api('POST', `/analyses/${id}/members`, { email: account.email, role });
	await ines.page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await ines.page.keyboard.type('She read the plan twice. The apply came back green.');
	await saved(ines.page);
	await dev.page.goto(`/analysis/${id}/narrative`);
	await expect(text(dev.page).locator('p').first()).toContainText('came back green');
	await text(dev.page).locator('p').first().click();
	await dev.page.keyboard.press('Home');
	for (let letter = 0; letter < 'She read the plan twice. '.length; letter++)
		await dev.page.keyboard.press('ArrowRight');
	await dev.page.keyboard.press('Enter');
	await dev.page.keyboard.type('At 01:52 ');
	await saved(dev.page);
	await byPalette(dev.page, 'Who wrote this');
	const told = dialog(dev.page, 'Who wrote this').getByRole('listitem');
	await expect(told).toHaveText([
		/^\s*At 01:52\s*You, today\s*$/,
		/^\s*The apply came back green\.\s*Ines Caldeira, today\s*$/,
	]);
	await isAccessible(dev.page);
	await picture(dev.page, 'who-wrote');
	await dev.page.keyboard.press('Escape');
	await expect(told).toHaveCount(0);
	// Contributors write here, and history is not theirs.
	await noor.page.goto(`/analysis/${id}/narrative`);
	await expect(text(noor.page).locator('p')).toHaveCount(2);
	await expect(noor.page.getByRole('button', { name: 'Versions' })).toHaveCount(0);
	await expect(noor.page.getByRole('button', { name: 'Who wrote this' })).toHaveCount(0);
});

test('[VS3] a version is named, compared, and restored as an edit that undo takes back', async ({
	person,
	analysis,
}) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	for (const { page } of [ines, dev]) await page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await ines.page.keyboard.type('The plan showed five brokers to replace.');
	await ines.page.keyboard.press('Enter');
	await ines.page.keyboard.type('Nobody had paged her.');
	await saved(ines.page);
	const versions = dialog(ines.page, 'Versions of the narrative');
	await ines.page.getByRole('button', { name: 'Versions' }).click();
	await expect(versions.getByText(/No version has been kept yet/)).toBeVisible();
	await versions.getByLabel('Name this version').fill('Before the call');
	await ines.page.keyboard.press('Enter');
	await expect(versions.getByRole('button', { name: /Before the call/ })).toBeVisible();
	await expect(versions.getByText('The words are the same.')).toBeVisible();
	await ines.page.keyboard.press('Escape');

	await text(ines.page).locator('p').first().click();
	await ines.page.keyboard.press('Home');
	await ines.page.keyboard.press('Shift+End');
	await ines.page.keyboard.type('The plan showed nothing unusual to her.');
	await saved(ines.page);
	await text(dev.page).locator('p').last().click();
	await dev.page.keyboard.press('End');
	await dev.page.keyboard.type(' Then the pager rang.');
	await saved(dev.page);
	await expect(text(ines.page).locator('p').last()).toContainText('Then the pager rang.');

	await byPalette(ines.page, 'Versions of the narrative');
	await expect(versions.locator('ins')).toHaveText(['nothing unusual', 'her', 'Then the pager rang.']);
	await isAccessible(ines.page);
	await picture(ines.page, 'versions');
	await versions.getByRole('button', { name: 'As it read' }).click();
	await expect(versions.getByRole('article')).toContainText('five brokers to replace.');
	await picture(ines.page, 'version-text');
	await versions.getByRole('button', { name: 'Restore as a new edit' }).click();
	await expect(versions).toHaveCount(0);
	const both = ['The plan showed five brokers to replace.', 'Nobody had paged her.'];
	for (const { page } of [ines, dev]) await expect(text(page).locator('p')).toHaveText(both);
	await saved(ines.page);

	await text(ines.page).click();
	await ines.page.keyboard.press('Control+z');
	await expect(text(dev.page).locator('p')).toHaveText([
		'The plan showed nothing unusual to her.',
		/Then the pager rang\.$/,
	]);
	// What stood before is a version of its own.
	await ines.page.getByRole('button', { name: 'Versions' }).click();
	await expect(versions.getByRole('navigation').getByRole('listitem')).toHaveText([
		/^\s*Before “Before the call” was restored/,
		/^\s*Before the call/,
	]);
	await versions.getByRole('button', { name: 'Delete…' }).click();
	await versions.getByRole('button', { name: 'Delete for good' }).click();
	await expect(versions.getByRole('navigation').getByRole('listitem')).toHaveCount(1);
});

test('[VS2] on a phone the versions are one column, and nothing sticks out', async ({ person, analysis }) => {
	const ines = await person('Ines Caldeira', phone);
	const id = await analysis(ines.account);
	await ines.account.api('POST', `/analyses/${id}/versions`, { name: 'Empty' });
	await ines.page.goto(`/analysis/${id}/narrative`);
	await ines.page.getByRole('button', { name: 'Outline', exact: true }).click();
	await ines.page.getByRole('button', { name: 'Versions' }).click();
	const versions = dialog(ines.page, 'Versions of the narrative');
	await expect(versions.getByText('The words are the same.')).toBeVisible();
	expect(await ines.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	await picture(ines.page, 'versions-phone');
});
