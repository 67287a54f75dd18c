import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { text } from './support/narrative.ts';
import { expect, test, type Account } from './support/test.ts';
import { openTimeline } from './support/timeline.ts';

const marks = (page: Page) => text(page).locator('.lens');
const card = (page: Page) => page.getByRole('dialog', { name: `“${phrase}”` });
const saved = (page: Page) => expect(page.locator('[data-is="saved"], [data-is="joined"]')).toBeVisible();
const phrase = 'Ana should have checked the plan';
const sentence = `${phrase}.`;

/** What somebody wrote, and what the lens asks about it. */
const question = /Ana/;

async function write(page: Page, analysis: string, words: string): Promise<void> {
	await page.goto(`/analysis/${analysis}/narrative`);
	await text(page).click();
	await page.keyboard.type(words);
}
/** The lens knows who is in the cast. */
async function withAna(lead: Account, id: string): Promise<string> {
	await lead.api('POST', `/analyses/${id}/people`, { name: 'Ana Ruiz' });
	return id;
}

test('[LE14] what one writes is underlined for oneself alone, and nothing of it enters the text', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await withAna(ines.account, await analysis(ines.account));
	await ines.account.api('POST', `/analyses/${id}/members`, { email: dev.account.email, role: 'analyst' });
	await dev.page.goto(`/analysis/${id}/narrative`);
	await write(ines.page, id, sentence);
	await expect(marks(ines.page)).toHaveText(phrase);
	await saved(ines.page);
	await expect(text(dev.page).locator('p')).toContainText(sentence);
	// Dev writes a paragraph of his own: it is read for him, and hers is not.
	await text(dev.page).locator('p').click();
	await dev.page.keyboard.press('End');
	await dev.page.keyboard.press('Enter');
	await dev.page.keyboard.type('Wei carelessly skipped a step.');
	await expect(marks(dev.page)).toHaveText('carelessly');
	await saved(dev.page);
	await expect(text(ines.page).locator('p').nth(1)).toContainText('carelessly');
	await expect(marks(ines.page)).toHaveText(phrase);
	const { passages } = await ines.account.api<{ passages: { text: string; marks: unknown[] }[] }>(
		'GET',
		`/analyses/${id}/narrative`,
	);
	expect(passages.map(({ text, marks }) => [text, marks])).toEqual([
		[sentence, []],
		['Wei carelessly skipped a step.', []],
	]);
	// What one wrote is one's own after a reload too.
	await ines.page.reload();
	await expect(marks(ines.page)).toHaveText(phrase);
});

test('[LE15] the card opens by mouse and by key, closes by Esc, and gives focus back', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await withAna(account, await analysis(account));
	await write(page, id, `${sentence} `);
	await marks(page).click();
	await expect(card(page)).toBeVisible();
	await expect(card(page)).toContainText('Only you see this');
	await expect(text(page)).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(card(page)).toHaveCount(0);
	await expect(text(page)).toBeFocused();
	await page.keyboard.press('End');
	await page.keyboard.press('Alt+Enter');
	await expect(card(page)).toContainText(question);
	await expect(card(page).getByRole('button', { name: 'Add as a question' })).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(text(page)).toBeFocused();
	// Whoever writes on is not kept.
	await page.keyboard.press('Alt+Enter');
	await expect(card(page)).toBeVisible();
	await text(page).click({ position: { x: 600, y: 300 } });
	await expect(card(page)).toHaveCount(0);
	await page.keyboard.type(' And then.');
	await expect(text(page).locator('p').first()).toContainText('And then.');
});

test('[LE13] words that were kept stay kept, over a reload and while their sentence is written on', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await withAna(account, await analysis(account));
	await write(page, id, phrase);
	await marks(page).click();
	await card(page).getByRole('button', { name: 'Keep my words' }).click();
	await expect(marks(page)).toHaveCount(0);
	await expect(text(page)).toBeFocused();
	await page.keyboard.press('End');
	await page.keyboard.type(' before two. Hana carelessly skipped a step.');
	await expect(marks(page)).toHaveText('carelessly');
	await saved(page);
	await page.reload();
	await expect(marks(page)).toHaveText('carelessly');
	const stored = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
	expect(stored).not.toContain('checked');
});

test('[LE16] a question goes to the inquiry, to whom it names, pinned to the event cited before it', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await withAna(account, await analysis(account, { zone: 'UTC' }));
	await account.api('POST', `/analyses/${id}/events`, {
		when: '2026-03-11T01:52:00Z',
		kind: 'action',
		title: 'The apply comes back green',
	});
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('At @');
	await page.getByRole('dialog', { name: 'Cite an event' }).getByRole('combobox').fill('green');
	await expect(page.getByRole('option')).toHaveCount(1);
	await page.keyboard.press('Enter');
	await page.keyboard.type(`, ${sentence}`);
	await expect(marks(page)).toHaveText(phrase);
	await page.keyboard.press('Alt+Enter');
	await expect(card(page)).toContainText(question);
	const asked = (await card(page).locator('.question').textContent()) ?? '';
	await card(page).getByRole('button', { name: 'Add as a question' }).click();
	await expect(page.getByText('Added to the inquiry')).toBeVisible();
	await saved(page);
	await openTimeline(page, id);
	await page
		.getByRole('grid', { name: 'Events' })
		.getByRole('row')
		.filter({ hasText: 'The apply comes back green' })
		.click();
	await expect(page.getByText(asked).first()).toBeVisible();
});

test('[LE16] who may not read the inquiry is not offered it', async ({ person, analysis }) => {
	const ines = await person('Ines Caldeira');
	const noor = await person('Noor Haddad');
	const id = await withAna(ines.account, await analysis(ines.account));
	await ines.account.api('POST', `/analyses/${id}/members`, {
		email: noor.account.email,
		role: 'contributor',
	});
	await write(noor.page, id, sentence);
	await marks(noor.page).click();
	await expect(card(noor.page).getByRole('button')).toHaveText(['Keep my words']);
});

test('[LE12] quotations, code and block quotes are left alone, and chips stand beside the underline', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await withAna(account, await analysis(account));
	await write(page, id, '“We should have checked,” she said. Then `should have checked` in code.');
	await page.keyboard.press('Enter');
	await page.keyboard.type('> We should have checked the plan.');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Enter');
	await page.keyboard.type('😀 Obviously it was slow.');
	await expect(marks(page)).toHaveText('Obviously');
});

test('[LE17] the lens is turned off by a key, and stays off', async ({ person, analysis }) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await withAna(account, await analysis(account));
	await write(page, id, sentence);
	await expect(marks(page)).toHaveCount(1);
	const toggle = page.getByRole('switch', { name: 'Language lens' });
	await expect(toggle).toBeChecked();
	await page.keyboard.press('Control+Shift+L');
	await expect(marks(page)).toHaveCount(0);
	await expect(toggle).not.toBeChecked();
	await saved(page);
	await page.reload();
	await expect(toggle).not.toBeChecked();
	await page.getByRole('button', { name: 'Language lens', exact: true }).click();
	await expect(marks(page)).toHaveText(phrase);
	await page.keyboard.press('Escape');
});

test('[LE12] pages of notes are read as the narrative is', async ({ person, analysis }) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await withAna(account, await analysis(account));
	await page.goto(`/analysis/${id}/notes`);
	await page.getByRole('button', { name: 'New page' }).click();
	const sheet = page.getByRole('textbox', { name: 'The page', exact: true });
	await sheet.click();
	await page.keyboard.type(sentence);
	await expect(sheet.locator('.lens')).toHaveText(phrase);
});

test('[LE18] a thread and a reply are read below their fields, and words can be kept there', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await withAna(account, await analysis(account));
	await write(page, id, 'Nothing was wrong.');
	await saved(page);
	await page.keyboard.press('Shift+Home');
	await page.keyboard.press('Control+m');
	const note = page.getByRole('note', { name: 'Language lens' });
	const form = page.getByRole('region', { name: 'New thread' });
	await form.getByLabel('What would you like to know?').pressSequentially(phrase);
	await expect(note).toContainText(`“${phrase}”`);
	await expect(note).toContainText(question);
	await note.getByRole('button', { name: 'Keep my words' }).click();
	await expect(note).toHaveCount(0);
	await form.getByLabel('What would you like to know?').press('End');
	await page.keyboard.type(', and carelessly did not.');
	await expect(note).toContainText('“carelessly”');
	const shots = process.env['SHOTS'];
	if (shots !== undefined) await page.screenshot({ path: `${shots}/lens-line.png` });
	await page.keyboard.press('Control+Enter');
	const thread = page.getByRole('article', { name: 'Question' });
	await expect(thread).toContainText('and carelessly did not.');
	await thread.getByRole('button', { name: 'Reply' }).click();
	await thread.getByLabel('Reply').pressSequentially('Wei carelessly skipped it.');
	await expect(note).toContainText('“carelessly”');
	await page.keyboard.press('Control+Shift+L');
	await expect(note).toHaveCount(0);
	await thread.getByRole('button', { name: 'Reply' }).click();
	await expect(thread).toContainText('Wei carelessly skipped it.');
});

test('[LE18] a comment on an event is read too', async ({ person, analysis }) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await withAna(account, await analysis(account));
	const when = '2026-03-11T01:52:00Z';
	const title = 'The apply comes back green';
	const { id: event } = await account.api<{ id: string }>('POST', `/analyses/${id}/events`, {
		when,
		kind: 'action',
		title,
	});
	await page.goto(`/analysis/${id}/timeline?event=${event}`);
	await page.getByRole('button', { name: 'Comment', exact: false }).first().click();
	await page.getByLabel('What would you like to know?').pressSequentially(phrase);
	await expect(page.getByRole('note', { name: 'Language lens' })).toContainText(`“${phrase}”`);
});

for (const colorScheme of ['light', 'dark'] as const)
	test(`[LE15] the card meets WCAG 2.2 AA, ${colorScheme}`, async ({ person, analysis }) => {
		const { page, account } = await person('Ines Caldeira', { colorScheme });
		const id = await withAna(account, await analysis(account));
		await write(page, id, `Looking back, ${sentence}`);
		await expect(marks(page).last()).toHaveText(phrase);
		await marks(page).last().click();
		await expect(card(page)).toBeVisible();
		const { violations } = await new AxeBuilder({ page })
			.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
			.analyze();
		expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
		const shots = process.env['SHOTS'];
		if (shots !== undefined) {
			await page.screenshot({ path: `${shots}/lens-${colorScheme}.png` });
			await page.setViewportSize({ width: 390, height: 844 });
			await page.keyboard.press('Escape');
			await marks(page).last().click();
			await expect(card(page)).toBeVisible();
			await page.screenshot({ path: `${shots}/lens-${colorScheme}-390.png` });
		}
	});
