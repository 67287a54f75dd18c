import type { Page } from '@playwright/test';
import { text } from './support/narrative.ts';
import { expect, phone, test } from './support/test.ts';

const paragraph = (page: Page, at: number) => text(page).locator('p').nth(at);
const bar = (page: Page) => page.getByRole('search', { name: 'Find in the text' });
const current = (page: Page) => text(page).locator('.found[data-current]');

const story = [
	'The gateway kept saying yes.',
	'No gateway was asked about the disks.',
	'At 02:14 a third Gateway joined them.',
];

test('[EN11] words are found from the keyboard, and one goes round them', async ({ person, analysis }) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type(story.join('\n'));
	await page.keyboard.press('Control+Home');
	await page.keyboard.press('Control+f');
	await expect(bar(page).getByLabel('Find', { exact: true })).toBeFocused();
	await page.keyboard.type('gateway');
	await expect(bar(page).getByRole('status')).toHaveText('1 of 3');
	await expect(paragraph(page, 0).locator('.found[data-current]')).toHaveText('gateway');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Enter');
	await expect(paragraph(page, 2).locator('.found[data-current]')).toHaveText('Gateway');
	await page.keyboard.press('Enter');
	await expect(bar(page).getByRole('status')).toHaveText('1 of 3');
	await page.keyboard.press('Shift+Enter');
	await expect(bar(page).getByRole('status')).toHaveText('3 of 3');
	await bar(page).getByRole('button', { name: 'Capitals count' }).click();
	await expect(bar(page).getByRole('status')).toHaveText('1 of 2');
	await bar(page).getByLabel('Find', { exact: true }).fill('gatekeeper');
	await expect(bar(page).getByRole('status')).toHaveText('Nothing found');
	await bar(page).getByLabel('Find', { exact: true }).fill('No gateway');
	await page.keyboard.press('Escape');
	await expect(bar(page)).toBeHidden();
	// One goes on writing where one looked.
	await page.keyboard.type('Nothing');
	await expect(paragraph(page, 1)).toHaveText('Nothing was asked about the disks.');
	await expect(current(page)).toHaveCount(0);
});

test('[EN12] one or all are replaced, all of them as one step to undo, and chips stay', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await analysis(ines.account, { zone: 'UTC' });
	await ines.account.api('POST', `/analyses/${id}/members`, { email: dev.account.email, role: 'analyst' });
	await ines.account.api('POST', `/analyses/${id}/events`, {
		when: '2026-03-11T01:52:00Z',
		kind: 'action',
		title: 'The apply comes back green',
	});
	const { page } = ines;
	await page.goto(`/analysis/${id}/narrative`);
	await dev.page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type(story.join('\n'));
	await page.keyboard.type(' The gateway, @');
	await page.getByRole('dialog', { name: 'Cite an event' }).getByRole('combobox').fill('green');
	await expect(page.getByRole('option')).toHaveCount(1);
	await page.keyboard.press('Enter');
	await page.keyboard.type('gateway.');
	await page.keyboard.press('Control+Home');
	await page.keyboard.press('Control+h');
	await expect(bar(page).getByLabel('Find', { exact: true })).toBeFocused();
	await page.keyboard.type('gateway');
	await expect(bar(page).getByRole('status')).toHaveText('1 of 5');
	await bar(page).getByLabel('Replace with').fill('door');
	await page.keyboard.press('Enter');
	await expect(paragraph(page, 0)).toHaveText('The door kept saying yes.');
	await expect(bar(page).getByRole('status')).toHaveText('1 of 4');
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText('4 places replaced.')).toBeVisible();
	await expect(paragraph(dev.page, 1)).toHaveText('No door was asked about the disks.');
	await expect(paragraph(dev.page, 2)).toContainText('a third door joined them. The door,');
	await expect(text(dev.page).locator('[data-event]')).toContainText('01:52');
	await page.keyboard.press('Escape');
	await text(page).focus();
	await page.keyboard.press('Control+z');
	await expect(paragraph(dev.page, 0)).toHaveText('The door kept saying yes.');
	await expect(paragraph(dev.page, 1)).toHaveText('No gateway was asked about the disks.');
	await expect(paragraph(dev.page, 2)).toContainText('a third Gateway joined them. The gateway,');
	await expect(text(dev.page).locator('[data-event]')).toHaveCount(1);
});

test('[EN21] replacing by keyboard keeps the keyboard in the bar, and its note takes all of it back at once', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type(story.join('\n'));
	await page.keyboard.press('Control+f');
	await page.keyboard.type('gateway');
	await expect(bar(page).getByRole('status')).toHaveText(/of 3$/);
	const other = bar(page).getByLabel('Replace with');
	await bar(page).getByRole('button', { name: 'Replace…' }).press('Enter');
	await expect(other).toBeFocused();
	await page.keyboard.type('door');
	await bar(page).getByRole('button', { name: 'Replace all' }).press('Enter');
	await expect(bar(page).getByRole('status')).toHaveText('Nothing found');
	await expect(other).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(bar(page)).toBeHidden();
	await expect(text(page)).toBeFocused();
	await page.keyboard.press('Control+End');
	await page.keyboard.type(' Then it rang.');
	// What was written since stays.
	await page
		.getByRole('region', { name: 'What just happened' })
		.getByRole('button', { name: 'Undo' })
		.click();
	await expect(text(page).locator('p')).toHaveText([...story.slice(0, 2), `${story[2]} Then it rang.`]);
	await expect(text(page)).toBeFocused();
});

test('[EN24] what reads so already is not replaced: it is not counted, and nothing else is there to take back', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type(story.join('\n'));
	await page.keyboard.press('Control+h');
	await page.keyboard.type('gateway');
	await expect(bar(page).getByRole('status')).toHaveText(/of 3$/);
	await bar(page).getByLabel('Replace with').fill('gateway');
	await page.keyboard.press('Control+Enter');
	const note = page.getByRole('region', { name: 'What just happened' });
	await expect(note).toContainText('1 place replaced.');
	await expect(text(page).locator('p')).toHaveText([
		...story.slice(0, 2),
		'At 02:14 a third gateway joined them.',
	]);
	await note.getByRole('button', { name: 'Undo' }).click();
	await expect(text(page).locator('p')).toHaveText(story);
	await page.keyboard.press('Control+Enter');
	await expect(note).toContainText('1 place replaced.');
	await page.keyboard.press('Control+Enter');
	const nothing = note.locator('.toast', { hasText: 'Nothing to replace: it reads so already.' });
	await expect(nothing.getByRole('button')).toHaveAccessibleName('Close');
	await expect(text(page).locator('p')).toHaveText([
		...story.slice(0, 2),
		'At 02:14 a third gateway joined them.',
	]);
});

test('[EN11] on a phone the field stands above the text, and nothing is wider than the screen', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira', phone);
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).tap();
	await page.keyboard.type(story.join('\n'));
	await page.keyboard.press('Control+h');
	await page.keyboard.type('gateway');
	await expect(bar(page).getByRole('status')).toHaveText('1 of 3');
	for (const part of await bar(page).locator('button, input').all())
		await expect(part).toBeInViewport({ ratio: 1 });
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
