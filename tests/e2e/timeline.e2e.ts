/** The timeline for one who reads, asks and works through it. */
import { expect, phone, test } from './support/test.ts';
import { aNight, eventsOf, inspector, row, openTimeline } from './support/timeline.ts';

test('[TU4] a question is asked on an event, seen by analysts, and answered', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	await openTimeline(ines.page, id);
	await openTimeline(dev.page, id);
	await row(ines.page, 'They decide').click();
	await ines.page.keyboard.press('q');
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
	await openTimeline(page, id);
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
	await openTimeline(page, id);
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

test('[TU10] a contested time stands beside the event’s own and can be taken over; what was known when is shown', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	for (const { page } of [ines, dev]) {
		await openTimeline(page, id);
		await row(page, 'They decide').click();
	}
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
