import type { Page } from '@playwright/test';
import { text } from './support/narrative.ts';
import { expect, test } from './support/test.ts';

const list = (page: Page) => page.getByRole('listbox', { name: 'Insert' });

test('[EN14] a slash that begins something offers what can be put in, from the keyboard alone', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account, { zone: 'UTC' });
	await account.api('POST', `/analyses/${id}/events`, {
		when: '2026-03-11T01:52:00Z',
		kind: 'action',
		title: 'The apply comes back green',
	});
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('/sec');
	await expect(list(page).getByRole('option')).toHaveCount(1);
	await page.keyboard.press('Enter');
	await page.keyboard.type('The evening before\n');
	await expect(text(page).locator('h2')).toHaveText('The evening before');
	await page.keyboard.type('/');
	await expect(text(page)).toHaveAttribute('aria-activedescendant', /-0$/);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await expect(list(page).getByRole('option', { selected: true })).toContainText('List');
	await page.keyboard.press('Enter');
	await page.keyboard.type('one\ntwo\n\n');
	await expect(text(page).locator('ul li')).toHaveText(['one', 'two']);
	await page.keyboard.type('They saw it at /ev');
	await expect(list(page).getByRole('option').first()).toContainText('Event');
	await page.keyboard.press('Enter');
	await page.getByRole('dialog', { name: 'Cite an event' }).getByRole('combobox').fill('green');
	await expect(page.getByRole('option')).toHaveCount(1);
	await page.keyboard.press('Enter');
	await expect(text(page).locator('p [data-event]')).toContainText('01:52');
	await page.keyboard.type('/div');
	await page.keyboard.press('Enter');
	await expect(text(page).locator('hr')).toHaveCount(1);
	await page.keyboard.type('After it.');
	await expect(text(page).locator('hr + p')).toHaveText('After it.');
});

test('[EN14] a slash that was meant as one stays one: in words, in paths, before a space, and by Escape', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('and/or, yes / no, /etc/hosts, ');
	await expect(list(page)).toBeHidden();
	await page.keyboard.type('/');
	await expect(list(page)).toBeVisible();
	await page.keyboard.press('Escape');
	await page.keyboard.type('s ');
	await page.keyboard.type('/');
	await expect(list(page)).toBeVisible();
	await page.keyboard.press('Backspace');
	await expect(list(page)).toBeHidden();
	await expect(text(page)).not.toHaveAttribute('aria-activedescendant');
	await page.keyboard.type('end');
	await expect(text(page).locator('p')).toHaveText('and/or, yes / no, /etc/hosts, /s end');
});
