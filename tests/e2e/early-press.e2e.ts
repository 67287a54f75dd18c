import type { Page } from '@playwright/test';
import { expect, phone, test } from './support/test.ts';

/** Keeps the page's scripts from coming until the returned function is called, as a slow line or a busy phone does. */
async function holdScripts(page: Page): Promise<() => void> {
	const { promise, resolve } = Promise.withResolvers<void>();
	await page.route('**/_app/immutable/**/*.js', async (route) => {
		await promise;
		await route.continue();
	});
	return resolve;
}

test('[UI13] who presses “Sign in” before the page can answer is signed in, and no password is in an address', async ({
	account,
	visitor,
}) => {
	const ines = await account('Ines Caldeira');
	const page = await visitor(phone);
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url()));
	const release = await holdScripts(page);
	await page.goto('/sign-in', { waitUntil: 'commit' });
	await page.getByLabel('Email').fill(ines.email);
	await page.getByLabel('Password').fill(ines.password);
	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page).toHaveURL('/sign-in');
	release();
	await expect(page.getByRole('heading', { name: 'Every incident has a second story' })).toBeVisible();
	expect(asked.filter((url) => url.includes('?') && url.includes('assword'))).toEqual([]);
});

test('[UI13] the sample opens from a press that came before the page could answer, and opens once', async ({
	person,
}) => {
	const { page } = await person('Ines Caldeira');
	const release = await holdScripts(page);
	await page.goto('/', { waitUntil: 'commit' });
	const button = page.getByRole('button', { name: 'Open the sample analysis' });
	await button.click();
	await button.click();
	release();
	await page.waitForURL(/\/analysis\/ana_\w+\/timeline/);
	await page.goto('/');
	await expect(page.getByRole('link', { name: 'The night ingestion went quiet' })).toHaveCount(1);
});

test('[UI13] a choice and a button, pressed before the page could answer, are taken in their order', async ({
	account,
	visitor,
	signIn,
}) => {
	const ines = await account('Ines Caldeira');
	const page = await visitor();
	await signIn(page, ines);
	const release = await holdScripts(page);
	await page.goto('/new', { waitUntil: 'commit' });
	await page.getByLabel('Title').fill('Certificates, on a Sunday');
	await page.getByRole('radio', { name: /^Deep/ }).check();
	await page.getByRole('button', { name: 'Start the analysis' }).click();
	release();
	await page.waitForURL(/\/analysis\/ana_\w+\//);
	const { analyses } = await ines.api<{ analyses: { title: string; effort: string }[] }>('GET', '/analyses');
	expect(analyses.map(({ title, effort }) => ({ title, effort }))).toEqual([
		{ title: 'Certificates, on a Sunday', effort: 'deep' },
	]);
});

test.describe('with mail', () => {
	test.use({ env: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'Second Story <story@house.example>' } });

	test('[UI13] a choice that takes effect at once does so when it was made before the page could answer', async ({
		account,
		visitor,
		signIn,
	}) => {
		const ines = await account('Ines Caldeira');
		const page = await visitor();
		await signIn(page, ines);
		const release = await holdScripts(page);
		await page.goto('/settings', { waitUntil: 'commit' });
		const choice = page.getByRole('radio', { name: 'When someone mentions me' });
		await choice.check();
		release();
		await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
		await page.unroute('**/_app/immutable/**/*.js');
		await page.reload();
		await expect(choice).toBeChecked();
	});
});
