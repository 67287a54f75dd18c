import { expect, phone, test } from './support/test.ts';

test('[DW3] the first-run link makes one account, and then its work is done', async ({ server, visitor }) => {
	const page = await visitor();
	await page.goto(server.firstRunLink() ?? '');
	await page.getByLabel('Your name').fill('Ines Caldeira');
	await page.getByLabel('Email').fill('ines@tidewell.example');
	await page.getByLabel('Password').fill('short');
	await page.getByRole('button', { name: 'Create the account' }).click();
	await expect(page.getByLabel('Password')).toBeFocused();
	await page.getByLabel('Password').fill('a few words in a row');
	await page.getByRole('button', { name: 'Create the account' }).click();
	await expect(page.getByRole('heading', { name: 'Every incident has a second story' })).toBeVisible();
	await expect(page.getByText('LeadEng McInfraPants')).toBeVisible();

	const late = await visitor();
	await late.goto(server.firstRunLink() ?? '');
	await expect(late.getByRole('heading', { name: 'This link has done its work' })).toBeVisible();
});

test('[DW1] who is signed out meets the door, and comes back to where they wanted to go', async ({
	account,
	visitor,
}) => {
	const ines = await account('Ines Caldeira');
	const page = await visitor(phone);
	await page.goto('/settings');
	await expect(page).toHaveURL('/sign-in?next=%2Fsettings');
	await page.getByLabel('Email').fill(ines.email);
	await page.getByLabel('Password').fill('not the one it is');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('alert')).toHaveText(
		'Email or password is not right. Check both and try again.',
	);
	await page.getByLabel('Password').fill(ines.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page).toHaveURL('/settings');
	await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});

test('[DW4] an analysis is started from the keyboard and stands in the list with what was chosen', async ({
	person,
}) => {
	const { page } = await person('Ines Caldeira');
	await page.goto('/');
	await page.getByRole('button', { name: 'Open the sample analysis' }).waitFor();
	// The list is there before the page hears keys.
	await expect(async () => {
		await page.keyboard.press('n');
		await page.waitForURL('/new', { timeout: 500 });
	}).toPass();
	await expect(page.getByLabel('Title')).toBeFocused();
	await page.getByLabel('Title').fill('Certificates, on a Sunday');
	await page.getByLabel('Kind').selectOption('near_miss');
	await page.getByRole('radio', { name: /^Deep/ }).check();
	await page.getByLabel('Planned hours').fill('soon');
	await expect(page.getByText('A number of hours, like 6 or 1.5.')).toBeVisible();
	await page.getByLabel('Planned hours').fill('12,5');
	await page.getByRole('button', { name: 'Start the analysis' }).click();
	await page.waitForURL(/\/analysis\/ana_\w+\//);
	await page.goto('/');
	const row = page.getByRole('link', { name: /Certificates, on a Sunday/ });
	await expect(row).toContainText('Near miss');
	await expect(row).toContainText('12.5 h planned');
	await expect(row).toContainText('You lead it');
	await page.keyboard.press('j');
	await expect(row).toBeFocused();
});

test('[DW5] a colleague gets an account, sets their password by the link, and signs in', async ({
	person,
	visitor,
}) => {
	const { page } = await person('Ines Caldeira');
	await page.goto('/settings');
	await page.getByLabel('Their name').fill('Dev Banerjee');
	await page.getByLabel('Their email').fill('dev@tidewell.example');
	await page.getByRole('button', { name: 'Make the account' }).click();
	const link = await page.locator('code').innerText();
	const dev = await visitor();
	await dev.goto(link);
	await dev.getByLabel('Password').fill('another few words in a row');
	await dev.getByRole('button', { name: 'Set the password' }).click();
	await dev.getByRole('link', { name: 'Sign in' }).click();
	await dev.getByLabel('Email').fill('dev@tidewell.example');
	await dev.getByLabel('Password').fill('another few words in a row');
	await dev.getByRole('button', { name: 'Sign in' }).click();
	await expect(dev.getByRole('heading', { name: 'Every incident has a second story' })).toBeVisible();
});

test('[DW6] a token works until it is revoked, and signing out ends the session and clears local copies', async ({
	person,
	server,
}) => {
	const { page } = await person('Ines Caldeira');
	await page.goto('/settings');
	await page.getByLabel('What is the new token for?').fill('nightly import');
	await page.getByRole('button', { name: 'Make a token' }).click();
	await expect(page.locator('code')).toBeVisible();
	const token = await page.locator('code').innerText();
	const me = () => fetch(`${server.origin}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
	expect((await me()).status).toBe(200);
	await page.getByRole('button', { name: 'Revoke nightly import' }).click();
	await expect(page.getByText('“nightly import” no longer works')).toBeVisible();
	expect((await me()).status).toBe(401);

	await page.evaluate(
		() =>
			new Promise((resolve) => {
				const request = indexedDB.open('second-story:usr_1:analysis/ana_1/notes@1');
				request.addEventListener('success', () => resolve(request.result.close()));
			}),
	);
	await page.getByRole('button', { name: /^Your account/ }).click();
	await page.getByRole('menuitem', { name: 'Sign out' }).click();
	await expect(page).toHaveURL('/sign-in');
	expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([]);
	await page.goto('/');
	await expect(page).toHaveURL('/sign-in');
});
