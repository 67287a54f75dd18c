import type { Page } from '@playwright/test';
import { expect, phone, test, type Account } from './support/test.ts';

interface EventJson {
	readonly id: string;
	readonly title: string;
	readonly kind: string;
	readonly description: string;
	readonly people: readonly string[];
	readonly when: { readonly form: string; readonly earliest: string };
}

/** The row of an event in the list. */
const row = (page: Page, title: string) =>
	page.getByRole('grid', { name: 'Events' }).getByRole('row').filter({ hasText: title });
const saved = (page: Page) => expect(page.locator('[data-is="saved"], [data-is="joined"]')).toBeVisible();

async function eventsOf(lead: Account, id: string): Promise<readonly EventJson[]> {
	return (await lead.api<{ events: readonly EventJson[] }>('GET', `/analyses/${id}/events`)).events;
}

/** Ines leads, Dev is an analyst; three events, two people on the lanes. */
async function aNight(
	ines: Account,
	dev: Account,
	analysis: (lead: Account, draft?: Readonly<Record<string, unknown>>) => Promise<string>,
) {
	const id = await analysis(ines, { date: '2026-03-11' });
	await ines.api('POST', `/analyses/${id}/members`, { email: dev.email, role: 'analyst' });
	for (const name of ['Hana Sato', 'Priya Raghunathan'])
		await ines.api('POST', `/analyses/${id}/people`, { name });
	const add = (title: string, when: string, people: readonly string[]) =>
		ines.api('POST', `/analyses/${id}/events`, { title, when, kind: 'message', people });
	await add('Hana asks in the channel', '02:09', ['Hana Sato']);
	await add('Priya opens the incident', '02:19', ['Priya Raghunathan']);
	await add('They decide to roll back', 'about 02:41', ['Priya Raghunathan']);
	return id;
}

/** Finds the first glyph of a lane by pointing along it, as a hand would. */
async function glyphOf(page: Page, lane: string): Promise<{ x: number; y: number }> {
	const grid = page.getByRole('grid', { name: 'Lanes' });
	const names = await grid.getByRole('rowheader').allTextContents();
	const box = await grid.boundingBox();
	if (!box) throw new Error('there are no lanes');
	const y = box.y + names.indexOf(lane) * 40 + 20;
	for (let x = box.x + 4; x < box.x + box.width; x += 6) {
		await page.mouse.move(x, y);
		if ((await grid.getAttribute('data-pointing')) !== null) return { x: x + 5, y };
	}
	throw new Error(`nothing on the lane of ${lane}`);
}

test('[TU1] two people move one event, along time and lane, and both see where it is', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	for (const { page } of [ines, dev]) {
		await page.goto(`/analysis/${id}/timeline`);
		await expect(row(page, 'Hana asks')).toContainText('02:09');
	}
	const { x, y } = await glyphOf(ines.page, 'Hana Sato');
	await ines.page.mouse.move(x, y);
	await ines.page.mouse.down();
	await ines.page.mouse.move(x + 60, y, { steps: 5 });
	await ines.page.mouse.move(x + 90, y, { steps: 5 });
	await ines.page.mouse.up();
	await expect(ines.page.getByText(/^Moved to 02:/)).toBeVisible();
	const dragged = (await row(ines.page, 'Hana asks').getByRole('gridcell').first().textContent()) ?? '';
	expect(dragged).not.toBe('02:09');
	await expect(row(dev.page, 'Hana asks').getByRole('gridcell').first()).toHaveText(dragged);

	// Dev, by keyboard: to the other person's lane, and a minute on.
	await row(dev.page, 'Hana asks').click();
	await dev.page.getByRole('grid', { name: 'Lanes' }).focus();
	await dev.page.keyboard.press('Shift+ArrowDown');
	await expect(dev.page.getByText('Moved to Priya Raghunathan')).toBeVisible();
	await dev.page.keyboard.press('Shift+ArrowRight');
	await saved(dev.page);
	const priya = ines.page.getByRole('grid', { name: 'Lanes' }).getByRole('row').filter({ hasText: 'Priya' });
	await expect(priya).toContainText('Hana asks in the channel');
	const { when, people } = (await eventsOf(ines.account, id)).find(({ title }) =>
		title.startsWith('Hana'),
	) ?? {
		when: { earliest: '' },
		people: [],
	};
	const minutes = Number(dragged.slice(3)) + 1;
	expect([when.earliest, people.length]).toEqual([
		`2026-03-11T02:${String(minutes).padStart(2, '0')}:00Z`,
		1,
	]);
	await expect(row(ines.page, 'Hana asks').getByRole('gridcell').first()).toHaveText(
		`02:${String(minutes).padStart(2, '0')}`,
	);
});

test('[TU2] an event is added, timed and described by keyboard, and undo takes back only one’s own', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	for (const { page } of [ines, dev]) {
		await page.goto(`/analysis/${id}/timeline`);
		await expect(row(page, 'Hana asks')).toBeVisible();
	}
	await ines.page.keyboard.press('e');
	await ines.page.keyboard.type('The boards go flat');
	await ines.page.keyboard.press('Tab');
	await ines.page.keyboard.press('ControlOrMeta+a');
	await ines.page.keyboard.type('between 02:04 and 02:09');
	await ines.page.keyboard.press('Enter');
	await expect(row(dev.page, 'The boards go flat')).toContainText('02:04…02:09');

	// Ines names the kind with a key; Dev, meanwhile, another title; undo reverts the kind alone.
	await ines.page.keyboard.press('2');
	await expect(row(dev.page, 'The boards go flat').getByLabel('Noticing')).toBeVisible();
	await row(dev.page, 'The boards go flat').click();
	const title = dev.page.getByLabel('Title');
	await title.fill('The live boards go flat');
	await title.press('Enter');
	await expect(row(ines.page, 'The live boards go flat')).toBeVisible();
	await ines.page.keyboard.press('ControlOrMeta+z');
	await expect(row(ines.page, 'The live boards go flat').getByLabel('Action')).toBeVisible();
	// One step further the event itself would go, and with it Dev's title: it stays, and Ines is told.
	await ines.page.keyboard.press('ControlOrMeta+z');
	await expect(ines.page.getByText('Someone has changed this since')).toBeVisible();
	await expect(row(dev.page, 'The live boards go flat')).toBeVisible();

	// Both write in one description at once.
	const [mine, theirs] = [ines.page.getByLabel('Description'), dev.page.getByLabel('Description')];
	await mine.focus();
	await theirs.focus();
	await Promise.all([mine.pressSequentially('Lag climbs. '), theirs.pressSequentially('Nobody is paged. ')]);
	await expect(mine).toHaveValue(/Lag climbs\./);
	await expect(mine).toHaveValue(/Nobody is paged\./);
	await expect(theirs).toHaveValue(await mine.inputValue());

	// Deleted, and back by the toast.
	await ines.page.getByRole('button', { name: 'Delete this event' }).click();
	await expect(row(dev.page, 'The live boards go flat')).toHaveCount(0);
	await ines.page.getByRole('button', { name: 'Undo', exact: true }).click();
	await expect(row(dev.page, 'The live boards go flat')).toBeVisible();
	await saved(ines.page);
	const back = (await eventsOf(ines.account, id)).find(
		({ title: each }) => each === 'The live boards go flat',
	);
	expect(back?.description).toBe(await theirs.inputValue().catch(() => back?.description));
	expect(back?.description).toMatch(/Lag climbs/);
});

test('[TU3] what is edited offline joins what the others did meanwhile', async ({ person, analysis }) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	for (const { page } of [ines, dev]) {
		await page.goto(`/analysis/${id}/timeline`);
		await expect(row(page, 'They decide')).toBeVisible();
	}
	await saved(dev.page);
	await dev.context.setOffline(true);
	await expect(dev.page.locator('[data-is="offline"]')).toBeVisible();
	await row(dev.page, 'They decide').click();
	await dev.page.keyboard.press('4');
	await dev.page.keyboard.press('e');
	await dev.page.keyboard.type('Marcus says take the time you need');
	await dev.page.keyboard.press('Enter');
	await expect(dev.page.getByText(/changes? kept here/)).toBeVisible();

	await row(ines.page, 'They decide').click();
	await ines.page.getByLabel('Title').fill('The three decide to roll back');
	await ines.page.getByLabel('Title').press('Enter');
	await saved(ines.page);
	await dev.context.setOffline(false);
	for (const { page } of [ines, dev]) {
		await expect(row(page, 'The three decide to roll back').getByLabel('Decision')).toBeVisible();
		await expect(row(page, 'Marcus says')).toHaveCount(1);
	}
	await saved(dev.page);
	expect((await eventsOf(ines.account, id)).length).toBe(4);
});

test('[TU4] a question is asked on an event, seen by analysts, and answered', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	await ines.page.goto(`/analysis/${id}/timeline`);
	await dev.page.goto(`/analysis/${id}/timeline`);
	await row(ines.page, 'They decide').click();
	await ines.page.keyboard.press('?');
	await ines.page.keyboard.type('What would have shown that broker 2 was still out?');
	await ines.page.keyboard.press('Enter');
	await row(dev.page, 'They decide').click();
	const question = dev.page.getByRole('complementary', { name: 'Selected event' }).getByRole('article');
	await expect(question).toContainText('What would have shown');
	await question.getByRole('button', { name: 'What to do with this question' }).click();
	await dev.page.getByRole('menuitem', { name: 'Answer' }).click();
	await dev.page.getByLabel('What was found out').fill('The list of replicas in sync.');
	await dev.page.getByRole('button', { name: 'Mark as answered' }).click();
	await expect(ines.page.getByRole('button', { name: 'Show 1 answered' })).toBeVisible();
});

test('[TU5] a phone shows the list first and opens an event whole', async ({ person, analysis }) => {
	const ines = await person('Ines Caldeira', phone);
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	await ines.page.goto(`/analysis/${id}/timeline`);
	await expect(ines.page.getByRole('grid', { name: 'Lanes' })).toHaveCount(0);
	await row(ines.page, 'They decide').tap();
	await expect(ines.page.getByLabel('Title')).toHaveValue('They decide to roll back');
	await expect(ines.page.getByRole('complementary', { name: 'Selected event' })).toContainText('about 02:41');
});
