import type { Page } from '@playwright/test';
import { expect, test, type Account } from './support/test.ts';

/** The rows of the list, each as its time and title. */
const listed = (page: Page) =>
	page.getByRole('grid', { name: 'Events' }).getByRole('row').locator('.cells:not(.gap)');
const row = (page: Page, title: string) =>
	page.getByRole('grid', { name: 'Events' }).getByRole('row').filter({ hasText: title });

/** An analysis with a cast of two and one event. */
async function aNight(
	lead: Account,
	analysis: (lead: Account, draft?: Readonly<Record<string, unknown>>) => Promise<string>,
) {
	const id = await analysis(lead, { date: '2026-03-11' });
	for (const name of ['Hana Sato', 'Priya Raghunathan'])
		await lead.api('POST', `/analyses/${id}/people`, { name });
	await lead.api('POST', `/analyses/${id}/events`, {
		title: 'Hana asks in the channel',
		when: '02:09',
		kind: 'message',
		people: ['Hana Sato'],
	});
	return id;
}

test('[XU1] pasted lines are events on the lanes and in the list, and one undo takes all of them back', async ({
	person,
	analysis,
}) => {
	const { account, page } = await person('Ines Caldeira');
	const id = await aNight(account, analysis);
	await page.goto(`/analysis/${id}/timeline`);
	await expect(row(page, 'Hana asks')).toBeVisible();
	const text = [
		'- 02:19 Priya opens the incident',
		'- about 02:41 Priya, Hana: decide to roll back',
		'- they were all tired',
		'- between 02:50 and 02:55 the boards are green',
	].join('\n');
	await page.getByRole('grid', { name: 'Lanes' }).focus();
	await page.evaluate((words) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', words);
		document.activeElement?.dispatchEvent(
			new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
		);
	}, text);
	const dialog = page.getByRole('dialog', { name: 'Paste lines' });
	await expect(dialog.getByRole('status')).toHaveText('3 events, 1 line not understood');
	await expect(dialog.getByText('It begins with no time.')).toBeVisible();
	await dialog.getByRole('button', { name: 'Add 3 events' }).click();

	// What could not be read stays to be mended.
	await expect(dialog.getByLabel('Lines', { exact: true })).toHaveValue('- they were all tired');
	await dialog.getByRole('button', { name: 'Close' }).last().click();
	await expect(row(page, 'decide to roll back').getByLabel('Decision')).toBeVisible();
	await expect(row(page, 'the boards are green')).toContainText('02:50…02:55');
	const priya = page
		.getByRole('grid', { name: 'Lanes' })
		.getByRole('row')
		.filter({ hasText: 'Priya Raghunathan' });
	await expect(priya).toContainText('about 02:41: Priya, Hana: decide to roll back');
	expect(await listed(page).count()).toBe(4);
	await page.getByRole('grid', { name: 'Lanes' }).focus();
	await page.keyboard.press('ControlOrMeta+z');
	await expect(listed(page)).toHaveCount(1);
	await page.keyboard.press('ControlOrMeta+Shift+z');
	await expect(listed(page)).toHaveCount(4);
});
