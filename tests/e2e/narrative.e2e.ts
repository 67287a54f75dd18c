import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { saved, text, twoAnalysts } from './support/narrative.ts';
import { expect, test } from './support/test.ts';

const paragraph = (page: Page, at = 0) => text(page).locator('p').nth(at);

/** What the paragraph says, without the names on carets. */
function words(page: Page, at = 0): Promise<string> {
	return paragraph(page, at).evaluate((element) => {
		const copy = element.cloneNode(true) as Element;
		for (const caret of copy.querySelectorAll('.caret')) caret.remove();
		return (copy.textContent ?? '').replaceAll('\u2060', '');
	});
}

test('[EN1] two type in the same paragraph, see each other’s caret, and undo only their own', async ({
	person,
	analysis,
}) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	await ines.page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await ines.page.keyboard.type('Nothing was wrong.');
	await saved(ines.page);
	await dev.page.goto(`/analysis/${id}/narrative`);
	await expect(paragraph(dev.page)).toHaveText('Nothing was wrong.');
	await paragraph(dev.page).click();
	await dev.page.keyboard.press('Home');
	await expect(text(ines.page).locator('.caret .flag')).toHaveAttribute('data-name', 'Dev');
	await expect(text(dev.page).locator('.caret .flag')).toHaveAttribute('data-name', 'Ines');
	await ines.page.keyboard.press('End');
	await Promise.all([
		ines.page.keyboard.type(' Anywhere anyone could look.', { delay: 20 }),
		dev.page.keyboard.type('At 01:52 ', { delay: 20 }),
	]);
	const both = 'At 01:52 Nothing was wrong. Anywhere anyone could look.';
	await expect.poll(() => words(ines.page)).toBe(both);
	await expect.poll(() => words(dev.page)).toBe(both);
	// Letters typed within half a second are one step, so a slow machine makes several.
	await expect
		.poll(async () => {
			await dev.page.keyboard.press('Control+z');
			return words(dev.page);
		})
		.toBe('Nothing was wrong. Anywhere anyone could look.');
	await dev.page.keyboard.press('Control+z');
	await expect.poll(() => words(ines.page)).toBe('Nothing was wrong. Anywhere anyone could look.');
});

test('[EN22] a caret is told of when it is at another place, not at each letter of others, and stays where a line is parted in front of it', async ({
	person,
	analysis,
}) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	await ines.page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await ines.page.keyboard.type('First.');
	await ines.page.keyboard.press('Enter');
	await ines.page.keyboard.type('Second.');
	await saved(ines.page);
	const told: string[] = [];
	dev.page.on('websocket', (socket) =>
		socket.on('framesent', ({ payload }) => {
			const [cursor] = /"cursor":\{.*?\}\}/.exec(payload.toString('latin1')) ?? [];
			if (cursor) told.push(cursor);
		}),
	);
	await dev.page.goto(`/analysis/${id}/narrative`);
	await paragraph(dev.page, 1).click();
	await dev.page.keyboard.press('End');
	await expect(paragraph(ines.page, 1).locator('.caret .flag')).toHaveAttribute('data-name', 'Dev');
	await saved(dev.page);
	const before = told.length;
	await paragraph(ines.page).click();
	await ines.page.keyboard.press('End');
	await ines.page.keyboard.type(' Others write a few words.', { delay: 60 });
	await expect.poll(() => words(dev.page)).toBe('First. Others write a few words.');
	// The line is parted in front of the one Dev is in, who does nothing meanwhile: his caret is in the very next frame.
	const nextFrame = await ines.page.evaluateHandle(() => {
		const { promise, resolve } = Promise.withResolvers<boolean>();
		const look = () => resolve(document.querySelector('.prose .caret') !== null);
		addEventListener('keydown', () => requestAnimationFrame(look), { once: true });
		return { promise };
	});
	await ines.page.keyboard.press('Enter');
	expect(await nextFrame.evaluate(({ promise }) => promise)).toBe(true);
	await expect(paragraph(ines.page, 2).locator('.caret .flag')).toHaveAttribute('data-name', 'Dev');
	await expect(paragraph(dev.page, 2)).toHaveText('Second.');
	await dev.page.keyboard.type('!');
	await expect.poll(() => words(ines.page, 2)).toBe('Second.!');
	await expect.poll(() => told.length).toBe(before + 1);
});

test('[EN18] arrows pressed while others write are not lost', async ({ person, analysis }) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	await ines.page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	const [before, behind] = ['She read the plan twice. The apply came back green, and she ', 'made dinner.'];
	await ines.page.keyboard.type(before + behind);
	await ines.page.keyboard.press('Enter');
	await saved(ines.page);
	await dev.page.goto(`/analysis/${id}/narrative`);
	await expect(paragraph(dev.page).first()).toHaveText(before + behind);
	await paragraph(dev.page).first().click();
	await dev.page.keyboard.press('Home');
	const over = new AbortController();
	const writing = (async () => {
		while (!over.signal.aborted) await ines.page.keyboard.type('words ');
	})();
	for (let letter = 0; letter < before.length; letter++) await dev.page.keyboard.press('ArrowRight');
	await dev.page.keyboard.type('|');
	over.abort();
	await writing;
	await expect(paragraph(dev.page).first()).toHaveText(`${before}|${behind}`);
});

test('[EN2] what is typed offline stays over a reload and joins what others wrote', async ({
	person,
	analysis,
	server,
}) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	for (const { page } of [ines, dev]) await page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await ines.page.keyboard.type('The gateway kept saying yes');
	await saved(ines.page);
	await expect(paragraph(dev.page)).toHaveText('The gateway kept saying yes');
	await server.kill();
	await expect(ines.page.getByText(/Keep writing\./)).toBeVisible();
	await ines.page.keyboard.type(', as it had been designed to do,');
	await expect(text(ines.page).locator('.kept')).toHaveText(', as it had been designed to do,');
	await paragraph(dev.page).click();
	await dev.page.keyboard.press('Home');
	await dev.page.keyboard.type('At 01:43 ');
	await server.start();
	await ines.page.reload();
	await dev.page.reload();
	const both = 'At 01:43 The gateway kept saying yes, as it had been designed to do,';
	await expect.poll(() => words(ines.page), { timeout: 30_000 }).toBe(both);
	await expect.poll(() => words(dev.page), { timeout: 30_000 }).toBe(both);
	await saved(ines.page);
});

test('[EN3] a chip follows its event, and says when the event is gone', async ({ person, analysis }) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account, { zone: 'UTC' });
	const { id: event } = await account.api<{ id: string }>('POST', `/analyses/${id}/events`, {
		when: '2026-03-11T01:52:00Z',
		kind: 'action',
		title: 'The apply comes back green',
	});
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('The apply came back at @');
	const picker = page.getByRole('dialog', { name: 'Cite an event' });
	await picker.getByRole('combobox').fill('green');
	await expect(picker.getByRole('option')).toHaveCount(1);
	await page.keyboard.press('Enter');
	await page.keyboard.type('and nobody looked.');
	await expect(paragraph(page)).toContainText('01:52');
	await expect(page.getByText('1 of 1 event')).toBeVisible();
	await account.api('PATCH', `/analyses/${id}/events/${event}`, { when: '2026-03-11T01:53:00Z' });
	await expect(text(page).locator('[data-event]')).toContainText('01:53');
	await account.api('DELETE', `/analyses/${id}/events/${event}`);
	await expect(paragraph(page)).toContainText('event removed');
	await saved(page);
	const { passages } = await account.api<{
		passages: { text: string; chips: { at: number; eventId: string }[] }[];
	}>('GET', `/analyses/${id}/narrative`);
	expect(passages.map(({ text, chips }) => [text, chips])).toEqual([
		['The apply came back at \uFFFC and nobody looked.', [{ at: 23, eventId: event }]],
	]);
});

test('[EN4] a thread is opened on words, answered, and resolved live on the other screen', async ({
	person,
	analysis,
}) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	for (const { page } of [ines, dev]) await page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await ines.page.keyboard.type('The buffer held for twenty-one minutes.');
	await saved(ines.page);
	await ines.page.keyboard.press('Shift+Home');
	await ines.page.keyboard.press('Control+m');
	const form = ines.page.getByRole('region', { name: 'New thread' });
	await form.getByText('Correction').click();
	await form.getByLabel('Better wording').fill('The buffer held for about twenty minutes.');
	await form.getByRole('button', { name: 'Post' }).click();
	const card = (page: Page) => page.getByRole('article', { name: /^Correction/ });
	await expect(card(dev.page)).toContainText('The buffer held for about twenty minutes.');
	await expect(text(dev.page).locator('.thread')).toHaveText('The buffer held for twenty-one minutes.');
	await card(dev.page).getByRole('button', { name: 'Discuss' }).click();
	await dev.page.getByLabel('Reply').fill('On the slowest node, yes.');
	await dev.page.keyboard.press('Control+Enter');
	await expect(card(ines.page)).toContainText('On the slowest node, yes.');
	await card(ines.page).getByRole('button', { name: 'Take the edit' }).click();
	await expect.poll(() => words(dev.page)).toBe('The buffer held for about twenty minutes.');
	await expect(dev.page.getByRole('button', { name: 'Resolved 1' })).toBeVisible();
	await dev.page.getByRole('button', { name: 'Resolved 1' }).click();
	await expect(card(dev.page)).toContainText('edit taken');
});

test('[EN5] pages of notes are added, written together, and deleted after a question', async ({
	person,
	analysis,
}) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	for (const { page } of [ines, dev]) await page.goto(`/analysis/${id}/notes`);
	await ines.page.getByRole('button', { name: 'New page' }).click();
	await ines.page.getByLabel('Title of the page').fill('Reading list');
	await ines.page.getByRole('textbox', { name: 'The page', exact: true }).click();
	await ines.page.keyboard.type('The runbook, again');
	const list = dev.page.getByRole('navigation', { name: 'Pages' });
	await list.getByRole('button', { name: 'Reading list', exact: true }).click();
	await expect(dev.page.getByRole('textbox', { name: 'The page', exact: true })).toHaveText(
		'The runbook, again',
	);
	await list.getByRole('button', { name: 'More about Reading list' }).click();
	await dev.page.getByRole('menuitem', { name: 'Delete the page…' }).click();
	await dev.page.getByRole('button', { name: 'Delete the page' }).click();
	await expect(ines.page.getByRole('button', { name: 'Begin a page' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
	test(`[EN6] the narrative with a thread meets WCAG 2.2 AA, ${colorScheme}`, async ({
		person,
		analysis,
	}) => {
		const { page, account } = await person('Ines Caldeira', { colorScheme });
		const id = await analysis(account);
		await page.goto(`/analysis/${id}/narrative`);
		await text(page).click();
		await page.keyboard.type('## A quiet night\nNothing was wrong.');
		await page.keyboard.press('Shift+Home');
		await page.keyboard.press('Control+m');
		await page.getByLabel('What would you like to know?').fill('Did anyone look?');
		await page.keyboard.press('Control+Enter');
		await expect(page.getByRole('article', { name: 'Question' })).toBeVisible();
		const { violations } = await new AxeBuilder({ page })
			.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
			.analyze();
		expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
	});
