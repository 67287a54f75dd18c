import { card, openOn, saved, text, twoAnalysts } from './support/narrative.ts';
import { expect, test } from './support/test.ts';

test('[TH21] a comment written offline is kept, can be taken back, and is posted once back, over a reload too', async ({
	person,
	analysis,
	server,
}) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	const { page } = ines;
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('They closed the laptop');
	await openOn(page, 6, 'Question', { 'What would you like to know?': 'Whose laptop?' });
	await saved(page);
	await server.kill();
	await expect(page.getByText(/Keep writing\./)).toBeVisible();

	// On words that were written offline themselves.
	await text(page).click();
	await page.keyboard.press('Control+End');
	await page.keyboard.type(' and made dinner.');
	await openOn(page, 7, 'Note', { 'Your note': 'In which kitchen?' });
	const kept = page.getByRole('list', { name: 'Comments kept here' }).getByRole('listitem');
	const happened = page.getByRole('region', { name: 'What just happened' });
	await expect(happened).toContainText('Comment kept here. It posts when you are back.');
	await expect(kept).toHaveCount(1);
	await happened.locator('.toast', { hasText: 'kept here' }).getByRole('button', { name: 'Undo' }).click();
	await expect(kept).toHaveCount(0);
	const form = page.getByRole('region', { name: 'New thread' });
	await expect(form.getByLabel('Your note')).toHaveValue('In which kitchen?');
	await form.getByLabel('Your note').fill('Whose kitchen?');
	await form.getByRole('button', { name: 'Post' }).click();
	await card(page, 'Question').getByRole('button', { name: 'Reply' }).click();
	await card(page, 'Question').getByRole('textbox', { name: 'Reply' }).fill('Mine, I think.');
	await page.keyboard.press('Control+Enter');
	await expect(kept).toContainText(['Whose kitchen?', 'Mine, I think.']);
	await expect(kept).toContainText(['Kept here. It posts when you are back.', 'Kept here.']);

	// The page is left, and opened again when the server is back.
	await page.goto('about:blank');
	await server.start();
	await page.goto(`/analysis/${id}/narrative`);
	await expect(card(page, 'Note')).toContainText('Whose kitchen?', { timeout: 30_000 });
	await expect(card(page, 'Question')).toContainText('Mine, I think.');
	await expect(kept).toHaveCount(0);
	await dev.page.goto(`/analysis/${id}/narrative`);
	await expect(card(dev.page, /^Note/)).toContainText('Whose kitchen?');
	await expect(dev.page.locator('[data-thread-card]')).toHaveCount(2);
	await expect(text(dev.page).locator('.thread', { hasText: 'dinner' })).toHaveCount(1);
});
