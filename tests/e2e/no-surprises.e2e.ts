import type { Page } from '@playwright/test';
import { expect, test, type Account } from './support/test.ts';

/** A narrative that names each of these people, none of whom has read it. */
async function named(page: Page, lead: Account, analysis: string, names: readonly string[]): Promise<void> {
	for (const name of names) await lead.api('POST', `/analyses/${analysis}/people`, { name });
	await page.goto(`/analysis/${analysis}/narrative`);
	await page.getByRole('textbox', { name: 'The narrative' }).click();
	await page.keyboard.type(`${names.map((name) => name.split(' ', 1)[0]).join(', ')} looked at the boards.`);
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();
}

interface Before {
	readonly people: readonly {
		readonly name: string;
		readonly choice: string | null;
		readonly reason: string | null;
	}[];
}
const choices = async (lead: Account, analysis: string) =>
	(await lead.api<Before>('GET', `/analyses/${analysis}/stories/before`)).people.map(
		({ name, choice, reason }) => [name, choice, reason],
	);

test('[ST14] a reason that is being written stays while a choice is made for somebody else, and when it is not noted', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await named(page, account, id, ['Hana Sato', 'Sofia Brandt']);
	await page.goto(`/analysis/${id}/story`);
	await page
		.getByRole('combobox', { name: 'What to do about Hana Sato' })
		.selectOption('Publish anyway, with a reason they receive');
	const reason = page.getByRole('textbox', { name: 'Why, in words Hana Sato will read' });
	await reason.fill('You are on leave, and others wait for it.');
	await page.getByRole('combobox', { name: 'What to do about Sofia Brandt' }).selectOption('leave_out');
	await expect(page.getByText('Publishing waits for a choice for Hana Sato.')).toBeVisible();
	await expect(reason).toHaveValue('You are on leave, and others wait for it.');

	const noted = '**/stories/choices/*';
	await page.route(noted, (route) => route.fulfill({ status: 503, json: {} }));
	await page.getByRole('button', { name: 'Keep this reason' }).click();
	await expect(page.getByRole('alert')).toHaveCount(1);
	await expect(reason).toHaveValue('You are on leave, and others wait for it.');
	await page.unroute(noted);
	await page.getByRole('button', { name: 'Keep this reason' }).click();
	await expect(page.getByText('They will read: “You are on leave, and others wait for it.”')).toBeVisible();
	expect(await choices(account, id)).toEqual([
		['Hana Sato', 'override', 'You are on leave, and others wait for it.'],
		['Sofia Brandt', 'leave_out', null],
	]);
});

test('[RD22] why the last round stays open is in view beside the button, and one choice for all of them closes it', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account, { effort: 'standard' });
	const names = [
		'Hana Sato',
		'Sofia Brandt',
		'Tomasz Wrona',
		'Marcus Obi',
		'Priya Nair',
		'Wei Chou',
		'Ann Lee',
	];
	await named(page, account, id, names);
	const { people } = await account.api<{
		people: readonly { personId: string; passages: readonly { passageId: string }[] }[];
	}>('GET', `/analyses/${id}/rounds/proposal`);
	await account.api('POST', `/analyses/${id}/rounds`, {
		people: people.map(({ personId, passages }) => ({
			personId,
			passageIds: passages.map(({ passageId }) => passageId),
		})),
	});
	await page.getByRole('button', { name: 'Close round 1' }).click();
	const closing = page.getByRole('dialog', { name: 'Close round 1' });
	await closing.getByRole('radio', { name: 'This was the last one' }).check();
	await expect(closing.getByRole('listitem')).toHaveCount(7);
	await closing.getByRole('button', { name: 'Close the round' }).click();
	const why = closing.getByRole('alert');
	await expect(why).toBeInViewport({ ratio: 1 });
	await expect(why).toContainText(
		'have not seen all their passages. For each of them “wait” is still chosen',
	);
	const waits = closing
		.getByRole('listitem')
		.filter({ hasText: '“Wait” is chosen: the last round stays open' });
	await expect(waits).toHaveCount(7);

	const everyone = closing.getByRole('combobox', { name: 'For everyone who is still waiting' });
	await closing.getByRole('combobox', { name: 'What to do about Ann Lee' }).selectOption('leave_out');
	await expect(waits).toHaveCount(6);
	await everyone.selectOption('Call each by their role');
	await closing.getByRole('button', { name: 'Choose this for 6 people' }).click();
	await expect(everyone).toHaveCount(0);
	await expect(waits).toHaveCount(0);
	expect(await choices(account, id)).toEqual(
		names.toSorted().map((name) => [name, name === 'Ann Lee' ? 'leave_out' : 'role', null]),
	);
	await closing.getByRole('button', { name: 'Close the round' }).click();
	await expect(page.getByText('Round 1 is closed')).toBeVisible();
});
