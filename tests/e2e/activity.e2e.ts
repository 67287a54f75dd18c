import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { saved, text, twoAnalysts } from './support/narrative.ts';
import { inspector, openTimeline, row } from './support/timeline.ts';
import { expect, phone, test } from './support/test.ts';

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Activity' });
const lines = (page: Page) => sheet(page).getByRole('listitem');

/** Pictures for people to look at, when a folder for them is named. */
async function picture(page: Page, name: string): Promise<void> {
	const folder = process.env['ACTIVITY_PICTURES'];
	if (folder === undefined) return;
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
	}
	await page.emulateMedia({ colorScheme: 'light' });
}
async function isAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}
async function byPalette(page: Page): Promise<void> {
	await page.keyboard.press('Control+k');
	await page.getByRole('combobox', { name: 'What would you like to do?' }).fill('Activity');
	await page.getByRole('option', { name: 'Activity' }).first().click();
}

test('[AY8] what one analyst does the other reads in words while it happens, and is led to the event', async ({
	person,
	analysis,
}) => {
	const { ines, dev, id } = await twoAnalysts(person, analysis);
	await openTimeline(ines.page, id);
	await byPalette(ines.page);
	await expect(sheet(ines.page).getByRole('heading', { name: 'Today' })).toBeVisible();
	await expect(lines(ines.page)).toHaveText([/You made Dev Banerjee an analyst\s*\d\d:\d\d/]);
	const title = 'Decide to roll the change back';
	await dev.account.api('POST', `/analyses/${id}/events`, { title: 'The page came', when: '02:12' });
	const { id: event } = await dev.account.api<{ id: string }>('POST', `/analyses/${id}/events`, {
		...{ title, when: '02:40', kind: 'decision' },
	});
	await expect(lines(ines.page).first()).toHaveText(
		/Dev Banerjee added “Decide to roll the change back” to the timeline/,
	);
	await dev.page.goto(`/analysis/${id}/narrative`);
	await text(dev.page).click();
	await dev.page.keyboard.type('The plan showed five brokers to replace.');
	await saved(dev.page);
	await ines.account.api('PATCH', `/analyses/${id}/events/${event}`, { when: 'about 02:41' });
	await expect(lines(ines.page)).toHaveText([
		/You moved “Decide to roll the change back” to about 02:41/,
		/Dev Banerjee wrote in the narrative/,
		/Dev Banerjee added “Decide to roll the change back” to the timeline/,
		/Dev Banerjee added “The page came” to the timeline/,
		/You made Dev Banerjee an analyst/,
	]);
	await expect(sheet(ines.page)).toContainText('It measures nothing');
	await isAccessible(ines.page);
	await picture(ines.page, 'activity');
	// By keys alone: the line is a link, and Escape brings one back to where one was.
	await lines(ines.page).nth(3).getByRole('link').focus();
	await ines.page.keyboard.press('Enter');
	await expect(sheet(ines.page)).toHaveCount(0);
	await expect(inspector(ines.page).getByLabel('Title')).toHaveValue('The page came');
	await byPalette(ines.page);
	await lines(ines.page).first().getByRole('link').click();
	await expect(inspector(ines.page).getByLabel('Title')).toHaveValue(title);
	await expect(row(ines.page, title)).toBeVisible();
	// Words that are gone are gone here too.
	await dev.account.api('DELETE', `/analyses/${id}/events/${event}`);
	await byPalette(ines.page);
	await expect(lines(ines.page).first()).toHaveText(/Dev Banerjee removed an event from the timeline/);
	await expect(sheet(ines.page)).not.toContainText('roll the change back');
	await ines.page.keyboard.press('Escape');
	await expect(sheet(ines.page)).toHaveCount(0);
});

test('[AY8] it is beside the versions, leads to one, and goes on while one scrolls; only for analysts', async ({
	person,
	analysis,
	account,
}) => {
	const { ines, id } = await twoAnalysts(person, analysis);
	const noor = await person('Noor Haddad', phone);
	await ines.account.api('POST', `/analyses/${id}/members`, {
		email: noor.account.email,
		role: 'contributor',
	});
	await ines.account.api('POST', `/analyses/${id}/versions`, { name: 'Before the review' });
	await ines.page.goto(`/analysis/${id}/narrative`);
	await ines.page.getByRole('button', { name: 'Activity' }).click();
	await expect(lines(ines.page).first()).toBeVisible();
	await picture(ines.page, 'activity-narrative');
	await lines(ines.page).filter({ hasText: 'Before the review' }).getByRole('link').click();
	const versions = ines.page.getByRole('dialog', { name: 'Versions of the narrative' });
	await expect(versions.getByRole('article', { name: 'Before the review' })).toBeVisible();
	await ines.page.keyboard.press('Escape');

	// One after the other: what is done at once is one line.
	const dev = await account('Dev Banerjee');
	for (let n = 0; n < 45; n++) {
		await dev.api('POST', `/analyses/${id}/events`, { title: `Moment ${n}`, when: '02:40' });
		await dev.api('GET', `/analyses/${id}/activity?limit=1`);
	}
	await ines.page.getByRole('button', { name: 'Activity' }).click();
	await expect(lines(ines.page).first()).toContainText('Moment 44');
	await picture(ines.page, 'activity-long');
	await lines(ines.page).nth(39).scrollIntoViewIfNeeded();
	await expect(lines(ines.page).last()).toContainText('made Dev Banerjee an analyst');
	await expect(lines(ines.page)).toHaveCount(48);

	// Contributors write here, and history is not theirs.
	await noor.page.goto(`/analysis/${id}/narrative`);
	await expect(text(noor.page)).toBeVisible();
	await expect(noor.page.getByRole('button', { name: 'Activity' })).toHaveCount(0);
	await noor.page.keyboard.press('Control+k');
	await noor.page.getByRole('combobox', { name: 'What would you like to do?' }).fill('Activity');
	await expect(noor.page.getByRole('option', { name: 'Activity' })).toHaveCount(0);
});

test('[AY8] on a phone it fills the screen; when it cannot be read it says so, and can be asked again', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira', phone);
	const id = await analysis(account);
	await page.route('**/activity*', (route) => route.abort());
	await page.goto(`/analysis/${id}/timeline`);
	await page.getByRole('button', { name: /^Your account/ }).click();
	await page.getByRole('menuitem', { name: 'Activity' }).click();
	await expect(sheet(page).getByRole('alert')).toBeVisible();
	await picture(page, 'activity-phone-error');
	await page.unroute('**/activity*');
	await sheet(page).getByRole('button', { name: 'Try again' }).click();
	await expect(sheet(page)).toContainText('Nothing yet.');
	await picture(page, 'activity-phone-empty');
	for (const name of ['Priya Raman', 'LeadEng McInfraPants'])
		await account.api('POST', `/analyses/${id}/people`, { name });
	const title = 'Lag on the ingest topic passes one million messages, which nobody has been told of yet';
	await account.api('POST', `/analyses/${id}/events`, { title, when: '02:40' });
	await expect(lines(page)).toHaveCount(3);
	await isAccessible(page);
	await picture(page, 'activity-phone');
	const box = await sheet(page).boundingBox();
	expect([box?.x, box?.width]).toEqual([0, 390]);
});
