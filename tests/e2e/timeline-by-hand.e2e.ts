/** What a hand does to times on the lanes. */
import { expect, test } from './support/test.ts';
import { aNight, eventsOf, glyphOf, lastGlyphOf, row, openTimeline } from './support/timeline.ts';

test('[TU9] doubt is dragged by its edge and written once, and a drag snaps to other events', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await aNight(ines.account, dev.account, analysis);
	const { page } = ines;
	await openTimeline(page, id);
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
	await openTimeline(page, id);
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
	await expect(page.getByText(/^Moved to/)).toBeVisible();
	await page.keyboard.press('ControlOrMeta+z');
	await expect.poll(earliest).toBe('2026-03-11T02:09:00Z');
	// What was taken back is no longer said.
	await expect(page.getByText(/^Moved to/)).toHaveCount(0);
	await drag('Alt');
	await expect.poll(earliest).toMatch(/T02:1[23]:/);
	expect(await earliest()).not.toBe('2026-03-11T02:13:07Z');
});
