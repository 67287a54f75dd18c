import type { Page } from '@playwright/test';
import { card, openOn, text, wrote } from './support/narrative.ts';
import { expect, test, type Account } from './support/test.ts';

const form = (page: Page) => page.getByRole('region', { name: 'New thread' });
const active = (page: Page) => page.locator('article[data-active]');

async function begin(page: Page): Promise<void> {
	await text(page).click();
	await page.keyboard.press('Control+End');
	for (let n = 0; n < 7; n++) await page.keyboard.press('Shift+ArrowLeft');
	await page.keyboard.press('Control+m');
}
/** What is open and what is not, in the order in which it was said. */
async function said(lead: Account, id: string) {
	const { threads } = await lead.api<{
		threads: { resolvedAt: string | null; comments: { body: string }[] }[];
	}>('GET', `/analyses/${id}/threads`);
	return threads.map(({ resolvedAt, comments }) => [comments[0]?.body, resolvedAt === null]);
}

test('[TH19] whoever chooses a kind of thread writes on in the field that comes next', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const { page } = ines;
	await wrote(ines, analysis, 'They closed the laptop and made dinner.');
	await begin(page);
	const kinds = form(page).getByRole('radio');
	await expect(form(page).getByLabel('What would you like to know?')).toBeFocused();
	await form(page).getByText('Correction', { exact: true }).click();
	const wording = form(page).getByLabel('Better wording');
	await expect(wording).toBeFocused();
	await expect(kinds.and(page.getByLabel('Correction'))).toBeChecked();
	await page.keyboard.press('Control+a');
	await page.keyboard.type('cooked.');
	await expect(wording).toHaveValue('cooked.');
	await form(page).getByText('Note', { exact: true }).click();
	await expect(form(page).getByLabel('Your note')).toBeFocused();
	// By keys one goes through the kinds, and Enter leads on.
	await kinds.and(page.getByLabel('Note')).focus();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await expect(kinds.and(page.getByLabel('Correction'))).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(wording).toBeFocused();
	await page.keyboard.press('Control+Enter');
	await expect(card(page, 'Correction')).toContainText('cooked.');
});

test('[TH20] while something is being written, a letter beside its field does nothing to other threads', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const { page, account } = ines;
	const id = await wrote(ines, analysis, 'They closed the laptop and made dinner.');
	await openOn(page, 12, 'Note', { 'Your note': 'Which kitchen?' });
	await openOn(page, 7, 'I remember it differently', { 'How do you remember it?': 'Lunch.' });
	await expect(active(page)).toHaveAccessibleName('I remember it differently');
	await begin(page);
	await form(page).getByRole('radio', { checked: true }).focus();
	for (const letter of ['e', 'r', 'k', '[']) await page.keyboard.press(letter);
	await form(page).getByLabel('What would you like to know?').fill('Who was there?');
	await form(page).getByRole('button', { name: 'Post' }).click();
	await expect(card(page, 'Question')).toBeVisible();
	expect(await said(account, id)).toEqual([
		['Which kitchen?', true],
		['Lunch.', true],
		['Who was there?', true],
	]);
	await expect(page.getByLabel('Reply', { exact: true })).toHaveCount(0);

	// Beside a reply, too.
	await card(page, 'Note').getByRole('button', { name: 'Reply' }).click();
	await expect(page.getByLabel('Reply', { exact: true })).toBeFocused();
	await page.getByRole('button', { name: 'Not now' }).focus();
	await page.keyboard.press('j');
	await page.getByRole('button', { name: /^Open 3/ }).focus();
	await page.keyboard.press('j');
	await expect(active(page)).toHaveAccessibleName('Note');
	// At a card its letters are meant.
	await card(page, 'I remember it differently').locator('header').click();
	await page.keyboard.press('e');
	await expect(page.getByText('Thread resolved')).toBeVisible();
	expect(await said(account, id)).toEqual([
		['Which kitchen?', true],
		['Lunch.', false],
		['Who was there?', true],
	]);
});
