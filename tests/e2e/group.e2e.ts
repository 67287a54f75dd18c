/**
 * The main job, whole: two analysts, one contributor for a while, one who was there with a phone, one reader who is
 * signed out; a crash in the middle. Nobody reloads to see what another did.
 */
import type { Page } from '@playwright/test';
import { expect, phone, test, type Account } from './support/test.ts';

const dialog = (page: Page) => page.getByRole('dialog');
const narrative = (page: Page) => page.getByRole('textbox', { name: 'The narrative' });
const saved = (page: Page) =>
	expect(page.getByText('Saved', { exact: true })).toBeVisible({ timeout: 30_000 });
const titles = (page: Page) => page.getByRole('grid', { name: 'Events' }).locator('.title');

/** What a paragraph says, without the names on carets. */
function words(page: Page, at = 0): Promise<string> {
	return narrative(page)
		.locator('p')
		.nth(at)
		.evaluate((element) => {
			const copy = element.cloneNode(true) as Element;
			for (const caret of copy.querySelectorAll('.caret')) caret.remove();
			return (copy.textContent ?? '').replaceAll('\u2060', '');
		});
}

async function paste(page: Page, text: string, html: string): Promise<void> {
	await page.evaluate(
		([plain, rich]) => {
			const data = new DataTransfer();
			data.setData('text/plain', plain ?? '');
			data.setData('text/html', rich ?? '');
			document.body.dispatchEvent(
				new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
			);
		},
		[text, html],
	);
}

const slack = (name: string, ts: string, text: string) =>
	`<div class="c-message_kit__message"><button class="c-message__sender_button">${name}</button>` +
	`<a class="c-timestamp" href="https://tidewell.slack.com/archives/C0142/p${ts}"><span>2:33 AM</span></a>` +
	`<div class="p-rich_text_section">${text}</div></div>`;

interface EventJson {
	readonly id: string;
	readonly title: string;
	readonly when: { readonly earliest: string | null };
}
const eventsOf = async (account: Account, id: string) =>
	(await account.api<{ events: readonly EventJson[] }>('GET', `/analyses/${id}/events`)).events;

test('[GR1] from evidence to a shared story, together, through a crash', async ({
	person,
	analysis,
	visitor,
	server,
}) => {
	test.setTimeout(300_000);
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const priya = await person('Priya Raghunathan');
	const id = await analysis(ines.account, { date: '2026-03-11' });
	const base = `/analyses/${id}`;
	await ines.account.api('POST', `${base}/members`, { email: dev.account.email, role: 'analyst' });
	await ines.account.api('POST', `${base}/members`, { email: priya.account.email, role: 'reader' });
	const leadEng = await ines.account.api<{ id: string }>('POST', `${base}/people`, {
		name: 'LeadEng McInfraPants',
		zone: 'America/Los_Angeles',
		isChosenName: true,
	});

	await test.step('paste, import, search, three events from records', async () => {
		const { page } = ines;
		await page.goto(`/analysis/${id}/evidence`);
		await expect(page.getByText('Nothing here yet.')).toBeVisible();
		await paste(
			page,
			'LeadEng McInfraPants\n  2:33 AM\nI applied the broker change at 01:38. Could be mine.',
			slack(
				'LeadEng McInfraPants',
				'1773196392004100',
				'I applied the broker change at 01:38. Could be mine.',
			) +
				slack('Priya Raghunathan', '1773196420000200', 'Good to see you. What changed?') +
				slack('LeadEng McInfraPants', '1773196466000300', 'Retention and segment size. The plan went green.'),
		);
		await dialog(page).getByLabel('Name').fill('#incident-142');
		await dialog(page).getByRole('button', { name: 'Read it' }).click();
		await dialog(page).getByRole('button', { name: 'Add 3 messages' }).click();
		await dialog(page).getByRole('button', { name: 'Read it' }).click();
		const form = new FormData();
		const log =
			'2026-03-11T01:43:07Z spill=on reason=NOT_ENOUGH_REPLICAS\n2026-03-11T02:04:00Z refused n=2114\n';
		form.append('file', new Blob([log]), 'ingest-gw.log');
		await ines.account.api('POST', `${base}/sources`, form);
		await expect(page.getByText('5 of 5 rows')).toBeVisible();

		await page.keyboard.press('/');
		await page.keyboard.type('broker OR replicas OR green');
		await expect(page.getByText('3 of 5 rows')).toBeVisible();
		await page.keyboard.press('Enter');
		const ticked = page.getByRole('toolbar', { name: 'With the ticked records' });
		for (const [index, count] of [1, 2, 3].entries()) {
			await page
				.getByRole('grid')
				.getByRole('gridcell', { name: /elected$/ })
				.nth(index)
				.click();
			await expect(ticked).toContainText(`${count} selected`);
		}
		await page.getByRole('grid').focus();
		await page.keyboard.press('Shift+T');
		await expect(page.getByText('3 events on the timeline')).toBeVisible();
		await saved(page);
	});

	const events = await eventsOf(ines.account, id);
	expect(events).toHaveLength(3);
	const [moved] = events;
	if (!moved) throw new Error('there is no event');
	await ines.account.api('PATCH', `${base}/events/${moved.id}`, { people: [leadEng.id] });

	await test.step('two move the same event, and see one time', async () => {
		for (const { page } of [ines, dev]) {
			await page.goto(`/analysis/${id}/timeline?event=${moved.id}`);
			await expect(titles(page)).toHaveCount(3);
		}
		await Promise.all([
			ines.page.keyboard.press('Shift+ArrowRight'),
			// The same way: whoever is faster, neither takes the other's move back.
			dev.page.keyboard.press('Shift+ArrowRight'),
		]);
		await saved(ines.page);
		await saved(dev.page);
		const now = (await eventsOf(ines.account, id)).find((event) => event.id === moved.id)?.when.earliest;
		expect(now).not.toBe(moved.when.earliest);
		expect(await eventsOf(ines.account, id)).toHaveLength(3);
		const time = (page: Page) =>
			page
				.getByRole('grid', { name: 'Events' })
				.getByRole('row', { selected: true })
				.locator('.time')
				.innerText();
		await expect.poll(async () => (await time(ines.page)) === (await time(dev.page))).toBe(true);
	});

	await test.step('a contributor writes with them while the group session lasts', async () => {
		await ines.account.api('POST', `${base}/group-sessions`, {
			userIds: [priya.account.id],
			until: new Date(Date.now() + 3_600_000).toISOString(),
		});
		for (const { page } of [ines, dev, priya]) await page.goto(`/analysis/${id}/narrative`);
		await narrative(ines.page).click();
		await ines.page.keyboard.type('Nothing was wrong.');
		await saved(ines.page);
		await expect.poll(() => words(dev.page)).toBe('Nothing was wrong.');
		await narrative(dev.page).locator('p').first().click();
		await dev.page.keyboard.press('Home');
		await ines.page.keyboard.press('End');
		await Promise.all([
			ines.page.keyboard.type(' Anywhere anyone could look.', { delay: 15 }),
			dev.page.keyboard.type('At 01:52 ', { delay: 15 }),
		]);
		const both = 'At 01:52 Nothing was wrong. Anywhere anyone could look.';
		for (const { page } of [ines, dev, priya]) await expect.poll(() => words(page)).toBe(both);
		await narrative(priya.page).locator('p').first().click();
		await priya.page.keyboard.press('End');
		await priya.page.keyboard.type(' I was asleep.');
		for (const { page } of [ines, dev]) await expect.poll(() => words(page)).toBe(`${both} I was asleep.`);
	});

	await test.step('one edits offline for a while; the server is killed; nothing is lost, nothing is twice', async () => {
		await dev.context.setOffline(true);
		await narrative(dev.page).locator('p').first().click();
		await dev.page.keyboard.press('End');
		await dev.page.keyboard.type(' Offline words.');
		await expect(dev.page.getByText(/Keep writing\./)).toBeVisible();
		await narrative(ines.page).locator('p').first().click();
		await ines.page.keyboard.press('Home');
		await ines.page.keyboard.type('Look: ');
		await saved(ines.page);
		await server.kill();
		await ines.page.keyboard.type('again, ');
		await server.start();
		await dev.context.setOffline(false);
		const whole =
			'Look: again, At 01:52 Nothing was wrong. Anywhere anyone could look. I was asleep. Offline words.';
		for (const { page } of [ines, dev, priya])
			await expect.poll(() => words(page), { timeout: 60_000 }).toBe(whole);
		await saved(ines.page);
		const { passages } = await ines.account.api<{ passages: readonly { text: string }[] }>(
			'GET',
			`${base}/narrative`,
		);
		expect(passages.map(({ text }) => text).filter((text) => text !== '')).toEqual([whole]);
	});

	await test.step('who was there writes on a phone and shares one of two moments; analysts see exactly that one', async () => {
		const { url } = await ines.account.api<{ url: string }>('POST', `${base}/invitations`, {
			personId: leadEng.id,
		});
		const page = await visitor(phone);
		await page.goto(url);
		await page.getByRole('button', { name: 'Open my part' }).click();
		await page
			.getByRole('textbox', { name: 'Tell it your way' })
			.fill('An ordinary evening. This stays mine.');
		await page
			.getByRole('button', { name: /^Open: / })
			.first()
			.click();
		await page.getByLabel('What were you seeing?').fill('The plan, in one terminal.');
		await saved(page);
		await page.getByRole('button', { name: /^Share this moment with/ }).click();
		await expect(page.getByText('can read this since')).toBeVisible();
		await dev.page.goto(`/analysis/${id}/timeline?event=${moved.id}`);
		await expect(dev.page.getByText('The plan, in one terminal.')).toBeVisible();
		await expect(dev.page.getByText('This stays mine')).toHaveCount(0);
	});

	await test.step('a thread is opened, answered, resolved, live', async () => {
		await dev.page.goto(`/analysis/${id}/narrative`);
		await expect.poll(() => words(dev.page)).toContain('Offline words.');
		await narrative(ines.page).locator('p').first().click();
		await ines.page.keyboard.press('End');
		await ines.page.keyboard.press('Shift+Home');
		const form = ines.page.getByRole('region', { name: 'New thread' });
		// The browser tells of a selection a moment after the key that made it.
		await expect(async () => {
			await ines.page.keyboard.press('Control+m');
			await expect(form).toBeVisible({ timeout: 2000 });
		}).toPass({ timeout: 20_000 });
		await form.getByText('Question').click();
		await form.getByRole('textbox').first().fill('Did anyone have the disk graph open?');
		await form.getByRole('button', { name: 'Post' }).click();
		const card = (page: Page) => page.getByRole('article', { name: /^Question/ });
		await expect(card(dev.page)).toContainText('Did anyone have the disk graph open?');
		await card(dev.page)
			.getByRole('button', { name: /^(Discuss|Reply)$/ })
			.click();
		await dev.page.getByLabel('Reply').fill('Nobody did.');
		await dev.page.keyboard.press('Control+Enter');
		await expect(card(ines.page)).toContainText('Nobody did.');
		await card(ines.page).getByRole('button', { name: 'Resolve' }).click();
		await expect(dev.page.getByRole('button', { name: 'Resolved 1' })).toBeVisible();
	});

	await test.step('the session ends: the words stay, and writes are refused', async () => {
		const { groupSessions } = await ines.account.api<{ groupSessions: readonly { id: string }[] }>(
			'GET',
			`${base}/group-sessions`,
		);
		await ines.account.api('DELETE', `${base}/group-sessions/${groupSessions[0]?.id ?? ''}`);
		const before = await words(ines.page);
		expect(before).toContain('I was asleep.');
		await expect(async () => {
			await priya.page.keyboard.type('x');
			expect(
				await priya.page.getByText(/isn’t open to you|has ended|can read here|What you may do here/).count(),
			).toBeGreaterThan(0);
		}).toPass({ timeout: 20_000 });
		expect(await words(ines.page)).toBe(before);
		await expect(
			priya.account.api('POST', `${base}/events`, {
				when: '2026-03-11T02:00:00Z',
				kind: 'action',
				title: 'no',
			}),
		).rejects.toThrow(/40[34]/);
	});

	await test.step('published, and read by someone signed out', async () => {
		const { page } = ines;
		await page.goto(`/analysis/${id}/story`);
		await page.getByRole('radio', { name: /Anyone with the link/ }).check();
		await page.getByRole('button', { name: 'Publish the story' }).click();
		await expect(page.getByText('Version 1')).toBeVisible();
		const { stories } = await ines.account.api<{ stories: readonly { url: string }[] }>(
			'GET',
			`${base}/stories`,
		);
		const reader = await visitor();
		await reader.goto(stories[0]?.url ?? '');
		await expect(reader.getByText('At 01:52 Nothing was wrong.')).toBeVisible();
		await expect(reader.getByText('This stays mine')).toHaveCount(0);
	});
});
