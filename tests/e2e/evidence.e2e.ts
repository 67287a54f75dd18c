import { createWriteStream } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ZipFile } from 'yazl';
import { expect, phone, test, type Account } from './support/test.ts';

const evidence = fileURLToPath(new URL('../../sample/evidence/', import.meta.url));

interface Source {
	readonly id: string;
	readonly status: string;
	readonly counts: { readonly records: number };
}

/** What a Slack export is: users, channels, and a folder of days for each channel. */
async function zipOfSlack(target: string): Promise<string> {
	const zip = new ZipFile();
	const root = join(evidence, 'slack-export');
	for (const path of await readdir(root, { recursive: true }))
		if (path.endsWith('.json')) zip.addFile(join(root, path), path);
	zip.end();
	await pipeline(zip.outputStream, createWriteStream(target));
	return target;
}

/** Adds a file over the API and waits until it counts. */
async function imported(lead: Account, analysis: string, path: string): Promise<void> {
	const form = new FormData();
	form.append('file', new Blob([await readFile(path)]), basename(path));
	const { id } = await lead.api<{ id: string }>('POST', `/analyses/${analysis}/sources`, form);
	await expect
		.poll(async () => (await lead.api<Source>('GET', `/analyses/${analysis}/sources/${id}`)).status)
		.toBe('ready');
}

async function paste(
	page: Page,
	clipboard: { readonly text: string; readonly html?: string },
): Promise<void> {
	await page.evaluate(({ text, html }) => {
		const data = new DataTransfer();
		data.setData('text/plain', text);
		if (html !== undefined) data.setData('text/html', html);
		document.body.dispatchEvent(
			new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
		);
	}, clipboard);
}

async function clean(page: Page): Promise<void> {
	for (const scheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
		const { violations } = await new AxeBuilder({ page })
			.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
			.analyze();
		const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
		expect(found, scheme).toEqual([]);
	}
}

/** Opens an analysis without evidence and waits until the page hears keys and pastes. */
async function openEmpty(page: Page, id: string): Promise<void> {
	await page.goto(`/analysis/${id}/evidence`);
	await expect(page.getByText('Nothing here yet. Paste from Slack or drop a file.')).toBeVisible();
}

const rows = (page: Page) => page.getByRole('grid').getByRole('row');
const dialog = (page: Page) => page.getByRole('dialog');

test('[EP9] words pasted from Slack are read with their exact times, and count after a yes', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account, { date: '2026-03-11' });
	await openEmpty(page, id);
	await clean(page);

	const message = (name: string, ts: string, text: string) =>
		`<div class="c-message_kit__message"><button class="c-message__sender_button">${name}</button>` +
		`<a class="c-timestamp" href="https://tidewell.slack.com/archives/C0142/p${ts}"><span>2:33 AM</span></a>` +
		`<div class="p-rich_text_section">${text}</div></div>`;
	await paste(page, {
		text: 'LeadEng McInfraPants\n  2:33 AM\nI applied the broker change at 01:38.\nPriya Raghunathan\n  2:33 AM\nGood to see you.',
		html:
			message('LeadEng McInfraPants', '1773196392004100', 'I applied the broker change at 01:38.') +
			message('Priya Raghunathan', '1773196420000200', 'Good to see you.'),
	});
	await expect(dialog(page).getByText('each message keeps its own moment')).toBeVisible();
	await dialog(page).getByLabel('Name').fill('#incident-142');
	await dialog(page).getByRole('button', { name: 'Read it' }).click();
	await expect(dialog(page).getByText('11 March 2026, 02:33:12.0041')).toBeVisible();
	await clean(page);
	const sources = () => account.api<{ sources: Source[] }>('GET', `/analyses/${id}/sources`);
	expect((await sources()).sources.map(({ status }) => status)).toEqual(['proposed']);

	await dialog(page).getByRole('button', { name: 'Add 2 messages' }).click();
	await expect(dialog(page).getByText('2 messages added')).toBeVisible();
	await dialog(page).getByRole('button', { name: 'Read it' }).click();
	await expect(rows(page)).toHaveCount(2);
	await expect(page.getByRole('button', { name: 'More about #incident-142' })).toBeAttached();
});

test('[EP9] plain words ask for their day and zone, which can be changed and read again', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account, { date: '2026-03-11' });
	await openEmpty(page, id);
	await paste(page, {
		text: 'Priya Raghunathan\n  2:33 AM\nGood to see you. What changed?\nTomasz Wilk\n  2:38 AM\nJoining the call.',
	});
	await dialog(page).getByLabel('Time zone').fill('Europe/London');
	await dialog(page).getByRole('button', { name: 'Read it' }).click();
	await expect(dialog(page).getByText('11 March 2026, 02:33:00')).toBeVisible();
	await dialog(page).getByLabel('Time zone').fill('Europe/Lisbo');
	await expect(dialog(page).getByText('No such time zone.')).toBeVisible();
	await dialog(page).getByLabel('Time zone').fill('America/Los_Angeles');
	await dialog(page).getByRole('button', { name: 'Read it again with this' }).click();
	await expect(dialog(page).getByText('11 March 2026, 09:33:00')).toBeVisible();
	await dialog(page).getByRole('button', { name: 'Don’t add it' }).click();
	await expect
		.poll(async () => (await account.api<{ sources: Source[] }>('GET', `/analyses/${id}/sources`)).sources)
		.toEqual([]);
});

test('[EP10] a Slack export is imported as a zip, searched, and three of its records become three events', async ({
	person,
	analysis,
}, info) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await account.api('POST', `/analyses/${id}/people`, { name: 'LeadEng McInfraPants' });
	await openEmpty(page, id);
	await page.getByRole('button', { name: 'Add evidence' }).click();
	await dialog(page)
		.getByLabel('Files', { exact: true })
		.setInputFiles(await zipOfSlack(info.outputPath('slack.zip')));
	await dialog(page).getByRole('button', { name: 'Add 560 messages' }).click();
	await dialog(page).getByRole('button', { name: 'Read it' }).click();
	await expect(page.getByText('560 of 560 rows')).toBeVisible();

	await page.keyboard.press('/');
	await page.keyboard.type('"could be mine"');
	await expect(page.getByText('1 of 560 rows')).toBeVisible();
	await expect(page.getByRole('complementary', { name: 'Selected record' })).toContainText(
		'I applied the broker change at 01:38. Could be mine. I’m here.',
	);
	await page.keyboard.press('Escape');
	await expect(page.getByText('560 of 560 rows')).toBeVisible();

	// The open row was found again at its place in all of them.
	await page.getByRole('grid').focus();
	await page.keyboard.press('x');
	await page.keyboard.press('Shift+J');
	await page.keyboard.press('Shift+J');
	await expect(page.getByRole('toolbar', { name: 'With the ticked records' })).toContainText('3 selected');
	await clean(page);
	await page.keyboard.press('Shift+T');
	await expect(page.getByText('3 events on the timeline')).toBeVisible();
	await expect(rows(page).filter({ hasText: 'on timeline' })).toHaveCount(3);
	interface Events {
		readonly events: readonly {
			readonly title: string;
			readonly kind: string;
			readonly records: readonly string[];
		}[];
	}
	const { events } = await account.api<Events>('GET', `/analyses/${id}/events`);
	expect(events.map(({ kind, records }) => [kind, records.length])).toEqual([
		['message', 1],
		['message', 1],
		['message', 1],
	]);
	expect(events[0]?.title).toBe('I applied the broker change at 01:38. Could be mine. I’m here.');
});

test('[EP11] the exact bytes of a record are one key away, as text and as hex', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	const path = join(evidence, 'ingest-gw.jsonl');
	await imported(account, id, path);
	await page.goto(`/analysis/${id}/evidence`);
	await expect(page.getByText('20,000 of 20,000 rows')).toBeVisible();
	const lines = (await readFile(path, 'utf8')).split('\n');

	await expect(page.getByText('http status=').first()).toBeVisible();
	await page.getByRole('grid').focus();
	await page.keyboard.press('r');
	const bytes = page.getByRole('region', { name: 'Exact bytes' }).locator('pre');
	await expect(bytes).toHaveText(lines[0] ?? '');
	await page.keyboard.press('j');
	await expect(bytes).toHaveText(lines[1] ?? '');
	await page.getByRole('button', { name: 'Hex' }).click();
	await expect(bytes).toContainText(
		Buffer.from(lines[1] ?? '')
			.subarray(0, 8)
			.toString('hex')
			.replace(/(..)(?=.)/g, '$1 '),
	);

	await page.getByRole('grid').focus();
	await page.keyboard.press('End');
	await expect(rows(page).last()).toHaveAttribute('aria-rowindex', '20000');
	await expect(page.getByText('Selected line')).toBeVisible();
	await page.getByRole('button', { name: 'Text', exact: true }).click();
	await expect(bytes).toHaveText(lines[19_999] ?? '');
	await clean(page);
});

test('[EP12] a file of no use gives one sentence and leaves nothing; an import is undone whole', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await openEmpty(page, id);
	await page.keyboard.press('n');
	await dialog(page)
		.getByLabel('Files', { exact: true })
		.setInputFiles({
			name: 'report.pdf',
			mimeType: 'application/pdf',
			buffer: Buffer.from('%PDF-1.7\n%\xE2\xE3\n\u0000', 'latin1'),
		});
	await expect(dialog(page).getByRole('alert')).toContainText('Nothing was imported');
	await dialog(page).getByRole('button', { name: 'Close' }).last().click();
	const sources = async () =>
		(await account.api<{ sources: Source[] }>('GET', `/analyses/${id}/sources`)).sources;
	await expect.poll(sources).toEqual([]);
	await expect(page.getByText('Nothing here yet. Paste from Slack or drop a file.')).toBeVisible();

	await imported(account, id, join(evidence, 'pagerduty-log-entries.json'));
	await expect(page.getByText('36 of 36 rows')).toBeVisible();
	await page.getByRole('button', { name: 'More about pagerduty-log-entries' }).click();
	await page.getByRole('menuitem', { name: 'Undo this import…' }).click();
	await expect(dialog(page)).toContainText('This takes out 36 entries and the kept original.');
	await dialog(page).getByRole('button', { name: 'Undo the import' }).click();
	await expect.poll(sources).toEqual([]);
	await expect(page.getByText('Nothing here yet. Paste from Slack or drop a file.')).toBeVisible();
});

test('[EP13] a transcript asks when its recording began; a folder is one source', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await openEmpty(page, id);
	await page.keyboard.press('n');
	await dialog(page).getByLabel('Files', { exact: true }).setInputFiles(join(evidence, 'zoom-part-1.vtt'));
	await expect(dialog(page).getByRole('button', { name: 'Add 306 cues' })).toBeDisabled();
	await dialog(page).getByLabel('Recording began at').fill('2026-03-11T02:24:05');
	await dialog(page).getByRole('button', { name: 'Read it again with this' }).click();
	await dialog(page).getByRole('button', { name: 'Add 306 cues' }).click();
	await dialog(page).getByRole('button', { name: 'Add more' }).click();
	await dialog(page).getByLabel('Folder', { exact: true }).setInputFiles(join(evidence, 'slack-export'));
	await dialog(page).getByRole('button', { name: 'Add 560 messages' }).click();
	await dialog(page).getByRole('button', { name: 'Read it' }).click();
	await expect(page.getByText('866 of 866 rows')).toBeVisible();
});

test('[EP14] a contributor reads, quotes and adds events, and neither asks nor imports', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const priya = await person('Priya Raghunathan');
	const id = await analysis(ines.account);
	await ines.account.api('POST', `/analyses/${id}/members`, {
		email: priya.account.email,
		role: 'contributor',
	});
	await imported(ines.account, id, join(evidence, 'pagerduty-log-entries.json'));
	const { page } = priya;
	await page.goto(`/analysis/${id}/evidence`);
	await expect(page.getByText('36 of 36 rows')).toBeVisible();
	await page.getByRole('grid').focus();
	await page.keyboard.press('x');
	const bar = page.getByRole('toolbar', { name: 'With the ticked records' });
	await expect(bar.getByRole('button', { name: 'Add to timeline' })).toBeVisible();
	await expect(bar.getByRole('button', { name: 'Quote in narrative' })).toBeVisible();
	await expect(bar.getByRole('button', { name: 'Ask about this' })).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Add', exact: true })).toHaveCount(0);

	// What she adds shows on the other's page without a reload.
	await ines.page.goto(`/analysis/${id}/evidence`);
	await expect(ines.page.getByText('36 of 36 rows')).toBeVisible();
	await page.keyboard.press('t');
	await expect(rows(ines.page).filter({ hasText: 'on timeline' })).toHaveCount(1);
	await ines.page.getByRole('grid').focus();
	await ines.page.keyboard.press('a');
	await dialog(ines.page).getByLabel('Question').fill('Who was paged first?');
	await dialog(ines.page).getByRole('button', { name: 'Keep the question' }).click();
	const detail = ines.page.getByRole('complementary', { name: 'Selected record' });
	await expect(detail).toContainText('Who was paged first?');
	await ines.page.keyboard.press('#');
	await dialog(ines.page).getByLabel('Theme').fill('Paging at night');
	await dialog(ines.page).getByRole('button', { name: 'Put it there' }).click();
	await expect(detail).toContainText('Paging at night');
});

test('[EP15] a phone reads the list, opens a record and its bytes', async ({ account, analysis, person }) => {
	const ines = await account('Ines Caldeira');
	const id = await analysis(ines);
	await imported(ines, id, join(evidence, 'pagerduty-log-entries.json'));
	const { page } = await person('Ines Caldeira', phone);
	await page.goto(`/analysis/${id}/evidence`);
	await rows(page).nth(2).tap();
	const detail = page.getByRole('complementary', { name: 'Selected record' });
	await expect(detail.getByText('Where this comes from')).toBeVisible();
	await detail.getByRole('button', { name: 'Show exact bytes' }).tap();
	await expect(detail.getByRole('region', { name: 'Exact bytes' })).toBeVisible();
	await clean(page);
});
