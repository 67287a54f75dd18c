import type { Page } from '@playwright/test';
import { saved, text } from './support/narrative.ts';
import { expect, phone, test, type Account } from './support/test.ts';

const list = (page: Page) => page.getByRole('listbox', { name: 'Insert' });

/** What stands in the cells, row by row. */
function cells(page: Page): Promise<readonly (readonly string[])[]> {
	return text(page)
		.locator('table')
		.first()
		.evaluate((table) =>
			[...table.querySelectorAll('tr')].map((row) =>
				[...row.children].map((cell) => {
					const copy = cell.cloneNode(true) as Element;
					for (const caret of copy.querySelectorAll('.caret')) caret.remove();
					const lines = [...copy.querySelectorAll('p')].map(({ textContent }) => textContent ?? '');
					return lines.join('/').replaceAll('\u2060', '');
				}),
			),
		);
}

async function take(page: Page, words: string): Promise<void> {
	await page.keyboard.type(`/${words}`);
	await expect(list(page).getByRole('option').first()).toBeVisible();
	await page.keyboard.press('Enter');
	await expect(list(page)).toBeHidden();
}

async function addTo(analysis: string, lead: Account, other: Account): Promise<void> {
	await lead.api('POST', `/analyses/${analysis}/members`, { email: other.email, role: 'analyst' });
}

async function paste(page: Page, kinds: Readonly<Record<string, string>>): Promise<void> {
	await text(page).evaluate((element, data) => {
		const clipboardData = new DataTransfer();
		for (const [kind, value] of Object.entries(data)) clipboardData.setData(kind, value);
		element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	}, kinds);
}

test('[TB5] a table is put in, walked through, grown and taken apart from the keyboard, each one step to undo', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('Before it.\n');
	await take(page, 'table');
	await page.keyboard.type('Host');
	await page.keyboard.press('Tab');
	await page.keyboard.type('State');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.type('gw-3');
	await expect
		.poll(() => cells(page))
		.toEqual([
			['Host', 'State', ''],
			['gw-3', '', ''],
			['', '', ''],
		]);
	await expect(text(page).locator('table[data-header]')).toBeVisible();
	await expect(text(page).getByRole('columnheader')).toHaveText(['Host', 'State', '']);
	// Behind the last cell there is a new row.
	for (let n = 0; n < 6; n++) await page.keyboard.press('Tab');
	await page.keyboard.type('gw-4');
	await expect.poll(async () => (await cells(page)).at(-1)).toEqual(['gw-4', '', '']);
	await page.keyboard.press('Shift+Tab');
	await take(page, 'remove row');
	await expect.poll(async () => (await cells(page)).length).toBe(3);
	await page.keyboard.press('Control+z');
	await expect.poll(async () => (await cells(page)).length).toBe(4);
	await text(page).locator('td', { hasText: 'State' }).click();
	await page.keyboard.press('End');
	await page.keyboard.type(' ');
	await take(page, 'column right');
	await expect.poll(async () => (await cells(page))[0]).toEqual(['Host', 'State ', '', '']);
	await take(page, 'remove column');
	await expect.poll(async () => (await cells(page))[0]).toEqual(['Host', '', '']);
	await page.keyboard.press('Control+z');
	await expect.poll(async () => (await cells(page))[0]?.length).toBe(4);
	// Only what a cell can hold is offered in one.
	await text(page).locator('td', { hasText: 'gw-3' }).click();
	await page.keyboard.press('End');
	await page.keyboard.type(' /');
	await expect(list(page).getByRole('option', { name: 'Section' })).toHaveCount(0);
	await expect(list(page).getByRole('option', { name: 'Row below' })).toBeVisible();
	await page.keyboard.type('header');
	await page.keyboard.press('Enter');
	await expect(text(page).locator('table[data-header]')).toHaveCount(0);
	// By pointer: the handle at its corner opens the same list.
	await page.getByRole('button', { name: 'Rows and columns (/)' }).first().click();
	await list(page).getByRole('option', { name: 'Remove table' }).click();
	await expect(text(page).locator('table')).toHaveCount(0);
	await expect(text(page)).toContainText('Before it.');
	await page.keyboard.press('Control+z');
	await expect(text(page).locator('td', { hasText: 'gw-3' })).toBeVisible();
});

test('[TB5] words of a cell are found and replaced, counted, and a thread hangs on them', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await take(page, 'table');
	await page.keyboard.type('the gateway');
	await page.keyboard.press('Tab');
	await page.keyboard.type('was green');
	await saved(page);
	await page.keyboard.press('Control+h');
	const find = page.getByRole('search');
	await find.getByRole('textbox').first().fill('gateway');
	await find.getByRole('textbox').nth(1).fill('broker');
	await find.getByRole('button', { name: 'Replace all' }).click();
	await page.keyboard.press('Escape');
	await expect.poll(async () => (await cells(page))[0]).toEqual(['the broker', 'was green', '']);
	await text(page).locator('td', { hasText: 'was green' }).click();
	await page.keyboard.press('End');
	for (let n = 0; n < 5; n++) await page.keyboard.press('Shift+ArrowLeft');
	await page.keyboard.press('Control+m');
	const form = page.getByRole('region', { name: 'New thread' });
	await form.getByText('Note', { exact: true }).click();
	await form.getByRole('textbox').first().fill('Green for whom?');
	await form.getByRole('button', { name: 'Post' }).click();
	await expect(text(page).locator('td .thread')).toHaveText('green');
	const { passages } = await account.api<{ passages: readonly { kind: string; text: string }[] }>(
		'GET',
		`/analyses/${id}/narrative`,
	);
	expect(
		passages.filter(({ kind, text: words }) => kind === 'cell' && words !== '').map((one) => one.text),
	).toEqual(['the broker', 'was green']);
});

test('[TB6] two write in one table and change its rows and columns at once', async ({ person, analysis }) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await analysis(ines.account);
	await addTo(id, ines.account, dev.account);
	await ines.page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await take(ines.page, 'table');
	await saved(ines.page);
	await dev.page.goto(`/analysis/${id}/narrative`);
	await expect(text(dev.page).locator('td')).toHaveCount(9);
	await text(dev.page).locator('td').nth(8).click();
	await Promise.all([
		ines.page.keyboard.type('The left', { delay: 20 }),
		dev.page.keyboard.type('The right', { delay: 20 }),
	]);
	for (const { page } of [ines, dev])
		await expect
			.poll(() => cells(page))
			.toEqual([
				['The left', '', ''],
				['', '', ''],
				['', '', 'The right'],
			]);
	// A row and a column at once, neither knowing of the other.
	await dev.context.setOffline(true);
	await ines.page.keyboard.type(' ');
	await take(ines.page, 'column left');
	await dev.page.keyboard.type(' ');
	await take(dev.page, 'row below');
	await expect.poll(async () => (await cells(dev.page)).length).toBe(4);
	await dev.context.setOffline(false);
	await expect.poll(async () => (await cells(ines.page)).map((row) => row.length)).toEqual([4, 4, 4, 3]);
	await expect.poll(async () => (await cells(dev.page)).map((row) => row.length)).toEqual([4, 4, 4, 3]);
	// Typing mends nothing; changing the table does, once.
	await text(dev.page).locator('td').last().click();
	await dev.page.keyboard.type('new');
	await take(ines.page, 'row below');
	for (const { page } of [ines, dev])
		await expect.poll(async () => (await cells(page)).map((row) => row.length)).toEqual([4, 4, 4, 4, 4]);
	await saved(ines.page);
	await saved(dev.page);
	expect(await cells(ines.page)).toEqual(await cells(dev.page));
});

test('[TB7] tables of Google Docs, of Markdown and of pages that span cells come as tables, with all their words', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	await page.goto(`/analysis/${await analysis(account)}/narrative`);
	await text(page).click();
	await paste(page, {
		'text/html': `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-2f1c7a5e-7fff-1c1e"><div dir="ltr" align="left"><table style="border:none;"><colgroup><col width="301"/><col width="301"/></colgroup><tbody><tr style="height:0pt"><td style="border-left:solid #000 1pt;" colspan="2"><p dir="ltr"><span style="font-weight:700;">Both</span></p></td></tr><tr><td><p><span>one</span></p><p><span>more</span></p></td><td><ul><li><p><span>two</span></p></li></ul></td></tr></tbody></table></div></b>`,
		'text/plain': 'Both',
	});
	await expect
		.poll(() => cells(page))
		.toEqual([
			['Both', ''],
			['one/more', 'two'],
		]);
	await expect(text(page).locator('td strong')).toHaveText('Both');
	await page.keyboard.press('Control+z');
	await expect(text(page).locator('table')).toHaveCount(0);
	await paste(page, { 'text/plain': '| Host | State |\n| --- | --- |\n| gw-3 | **green** |' });
	await expect
		.poll(() => cells(page))
		.toEqual([
			['Host', 'State'],
			['gw-3', 'green'],
		]);
	await expect(text(page).locator('table[data-header] td strong')).toHaveText('green');
	// Into a cell goes what a cell can hold.
	await text(page).locator('td', { hasText: 'gw-3' }).click();
	await page.keyboard.press('End');
	await paste(page, { 'text/html': '<h2>, a</h2><ul><li>b</li></ul>', 'text/plain': '' });
	await expect.poll(async () => (await cells(page))[1]?.[0]).toBe('gw-3, a/b');
});

test('[TB5] on a phone it is the table that scrolls', async ({ person, analysis }) => {
	const { page, account } = await person('Ines Caldeira', phone);
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await paste(page, {
		'text/plain': `| ${'A longer heading | '.repeat(6)}\n|${' --- |'.repeat(6)}\n|${' some words | '.repeat(6)}`,
	});
	await expect(text(page).locator('td')).toHaveCount(12);
	const widths = await text(page)
		.locator('.table')
		.evaluate((box) => [
			box.scrollWidth > box.clientWidth,
			document.documentElement.scrollWidth <= window.innerWidth,
		]);
	expect(widths).toEqual([true, true]);
});

test('[SV1] a page of before tables is told to reload, and the table stays', async ({ person, analysis }) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await analysis(ines.account);
	await addTo(id, ines.account, dev.account);
	await ines.page.goto(`/analysis/${id}/narrative`);
	await text(ines.page).click();
	await take(ines.page, 'table');
	await ines.page.keyboard.type('It stays');
	await saved(ines.page);
	await dev.page.addInitScript(() => {
		const { WebSocket: Real } = window;
		window.WebSocket = class extends Real {
			constructor(url: string | URL, protocols?: string | string[]) {
				super(String(url).replace(/([?&]v=)\d+/, '$11'), protocols);
			}
		};
	});
	await dev.page.goto(`/analysis/${id}/narrative`);
	await expect(dev.page.getByRole('button', { name: 'Reload' })).toBeVisible();
	await expect(text(dev.page)).toHaveCount(0);
	await ines.page.keyboard.type(', as written');
	await saved(ines.page);
	expect((await cells(ines.page))[0]?.[0]).toBe('It stays, as written');
	await expect(dev.page.getByRole('button', { name: 'Reload' })).toBeVisible();
});
