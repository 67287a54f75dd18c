/**
 * Every page of the sample analysis, wide and on a phone, light and dark: WCAG 2.2 AA, nothing sideways, and no
 * breach of the Content Security Policy (which the fixtures watch). `SCREENSHOTS=folder` keeps a picture of each.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, phone, test, type Account } from './support/test.ts';

test.setTimeout(600_000);
test.describe.configure({ mode: 'parallel' });

const pictures = process.env['SCREENSHOTS'];
const themes = ['light', 'dark'] as const;
const sizes = { wide: {}, phone } as const;

interface Stop {
	readonly name: string;
	readonly path: string;
	/** What says that the page has what it shows. */
	readonly ready: (page: Page) => Promise<unknown>;
}

const seen = (text: string | RegExp) => (page: Page) =>
	expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible({ timeout: 30_000 });

async function look(page: Page, size: string, stops: readonly Stop[]): Promise<string[]> {
	const found: string[] = [];
	for (const { name, path, ready } of stops) {
		await page.goto(path);
		await ready(page);
		await page.evaluate(() => document.fonts.ready);
		for (const colorScheme of themes) {
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
			// A theme changes colours and nothing else.
			if (colorScheme === 'light') axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
			else axe.withRules(['color-contrast']);
			const { violations } = await axe.analyze();
			for (const { id, nodes } of violations)
				found.push(`${name} ${size} ${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
			if (pictures !== undefined)
				await page.screenshot({ path: join(pictures, `${name}-${size}-${colorScheme}.png`) });
		}
		const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		if (sideways > 0) found.push(`${name} ${size} sticks out by ${sideways} px`);
	}
	return found;
}

/** The sample, read into an analysis of `lead`; its id. */
async function sample(lead: Account): Promise<string> {
	const { id } = await lead.api<{ id: string }>('POST', '/samples', {});
	await expect
		.poll(async () => (await lead.api<{ status: string }>('GET', `/samples/${id}`)).status, {
			timeout: 60_000,
		})
		.toBe('ready');
	return id;
}

/** Publishes it by link, a choice made for everyone who has not seen their passage; the story's address. */
async function publish(lead: Account, id: string): Promise<string> {
	const { people } = await lead.api<{ people: readonly { personId: string }[] }>(
		'GET',
		`/analyses/${id}/stories/before`,
	);
	for (const { personId } of people)
		await lead.api('PUT', `/analyses/${id}/stories/choices/${personId}`, { choice: 'role' });
	return (await lead.api<{ url: string }>('POST', `/analyses/${id}/stories`, { audience: 'link' })).url;
}

for (const [size, options] of Object.entries(sizes))
	test(`[UI11] every page meets WCAG 2.2 AA, ${size}, light and dark`, async ({ person, visitor }) => {
		if (pictures !== undefined) await mkdir(pictures, { recursive: true });
		const { account, page } = await person('Ines Caldeira', options);
		const id = await sample(account);
		const story = await publish(account, id);
		const base = `/analysis/${id}`;
		const { id: personId } = await account.api<{ id: string }>('POST', `/analyses/${id}/people`, {
			name: 'Noor Haddad',
		});
		const { url } = await account.api<{ url: string }>('POST', `/analyses/${id}/invitations`, {
			personId,
			role: 'interviewee',
		});
		// Who only comments reads the text as the sample's round froze it.
		const wei = await person('Wei-Lin Okafor', options);
		await account.api('POST', `/analyses/${id}/members`, { email: wei.account.email, role: 'commenter' });

		const signedIn: Stop[] = [
			{ name: 'home', path: '/', ready: seen('The night ingestion went quiet') },
			{ name: 'new', path: '/new', ready: seen('What happened?') },
			{ name: 'settings', path: '/settings', ready: seen('Ines Caldeira') },
			{ name: 'evidence', path: `${base}/evidence`, ready: seen('25,222') },
			{ name: 'timeline', path: `${base}/timeline`, ready: seen('Release 17 for Northgate goes out clean') },
			{ name: 'people', path: `${base}/people`, ready: seen('Priya Raghunathan') },
			{ name: 'notes', path: `${base}/notes`, ready: (on) => expect(on.getByRole('main')).toBeVisible() },
			{
				name: 'narrative',
				path: `${base}/narrative`,

				ready: (on) => expect(on.getByRole('textbox', { name: 'The narrative' })).toBeVisible(),
			},
			{ name: 'publish', path: `${base}/story`, ready: seen('Publish') },
			{ name: 'story', path: new URL(story).pathname, ready: (on) => expect(on.locator('h1')).toBeVisible() },
		];
		const signedOut: Stop[] = [
			{ name: 'sign-in', path: '/sign-in', ready: seen('Sign in') },
			{ name: 'story-by-link', path: story, ready: (on) => expect(on.locator('h1')).toBeVisible() },
			{ name: 'mail-off', path: '/mail-off#whose', ready: seen('Turn these mails off?') },
			{ name: 'invite', path: url, ready: (on) => expect(on.getByRole('button').first()).toBeVisible() },
		];
		const found = await look(page, size, signedIn);
		const draft: Stop = {
			name: 'draft',
			path: `${base}/draft`,
			ready: (on) => expect(on.getByRole('article', { name: 'The draft' })).toContainText('laptop'),
		};
		found.push(...(await look(wei.page, size, [draft])));
		const guest = await visitor(options);
		found.push(...(await look(guest, size, signedOut)));
		await guest.getByRole('button', { name: 'Open my part' }).click();
		await guest.waitForURL(/\/part/);
		const part: Stop = {
			name: 'part',
			path: guest.url(),
			ready: (on) => expect(on.locator('h1')).toBeVisible(),
		};
		found.push(...(await look(guest, size, [part])));
		expect(found).toEqual([]);
	});
