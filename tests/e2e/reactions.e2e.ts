import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { card, openOn, wrote } from './support/narrative.ts';
import { expect, phone, test } from './support/test.ts';

const reactions = (page: Page) =>
	card(page, 'Note').getByRole('group', { name: 'Reactions to what Ines Caldeira said' });

test('[TH12] a reaction is given by one press and seen by everyone at once, by name, on a phone too', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const wei = await person('Wei-Lin Chua', phone);
	const id = await wrote(ines, analysis, 'They closed the laptop and made dinner.');
	for (const { account } of [dev, wei])
		await ines.account.api('POST', `/analyses/${id}/members`, { email: account.email, role: 'analyst' });
	await openOn(ines.page, 12, 'Note', { 'Your note': 'The graph was green until two.' });

	// With the keyboard: to the thread, to its signs, one press.
	await dev.page.goto(`/analysis/${id}/narrative`);
	await expect(card(dev.page, 'Note')).toBeVisible();
	await expect(reactions(dev.page)).toHaveCount(0);
	await dev.page.keyboard.press(']');
	const saw = reactions(dev.page).getByRole('button', { name: 'I saw this too' });
	await saw.focus();
	await dev.page.keyboard.press('Enter');
	await expect(saw).toHaveAttribute('aria-pressed', 'true');
	await expect(saw).toHaveAccessibleName('I saw this too: you');
	const told = reactions(ines.page).getByRole('img', { name: 'I saw this too: Dev Banerjee' });
	await expect(told).toBeVisible();
	// One’s own words have nothing to press.
	await expect(reactions(ines.page).getByRole('button')).toHaveCount(0);

	await wei.page.goto(`/analysis/${id}/narrative`);
	await wei.page.getByRole('button', { name: 'Threads' }).first().tap();
	await card(wei.page, 'Note').tap();
	const agree = reactions(wei.page).getByRole('button', { name: 'Agreed' });
	await agree.tap();
	await expect(agree).toHaveAttribute('aria-pressed', 'true');
	// Nothing can be pointed at there, so the names stand beside the sign.
	await expect(reactions(wei.page).getByText('Dev Banerjee')).toBeVisible();
	await expect(told).toBeVisible();
	await expect(reactions(ines.page).getByRole('img', { name: 'Agreed: Wei-Lin Chua' })).toBeVisible();
	expect((await new AxeBuilder({ page: dev.page }).analyze()).violations).toEqual([]);

	const folder = process.env['REACTION_PICTURES'];
	if (folder !== undefined) {
		await wei.page.screenshot({ path: `${folder}/reactions-390.png` });
		for (const colorScheme of ['light', 'dark'] as const) {
			await dev.page.emulateMedia({ colorScheme });
			await dev.page.screenshot({ path: `${folder}/reactions-1440-${colorScheme}.png` });
		}
	}

	// Pressed again it is taken back, for everyone.
	await saw.press('Enter');
	await expect(saw).toHaveAttribute('aria-pressed', 'false');
	await expect(told).toHaveCount(0);
});
