import type { Page } from '@playwright/test';
import { saved, text } from './support/narrative.ts';
import { expect, test } from './support/test.ts';

const list = (page: Page) => page.getByRole('listbox', { name: 'Insert' });

test('[EN14] a slash that begins something offers what can be put in, from the keyboard alone', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account, { zone: 'UTC' });
	await account.api('POST', `/analyses/${id}/events`, {
		when: '2026-03-11T01:52:00Z',
		kind: 'action',
		title: 'The apply comes back green',
	});
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('/sec');
	await expect(list(page).getByRole('option')).toHaveCount(1);
	await page.keyboard.press('Enter');
	await page.keyboard.type('The evening before\n');
	await expect(text(page).locator('h2')).toHaveText('The evening before');
	await page.keyboard.type('/');
	await expect(text(page)).toHaveAttribute('aria-activedescendant', /-0$/);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await expect(list(page).getByRole('option', { selected: true })).toContainText('List');
	await page.keyboard.press('Enter');
	await page.keyboard.type('one\ntwo\n\n');
	await expect(text(page).locator('ul li')).toHaveText(['one', 'two']);
	await page.keyboard.type('They saw it at /ev');
	await expect(list(page).getByRole('option').first()).toContainText('Event');
	await page.keyboard.press('Enter');
	await page.getByRole('dialog', { name: 'Cite an event' }).getByRole('combobox').fill('green');
	await expect(page.getByRole('option')).toHaveCount(1);
	await page.keyboard.press('Enter');
	await expect(text(page).locator('p [data-event]')).toContainText('01:52');
	await page.keyboard.type('/div');
	await page.keyboard.press('Enter');
	await expect(text(page).locator('hr')).toHaveCount(1);
	await page.keyboard.type('After it.');
	await expect(text(page).locator('hr + p')).toHaveText('After it.');
});

test('[EN14] a slash that was meant as one stays one: in words, in paths, before a space, and by Escape', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('and/or, yes / no, /etc/hosts, ');
	await expect(list(page)).toBeHidden();
	await page.keyboard.type('/');
	await expect(list(page)).toBeVisible();
	await page.keyboard.press('Escape');
	await page.keyboard.type('s ');
	await page.keyboard.type('/');
	await expect(list(page)).toBeVisible();
	await page.keyboard.press('Backspace');
	await expect(list(page)).toBeHidden();
	await expect(text(page)).not.toHaveAttribute('aria-activedescendant');
	await page.keyboard.type('end');
	await expect(text(page).locator('p')).toHaveText('and/or, yes / no, /etc/hosts, /s end');
});

test('[EN19] a paragraph may begin with a quotation mark or a name: nothing typed behind a sign is lost', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account, { zone: 'UTC' });
	for (const title of ['Tomasz is called', 'Is it this? asks Tomasz'])
		await account.api('POST', `/analyses/${id}/events`, {
			when: '2026-03-11T01:52:00Z',
			kind: 'action',
			title,
		});
	await page.goto(`/analysis/${id}/narrative`);
	const evidence = page.getByRole('dialog', { name: 'Quote evidence' });
	const event = page.getByRole('dialog', { name: 'Cite an event' });
	const lines = text(page).locator('p');
	await text(page).click();
	// Closed quotation marks, several words, one word and Enter.
	await page.keyboard.type('"Is it this?" she asked.\n"It is what I thought\n"Yes\n');
	await expect(lines).toHaveText(['"Is it this?" she asked.', '"It is what I thought', '"Yes', '']);
	await expect(evidence).toBeHidden();
	// Escape, and one writes on.
	await page.keyboard.type('@Tom');
	await expect(event.getByRole('option')).toHaveCount(2);
	await page.keyboard.press('Escape');
	await page.keyboard.type('asz came @ noon, @Tomislav too.\n');
	await expect(event).toBeHidden();
	await expect(lines.nth(3)).toHaveText('@Tomasz came @ noon, @Tomislav too.');
	// Somewhere else is pressed.
	await page.keyboard.type('"Good');
	await page.getByLabel('Standfirst').click();
	await expect(evidence).toBeHidden();
	await expect(lines.nth(4)).toHaveText('"Good');
	await expect(page.getByLabel('Standfirst')).toBeFocused();
	// What is looked for from a button is a search.
	await text(page).click();
	await page.keyboard.press('Control+End');
	await page.getByRole('button', { name: 'Evidence', exact: false }).first().click();
	await page.keyboard.type('no such words');
	await expect(evidence.getByText('No record has these words.')).toBeVisible();
	await page.keyboard.press('Escape');
	await page.keyboard.type('.');
	await expect(lines.nth(4)).toHaveText('"Good.');
});

/** The blocks of the text, from top to bottom: the words of a paragraph, else what it is. */
const blocks = (page: Page) =>
	text(page).evaluate((element) =>
		[...element.children].map((block) =>
			block.matches('p') ? block.textContent : block.matches('hr') ? 'divider' : 'quote',
		),
	);

test('[EN25] what is typed behind a quote or a divider that was just put in deletes nothing', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	const form = new FormData();
	form.append('file', new Blob(['2026-03-11T01:43:07Z spill=on accepted=202\n']), 'ingest-gw.log');
	await account.api('POST', `/analyses/${id}/sources`, form);
	await expect
		.poll(async () => (await account.api<{ total: number }>('GET', `/analyses/${id}/records`)).total, {
			timeout: 30_000,
		})
		.toBe(1);
	await page.goto(`/analysis/${id}/narrative`);
	const quote = async () => {
		await page.keyboard.type('"spill');
		await page.getByRole('option', { name: 'spill=on' }).waitFor();
		await page.keyboard.press('Enter');
	};
	await text(page).click();
	await quote();
	await page.keyboard.type('It spilled.');
	expect(await blocks(page)).toEqual(['quote', 'It spilled.']);
	// Between two paragraphs.
	await page.keyboard.type('\nNobody saw it.');
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('End');
	await page.keyboard.press('Enter');
	await quote();
	await page.keyboard.type('Twice.');
	const all = ['quote', 'It spilled.', 'quote', 'Twice.', 'Nobody saw it.'];
	expect(await blocks(page)).toEqual(all);
	await page.keyboard.type(' /div');
	await page.keyboard.press('Enter');
	await page.keyboard.type('Then');
	expect(await blocks(page)).toEqual([...all.slice(0, 3), 'Twice. ', 'divider', 'Then', 'Nobody saw it.']);
	await page.keyboard.press('Enter');
	await page.keyboard.type('---it rang.');
	expect(await blocks(page)).toEqual([
		...all.slice(0, 3),
		'Twice. ',
		'divider',
		'Then',
		'divider',
		'it rang.',
		'Nobody saw it.',
	]);
	await saved(page);
});

test('[EN26] a space typed behind a chip that brought one is that one', async ({ person, analysis }) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account, { zone: 'UTC' });
	await account.api('POST', `/analyses/${id}/events`, {
		when: '2026-03-11T01:52:00Z',
		kind: 'action',
		title: 'The apply comes back green',
	});
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('At @green');
	await page.getByRole('option', { name: '01:52' }).waitFor();
	await page.keyboard.press('Enter');
	await page.keyboard.type(' they went home.');
	const written = () => text(page).evaluate((element) => element.lastElementChild?.lastChild?.textContent);
	await expect.poll(written).toBe(' they went home.');
	await saved(page);
});
