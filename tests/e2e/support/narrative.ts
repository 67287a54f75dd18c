/** What the tests of the narrative and its threads share: a text to begin with, and a hand that opens threads on it. */
import type { Page } from '@playwright/test';
import { expect, type Account, type Person } from './test.ts';

export const text = (page: Page) => page.getByRole('textbox', { name: 'The narrative' });
/** Waits until everything this browser wrote is durable. */
export const saved = (page: Page) => expect(page.getByText('Saved', { exact: true })).toBeVisible();
/** The card of a thread, by its kind and what it says of itself: "Question, unread". */
export const card = (page: Page, kind: string | RegExp) => page.getByRole('article', { name: kind });

/** Two analysts of one analysis, each in a browser; the first leads it. */
export async function twoAnalysts(
	person: (name: string) => Promise<Person>,
	analysis: (lead: Account) => Promise<string>,
): Promise<{ readonly ines: Person; readonly dev: Person; readonly id: string }> {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await analysis(ines.account);
	await ines.account.api('POST', `/analyses/${id}/members`, { email: dev.account.email, role: 'analyst' });
	return { ines, dev, id };
}

/** Somebody at an analysis of their own in which they wrote these words. */
export async function wrote(
	who: Person,
	analysis: (lead: Account) => Promise<string>,
	words: string,
): Promise<string> {
	const id = await analysis(who.account);
	await who.page.goto(`/analysis/${id}/narrative`);
	await text(who.page).click();
	await who.page.keyboard.type(words);
	await saved(who.page);
	return id;
}

/** Opens a thread on the last `count` letters of the narrative. */
export async function openOn(
	page: Page,
	count: number,
	kind: string,
	fields: Readonly<Record<string, string>>,
): Promise<void> {
	await text(page).click();
	await page.keyboard.press('Control+End');
	for (let n = 0; n < count; n++) await page.keyboard.press('Shift+ArrowLeft');
	await page.keyboard.press('Control+m');
	const form = page.getByRole('region', { name: 'New thread' });
	await form.getByText(kind, { exact: true }).click();
	for (const [label, value] of Object.entries(fields)) await form.getByLabel(label).fill(value);
	await form.getByRole('button', { name: 'Post' }).click();
	await expect(form).toBeHidden();
}
