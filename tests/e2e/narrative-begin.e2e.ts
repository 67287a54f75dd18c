import type { Page } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { text } from './support/narrative.ts';
import { expect, phone, test } from './support/test.ts';

const outlines = (page: Page) => page.getByRole('region', { name: 'Begin with an outline' });

test('[EN15] an empty narrative offers outlines; one is taken in one step, and can be taken back', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	await page.goto(`/analysis/${await analysis(account)}/narrative`);
	await expect(outlines(page)).toBeVisible();
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
	expect(violations).toEqual([]);
	await outlines(page)
		.getByRole('button', { name: /^Narrative description/ })
		.click();
	await expect(text(page).locator('h2')).toHaveText([
		'What happened',
		'Contributors',
		'Mitigators',
		'Risks',
		'Difficulties in handling',
		'Still open',
	]);
	await expect(outlines(page)).toBeHidden();
	await page.keyboard.type('The gateway kept saying yes.');
	await expect(text(page).locator('h2 + p').first()).toHaveText('The gateway kept saying yes.');
	await text(page).focus();
	// Letters typed within half a second are one step, so a slow machine makes several.
	await expect
		.poll(async () => {
			await page.keyboard.press('Control+z');
			return text(page).locator('p').allTextContents();
		})
		.not.toContain('The gateway kept saying yes.');
	await expect
		.poll(async () => {
			await page.keyboard.press('Control+z');
			return text(page).locator('h2').count();
		})
		.toBe(0);
	await expect(outlines(page)).toBeVisible();
});

test('[EN20] while one writes, the caret says where one is: no ring is around the text, and buttons have theirs', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	await page.goto(`/analysis/${await analysis(account)}/narrative`);
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		await text(page).click();
		await page.keyboard.type('Words');
		await expect(text(page)).toBeFocused();
		await expect(text(page)).toHaveCSS('box-shadow', 'none');
		await expect(text(page)).toHaveCSS('outline-style', 'none');
		await page.keyboard.press('Tab');
		await expect(text(page)).not.toBeFocused();
		await expect(page.locator(':focus-visible')).not.toHaveCSS('box-shadow', 'none');
	}
});

test('[EN15] outlines go when somebody writes, and with Blank; a phone shows them one below the other', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira', phone);
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await expect(outlines(page)).toBeVisible();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	await outlines(page)
		.getByRole('button', { name: /^Blank/ })
		.tap();
	await expect(outlines(page)).toBeHidden();
	await page.reload();
	await expect(outlines(page)).toBeVisible();
	await text(page).tap();
	await page.keyboard.type('Words');
	await expect(outlines(page)).toBeHidden();
});
