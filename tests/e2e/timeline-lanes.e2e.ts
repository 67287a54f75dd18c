/** The lanes of the timeline: folded for oneself, moved for everybody; and what stands in for them where they are hidden. */
import type { Page } from '@playwright/test';
import { expect, phone, test, type Account } from './support/test.ts';
import { openTimeline } from './support/timeline.ts';

const lanes = (page: Page) => page.getByRole('grid', { name: 'Lanes' }).getByRole('rowheader');
const names = (page: Page) => page.getByRole('toolbar', { name: 'Names of the lanes' });
const lane = (page: Page, name: string) => names(page).getByRole('button', { name: `Lane of ${name}` });
const row = (page: Page, title: string) =>
	page.getByRole('grid', { name: 'Events' }).getByRole('row').filter({ hasText: title });

/** Three of Data and one of Infra on a night, with two systems; the lanes stand in the order in which they are named. */
async function aNight(
	ines: Account,
	analysis: (lead: Account, draft?: Readonly<Record<string, unknown>>) => Promise<string>,
	others: readonly (readonly [Account, string])[] = [],
) {
	const id = await analysis(ines, { date: '2026-03-11' });
	for (const [{ email }, role] of others) await ines.api('POST', `/analyses/${id}/members`, { email, role });
	await ines.api('POST', `/analyses/${id}/people`, { name: 'Hana Sato', team: 'Data', zone: 'Asia/Tokyo' });
	for (const [name, team] of [
		['Priya Raghunathan', 'Data'],
		['Sofia Berg', 'Data'],
		['Tomasz Wilk', 'Infra'],
	])
		await ines.api('POST', `/analyses/${id}/people`, { name, team });
	const add = (title: string, when: string, people: readonly string[], more = {}) =>
		ines.api('POST', `/analyses/${id}/events`, { title, when, kind: 'message', people, ...more });
	await add('Hana asks in the channel', '02:09', ['Hana Sato']);
	await add('Priya opens the incident', '02:19', ['Priya Raghunathan']);
	await add('They decide to roll back', 'about 02:41', ['Priya Raghunathan', 'Sofia Berg', 'Tomasz Wilk']);
	return id;
}
const inOrder = ['Hana Sato', 'Priya Raghunathan', 'Sofia Berg', 'Tomasz Wilk'];

/** Takes a lane by its name and holds it where another one is: above that one's middle, or below it. */
async function carry(page: Page, name: string, to: string, where: 'above' | 'below'): Promise<void> {
	const [from, target] = [await lane(page, name).boundingBox(), await lane(page, to).boundingBox()];
	if (!from || !target) throw new Error('the lane is not there');
	const x = from.x + 30;
	await page.mouse.move(x, from.y + from.height / 2);
	await page.mouse.down();
	await page.mouse.move(x, from.y + from.height / 2 + 8, { steps: 2 });
	const y = target.y + (where === 'above' ? 2 : target.height - 2);
	// What follows the hand is fetched when it comes near: until it is here a move moves nothing.
	await expect(async () => {
		await page.mouse.move(x, y - 1);
		await page.mouse.move(x, y);
		await expect(names(page).locator('.line')).toBeVisible({ timeout: 500 });
	}).toPass();
}

test('[TU30] a group of lanes is folded by mouse and keyboard, for oneself alone, and stays so', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, analysis, [[dev.account, 'analyst']]);
	const { page } = ines;
	for (const one of [ines, dev]) {
		await openTimeline(one.page, id);
		await expect(lanes(one.page)).toHaveText(inOrder);
	}
	await expect(names(page)).toMatchAriaSnapshot(`
		- toolbar "Names of the lanes":
		  - button "Data, 3 lanes" [expanded]
		  - button "Lane of Hana Sato"
		  - button "Lane of Priya Raghunathan"
		  - button "Lane of Sofia Berg"
	`);
	await names(page).getByRole('button', { name: 'Data, 3 lanes' }).click();
	await expect(lanes(page)).toHaveText(['Data, 3 lanes', 'Tomasz Wilk']);
	// Every event stands on the one lane, once, and is chosen there as before.
	const folded = page.getByRole('grid', { name: 'Lanes' }).getByRole('row').first();
	await expect(folded.getByRole('gridcell')).toHaveText([
		/Hana asks in the channel/,
		/Priya opens the incident/,
		/They decide to roll back/,
	]);
	await row(page, 'They decide').click();
	await expect(folded.getByRole('gridcell', { name: /They decide/ })).toHaveAttribute(
		'aria-selected',
		'true',
	);
	await expect(page.getByLabel('Title')).toHaveValue('They decide to roll back');
	await expect(lanes(dev.page)).toHaveText(inOrder);

	await page.reload();
	await expect(lanes(page)).toHaveText(['Data, 3 lanes', 'Tomasz Wilk']);
	await expect(names(page).getByRole('button', { name: 'Data, 3 lanes' })).toHaveAttribute(
		'aria-expanded',
		'false',
	);
	// By team its people are one lane anyway.
	await page.getByRole('button', { name: 'Team' }).click();
	await expect(lanes(page)).toHaveText(['Data', 'Infra']);
	await page.getByRole('button', { name: 'Person' }).click();

	// F unfolds the group of what is selected and folds it again; with a button in focus, that one's.
	await row(page, 'Hana asks').click();
	await page.keyboard.press('f');
	await expect(lanes(page)).toHaveText(inOrder);
	await page.keyboard.press('Shift+F');
	await expect(lanes(page)).toHaveText(['Data, 3 lanes', 'Tomasz Wilk']);
	await names(page).getByRole('button', { name: 'Data, 3 lanes' }).focus();
	await page.keyboard.press('Enter');
	await expect(lanes(page)).toHaveText(inOrder);
	await expect(names(page).getByRole('button', { name: 'Data, 3 lanes' })).toBeFocused();
	await page.keyboard.press('ArrowDown');
	await expect(lane(page, 'Hana Sato')).toBeFocused();
	await page.keyboard.press('f');
	await expect(names(page).getByRole('button', { name: 'Data, 3 lanes' })).toBeFocused();
	await expect(lanes(page)).toHaveText(['Data, 3 lanes', 'Tomasz Wilk']);
});

test('[TU31] a lane is dragged to another place and everybody sees it; Escape gives up, undo takes it back', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, analysis, [[dev.account, 'analyst']]);
	for (const { page } of [ines, dev]) {
		await openTimeline(page, id);
		await expect(lanes(page)).toHaveText(inOrder);
	}
	const { page } = ines;
	const moved = ['Sofia Berg', 'Hana Sato', 'Priya Raghunathan', 'Tomasz Wilk'];
	await carry(page, 'Sofia Berg', 'Hana Sato', 'above');
	await page.keyboard.press('Escape');
	await page.mouse.up();
	await expect(names(page).locator('.line')).toHaveCount(0);
	await expect(page.getByRole('menu')).toHaveCount(0);
	await expect(lanes(page)).toHaveText(inOrder);

	await carry(page, 'Sofia Berg', 'Hana Sato', 'above');
	await page.mouse.up();
	for (const each of [ines, dev]) await expect(lanes(each.page)).toHaveText(moved);
	await expect(page.getByText('Lane of Sofia Berg: 1 of 3').first()).toBeVisible();
	// Dev moves another one meanwhile; below another team it stays within its own.
	await carry(dev.page, 'Hana Sato', 'Priya Raghunathan', 'below');
	await dev.page.mouse.move(60, 700);
	await dev.page.mouse.up();
	const both = ['Sofia Berg', 'Priya Raghunathan', 'Hana Sato', 'Tomasz Wilk'];
	for (const each of [ines, dev]) await expect(lanes(each.page)).toHaveText(both);
	// Undo takes back one's own move alone, as one step.
	await dev.page.getByRole('button', { name: 'Undo', exact: true }).click();
	for (const each of [ines, dev]) await expect(lanes(each.page)).toHaveText(moved);
	await page.keyboard.press('ControlOrMeta+z');
	for (const each of [ines, dev]) await expect(lanes(each.page)).toHaveText(inOrder);
	await page.keyboard.press('ControlOrMeta+Shift+z');
	for (const each of [ines, dev]) await expect(lanes(each.page)).toHaveText(moved);
	await dev.page.reload();
	await expect(lanes(dev.page)).toHaveText(moved);
});

test('[TU32] a lane is moved by keyboard and by menu, and the focus goes along', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, analysis, [[dev.account, 'analyst']]);
	const { page } = ines;
	for (const each of [ines, dev]) {
		await openTimeline(each.page, id);
		await expect(lanes(each.page)).toHaveText(inOrder);
	}
	await lane(page, 'Hana Sato').focus();
	await page.keyboard.press('Alt+ArrowDown');
	const down = ['Priya Raghunathan', 'Hana Sato', 'Sofia Berg', 'Tomasz Wilk'];
	for (const each of [ines, dev]) await expect(lanes(each.page)).toHaveText(down);
	await expect(lane(page, 'Hana Sato')).toBeFocused();
	await expect(names(page).getByRole('status')).toHaveText('Lane of Hana Sato: 2 of 3');
	await page.keyboard.press('Alt+ArrowDown');
	await expect(names(page).getByRole('status')).toHaveText('Lane of Hana Sato: 3 of 3');
	// At the edge of its group it stays.
	await page.keyboard.press('Alt+ArrowDown');
	await page.keyboard.press('Alt+ArrowUp');
	for (const each of [ines, dev]) await expect(lanes(each.page)).toHaveText(down);

	await lane(page, 'Hana Sato').press('Enter');
	await page.getByRole('menuitem', { name: 'Move up' }).click();
	for (const each of [ines, dev]) await expect(lanes(each.page)).toHaveText(inOrder);
	await expect(lane(page, 'Hana Sato')).toBeFocused();
	await lane(page, 'Hana Sato').click();
	await expect(page.getByRole('menuitem', { name: 'Move up' })).toHaveAttribute('aria-disabled', 'true');
	await page.getByRole('menuitem', { name: 'Fold Data' }).click();
	await expect(lanes(page)).toHaveText(['Data, 3 lanes', 'Tomasz Wilk']);

	// All of it is in the list of keys.
	await page.keyboard.press('ControlOrMeta+k');
	await page.keyboard.type('unfold the group');
	await page.keyboard.press('Enter');
	await expect(lanes(page)).toHaveText(inOrder);
});

test('[TU33] where lanes are hidden the zone of times is chosen beside the list', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira', phone);
	const id = await aNight(ines.account, analysis);
	const { page } = ines;
	const zone = page.getByLabel('Times are shown in');
	await page.goto(`/analysis/${id}/timeline`);
	await expect(row(page, 'Hana asks')).toContainText('02:09');
	await expect(zone).toBeInViewport({ ratio: 1 });
	await expect(page.getByText('Wed 11 Mar 2026')).toBeVisible();
	await zone.selectOption({ label: 'Tokyo, Hana’s clock' });
	await expect(row(page, 'Hana asks')).toContainText('11:09');

	await page.setViewportSize({ width: 820, height: 1000 });
	await expect(page.getByRole('grid', { name: 'Lanes' })).toHaveCount(0);
	await expect(zone).toBeInViewport({ ratio: 1 });
	await page.getByRole('button', { name: 'Lanes', exact: true }).click();
	await expect(page.getByRole('grid', { name: 'Lanes' })).toBeVisible();
	await expect(zone).toHaveCount(1);
});

test('[TU34] on a phone everything that can be done with chosen events is in view', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira', phone);
	const id = await aNight(ines.account, analysis);
	const { page } = ines;
	await page.goto(`/analysis/${id}/timeline`);
	const bar = page.getByRole('toolbar', { name: 'Chosen events' });
	await expect(row(page, 'Hana asks')).toHaveAttribute('aria-selected', 'true');
	await page.keyboard.press('x');
	await page.keyboard.press('Shift+J');
	await expect(bar).toContainText('2 chosen');
	const buttons = bar.getByRole('button');
	await expect(buttons).toHaveText([/Kind/, /Move/, /Who/, /Systems/, /Merge/, /Duplicate/, /Delete/, '']);
	for (const button of await buttons.all()) await expect(button).toBeInViewport({ ratio: 1 });
	expect(await bar.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0);
	// None stands on another.
	const onTop = (node: Element) => {
		const { left, top, width, height } = node.getBoundingClientRect();
		return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
	};
	for (const button of await buttons.all()) expect(await button.evaluate(onTop)).toBe(true);
	// The last of the list is not beneath it.
	const [last, above] = [await row(page, 'They decide').boundingBox(), await bar.boundingBox()];
	expect((last?.y ?? NaN) + (last?.height ?? NaN)).toBeLessThanOrEqual(above?.y ?? NaN);
	await bar.getByRole('button', { name: 'Delete' }).tap();
	await expect(row(page, 'Hana asks')).toHaveCount(0);
});

test('[TU35] the playhead begins on the event that is selected at first, and the window stays', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const id = await aNight(ines.account, analysis);
	const { page } = ines;
	await openTimeline(page, id);
	await expect(page.getByRole('grid', { name: 'Events' }).locator('[aria-selected="true"]')).toContainText(
		'Hana asks',
	);
	const ruler = page.locator('.playhead').first();
	const grid = await page.getByRole('grid', { name: 'Lanes' }).boundingBox();
	const at = ((await ruler.boundingBox())?.x ?? NaN) - (grid?.x ?? NaN);
	// From 02:09 to 02:41 with five minutes around: 02:09 is five of 42 minutes in.
	expect(at / (grid?.width ?? NaN)).toBeCloseTo(5 / 42, 1);
	await expect(page.getByText('02:09', { exact: true }).first()).toBeVisible();
});
