import { card, openOn, text, twoAnalysts, wrote } from './support/narrative.ts';
import { expect, test } from './support/test.ts';

test('[TH13] what was just posted is taken back by one press, and its words stand in the form again', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const { page } = ines;
	await wrote(ines, analysis, 'They closed the laptop and made dinner.');
	await openOn(page, 12, 'Note', { 'Your note': 'Ask which kitchen.' });
	await expect(card(page, 'Note')).toBeVisible();
	await page.getByRole('button', { name: 'Undo', exact: true }).click();
	await expect(card(page, 'Note')).toHaveCount(0);
	await expect(text(page).locator('.thread')).toHaveCount(0);
	const form = page.getByRole('region', { name: 'New thread' });
	await expect(form.getByLabel('Your note')).toHaveValue('Ask which kitchen.');
	await form.getByLabel('Your note').fill('Ask whose kitchen.');
	await form.getByRole('button', { name: 'Post' }).click();
	await expect(card(page, 'Note')).toContainText('Ask whose kitchen.');
});

test('[TH13] a reply is taken back for everyone, and nobody is left a note of it', async ({
	person,
	analysis,
}) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	await ines.page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await ines.page.keyboard.type('They closed the laptop and made dinner.');
	await openOn(ines.page, 12, 'Note', { 'Your note': 'Ask which kitchen.' });
	await dev.page.goto(`/analysis/${id}/narrative`);
	const reply = card(dev.page, 'Note').getByRole('textbox', { name: 'Reply' });
	await card(dev.page, 'Note').getByRole('button', { name: 'Reply' }).click();
	await reply.fill('Theirs, I think.');
	await reply.press('Control+Enter');
	await expect(card(ines.page, 'Note')).toContainText('Theirs, I think.');
	await expect(ines.page.getByRole('button', { name: 'Something new for you' })).toBeVisible();
	await dev.page.getByRole('button', { name: 'Undo', exact: true }).click();
	await expect(reply).toHaveValue('Theirs, I think.');
	await expect(card(ines.page, 'Note')).not.toContainText('Theirs, I think.');
	await ines.page.reload();
	await expect(ines.page.getByRole('button', { name: 'Nothing new for you' })).toBeVisible();
});
