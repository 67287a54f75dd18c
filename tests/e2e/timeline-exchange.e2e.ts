import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test, type Account } from './support/test.ts';
import { openTimeline } from './support/timeline.ts';

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
	await openTimeline(page, id);
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

/** Chooses an export and reads what was downloaded. */
async function exported(page: Page, words: string): Promise<{ name: string; text: string; bytes: Buffer }> {
	await page.getByRole('button', { name: 'Import and export' }).click();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('menuitem', { name: words }).click(),
	]);
	const bytes = await readFile(await download.path());
	return { name: download.suggestedFilename(), text: bytes.toString('utf8'), bytes };
}
async function choose(page: Page, name: string, text: string) {
	await page.getByRole('button', { name: 'Import and export' }).click();
	await page.getByRole('menuitem', { name: 'Import timeline' }).click();
	const dialog = page.getByRole('dialog', { name: 'Import timeline' });
	await dialog
		.locator('input[type="file"]')
		.setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
	return dialog;
}
const rowsOf = (page: Page) => listed(page).allInnerTexts();

test('[XU2] a Timesketch file is shown before it counts, goes in at once, and one undo takes it back', async ({
	person,
	analysis,
}) => {
	const { account, page } = await person('Ines Caldeira');
	const id = await aNight(account, analysis);
	await openTimeline(page, id);
	await expect(row(page, 'Hana asks')).toBeVisible();
	const rows = Array.from({ length: 1200 }, (_, n) => {
		const second = String(n % 60).padStart(2, '0');
		return `"Event ${n}, seen",2026-03-11T02:${String(Math.floor(n / 60)).padStart(2, '0')}:${second}.000001+00:00,Logged,web-${n % 3}`;
	});
	const head = 'message,datetime,timestamp_desc,hostname';
	// Dropped anywhere on the page.
	await page.evaluate(
		(text) => {
			const dataTransfer = new DataTransfer();
			dataTransfer.items.add(new File([text], 'plaso.csv', { type: 'text/csv' }));
			document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
		},
		[head, ...rows, 'No time,,Logged,web-1'].join('\n'),
	);
	const dialog = page.getByRole('dialog', { name: 'Import timeline' });
	await expect(dialog.getByRole('status')).toContainText('is a Timesketch timeline with 1,200 events');
	await expect(dialog.getByText('It says no time.')).toBeVisible();
	await expect(dialog.getByText('hostname: web-0').first()).toBeVisible();
	await dialog.getByRole('button', { name: 'Add 1,200 events' }).click();
	await expect(dialog).toBeHidden();
	await expect(page.getByText('1200 events added')).toBeVisible();
	const events = async () =>
		(
			await account.api<{ events: readonly { title: string; kind: string }[] }>(
				'GET',
				`/analyses/${id}/events`,
			)
		).events;
	await expect.poll(async () => (await events()).length).toBe(1201);
	expect((await events()).find(({ title }) => title === 'Event 7, seen')).toMatchObject({
		kind: 'signal',
		when: { earliest: '2026-03-11T02:00:07.000001Z' },
	});
	await page.getByRole('grid', { name: 'Lanes' }).focus();
	await page.keyboard.press('ControlOrMeta+z');
	await expect(listed(page)).toHaveCount(1);
	await expect.poll(async () => (await events()).length).toBe(1);
});

test('[XU3] what is exported makes the same timeline in another analysis, and the pictures are pictures', async ({
	person,
	analysis,
}) => {
	const { account, page } = await person('Ines Caldeira');
	const id = await aNight(account, analysis);
	const add = (body: object) => account.api('POST', `/analyses/${id}/events`, body);
	await add({
		title: '=1+1, “quoted”\nand more',
		when: 'between 02:39 and 02:43',
		people: ['Priya Raghunathan'],
	});
	await add({
		title: 'Lag climbs',
		when: '02:20 to ?',
		kind: 'state',
		systems: ['kafka-main'],
		certainty: 'inferred',
	});
	await add({ title: 'Somebody sleeps', when: '?', kind: 'care', description: 'Nobody knows when.' });
	await openTimeline(page, id);
	await expect(listed(page)).toHaveCount(4);
	const before = await rowsOf(page);
	const files = [];
	for (const words of ['Spreadsheet, CSV', 'Timesketch, CSV', 'Everything, JSON'])
		files.push(await exported(page, words));
	expect(files.map(({ name }) => name)).toEqual([
		'the-night-ingestion-went-quiet-timeline.csv',
		'the-night-ingestion-went-quiet-timesketch.csv',
		'the-night-ingestion-went-quiet-timeline.json',
	]);
	expect(files[0]?.text).toContain("'=1+1");
	const svg = await exported(page, 'Picture of what is in view, SVG');
	expect(svg.text).toMatch(/^<svg [^]*Lag climbs[^]*<\/svg>$/);
	const png = await exported(page, 'Picture of what is in view, PNG');
	expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
	expect(png.bytes.readUInt32BE(16)).toBe(2 * (1284 + 156));
	expect((await exported(page, 'Table, Markdown')).text).toContain('| between 02:39 and 02:43 | action |');

	for (const { name, text } of files) {
		const other = await analysis(account, { title: name, date: '2026-03-11' });
		await openTimeline(page, other);
		const dialog = await choose(page, name, text);
		await expect(dialog.getByText(/Add who and what is not here yet: .*Priya/)).toBeVisible();
		await dialog.getByRole('button', { name: 'Add 4 events' }).click();
		await expect(listed(page)).toHaveCount(4);
		expect(await rowsOf(page)).toEqual(before);
	}
});
