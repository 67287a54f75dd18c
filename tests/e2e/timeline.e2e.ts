import type { Page } from '@playwright/test';
import { expect, phone, test, type Account } from './support/test.ts';

interface EventJson {
	readonly id: string;
	readonly title: string;
	readonly kind: string;
	readonly description: string;
	readonly people: readonly string[];
	readonly systems: readonly string[];
	readonly when: {
		readonly form: string;
		readonly earliest?: string;
		readonly latest?: string;
		readonly best?: string;
	};
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

/** Finds the last glyph of a lane, pointing from its end. */
async function lastGlyphOf(page: Page, lane: string): Promise<{ x: number; y: number }> {
	const grid = page.getByRole('grid', { name: 'Lanes' });
	const names = await grid.getByRole('rowheader').allTextContents();
	const box = await grid.boundingBox();
	if (!box) throw new Error('there are no lanes');
	const y = box.y + names.findIndex((name) => name.startsWith(lane)) * 40 + 20;
	for (let x = box.x + box.width - 4; x > box.x; x -= 4) {
		await page.mouse.move(x, y);
		// Its doubt has edges of their own, under another cursor.
		const isWhole = (await grid.getAttribute('data-pointing')) !== null;
		if (isWhole && (await grid.evaluate((node) => node.style.cursor)) === '') return { x: x - 5, y };
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

test('[TU6] two people drag one event at the same moment, and both see one whole time', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	for (const { page } of [ines, dev]) {
		await page.goto(`/analysis/${id}/timeline`);
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

test('[TU7] the whole screen is operated by keyboard alone', async ({ person, analysis }) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	const { page } = ines;
	const press = async (...keys: string[]) => {
		for (const key of keys) await page.keyboard.press(key);
	};
	const list = page.getByRole('grid', { name: 'Events' });
	const chosen = list.locator('[aria-selected="true"]');
	const event = async (title: string) =>
		(await eventsOf(ines.account, id)).find((one) => one.title.startsWith(title));
	await page.goto(`/analysis/${id}/timeline`);
	// Something is selected at first.
	await expect(chosen).toContainText('Hana asks');

	// A new event, its time said by another one.
	await press('e');
	await page.keyboard.type('Somebody restarts the gateway');
	await press('Tab', 'ControlOrMeta+a');
	await page.keyboard.type('after Priya opens');
	await press('Enter');
	await expect(chosen).toContainText('Somebody restarts the gateway');
	await expect(chosen.getByRole('gridcell').first()).toContainText('>02:19');
	await expect.poll(async () => (await event('Somebody'))?.when).toMatchObject({ form: 'after' });

	// Along time, to another lane, its kind, its doubt wider and narrower.
	await press('k');
	await expect(chosen).toContainText('Priya opens');
	await press('Shift+ArrowRight', '5', '[', '[', ']');
	await expect(chosen.getByRole('gridcell').first()).toContainText('~02:20');
	await press('Shift+ArrowUp');
	await expect(page.getByText('Moved to Hana Sato')).toBeVisible();
	await expect
		.poll(async () => {
			const { kind, people, when } = (await event('Priya opens')) ?? {};
			return [kind, people?.length, when?.earliest?.slice(11, 19), when?.latest?.slice(11, 19)];
		})
		.toEqual(['change', 1, '02:15:00', '02:25:00']);

	// Several: the first three, one kind for all of them as one step of undo.
	await press('k', 'k', 'x', 'Shift+j', 'Shift+j');
	await expect(page.getByRole('toolbar', { name: 'Chosen events' })).toContainText('3 chosen');
	await press('4');
	const kinds = async () => (await eventsOf(ines.account, id)).map(({ kind }) => kind).toSorted();
	await expect.poll(kinds).toEqual(['decision', 'decision', 'decision', 'message']);
	await press('ControlOrMeta+z');
	await expect.poll(kinds).toEqual(['action', 'change', 'message', 'message']);

	// Merged into the one looked at, its time kept beside; and back.
	await press('m');
	await expect(list.getByRole('row').filter({ hasText: 'Hana asks' })).toHaveCount(0);
	await expect.poll(async () => (await eventsOf(ines.account, id)).length).toBe(2);
	await expect(page.getByText('Also said')).toBeVisible();
	await press('ControlOrMeta+z');
	await expect.poll(async () => (await eventsOf(ines.account, id)).length).toBe(4);

	// A copy, one split off at the playhead, both deleted again.
	await press('d');
	await expect.poll(async () => (await eventsOf(ines.account, id)).length).toBe(5);
	await press('ArrowRight', 's');
	await expect.poll(async () => (await eventsOf(ines.account, id)).length).toBe(6);
	await press('ControlOrMeta+z', 'ControlOrMeta+z');
	await expect.poll(async () => (await eventsOf(ines.account, id)).length).toBe(4);

	// A filter by words, and away with it.
	await press('/');
	await page.keyboard.type('roll back');
	await press('Enter');
	await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 4');
	await expect(list.getByRole('row').filter({ has: page.getByRole('gridcell') })).toHaveCount(1);
	await press('/', 'Escape', '/', 'Escape');
	await expect(page.getByRole('search')).toHaveCount(0);

	// As it was known: later events are hidden, and the arrows go from one to the next.
	await press('j', 'k', 'k', 'k', 'k');
	await expect(chosen).toContainText('Hana asks');
	await press('h');
	await expect(page.getByRole('region', { name: 'As it was known' })).toContainText(
		'As it was known at 02:09',
	);
	await expect(list.getByRole('row').filter({ has: page.getByRole('gridcell') })).toHaveCount(1);
	await press('ArrowRight');
	await expect(list.getByRole('row').filter({ has: page.getByRole('gridcell') })).not.toHaveCount(1);
	await press('h');
	await expect(list.getByRole('row').filter({ has: page.getByRole('gridcell') })).toHaveCount(4);

	// Sorted by the header, reached with Tab.
	const who = page.getByRole('columnheader', { name: 'Who' }).getByRole('button');
	await who.focus();
	await press('Enter');
	await expect(page.getByRole('columnheader', { name: 'Who' })).toHaveAttribute('aria-sort', 'ascending');
});

test('[TU8] a screen reader gets the list in order, with times in words, and lanes with names', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	const { page } = ines;
	await page.goto(`/analysis/${id}/timeline`);
	await expect(page.getByRole('grid', { name: 'Events' })).toMatchAriaSnapshot(`
		- grid "Events":
		  - row /02:09 Message Hana asks in the channel/ [selected]:
		    - gridcell "02:09"
		    - gridcell "Message"
		    - gridcell "Hana asks in the channel"
		  - row /02:19 Message Priya opens the incident/:
		    - gridcell "02:19"
		  - row /about 02:41 Message They decide to roll back/:
		    - gridcell "about 02:41"
	`);
	await expect(page.getByRole('columnheader', { name: 'Time' })).toHaveAttribute('aria-sort', 'ascending');
	await expect(page.getByRole('grid', { name: 'Lanes' })).toMatchAriaSnapshot(`
		- grid "Lanes":
		  - row /Hana Sato/:
		    - rowheader "Hana Sato"
		    - gridcell /Message, 02:09.*Hana asks in the channel/
		  - row /Priya Raghunathan/:
		    - rowheader "Priya Raghunathan"
		    - gridcell /Message, 02:19.*Priya opens the incident/
		    - gridcell /Message, about 02:41.*They decide to roll back/
	`);
});

test('[TU9] doubt is dragged by its edge and written once, and a drag snaps to other events', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	const { page } = ines;
	await page.goto(`/analysis/${id}/timeline`);
	await expect(row(page, 'They decide')).toContainText('~02:41');
	const decided = async () => {
		const { when } = (await eventsOf(ines.account, id)).find(({ title }) => title.startsWith('They')) ?? {};
		return [when?.form, ...[when?.earliest, when?.best, when?.latest].map((at) => at?.slice(11, 16))];
	};
	const grid = page.getByRole('grid', { name: 'Lanes' });
	/** The edge of the doubt to one side of the decision: where the cursor says so. */
	const edge = async (side: 1 | -1) => {
		const { x, y } = await lastGlyphOf(page, 'Priya');
		for (let away = 14; away < 90; away += 2) {
			await page.mouse.move(x + side * away, y);
			if ((await grid.evaluate((node) => node.style.cursor)) === 'ew-resize')
				return { x: x + side * (away + 3), y };
		}
		throw new Error('the doubt has no edge there');
	};
	const drag = async (from: { x: number; y: number }, by: number) => {
		await page.mouse.move(from.x, from.y);
		await page.mouse.down();
		await page.mouse.move(from.x + by / 2, from.y, { steps: 3 });
		await page.mouse.move(from.x + by, from.y, { steps: 3 });
	};
	await drag(await edge(1), 40);
	// Nothing is written while it moves.
	expect(await decided()).toEqual(['about', '02:39', '02:41', '02:43']);
	await page.mouse.up();
	await expect.poll(decided).toEqual(['about', '02:39', '02:41', expect.stringMatching(/^02:4[4-6]$/)]);
	const wide = await decided();

	// Given up with Esc it stays; taken back it is as before, as one step.
	await drag(await edge(-1), -60);
	await page.keyboard.press('Escape');
	await page.mouse.up();
	expect(await decided()).toEqual(wide);
	await page.keyboard.press('ControlOrMeta+z');
	await expect.poll(decided).toEqual(['about', '02:39', '02:41', '02:43']);

	// A drag that ends some pixels beside another event takes its time.
	const hana = await glyphOf(page, 'Hana Sato');
	const priya = await glyphOf(page, 'Priya Raghunathan');
	await drag(hana, priya.x - hana.x + 5);
	await page.mouse.up();
	await expect(page.getByText('Moved to 02:19', { exact: true })).toBeVisible();
	await expect(row(page, 'Hana asks').getByRole('gridcell').first()).toHaveText('02:19');
});

test('[TU10] a contested time stands beside the event’s own and can be taken over; what was known when is shown', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	for (const { page } of [ines, dev]) {
		await page.goto(`/analysis/${id}/timeline`);
		await row(page, 'They decide').click();
	}
	const inspector = (page: Page) => page.getByRole('complementary', { name: 'Selected event' });
	await ines.page.getByRole('button', { name: 'Add another time' }).click();
	await ines.page.getByLabel('Who says so').selectOption({ label: 'Priya Raghunathan' });
	await inspector(ines.page).getByLabel('When').fill('about 02:35');
	await ines.page.getByRole('button', { name: 'Add', exact: true }).click();
	await expect(inspector(dev.page)).toContainText('Priya Raghunathan says about 02:35');
	await expect(row(dev.page, 'They decide').getByRole('gridcell').first()).toContainText(
		'others say another time',
	);

	// Dev takes it over: the time that stood there is kept, and Ines sees both.
	await dev.page.getByRole('button', { name: 'Use about 02:35' }).click();
	await expect(row(ines.page, 'They decide')).toContainText('~02:35');
	await expect(inspector(ines.page)).toContainText('It stood at about 02:41');
	await dev.page.keyboard.press('ControlOrMeta+z');
	await expect(row(ines.page, 'They decide')).toContainText('~02:41');

	// Hana could know of the decision only from when somebody says so.
	await ines.page.getByRole('button', { name: 'Add who and when' }).click();
	await ines.page.getByLabel('Who knew of it').selectOption({ label: 'Hana Sato' });
	await inspector(ines.page).getByLabel('When').fill('02:50');
	await ines.page.keyboard.press('Enter');
	await expect(inspector(dev.page)).toContainText('Hana Sato, from 02:50');
	await dev.page.keyboard.press('h');
	const grey = row(dev.page, 'They decide').getByText('not known yet');
	await expect(grey).toHaveCount(0);
	await dev.page.getByLabel('Who could not know what is grey').selectOption({ label: 'not Hana Sato' });
	await expect(grey).toHaveCount(1);
	await expect(row(dev.page, 'Hana asks').getByText('not known yet')).toHaveCount(0);
	// One step back, and what came later is gone from lanes and list.
	await dev.page.keyboard.press('ArrowLeft');
	await expect(row(dev.page, 'They decide')).toHaveCount(0);
	await expect(dev.page.getByRole('grid', { name: 'Lanes' })).not.toContainText('They decide');
});

test('[TU11] a dragged time snaps to the evidence, and with Alt it does not', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	const form = new FormData();
	const log = ['02:13:07Z ERROR broker 2 is gone', '02:13:07Z ERROR and asked for again'];
	form.append('file', new Blob([log.map((line) => `2026-03-11T${line}\n`).join('')]), 'gateway.log');
	await ines.account.api('POST', `/analyses/${id}/sources`, form);
	await expect
		.poll(async () => (await ines.account.api<{ total: number }>('GET', `/analyses/${id}/records`)).total, {
			timeout: 30_000,
		})
		.toBe(2);
	const { page } = ines;
	await page.goto(`/analysis/${id}/timeline`);
	await expect(row(page, 'Hana asks')).toContainText('02:09');
	const earliest = async () =>
		(await eventsOf(ines.account, id)).find(({ title }) => title.startsWith('Hana'))?.when.earliest;
	const hana = await glyphOf(page, 'Hana Sato');
	const priya = await glyphOf(page, 'Priya Raghunathan');
	/** From 02:09, where Hana's is, ten minutes are as far as to Priya's at 02:19. */
	const perMinute = (priya.x - hana.x) / 10;
	const drag = async (key?: 'Alt') => {
		// The records of the window are asked for when it is taken hold of.
		const asked = key ? undefined : page.waitForResponse(/\/records\?/);
		await page.mouse.move(hana.x, hana.y);
		await page.mouse.down();
		await asked;
		if (key) await page.keyboard.down(key);
		await page.mouse.move(hana.x + 2 * perMinute, hana.y, { steps: 3 });
		await page.mouse.move(hana.x + 4.1 * perMinute, hana.y, { steps: 3 });
		await page.mouse.up();
		if (key) await page.keyboard.up(key);
	};
	await drag();
	await expect.poll(earliest).toBe('2026-03-11T02:13:07Z');
	await page.keyboard.press('ControlOrMeta+z');
	await expect.poll(earliest).toBe('2026-03-11T02:09:00Z');
	await drag('Alt');
	await expect.poll(earliest).toMatch(/T02:1[23]:/);
	expect(await earliest()).not.toBe('2026-03-11T02:13:07Z');
});
