/**
 * A light analysis in one sitting: somebody new, alone, from a pasted chat to a block attached elsewhere, with eight
 * events, one account in their own words and a story whose every claim opens its source. Each click, each key that
 * commands and each run of typed words is one interaction; sixty are allowed.
 */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

const allowed = 60;

const messages = [
	['LeadEng McInfraPants', 0, 'I applied the broker change at 01:38. Could be mine.'],
	['Priya Raghunathan', 31, 'Good to see you. What changed?'],
	['LeadEng McInfraPants', 74, 'Retention and segment size. The plan went green.'],
	['Ines Caldeira', 122, 'I was watching the ingest board and it stayed flat.'],
	['Priya Raghunathan', 171, 'Spill is on at the gateway. Since when?'],
	['Ines Caldeira', 230, 'Since 01:43, by the log.'],
	['LeadEng McInfraPants', 281, 'Rolling the change back now.'],
	['Priya Raghunathan', 402, 'Writes are coming back, slowly.'],
	['Ines Caldeira', 460, 'The board moves again.'],
	['Priya Raghunathan', 541, 'Thank you both. Go to bed.'],
] as const;
const told = 'A flat line. It looked like any quiet night.';

/** What Slack puts on the clipboard. */
const chat = {
	text: messages.map(([name, , text]) => `${name}\n  2:33 AM\n${text}`).join('\n'),
	html: messages
		.map(
			([name, after, text]) =>
				`<div class="c-message_kit__message"><button class="c-message__sender_button">${name}</button>` +
				`<a class="c-timestamp" href="https://tidewell.slack.com/archives/C0142/p${1773196392 + after}004100">` +
				`<span>2:33 AM</span></a><div class="p-rich_text_section">${text}</div></div>`,
		)
		.join(''),
};

const narrative = (page: Page) => page.getByRole('textbox', { name: 'The narrative' });
const dialog = (page: Page) => page.getByRole('dialog');
const part = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

test('[LT1] alone and new, from a pasted chat to an attached block, in sixty interactions', async ({
	person,
	visitor,
	server,
}) => {
	test.setTimeout(180_000);
	const { page, context, account } = await person('Ines Caldeira');
	await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
	let steps = 0;
	/** One interaction. */
	const step = async (act: Promise<unknown>) => {
		steps++;
		await act;
	};
	const key = (keys: string) => step(page.keyboard.press(keys));
	const type = (words: string) => step(page.keyboard.type(words));
	const press = (name: string | RegExp, within: Page | Locator = page) =>
		step(within.getByRole('button', { name }).click());
	const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

	await page.goto('/');

	await test.step('a light analysis from pasted chat', async () => {
		await step(page.getByRole('link', { name: /^Start an analysis/ }).click());
		await step(page.getByLabel('Title').fill('The night ingestion went quiet'));
		await step(page.getByRole('radio', { name: /^Light/ }).check());
		const box = page.getByRole('textbox', { name: 'Paste the chat' });
		await expect(box).toBeVisible();
		await page.evaluate(async ({ text, html }) => {
			const item = (words: string, type: string) => new Blob([words], { type });
			await navigator.clipboard.write([
				new ClipboardItem({ 'text/plain': item(text, 'text/plain'), 'text/html': item(html, 'text/html') }),
			]);
		}, chat);
		await step(box.click());
		await key('Control+v');
		await press('Start the analysis');
		await press('Check and add');
		await expect(dialog(page)).toContainText('read as Pasted from Slack, 10 messages, 3 people');
		await press('Add 10 messages', dialog(page));
		await press('Read it', dialog(page));
		await expect(page.getByText('10 of 10 rows')).toBeVisible();
	});
	const analysisId = /\/analysis\/([^/]+)/.exec(page.url())?.[1] ?? '';
	const base = `/analyses/${analysisId}`;
	for (const hidden of ['Interviews', 'Review']) await expect(part(page, hidden)).toHaveCount(0);

	await test.step('who was there: oneself, and those who are quoted', async () => {
		await step(part(page, 'People').click());
		const author = (name: string) => page.getByRole('listitem').filter({ hasText: name });
		await press('This is me', author('Ines Caldeira'));
		await expect(part(page, 'Your part')).toBeVisible();
		await press('Add as a person', author('LeadEng McInfraPants'));
		await step(dialog(page).getByLabel('Title').fill('Infra lead'));
		await press('Add them', dialog(page));
		await expect(dialog(page)).toHaveCount(0);
	});

	await test.step('eight of the records become eight events', async () => {
		await step(part(page, 'Evidence').click());
		const ticks = page.getByRole('grid').getByRole('gridcell', { name: 'Not selected' });
		await expect(ticks).toHaveCount(10);
		await step(ticks.nth(0).click());
		// Those that are not ticked yet: the eighth row is the seventh of them.
		await step(ticks.nth(6).click({ modifiers: ['Shift'] }));
		await expect(page.getByRole('toolbar', { name: 'With the ticked records' })).toContainText('8 selected');
		await key('Shift+T');
		await expect(page.getByText('8 events on the timeline')).toBeVisible();
		await step(part(page, 'Timeline').click());
		await expect(page.getByRole('grid', { name: 'Events' }).locator('.title')).toHaveCount(8);
	});

	await test.step('one account in one’s own words, shared, and one’s yes to a quote', async () => {
		await step(part(page, 'Your part').click());
		await press(/^Open: .*stayed flat/);
		await step(page.getByLabel('What were you seeing?').fill(told));
		await step(page.getByLabel('Quoting').selectOption('yes'));
		await press(/^Share this moment with/);
		await expect(page.getByText('can read this since')).toBeVisible();
		await step(part(page, 'Back to the analysis').click());
		await step(part(page, 'People').click());
		await step(page.getByRole('complementary', { name: 'Person' }).getByText(told).click({ clickCount: 3 }));
		await press('Quote these words');
		await expect(page.getByText('You may quote this.')).toBeVisible();
	});

	await test.step('a story of two paragraphs that cites events and quotes', async () => {
		await step(part(page, 'Narrative').click());
		await step(narrative(page).click());
		const pick = async (sign: string, words: string) => {
			await key(sign);
			const picker = page.getByRole('dialog', { name: sign === '@' ? 'Cite an event' : 'Quote evidence' });
			await step(picker.getByRole('combobox').fill(words));
			await expect(picker.getByRole('option')).toHaveCount(1);
			await key('Enter');
			await expect(picker).toHaveCount(0);
		};
		await type('Nothing looked wrong that night, at ');
		await pick('@', 'stayed flat');
		await type('least of all the board.');
		await key('Enter');
		await type('The change went back at ');
		await pick('@', 'Rolling');
		await key('Enter');
		await pick('"', 'Could be mine');
		await pick('"', 'any quiet night');
		await expect(narrative(page).locator('[data-event]')).toHaveCount(2);
		await expect(narrative(page).locator('blockquote')).toHaveCount(2);
		await expect(page.getByText('Saved', { exact: true })).toBeVisible();
	});

	await test.step('published by link, after a choice for whom the story quotes', async () => {
		await step(part(page, 'Story').click());
		await step(page.getByRole('radio', { name: /^Anyone with the link/ }).check());
		await expect(page.getByRole('button', { name: 'Publish the story' })).toBeDisabled();
		await step(page.getByLabel('What to do about LeadEng McInfraPants').selectOption('role'));
		await press('Publish the story');
		await expect(page.getByText('Version 1')).toBeVisible();
	});

	const { stories } = await account.api<{ stories: readonly { url: string }[] }>('GET', `${base}/stories`);
	const url = stories[0]?.url ?? '';
	const more = page.getByRole('button', { name: 'More of version 1' });
	await test.step('attached: a block in which each event leads to its place in the story', async () => {
		await step(more.click());
		await step(page.getByRole('menuitem', { name: 'Copy block as Markdown' }).click());
		await expect(page.getByText('Block copied')).toBeVisible();
		const lines = (await clipboard()).split('\n').filter((line) => line.startsWith('- '));
		expect(lines.map((line) => /\(\[source\]\((.*)\)\)$/.exec(line)?.[1])).toEqual(
			Array.from({ length: 8 }, (_, index) => `${url}#event-${index + 1}`),
		);
	});
	test.info().annotations.push({ type: 'interactions', description: String(steps) });
	expect(steps).toBeLessThanOrEqual(allowed);

	await test.step('the same as HTML', async () => {
		await more.click();
		await page.getByRole('menuitem', { name: 'Copy block as HTML' }).click();
		await expect.poll(clipboard).toContain('<section>');
		const links = [...(await clipboard()).matchAll(/<a href="([^"]*)">source<\/a>/g)].map(([, href]) => href);
		expect(links).toEqual(Array.from({ length: 8 }, (_, index) => `${url}#event-${index + 1}`));
	});

	await test.step('a reader who is signed out finds a source behind every claim', async () => {
		const reader = await visitor();
		await reader.goto(url);
		await expect(reader.getByText('Nothing looked wrong that night, at')).toBeVisible();
		await expectSources(reader, /^#source-\d+$/);
		await expect(reader.locator('li[id^="source-"]')).toHaveCount(8);
		for (const href of await hrefs(reader, 'article a[href^="#"]'))
			await expect(reader.locator(`[id="${href.slice(1)}"]`)).toHaveCount(1);
		// Called by their role, so the name is nowhere; and evidence that is not quoted keeps its words.
		await expect(reader.locator('body')).not.toContainText('McInfraPants');
		await expect(reader.locator('body')).toContainText('the infra lead');
		await expect(reader.locator('q')).toHaveText(['I applied the broker change at 01:38. Could be mine.']);
	});

	await test.step('for the lead, every source opens its record', async () => {
		await page.goto(url);
		await expectSources(page, new RegExp(`^/analysis/${analysisId}/evidence\\?record=`));
		const sources = await hrefs(page, 'li[id^="event-"] a');
		expect(new Set(sources).size).toBe(8);
		const quoted = await hrefs(page, 'article blockquote footer a');
		for (const [index, href] of sources.entries()) {
			await page.goto(href);
			await expect(page.getByRole('complementary', { name: 'Selected record' })).toContainText(
				messages[index]?.[2] ?? '',
			);
		}
		expect(quoted[0]).toBe(sources[0]);
		await page.goto(quoted[1] ?? '');
		await expect(page.getByText(told).first()).toBeVisible();
	});
});

const hrefs = (page: Page, selector: string): Promise<string[]> =>
	page.locator(selector).evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));

/** Every event of the page has a source that leads where it should, and so has every quote. */
async function expectSources(page: Page, where: RegExp): Promise<void> {
	const events = page.locator('li[id^="event-"]');
	await expect(events).toHaveCount(8);
	for (const event of await events.all()) await expect(event.locator('a')).toHaveAttribute('href', where);
	const quotes = page.locator('article blockquote');
	await expect(quotes).toHaveCount(2);
	await expect(quotes.nth(0).locator('footer a')).toHaveAttribute('href', where);
	// Words of an account lead to the event they tell of.
	await expect(quotes.nth(1).locator('footer a')).toHaveAttribute('href', /#event-4$|\/timeline\?event=/);
}
