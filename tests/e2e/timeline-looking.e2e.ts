/** What is seen on the lanes: crowds, contested times, nights, hypotheses, and what two fingers do. */
import type { Page } from '@playwright/test';
import { expect, test, type Account } from './support/test.ts';
import {
	aNight,
	eventsOf,
	glyphOf,
	inspector,
	lane,
	lanes,
	laneHeight,
	row,
	openTimeline,
} from './support/timeline.ts';

/** Zooms out by key until a fact holds. */
async function zoomOutUntil(page: Page, fact: () => Promise<void>): Promise<void> {
	await lanes(page).focus();
	await expect(async () => {
		await page.keyboard.press('-');
		await fact();
	}).toPass();
}

/** The colours of a box of the lanes' drawing, each with how many pixels have it: `240,238,232 × 576`. */
function drawn(page: Page, box: { x: number; y: number; width: number; height: number }): Promise<string> {
	return page.evaluate(({ x, y, width, height }) => {
		const context = document
			.querySelector<HTMLCanvasElement>('[aria-label="Lanes"] canvas')
			?.getContext('2d');
		const data = context?.getImageData(Math.round(x), Math.round(y), width, height).data ?? [];
		const counts = new Map<string, number>();
		for (let at = 0; at < data.length; at += 4) {
			const colour = data.slice(at, at + 3).join(',');
			counts.set(colour, (counts.get(colour) ?? 0) + 1);
		}
		return [...counts]
			.map(([colour, count]) => `${colour} × ${count}`)
			.toSorted()
			.join('; ');
	}, box);
}

test('[TU12] a crowd is read as how many events it is and from when to when; a press or Enter parts it', async ({
	person,
	account,
	analysis,
}) => {
	const { account: ines, page } = await person('Ines Caldeira');
	const id = await aNight(ines, await account('Dev Banerjee'), analysis);
	await ines.api('POST', `/analyses/${id}/people`, { name: 'Yuki Kimura' });
	const boards = Array.from({ length: 14 }, (_, n) => `Board ${n + 1} goes flat`);
	for (const [n, title] of boards.entries()) {
		const at = new Date(Date.UTC(2026, 2, 11, 2, 10, Math.round((n * 120) / 13))).toISOString();
		await ines.api('POST', `/analyses/${id}/events`, {
			title,
			at,
			kind: 'noticing',
			people: ['Yuki Kimura'],
		});
	}
	await openTimeline(page, id);
	// What is selected would stand for itself.
	await row(page, 'Priya opens').click();
	const cells = lane(page, 'Yuki Kimura').getByRole('gridcell');
	await zoomOutUntil(page, () => expect(cells).toHaveText(['14 events, 02:10 to 02:12'], { timeout: 1000 }));
	const apart = boards.map((title) => new RegExp(`^Noticing, 02:1[0-2].*: ${title}$`));

	const chip = await glyphOf(page, 'Yuki Kimura');
	await page.mouse.click(chip.x, chip.y);
	await expect(cells).toHaveText(apart);
	// It went nearer and chose nothing.
	await expect(row(page, 'Priya opens')).toHaveAttribute('aria-selected', 'true');

	await row(page, boards[0] ?? '').click();
	await zoomOutUntil(page, () =>
		expect(cells.filter({ hasText: '14 events, 02:10 to 02:12' })).toHaveCount(1, { timeout: 1000 }),
	);
	// The selected one is read beside the crowd it stands in.
	await expect(cells.filter({ hasText: boards[0] ?? '' })).toHaveAttribute('aria-selected', 'true');
	await expect(cells).toHaveCount(2);
	await page.keyboard.press('Enter');
	await expect(cells).toHaveText(apart);
	await expect(row(page, boards[0] ?? '')).toHaveAttribute('aria-selected', 'true');
});

test('[TU13] a contested time is told beside the event’s own and drawn on its lane while it is selected', async ({
	person,
	account,
	analysis,
}) => {
	const { account: ines, page } = await person('Ines Caldeira');
	const id = await aNight(ines, await account('Dev Banerjee'), analysis);
	await openTimeline(page, id);
	await row(page, 'Hana asks').click();
	// Ten minutes lie between these two; on Priya's lane nothing stands before 02:19.
	const hana = await glyphOf(page, 'Hana Sato');
	const priya = await glyphOf(page, 'Priya Raghunathan');
	const at = hana.x + ((priya.x - hana.x) / 10) * 4;
	const field = await lanes(page).boundingBox();
	if (!field) throw new Error('there are no lanes');
	const ghost = () => drawn(page, { x: at - field.x - 12, y: priya.y - field.y - 12, width: 24, height: 24 });
	await page.mouse.move(1, 1);

	await row(page, 'They decide').click();
	await expect(lane(page, 'Priya').getByRole('gridcell', { selected: true })).toHaveCount(1);
	const without = await ghost();
	await page.getByRole('button', { name: 'Add another time' }).click();
	await page.getByLabel('Who says so').selectOption({ label: 'Hana Sato' });
	await inspector(page).getByLabel('When').fill('02:13');
	await page.getByRole('button', { name: 'Add', exact: true }).click();
	await expect(inspector(page)).toContainText('Hana Sato says 02:13');
	await expect.poll(ghost).not.toBe(without);
	const claimed = await ghost();
	await expect(row(page, 'They decide').getByRole('gridcell').first()).toContainText(
		'others say another time',
	);

	// Of what is not selected no claim is drawn.
	await row(page, 'Hana asks').click();
	await expect.poll(ghost).toBe(without);
	await row(page, 'They decide').click();
	await expect.poll(ghost).toBe(claimed);
	await page.getByRole('button', { name: 'Take away 02:13' }).click();
	await expect.poll(ghost).toBe(without);
	await expect(inspector(page)).not.toContainText('Also said');
});

test('[TU14] nights are shaded by the clocks shown, and none by UTC', async ({
	person,
	account,
	analysis,
}) => {
	const { account: ines, page } = await person('Ines Caldeira');
	const id = await aNight(ines, await account('Dev Banerjee'), analysis);
	const { people } = await ines.api<{ people: readonly { id: string; name: string }[] }>(
		'GET',
		`/analyses/${id}/people`,
	);
	const hana = people.find(({ name }) => name === 'Hana Sato')?.id ?? '';
	await ines.api('PATCH', `/analyses/${id}/people/${hana}`, { zone: 'Asia/Tokyo' });
	await ines.api('POST', `/analyses/${id}/events`, { title: 'Off, all of you', when: '09:30', kind: 'care' });
	await openTimeline(page, id);
	await expect(row(page, 'Hana asks')).toBeVisible();
	// Everything: from two at night to half past nine.
	await lanes(page).focus();
	await page.keyboard.press('0');
	const hour = (label: string) => page.locator('.ruler').getByText(label, { exact: true });
	await expect(hour('04:00')).toBeVisible();
	const xs = await Promise.all(
		['04:00', '08:00'].map((label) => hour(label).evaluate((node) => Number.parseFloat(node.style.left) + 6)),
	);
	/** What the ground of a lane is just behind four and eight o'clock: a colour each, over its glyphs and labels. */
	const ground = async () => {
		const boxes = xs.map((x) => drawn(page, { x, y: laneHeight + 3, width: 1, height: 1 }));
		return (await Promise.all(boxes)).map((colour) => colour.replace(/ ×.*/, '').split(',').map(Number));
	};
	const brightness = async () => {
		const [four = [], eight = []] = await ground();
		const sum = (colour: readonly number[]) => colour.reduce((a, b) => a + b, 0);
		return Math.sign(sum(eight) - sum(four));
	};
	const zone = page.getByLabel('Times are shown in');
	await expect(zone).toHaveValue('UTC');
	const [paper] = await ground();
	expect(await ground()).toEqual([paper, paper]);

	// By the clocks here four o'clock is night, and eight is day; the hours are those of UTC in March.
	await zone.selectOption({ label: 'Europe/Lisbon (here)' });
	await expect.poll(brightness).toBe(1);
	expect((await ground())[1]).toEqual(paper);

	// By Hana's the whole of it is day.
	await zone.selectOption({ label: 'Tokyo, Hana’s clock' });
	await expect(hour('13:00')).toBeVisible();
	await expect.poll(ground).toEqual([paper, paper]);

	await zone.selectOption('Europe/Lisbon');
	await expect.poll(brightness).toBe(1);
	await zone.selectOption('UTC');
	await expect.poll(ground).toEqual([paper, paper]);
});

test('[TU15] hypotheses are tracks under the lanes for analysts; contributors and interviewees have none', async ({
	person,
	visitor,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const noor = await person('Noor Haddad');
	const id = await aNight(ines.account, dev.account, analysis);
	await ines.account.api('POST', `/analyses/${id}/members`, {
		email: noor.account.email,
		role: 'contributor',
	});
	for (const { page } of [ines, dev, noor]) {
		await openTimeline(page, id);
		await expect(row(page, 'Priya opens')).toBeVisible();
	}
	const text = 'The smaller segments made writes fail';
	const tracks = (page: Page) => page.getByRole('region', { name: 'Hypotheses' });
	await row(ines.page, 'Priya opens').click();
	await ines.page.keyboard.press('i');
	await ines.page.getByRole('button', { name: 'Note a hypothesis' }).click();
	await ines.page.getByLabel('What might have been').fill(text);
	await ines.page.keyboard.press('Enter');
	for (const { page } of [ines, dev])
		await expect(tracks(page).getByRole('listitem')).toHaveText([new RegExp(text)]);
	const raised = tracks(dev.page).getByRole('button', { name: 'Raised at Priya opens the incident' });
	await raised.click();
	await expect(row(dev.page, 'Priya opens')).toHaveAttribute('aria-selected', 'true');

	// Settled by one, it ends on the other's track too.
	await ines.page.getByRole('button', { name: 'What to do with this hypothesis' }).click();
	await ines.page.getByRole('menuitemradio', { name: 'It is ruled out' }).click();
	await ines.page.getByLabel('How it was tested').fill('Segments on another cluster are smaller yet.');
	await ines.page.keyboard.press('Enter');
	await expect(
		tracks(dev.page).getByRole('button', { name: 'Dropped at Priya opens the incident' }),
	).toBeVisible();

	// Noor writes on the same timeline: what she adds comes to Dev, and nothing of the inquiry to her.
	await noor.page.keyboard.press('e');
	await noor.page.keyboard.type('Billing stops counting');
	await noor.page.keyboard.press('Enter');
	await expect(row(dev.page, 'Billing stops counting')).toBeVisible();
	await expect(tracks(noor.page)).toHaveCount(0);
	expect(await noor.page.content()).not.toContain(text);

	const link = await linkFor(ines.account, id, 'Hana Sato');
	const hana = await visitor();
	await hana.goto(link);
	await hana.getByRole('button', { name: 'Open my part' }).click();
	await hana.waitForURL(`/analysis/${id}/part`);
	await hana.goto(`/analysis/${id}/timeline`);
	await expect(hana.getByRole('main')).toBeVisible();
	await expect(lanes(hana)).toHaveCount(0);
	await expect(tracks(hana)).toHaveCount(0);
	expect(await hana.content()).not.toContain(text);
});

/** A link for somebody of the cast, to their part. */
async function linkFor(lead: Account, id: string, name: string): Promise<string> {
	const { people } = await lead.api<{ people: readonly { id: string; name: string }[] }>(
		'GET',
		`/analyses/${id}/people`,
	);
	const personId = people.find((one) => one.name === name)?.id;
	return (await lead.api<{ url: string }>('POST', `/analyses/${id}/invitations`, { personId })).url;
}

test('[TU16] two fingers spread on the lanes go nearer to what lies between them, and move no event', async ({
	person,
	account,
	analysis,
}) => {
	const { account: ines, page } = await person('Ines Caldeira', { hasTouch: true });
	const id = await aNight(ines, await account('Dev Banerjee'), analysis);
	await page.goto(`/analysis/${id}/timeline`);
	await expect(row(page, 'Priya opens')).toBeVisible();
	const zoom = page.getByLabel('Zoom', { exact: true });
	await expect(zoom).toHaveValue('0');
	const before = await eventsOf(ines, id);
	/** One finger on an event, the other right of it. */
	const { x, y } = await glyphOf(page, 'Priya Raghunathan');
	const cdp = await page.context().newCDPSession(page);
	const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', xs: readonly number[]) =>
		cdp.send('Input.dispatchTouchEvent', {
			type,
			touchPoints: xs.map((at, finger) => ({ x: at, y, id: finger })),
		});
	const fingers = async (from: readonly [number, number], to: readonly [number, number]) => {
		await touch('touchStart', from.slice(0, 1));
		await touch('touchStart', from);
		for (let step = 1; step <= 4; step++)
			await touch(
				'touchMove',
				from.map((at, finger) => at + (((to[finger] ?? at) - at) * step) / 4),
			);
		await touch('touchEnd', []);
	};
	// Twice as far apart, the window is half as wide: one step of the slider.
	await fingers([x, x + 100], [x - 50, x + 150]);
	await expect(zoom).toHaveValue('1');
	// The event went along with the finger that was put on it.
	const moved = await glyphOf(page, 'Priya Raghunathan');
	expect(Math.abs(moved.x - (x - 50))).toBeLessThanOrEqual(8);
	await fingers([x - 50, x + 150], [x, x + 100]);
	await expect(zoom).toHaveValue('0');
	expect(await eventsOf(ines, id)).toEqual(before);
	await expect(page.getByText(/^Moved/)).toHaveCount(0);
});
