import type { Page } from '@playwright/test';
import { text, twoAnalysts } from './support/narrative.ts';
import { expect, test } from './support/test.ts';

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Write unseen' });

const kept = (page: Page) => page.getByRole('button', { name: '1 draft kept' });

test('[PD2] [PD3] what is written unseen is sent nowhere until it is placed at the caret, and undone in one step', async ({
	person,
	analysis,
}) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	const sent: string[] = [];
	ines.page.on('websocket', (socket) =>
		socket.on('framesent', ({ payload }) => sent.push(payload.toString('latin1'))),
	);
	ines.page.on('request', (request) => sent.push(request.postData() ?? ''));
	for (const { page } of [ines, dev]) await page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await ines.page.keyboard.type('Before. After.');
	for (let letters = 0; letters < 'After.'.length; letters++) await ines.page.keyboard.press('ArrowLeft');
	await ines.page.getByRole('button', { name: 'Write unseen, then place' }).click();
	await sheet(ines.page).getByLabel('Your draft').fill('The plan looked **harmless** to me. ');
	await ines.page.keyboard.press('Escape');
	await expect(sheet(ines.page)).toBeHidden();
	await expect(kept(ines.page)).toBeVisible();
	await ines.page.reload();
	await expect(text(dev.page)).toHaveText('Before. After.');
	expect(sent.filter((frame) => frame.includes('harmless'))).toEqual([]);

	await text(ines.page).click();
	await ines.page.keyboard.press('Control+End');
	for (let letters = 0; letters < 'After.'.length; letters++) await ines.page.keyboard.press('ArrowLeft');
	await ines.page.getByRole('button', { name: 'Write unseen, then place' }).click();
	await expect(sheet(ines.page).getByLabel('Your draft')).toHaveValue('The plan looked **harmless** to me. ');
	await sheet(ines.page).getByLabel('Your draft').focus();
	await ines.page.keyboard.press('Control+Enter');
	await expect(sheet(ines.page)).toBeHidden();
	await expect(text(dev.page)).toHaveText('Before. The plan looked harmless to me. After.');
	await expect(text(dev.page).locator('strong')).toHaveText('harmless');
	await text(ines.page).focus();
	await ines.page.keyboard.press('Control+z');
	await expect(text(dev.page)).toHaveText('Before. After.');
	await expect(kept(ines.page)).toBeHidden();
	await ines.page.getByRole('button', { name: 'Write unseen, then place' }).click();
	await expect(sheet(ines.page).getByLabel('Your draft')).toHaveValue('');
});
