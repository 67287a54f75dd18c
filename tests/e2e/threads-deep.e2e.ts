import { card, openOn, text, wrote } from './support/narrative.ts';
import { expect, test } from './support/test.ts';

test('[EN9] [RD9] a note is kept beside the words, both accounts are kept, and J and K go from thread to thread', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const { page, account } = ines;
	const id = await wrote(ines, analysis, 'They closed the laptop and made dinner.');
	await openOn(page, 12, 'Note', { 'Your note': 'Ask which kitchen.' });
	await openOn(page, 7, 'I remember it differently', { 'How do you remember it?': 'It was lunch.' });
	await expect(card(page, 'Note')).toContainText('Ask which kitchen.');
	const active = page.locator('article[data-active]');
	await expect(active).toHaveAccessibleName('I remember it differently');
	await page.getByRole('button', { name: /^Open 2/ }).focus();
	await page.keyboard.press('k');
	await expect(active).toHaveAccessibleName('Note');
	await page.keyboard.press('j');
	await expect(active).toHaveAccessibleName('I remember it differently');
	await active.getByRole('button', { name: 'Keep both accounts' }).click();
	await page.getByRole('button', { name: 'Resolved 1' }).click();
	await expect(card(page, 'I remember it differently, resolved')).toContainText('both accounts kept');
	const { threads } = await account.api<{ threads: { kind: string; resolution: string | null }[] }>(
		'GET',
		`/analyses/${id}/threads`,
	);
	expect(threads.map(({ kind, resolution }) => [kind, resolution])).toEqual([
		['note', null],
		['differs', 'both accounts kept'],
	]);
	await page.goto(`/analysis/${id}/story`);
	const region = page.getByRole('region', { name: 'Remembered differently' });
	await expect(region).toContainText('both accounts are kept: They closed the laptop and made dinner.');
	await expect(page.getByText('lunch')).toHaveCount(0);
});

test('[TH17] a correction of words that have changed since says so, and is not there to be taken', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const { page } = ines;
	await wrote(ines, analysis, 'The buffer held for many long minutes.');
	await openOn(page, 38, 'Correction', { 'Better wording': 'It held.' });
	await text(page).click();
	await page.keyboard.press('Control+End');
	for (let n = 0; n < 9; n++) await page.keyboard.press('ArrowLeft');
	for (let n = 0; n < 4; n++) await page.keyboard.press('Backspace');
	await page.keyboard.type('slow');
	const now = 'The buffer held for many slow minutes.';
	await expect(text(page).locator('p')).toHaveText(now);
	const correction = card(page, 'Correction');
	await expect(correction).toContainText(
		'The words have changed since this was proposed. Edit them by hand.',
	);
	await expect(correction.getByRole('button', { name: 'Take the edit' })).toHaveCount(0);
	for (let n = 0; n < 4; n++) await page.keyboard.press('Backspace');
	await page.keyboard.type('long');
	await correction.getByRole('button', { name: 'Take the edit' }).click();
	await expect(text(page).locator('p')).toHaveText('It held.');
});

test('[TH14] of very many threads those near are drawn, and turning to any other draws it', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const { page, account } = ines;
	const id = await wrote(ines, analysis, Array.from({ length: 90 }, (_, n) => `word${n}`).join(' '));
	const { passages } = await account.api<{ passages: { passageId: string; text: string }[] }>(
		'GET',
		`/analyses/${id}/narrative?format=json`,
	);
	const [passage] = passages;
	for (let n = 0; n < 90; n++) {
		const start = passage?.text.indexOf(`word${n}`) ?? 0;
		const on = { passageId: passage?.passageId, quote: `word${n}`, start, end: start + `word${n}`.length };
		await account.api('POST', `/analyses/${id}/threads`, { on, kind: 'note', body: `On word ${n}.` });
	}
	await page.reload();
	const cards = page.locator('article[data-thread-card]');
	await expect(page.getByRole('button', { name: /^Open 90/ })).toBeVisible();
	await expect(cards).toHaveCount(12);
	await expect(page.getByText('On word 11.')).toHaveCount(1);
	await page.getByRole('button', { name: /^Open 90/ }).focus();
	// Backwards from the first is the last.
	await page.keyboard.press('k');
	await expect(page.locator('article[data-active]')).toContainText('On word 89.');
	await expect(page.locator('article[data-active]')).toBeInViewport();
	await page.reload();
	await expect(cards).toHaveCount(12);
	await page.getByRole('button', { name: '78 more' }).scrollIntoViewIfNeeded();
	await expect(cards).toHaveCount(24);
	// Focused where it is: scrolled to, it would be near, and add some by itself.
	await page
		.getByRole('button', { name: '66 more' })
		.evaluate((button) => button.focus({ preventScroll: true }));
	await page.keyboard.press('Enter');
	await expect(cards).toHaveCount(36);
});
