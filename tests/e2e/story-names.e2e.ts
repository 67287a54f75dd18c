import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { saved, text } from './support/narrative.ts';
import { expect, phone, test, type Account } from './support/test.ts';

const panel = (page: Page) => page.getByRole('region', { name: 'How people are named' });
const choice = (page: Page, name: string) => panel(page).getByLabel(`What the story calls ${name}`);
const pseudonym = (page: Page, name: string) => panel(page).getByLabel(`Pseudonym of ${name}`);

/** A night with three people in it, one of them on the timeline only. */
async function night(lead: Account, analysis: (lead: Account) => Promise<string>): Promise<string> {
	const id = await analysis(lead);
	const base = `/analyses/${id}`;
	await lead.api('PATCH', base, { title: 'What Sofia Brandt saw', standfirst: 'Wilk read the plan.' });
	for (const [name, part] of [
		['Sofia Brandt', 'On-call engineer'],
		['Tomasz Wilk', 'Infra lead'],
		['Hana Sato', 'Analyst'],
	])
		await lead.api('POST', `${base}/people`, { name, part });
	for (const [time, title, people] of [
		['01:52', 'Sofia is paged', ['Sofia Brandt']],
		['02:07', 'Hana asks Tomasz', ['Hana Sato', 'Tomasz Wilk']],
	] as const)
		await lead.api('POST', `${base}/events`, {
			when: `2026-03-11T${time}:00Z`,
			kind: 'action',
			title,
			people,
		});
	return id;
}

async function write(page: Page, id: string): Promise<void> {
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('## Brandt wakes\nSOFIA saw @paged');
	await page.getByRole('option', { name: '01:52' }).waitFor();
	await page.keyboard.press('Enter');
	await page.keyboard.type(' and asked Tomasz, who read sofia.brandt’s note as t.wilk.');
	await saved(page);
}

const hidden = /sofia|brandt|tomasz|wilk/i;
const everything = async (page: Page) => {
	// What was sent and what stands there now, attributes and data included.
	const sent = await (await page.request.get(page.url())).text();
	return `${sent}\n${await page.content()}`.replaceAll(/<style[\s\S]*?<\/style>/g, '');
};

test('[ST13] a pseudonym for one, the role for another: nobody who reads the story finds their names', async ({
	person,
	analysis,
	visitor,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await night(account, analysis);
	await write(page, id);
	await page.goto(`/analysis/${id}/story`);
	const article = page.locator('article');

	await test.step('the lead chooses, with the keyboard; a name of somebody else is refused in one sentence', async () => {
		await expect(panel(page).getByRole('listitem')).toHaveText([/Hana Sato/, /Sofia Brandt/, /Tomasz Wilk/]);
		await choice(page, 'Sofia Brandt').selectOption('A pseudonym…');
		await expect(pseudonym(page, 'Sofia Brandt')).toBeFocused();
		await page.keyboard.type('hana');
		await page.keyboard.press('Enter');
		await expect(panel(page).getByRole('alert').filter({ hasText: 'hana' })).toHaveText(
			'“hana” is a name of Hana Sato, who is among the people; choose another pseudonym. Nothing was changed.',
		);
		await expect(article).toContainText('SOFIA saw');
		await pseudonym(page, 'Sofia Brandt').fill('Alex');
		await page.keyboard.press('Enter');
		await expect(article).toContainText('Alex saw');
		await choice(page, 'Tomasz Wilk').selectOption('“the infra lead”');
		await expect(article).toContainText('and asked the infra lead, who read Alex’s note as the infra lead.');
		await expect(article).not.toContainText(hidden);
	});

	await test.step('everyone at once: pseudonyms stay', async () => {
		await panel(page).getByRole('button', { name: 'Everyone by role' }).click();
		await expect(panel(page).getByRole('status')).toHaveText(
			'Everyone is named by role, who comes later too. Pseudonyms stay.',
		);
		await expect(choice(page, 'Hana Sato')).toHaveValue('role');
		await expect(article).toContainText('the analyst');
		await panel(page).getByRole('button', { name: 'Everyone by name' }).click();
		await expect(choice(page, 'Tomasz Wilk')).toHaveValue('name');
		await expect(article).toContainText('asked Tomasz, who');
		await expect(pseudonym(page, 'Sofia Brandt')).toHaveValue('Alex');
		await choice(page, 'Tomasz Wilk').selectOption('“the infra lead”');
		await expect(article).not.toContainText(hidden);
		const { violations } = await new AxeBuilder({ page })
			.withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
			.analyze();
		expect(violations.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)])).toEqual([]);
	});

	const url = await test.step('published by link, with a reason for who has not seen it', async () => {
		for (const name of ['Sofia Brandt', 'Tomasz Wilk']) {
			await page.getByLabel(`What to do about ${name}`).selectOption('override');
			await page.getByLabel(`Why, in words ${name} will read`).fill('They are away until May.');
			await page.getByRole('button', { name: 'Keep this reason' }).click();
			await expect(page.getByRole('button', { name: 'Keep this reason' })).toHaveCount(0);
		}
		await page.getByRole('radio', { name: /^Anyone with the link/ }).check();
		await page.getByRole('button', { name: 'Publish the story' }).click();
		await expect(page.getByText('Version 1')).toBeVisible();
		const { stories } = await account.api<{ stories: readonly { url: string }[] }>(
			'GET',
			`/analyses/${id}/stories`,
		);
		return stories[0]?.url ?? '';
	});

	await test.step('a reader who is signed out', async () => {
		const reader = await visitor();
		await reader.goto(url);
		await expect(reader.locator('h1')).toHaveText('What Alex saw');
		await expect(reader.locator('body')).toContainText('The infra lead read the plan.');
		await expect(reader.locator('body')).toContainText('Hana asks the infra lead');
		expect(hidden.exec(await everything(reader))).toBeNull();
	});

	await test.step('both downloads', async () => {
		for (const [item, name] of [
			['Download Markdown', 'story.md'],
			['Download HTML, one file', 'story.html'],
		] as const) {
			await page.getByRole('button', { name: 'More of version 1' }).click();
			const [download] = await Promise.all([
				page.waitForEvent('download'),
				page.getByRole('menuitem', { name: item }).click(),
			]);
			expect(download.suggestedFilename()).toBe(name);
			const file = await readFile(await download.path(), 'utf8');
			expect(file).toContain('Alex saw');
			expect(hidden.exec(file)).toBeNull();
		}
	});
});

test('[ST11] analysts who do not lead read how people are named, on a phone too', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee', phone);
	const id = await night(ines.account, analysis);
	await ines.account.api('POST', `/analyses/${id}/members`, { email: dev.account.email, role: 'analyst' });
	const { names } = await ines.account.api<{ names: readonly { personId: string; name: string }[] }>(
		'GET',
		`/analyses/${id}/stories/before`,
	);
	const sofia = names.find(({ name }) => name === 'Sofia Brandt')?.personId ?? '';
	await ines.account.api('PUT', `/analyses/${id}/stories/names/${sofia}`, {
		naming: 'pseudonym',
		pseudonym: 'Alex',
	});
	await dev.page.goto(`/analysis/${id}/story`);
	await dev.page.getByRole('button', { name: 'Share this story' }).click();
	await expect(panel(dev.page).getByRole('listitem')).toHaveText([
		/Hana Sato\s*By name/,
		/Sofia Brandt\s*“Alex”/,
		/Tomasz Wilk\s*By name/,
	]);
	await expect(panel(dev.page).getByRole('combobox')).toHaveCount(0);
	await expect(panel(dev.page).getByRole('button')).toHaveCount(0);
});
