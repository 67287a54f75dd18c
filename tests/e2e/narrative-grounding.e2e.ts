import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { saved, text } from './support/narrative.ts';
import { expect, phone, test, type Account } from './support/test.ts';

const outline = (page: Page) => page.getByRole('navigation', { name: 'Outline' });
const sheet = (page: Page) => page.getByRole('dialog', { name: 'Not in the story yet' });
const rows = (page: Page) => sheet(page).getByRole('row');
const chips = (page: Page) => text(page).locator('[data-event]');

/** An analysis with three events and the people in them. */
async function night(lead: Account, analysis: (lead: Account) => Promise<string>): Promise<string> {
	const id = await analysis(lead);
	for (const name of ['Hana Sato', 'Tomasz Wilk']) await lead.api('POST', `/analyses/${id}/people`, { name });
	const events = [
		['02:41', 'They decide to roll back', ['Tomasz Wilk']],
		['01:52', 'The apply comes back green', []],
		['02:07', 'Hana asks in the channel', ['Hana Sato']],
	] as const;
	for (const [time, title, people] of events)
		await lead.api('POST', `/analyses/${id}/events`, {
			when: `2026-03-11T${time}:00Z`,
			kind: 'action',
			title,
			people,
		});
	return id;
}

test('[GR4] events not in the story are cited from the list beside it, by press and by key', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await night(account, analysis);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('## The apply\nIt came back green.\n## Quiet minutes\nTomasz read it, and');
	await saved(page);

	await outline(page).getByRole('button', { name: '0 of 3 events' }).click();
	await expect(sheet(page)).toContainText('What you cite comes at the caret, in “Quiet minutes”.');
	await expect(rows(page)).toHaveText([/01:52.*green/, /02:07.*Hana/, /02:41.*roll back/]);
	await rows(page).nth(2).getByRole('button', { name: 'Cite it here: 02:41' }).click();
	await expect(text(page).locator('p').last()).toHaveText(/Tomasz read it, and .*02:41/);
	await expect(rows(page)).toHaveText([/01:52/, /02:07/]);

	const field = sheet(page).getByLabel('Events with these words');
	await field.fill('hana');
	await expect(rows(page)).toHaveText([/02:07/]);
	await field.press('Enter');
	await expect(sheet(page).getByText('No event has these words.')).toBeVisible();
	await expect(sheet(page).getByRole('status')).toHaveText('02:07 cited at the caret, in “Quiet minutes”.');
	await field.fill('');
	await expect(field).toBeFocused();
	await field.press('ArrowDown');
	await field.press('Enter');
	await expect(sheet(page).getByText('Every event is in the story.')).toBeVisible();
	await expect(chips(page)).toHaveText([/02:41/, /02:07/, /01:52/]);
	await expect(outline(page).getByRole('button', { name: '3 of 3 events' })).toBeVisible();

	await text(page).focus();
	await page.keyboard.press('Control+z');
	await expect(chips(page)).toHaveText([/02:41/, /02:07/]);
	await page.keyboard.type('at once');
	await expect(text(page).locator('p').last()).toContainText('at once');
});

test('[GR4] where one has not been at the text, it is cited at the end of the section in view', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await night(account, analysis);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('## The apply\nIt came back green.\n## Quiet minutes\nNothing was wrong.');
	await saved(page);
	await page.reload();
	const line = outline(page).getByRole('button', { name: '0 of 3 events' });
	await line.click();
	await expect(sheet(page)).toContainText('What you cite comes at the end of “The apply”.');
	await sheet(page).getByRole('button', { name: 'Cite it here: 01:52' }).click();
	await expect(text(page).locator('p').first()).toHaveText(/It came back green\. .*01:52/);
	await expect(outline(page).getByRole('button', { name: '1 of 3 events' })).toBeVisible();
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		.analyze();
	expect(violations.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)])).toEqual([]);
	await page.keyboard.press('Escape');
	await expect(sheet(page)).toBeHidden();
});

test('[GR5] voices the text neither names nor quotes are listed, and lead to the timeline', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira', phone);
	const id = await night(account, analysis);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('Tomasz read it.');
	await saved(page);
	await page.getByRole('button', { name: 'Outline' }).click();
	await outline(page).getByRole('button', { name: '0 people’s accounts' }).click();
	await expect(rows(page)).toHaveText([/Hana Sato.*On the timeline/]);
	const box = await sheet(page).boundingBox();
	expect(box).toMatchObject({ x: 0, width: 390 });
	await sheet(page).getByRole('link', { name: 'Show on the timeline: Hana Sato' }).click();
	await expect(page).toHaveURL(/timeline\?event=evt_/);
});

test('[GR6] what the paragraph at the caret rests on is said, and each thing leads there', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await night(account, analysis);
	const form = new FormData();
	form.append('file', new Blob(['2026-03-11T01:43:07Z spill=on accepted=202\n']), 'ingest-gw.log');
	await account.api('POST', `/analyses/${id}/sources`, form);
	await expect
		.poll(async () => (await account.api<{ total: number }>('GET', `/analyses/${id}/records`)).total, {
			timeout: 30_000,
		})
		.toBe(1);
	await page.goto(`/analysis/${id}/narrative`);
	const rests = page.getByRole('region', { name: 'What this paragraph rests on' });
	await expect(rests).toBeHidden();
	await text(page).click();
	await page.keyboard.type('The gateway did what it was built to do');
	await expect(rests).toContainText('Nothing yet');

	await page.keyboard.type(' @green');
	await page.getByRole('option', { name: '01:52' }).waitFor();
	await page.keyboard.press('Enter');
	await expect(rests.getByRole('link')).toHaveText([/01:52.*The apply comes back green/]);
	await page.keyboard.press('Enter');
	await expect(rests).toBeHidden();
	await page.keyboard.type('"');
	await page.getByRole('option', { name: 'spill=on' }).waitFor();
	await page.keyboard.press('Enter');
	await expect(text(page).locator('figure')).toContainText('spill=on');
	await text(page).getByText('The gateway did').click();
	await expect(rests.getByRole('link')).toHaveText([/01:52/, /ingest-gw/]);
	await rests.getByRole('link', { name: 'ingest-gw' }).click();
	await expect(page).toHaveURL(/evidence\?record=/);
});

test('[GR9] a sentence is marked as inference or recollection, kept, copied, undone and published', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	const marked = text(page).locator('[data-way]');
	const rests = page.getByRole('region', { name: 'What this paragraph rests on' });
	const bar = page.getByRole('toolbar', { name: 'Insert' });
	await text(page).click();
	await page.keyboard.type('It rang at two. The alert was read as noise.');
	await expect(rests).toContainText('Nothing yet');
	await bar.getByRole('button', { name: 'Inference: we think so' }).click();
	await expect(marked).toHaveText(['The alert was read as noise.']);
	await expect(rests).toContainText('What its author concludes');
	await expect(rests).not.toContainText('Nothing yet');
	await page.keyboard.type(' Hana was awake. /recol');
	await expect(page.getByRole('option', { name: 'Recollection' })).toBeVisible();
	await page.keyboard.press('Enter');
	await expect(marked).toHaveText(['The alert was read as noise.', 'Hana was awake.']);
	await page.keyboard.press('Control+z');
	await expect(marked).toHaveText(['The alert was read as noise.']);
	await page.keyboard.press('Control+y');
	await expect(marked).toHaveCount(2);
	await saved(page);

	// What is copied is said the same way where it is put.
	await text(page).locator('[data-way="recollection"]').click();
	await page.keyboard.press('Control+a');
	await page.keyboard.press('Control+c');
	await page.keyboard.press('Control+End');
	// The editor hears of it a moment later.
	await expect.poll(() => page.evaluate(() => getSelection()?.isCollapsed)).toBe(true);
	await page.keyboard.press('Enter');
	await expect(text(page).locator('p')).toHaveCount(2);
	await page.keyboard.press('Control+v');
	await expect(text(page).locator('[data-way="inference"]')).toHaveCount(2);
	await page.keyboard.press('Control+z');
	await expect(marked).toHaveCount(2);
	await saved(page);
	await page.reload();
	await expect(marked).toHaveText(['The alert was read as noise.', 'Hana was awake.']);

	const { url } = await account.api<{ url: string }>('POST', `/analyses/${id}/stories`, {
		audience: 'members',
	});
	await page.goto(url);
	const note = page.getByRole('link', { name: 'inference' });
	await expect(note).toHaveText('i');
	await note.click();
	await expect(page).toHaveURL(/#said-inference$/);
	await expect(page.locator('#said-inference')).toContainText('the authors think so');
	await expect(page.locator('#said-recollection')).toBeVisible();
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		.analyze();
	expect(violations.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)])).toEqual([]);
});
