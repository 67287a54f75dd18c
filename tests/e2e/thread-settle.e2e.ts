import { card, openOn, saved, text, wrote } from './support/narrative.ts';
import { expect, test } from './support/test.ts';

test('[TH15] settling a thread stays on its tab, goes on at the next card, and leaves every tab open to a press', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const { page } = ines;
	await wrote(ines, analysis, 'They closed the laptop and made dinner.');
	await openOn(page, 27, 'Note', { 'Your note': 'Whose laptop?' });
	await openOn(page, 12, 'Question', { 'What would you like to know?': 'Which kitchen?' });
	await openOn(page, 7, 'I remember it differently', { 'How do you remember it?': 'It was lunch.' });
	const tab = (name: RegExp) => page.getByRole('button', { name });
	const active = page.locator('article[data-active]');

	await card(page, 'Note').getByRole('button', { name: 'Resolve' }).click();
	await expect(tab(/^Open 2/)).toHaveAttribute('aria-pressed', 'true');
	await expect(card(page, 'Note')).toHaveCount(0);
	await expect(active).toHaveAccessibleName('Question');
	await expect(card(page, 'Question')).toBeFocused();
	await page.keyboard.press('e');
	await expect(tab(/^Open 1/)).toHaveAttribute('aria-pressed', 'true');
	await expect(card(page, 'I remember it differently')).toBeFocused();
	await card(page, 'I remember it differently').getByRole('button', { name: 'Keep both accounts' }).click();
	await expect(tab(/^Open 0/)).toBeFocused();
	await expect(tab(/^Open 0/)).toHaveAttribute('aria-pressed', 'true');

	await tab(/^Resolved 3/).click();
	await card(page, 'Question, resolved').getByRole('button', { name: 'Open again' }).click();
	await expect(tab(/^Resolved 2/)).toHaveAttribute('aria-pressed', 'true');
	await expect(active).toHaveAccessibleName('I remember it differently, resolved');
	await tab(/^Open 1/).click();
	await expect(card(page, 'Question')).toBeVisible();
	// Its words turn to it, also when it was turned to before. Two presses on one spot would be a double one.
	for (const x of [8, 60]) {
		await text(page)
			.locator('.thread')
			.click({ position: { x, y: 8 } });
		await expect(active).toHaveAccessibleName('Question');
		await tab(/^Resolved 2/).click();
		await expect(active).toHaveCount(0);
	}
});

test('[TH16] a thread that was resolved, by a press or by E, is opened again by Undo', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const { page } = ines;
	await wrote(ines, analysis, 'They closed the laptop and made dinner.');
	await openOn(page, 12, 'Note', { 'Your note': 'Whose kitchen?' });
	await openOn(page, 7, 'I remember it differently', { 'How do you remember it?': 'It was lunch.' });
	const happened = page.getByRole('region', { name: 'What just happened' });
	const differs = page.getByRole('article', { name: 'I remember it differently', exact: true });
	const undone = async (said: string) => {
		await expect(differs).toHaveCount(0);
		await happened.locator('.toast', { hasText: said }).getByRole('button', { name: 'Undo' }).click();
		await expect(page.getByRole('button', { name: /^Open 2/ })).toHaveAttribute('aria-pressed', 'true');
		await expect(differs).toHaveAttribute('data-active', '');
	};
	await differs.getByRole('button', { name: 'Keep both accounts' }).click();
	await undone('Both accounts are kept');
	await differs.getByRole('button', { name: 'Resolve' }).click();
	await undone('Thread resolved');
	await page.getByRole('button', { name: /^Open 2/ }).focus();
	await page.keyboard.press('e');
	await undone('Thread resolved');
});

test('[TH18] the bar and the panel count the same open threads, and it is said how many are open on events', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const { page, account } = ines;
	const id = await analysis(account, { effort: 'standard' });
	await account.api('POST', `/analyses/${id}/people`, { name: 'Hana Sato' });
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('Hana closed the laptop and made dinner.');
	await saved(page);
	const { people } = await account.api<{ people: { personId: string; passages: { passageId: string }[] }[] }>(
		'GET',
		`/analyses/${id}/rounds/proposal`,
	);
	await account.api('POST', `/analyses/${id}/rounds`, {
		people: people.map(({ personId, passages }) => ({
			personId,
			passageIds: passages.map(({ passageId }) => passageId),
		})),
	});
	const event = await account.api<{ id: string }>('POST', `/analyses/${id}/events`, {
		title: 'Hana closes the laptop',
		kind: 'action',
		when: '2026-03-11T02:14:00Z',
	});
	for (const body of ['Which laptop?', 'Whose?'])
		await account.api('POST', `/analyses/${id}/threads`, { on: { event: event.id }, kind: 'question', body });
	await openOn(page, 7, 'Note', { 'Your note': 'Ask what there was.' });
	await expect(page.getByRole('button', { name: /^Open 1/ })).toBeVisible();
	await expect(page.getByRole('status').filter({ hasText: /^Round 1/ })).toContainText('1 open thread');
	await page.getByText('2 more are open on events.').getByRole('link', { name: 'events' }).click();
	await expect(page).toHaveURL(/\/timeline$/);
});
