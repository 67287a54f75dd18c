import { AxeBuilder } from '@axe-core/playwright';
import { card, openOn, text, wrote } from './support/narrative.ts';
import { expect, phone, test } from './support/test.ts';
import { openTimeline } from './support/timeline.ts';

test('[MN5] [TH11] a mention is typed by its first letters, rings for whoever is meant, and leads them to the thread', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await wrote(ines, analysis, 'They closed the laptop and made dinner.');
	await ines.account.api('POST', `/analyses/${id}/members`, { email: dev.account.email, role: 'analyst' });
	await openTimeline(dev.page, id);
	await expect(dev.page.getByRole('button', { name: 'Nothing new for you' })).toBeVisible();

	await openOn(ines.page, 12, 'Note', { 'Your note': 'Ask which kitchen.' });
	await text(ines.page).click();
	await ines.page.keyboard.press('Control+End');
	for (let n = 0; n < 7; n++) await ines.page.keyboard.press('Shift+ArrowLeft');
	await ines.page.keyboard.press('Control+m');
	const field = ines.page.getByLabel('What would you like to know?');
	await field.pressSequentially('Was it dinner, @de');
	await expect(ines.page.getByRole('option', { name: 'Dev Banerjee' })).toBeVisible();
	await field.press('Enter');
	await expect(field).toHaveValue('Was it dinner, @Dev Banerjee ');
	await field.pressSequentially('?');
	await field.press('Control+Enter');
	await expect(card(ines.page, 'Question').locator('.mention')).toHaveText('@Dev Banerjee');

	// At home the bell says so as well.
	const home = await dev.context.newPage();
	await home.goto('/');
	await expect(home.getByRole('button', { name: 'Something new for you' })).toBeVisible();
	await home.close();

	// It rings where he is, says nothing of what it is about, and leads there.
	await dev.page.getByRole('button', { name: 'Something new for you' }).click();
	const list = dev.page.getByRole('dialog', { name: 'For you' });
	await expect(list).toContainText('Ines Caldeira mentioned you in a thread.');
	await expect(list).not.toContainText('dinner');
	await list.getByRole('link', { name: /mentioned you/ }).click();
	await dev.page.waitForURL(/\/narrative\?thread=/);
	await expect(dev.page.locator('article[data-active]')).toContainText('Was it dinner');
	await expect(dev.page.getByRole('button', { name: 'Nothing new for you' })).toBeVisible();
	// Looked at, it is read; the note is not.
	await expect(card(dev.page, 'Question')).not.toHaveAttribute('data-unread');
	await expect(card(dev.page, 'Note, unread')).toBeVisible();

	// What is unread, alone.
	await dev.page.getByRole('button', { name: 'Filter threads' }).click();
	await dev.page.getByRole('checkbox', { name: 'Unread only' }).check();
	await expect(dev.page.locator('article[data-thread-card]')).toHaveCount(1);
	await expect(card(dev.page, 'Note, unread')).toBeVisible();
	expect((await new AxeBuilder({ page: dev.page }).include('aside').analyze()).violations).toEqual([]);
	const folder = process.env['NEWS_PICTURES'];
	if (folder !== undefined) await dev.page.screenshot({ path: `${folder}/filters-1440.png` });
	await dev.page.getByRole('button', { name: 'Mark all as read' }).click();
	await expect(dev.page.getByText('Nothing here under this filter.')).toBeVisible();
	await dev.page.getByRole('button', { name: 'Show all' }).first().click();

	// J, R and E: to the thread, an answer, settled.
	await dev.page.getByRole('button', { name: /^Open 2/ }).focus();
	await dev.page.keyboard.press('k');
	const active = dev.page.locator('article[data-active]');
	await expect(active).toContainText('Ask which kitchen.');
	await dev.page.keyboard.press('r');
	const reply = active.getByRole('textbox', { name: 'Reply' });
	await expect(reply).toBeFocused();
	await expect(reply).toHaveValue('');
	await reply.fill('Mine.');
	await reply.press('Control+Enter');
	await expect(active).toContainText('Mine.');
	await dev.page.getByRole('button', { name: /^Open 2/ }).focus();
	await dev.page.keyboard.press('e');
	await expect(card(ines.page, /^Note/)).toHaveCount(0);
	await expect(ines.page.getByRole('button', { name: 'Resolved 1' })).toBeVisible();
	await expect(ines.page.getByRole('button', { name: 'Something new for you' })).toBeVisible();
	if (folder !== undefined) {
		await ines.page.getByRole('button', { name: 'Something new for you' }).click();
		await ines.page.getByRole('dialog', { name: 'For you' }).waitFor();
		await ines.page.screenshot({ path: `${folder}/bell-1440.png` });
	}
});

test('[MN5] on a phone the bell opens and fits', async ({ person, analysis }) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee', phone);
	const id = await wrote(ines, analysis, 'They closed the laptop.');
	await ines.account.api('POST', `/analyses/${id}/members`, { email: dev.account.email, role: 'analyst' });
	await openOn(ines.page, 7, 'Note', { 'Your note': '@Dev Banerjee, whose?' });
	await dev.page.goto(`/analysis/${id}/narrative`);
	await dev.page.getByRole('button', { name: 'Something new for you' }).tap();
	await expect(dev.page.getByRole('dialog', { name: 'For you' })).toContainText('mentioned you');
	expect(
		await dev.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
	).toBeLessThanOrEqual(0);
	const folder = process.env['NEWS_PICTURES'];
	if (folder !== undefined) await dev.page.screenshot({ path: `${folder}/bell-390.png` });
});
