/** What the tests of the timeline share: a night to look at, and a hand on the lanes. */
import type { Page } from '@playwright/test';
import { expect, type Account } from './test.ts';

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

/** Of a lane, in px. */
export const laneHeight = 40;

/** Opens it and waits until it hears keys, which it says in the key bar (phones have none). */
export async function openTimeline(page: Page, id: string): Promise<void> {
	await page.goto(`/analysis/${id}/timeline`);
	await expect(page.getByRole('contentinfo')).toContainText('move playhead');
}
/** The row of an event in the list. */
export const row = (page: Page, title: string) =>
	page.getByRole('grid', { name: 'Events' }).getByRole('row').filter({ hasText: title });
/** Waits until everything this browser wrote is durable. */
export const saved = (page: Page) =>
	expect(page.locator('[data-is="saved"], [data-is="joined"]')).toBeVisible();

/** All events, in order. */
export async function eventsOf(lead: Account, id: string): Promise<readonly EventJson[]> {
	return (await lead.api<{ events: readonly EventJson[] }>('GET', `/analyses/${id}/events`)).events;
}

/** Ines leads, Dev is an analyst; three events, two people on the lanes. */
export async function aNight(
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
export async function glyphOf(page: Page, name: string): Promise<{ x: number; y: number }> {
	const grid = lanes(page);
	const names = await grid.getByRole('rowheader').allTextContents();
	const box = await grid.boundingBox();
	if (!box) throw new Error('there are no lanes');
	const y = box.y + names.indexOf(name) * laneHeight + laneHeight / 2;
	for (let x = box.x + 4; x < box.x + box.width; x += 6) {
		await page.mouse.move(x, y);
		if ((await grid.getAttribute('data-pointing')) !== null) return { x: x + 5, y };
	}
	throw new Error(`nothing on the lane of ${name}`);
}

/** Finds the last glyph of a lane, pointing from its end. */
export async function lastGlyphOf(page: Page, name: string): Promise<{ x: number; y: number }> {
	const grid = lanes(page);
	const names = await grid.getByRole('rowheader').allTextContents();
	const box = await grid.boundingBox();
	if (!box) throw new Error('there are no lanes');
	const y = box.y + names.findIndex((one) => one.startsWith(name)) * laneHeight + laneHeight / 2;
	for (let x = box.x + box.width - 4; x > box.x; x -= 4) {
		await page.mouse.move(x, y);
		// Its doubt has edges of their own, under another cursor.
		const isWhole = (await grid.getAttribute('data-pointing')) !== null;
		if (isWhole && (await grid.evaluate((node) => node.style.cursor)) === '') return { x: x - 5, y };
	}
	throw new Error(`nothing on the lane of ${name}`);
}

/** The panel of the selected event. */
export const inspector = (page: Page) => page.getByRole('complementary', { name: 'Selected event' });
export const lanes = (page: Page) => page.getByRole('grid', { name: 'Lanes' });
/** A lane of it, as screen readers have it: its name, then what stands on it. */
export const lane = (page: Page, name: string) => lanes(page).getByRole('row').filter({ hasText: name });
