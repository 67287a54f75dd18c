import { expect, test } from './support/test.ts';

test.setTimeout(180_000);

/** From the first page to the sample open: a machine under load included. */
const patience = { timeout: 60_000 };

test('[FR1] a newcomer goes from the printed link to the sample’s timeline, and changes it', async ({
	server,
	visitor,
}) => {
	const page = await visitor();
	await page.goto(server.firstRunLink() ?? '');
	await page.getByLabel('Your name').fill('Ana Newcomer');
	await page.getByLabel('Email').fill('ana@tidewell.example');
	await page.getByLabel('Password').fill('a few words in a row');
	await page.getByRole('button', { name: 'Create the account' }).click();
	await page.getByRole('button', { name: 'Open the sample analysis' }).click();
	await page.waitForURL(/\/analysis\/ana_\w+\/timeline/, patience);

	const id = /ana_\w+/.exec(page.url())?.[0] ?? '';
	const events = async () => {
		const answer = await page.request.get(`${server.origin}/api/v1/analyses/${id}/events`);
		return ((await answer.json()) as { events: { title: string }[] }).events.map(({ title }) => title);
	};
	expect(await events()).toHaveLength(46);
	const row = page.getByText('Release 17 for Northgate goes out clean').first();
	await expect(row).toBeVisible();

	// It is a copy of their own: an event they change is changed for good.
	await row.click();
	const title = page.getByLabel('Title', { exact: true });
	await title.fill('Release 17 goes out, and clean');
	await title.press('Enter');
	await expect.poll(events).toContain('Release 17 goes out, and clean');
	await server.kill();
	await server.start();
	await page.reload();
	await expect(page.getByText('Release 17 goes out, and clean').first()).toBeVisible();

	await page.goto('/');
	const inList = page.getByRole('link', { name: /The night ingestion went quiet/ });
	await expect(inList).toContainText('26 of 40 h');
	await expect(inList).toContainText('Calibrate');
	await expect(inList).toContainText('Sample');
});
