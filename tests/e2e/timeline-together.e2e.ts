/** Several people on one timeline at once. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';
import { aNight, eventsOf, glyphOf, lastGlyphOf, row, saved, openTimeline } from './support/timeline.ts';

test('[TU1] two people move one event, along time and lane, and both see where it is', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	for (const { page } of [ines, dev]) {
		await openTimeline(page, id);
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
		await openTimeline(page, id);
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
	await expect.poll(async () => (await theirs.inputValue()) === (await mine.inputValue())).toBe(true);

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
		await openTimeline(page, id);
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

test('[TU6] two people drag one event at the same moment, and both see one whole time', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	for (const { page } of [ines, dev]) {
		await openTimeline(page, id);
		await expect(row(page, 'They decide')).toContainText('~02:41');
		// Two on one lane: the one from the right end of it is the decision.
		await row(page, 'They decide').click();
	}
	// Each takes hold of it, and has moved it before the other lets go: Dev earlier and surer, Ines later.
	const [mine, theirs] = [await lastGlyphOf(ines.page, 'Priya'), await lastGlyphOf(dev.page, 'Priya')];
	await ines.page.mouse.move(mine.x, mine.y);
	await dev.page.mouse.move(theirs.x, theirs.y);
	await Promise.all([ines.page.mouse.down(), dev.page.mouse.down()]);
	await Promise.all([
		ines.page.mouse.move(mine.x + 30, mine.y, { steps: 4 }),
		dev.page.mouse.move(theirs.x - 120, theirs.y, { steps: 4 }),
	]);
	await Promise.all([ines.page.mouse.up(), dev.page.mouse.up()]);
	await expect(ines.page.getByText(/^Moved to about 02:4/)).toBeVisible();
	await expect(dev.page.getByText(/^Moved to about 02:3/)).toBeVisible();
	const time = (page: Page) => row(page, 'They decide').getByRole('gridcell').first();
	await expect
		.poll(async () => (await time(ines.page).textContent()) === (await time(dev.page).textContent()))
		.toBe(true);
	await saved(ines.page);
	await saved(dev.page);
	const shown = (await time(ines.page).textContent()) ?? '';
	const decided = (await eventsOf(ines.account, id)).find(({ title }) => title.startsWith('They'));
	const minutes = (instant = '') => Number(instant.slice(14, 16));
	const { form, earliest, latest, best } = decided?.when ?? { form: '' };
	expect([form, minutes(best) - minutes(earliest), minutes(latest) - minutes(best)]).toEqual(['about', 2, 2]);
	expect(shown).toContain(`~${best?.slice(11, 16)}`);
});
