import type { Page } from '@playwright/test';
import { text, twoAnalysts } from './support/narrative.ts';
import { expect, test } from './support/test.ts';

const outline = (page: Page) => page.getByRole('navigation', { name: 'Outline' });
const rows = (page: Page) => outline(page).locator('[data-section]');
const row = (page: Page, title: string) => outline(page).getByRole('button', { name: title });

const story =
	'## The evening before\nA plan was read.\n## Quiet minutes\nNothing was wrong.\n### A phone\nIt rang.\n## Still open\nWho asked?';

test('[SE6] a section is moved by key and by hand, as one step to undo, and its thread goes along', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type(story);
	await expect(rows(page)).toHaveText(['The evening before', 'Quiet minutes', 'A phone', 'Still open']);
	await text(page).getByText('Nothing was wrong.').click();
	await page.keyboard.press('End');
	await page.keyboard.press('Shift+Home');
	await page.keyboard.press('Control+m');
	await page.getByLabel('What would you like to know?').fill('Did anyone look?');
	await page.keyboard.press('Control+Enter');
	await expect(text(page).locator('.thread')).toHaveText('Nothing was wrong.');

	await row(page, 'Quiet minutes').focus();
	await page.keyboard.press('Alt+ArrowUp');
	const moved = ['Quiet minutes 1', 'A phone', 'The evening before', 'Still open'];
	await expect(rows(page)).toHaveText(moved);
	await expect(row(page, 'Quiet minutes')).toBeFocused();
	await expect(outline(page).getByRole('status')).toHaveText(
		'“Quiet minutes” moved before “The evening before”.',
	);
	await expect(text(page).locator('.thread')).toHaveText('Nothing was wrong.');
	await expect(text(page).locator('h2')).toHaveText(['Quiet minutes', 'The evening before', 'Still open']);
	await page.keyboard.press('Alt+ArrowUp');
	await expect(outline(page).getByRole('status')).toHaveText('Already the first here.');

	await row(page, 'Still open').dragTo(row(page, 'The evening before'), { targetPosition: { x: 40, y: 3 } });
	await expect(rows(page)).toHaveText(['Quiet minutes 1', 'A phone', 'Still open', 'The evening before']);
	await text(page).focus();
	await page.keyboard.press('Control+z');
	await expect(rows(page)).toHaveText(moved);
	await page.keyboard.press('Control+z');
	await expect(rows(page)).toHaveText(['The evening before', 'Quiet minutes 1', 'A phone', 'Still open']);
	await expect(text(page).locator('.thread')).toHaveText('Nothing was wrong.');
});

test('[SE6] who is in the section at hand is said, and a press leads there', async ({ person, analysis }) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	for (const { page } of [ines, dev]) await page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await ines.page.keyboard.type(story);
	await text(dev.page).getByText('A plan was read.').click();
	await ines.page.keyboard.press('Control+Home');
	const here = outline(ines.page).getByRole('button', { name: 'In this section: Dev' });
	await expect(here).toBeVisible();
	await here.click();
	await expect(text(ines.page).getByText('A plan was read.')).toBeInViewport();
	await text(dev.page).getByText('Who asked?').click();
	await expect(here).toBeHidden();
});

test('[SE7] the section at hand is that of the caret, else that at the top of the view, on both sides', async ({
	person,
	analysis,
}) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	for (const { page } of [ines, dev]) await page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await ines.page.keyboard.type(story);
	const current = (page: Page) => outline(page).locator('[aria-current]');
	const here = (page: Page) => outline(page).getByRole('button', { name: /^In this section/ });
	await expect(current(ines.page)).toHaveText('Still open');
	// Dev reads from the top, and all of it fits the screen.
	await expect(current(dev.page)).toHaveText('The evening before');
	await text(ines.page).getByText('Nothing was wrong.').click();
	await expect(current(ines.page)).toHaveText('Quiet minutes');
	await expect(here(ines.page)).toBeHidden();
	await text(dev.page).getByText('Nothing was wrong.').click();
	await expect(current(dev.page)).toHaveText('Quiet minutes');
	await expect(here(dev.page)).toHaveText('In this section: Ines');
	await expect(here(ines.page)).toHaveText('In this section: Dev');
	// What one looks for beside the caret is no other place; another field is.
	await dev.page.keyboard.press('End');
	await dev.page.keyboard.type(' @');
	await expect(dev.page.getByRole('dialog', { name: 'Cite an event' })).toBeVisible();
	await expect(current(dev.page)).toHaveText('Quiet minutes');
	await dev.page.keyboard.press('Escape');
	await dev.page.getByLabel('Standfirst').focus();
	await expect(current(dev.page)).toHaveText('The evening before');
	await expect(here(ines.page)).toBeHidden();
	await text(ines.page).getByText('A plan was read.').click();
	await expect(here(ines.page)).toHaveText('In this section: Dev');
	await expect(here(dev.page)).toHaveText('In this section: Ines');
});
