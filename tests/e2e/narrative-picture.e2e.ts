import { deflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { saved, text } from './support/narrative.ts';
import { expect, test } from './support/test.ts';

const crcTable = Array.from({ length: 256 }, (_, index) => {
	let value = index;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
	return value >>> 0;
});
function chunk(name: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
	const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)];
	head.writeUInt32BE(data.length);
	let crc = 0xffffffff;
	for (const byte of body) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
	tail.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
	return Buffer.concat([head, body, tail]);
}
/** 480 by 270 pixels of green. */
function png(): Buffer {
	const [width, height] = [480, 270];
	const size = Buffer.alloc(13);
	size.writeUInt32BE(width);
	size.writeUInt32BE(height, 4);
	size.set([8, 2, 0, 0, 0], 8);
	const line = Buffer.concat([
		Buffer.alloc(1),
		Buffer.from(Array.from({ length: width }, () => [64, 145, 108]).flat()),
	]);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', size),
		chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}
const picture = (page: Page) => text(page).locator('figure.picture');
/** How wide the browser found it, once it has it. */
const widthOf = (page: Page) =>
	picture(page)
		.locator('img:not(.ProseMirror-separator)')
		.first()
		.evaluate((image: HTMLImageElement) => (image.complete ? image.naturalWidth : 0));

async function choose(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
	const chooser = page.waitForEvent('filechooser');
	await page.keyboard.type('/pic');
	await expect(page.getByRole('listbox', { name: 'Insert' }).getByRole('option')).toHaveCount(1);
	await page.keyboard.press('Enter');
	await (await chooser).setFiles(file);
}

test('[PI7] a picture is added from a file, described and captioned; others see it, and the story has it', async ({
	person,
	analysis,
}) => {
	const ines = await person('Ines Caldeira');
	const dev = await person('Dev Banerjee');
	const id = await analysis(ines.account);
	await ines.account.api('POST', `/analyses/${id}/members`, { email: dev.account.email, role: 'analyst' });
	const { page } = ines;
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('What the board showed:\n');
	await choose(page, { name: 'board.png', mimeType: 'image/png', buffer: png() });
	await expect.poll(() => widthOf(page)).toBe(480);
	await page.keyboard.type('The board at 02:14');
	await page.keyboard.press('Enter');
	await page.keyboard.type('Nobody doubted it.');
	await expect(text(page).locator('figure.picture + p')).toHaveText('Nobody doubted it.');
	const alt = page.getByRole('textbox', { name: 'Description of the picture' });
	await expect(alt).toHaveAttribute('data-missing', '');
	await alt.fill('Four green panels');
	await alt.press('Enter');
	await expect(alt).not.toHaveAttribute('data-missing');
	await saved(page);
	await dev.page.goto(`/analysis/${id}/narrative`);
	await expect.poll(() => widthOf(dev.page)).toBe(480);
	await expect(picture(dev.page).getByRole('img', { name: 'Four green panels' })).toBeVisible();
	await expect(picture(dev.page).locator('figcaption')).toHaveText('The board at 02:14');
	// A caption is words as others are: counted, found, written in by two.
	await picture(dev.page).locator('figcaption').click();
	await dev.page.keyboard.press('End');
	await dev.page.keyboard.type(', from the wall');
	await expect(picture(page).locator('figcaption p')).toContainText('The board at 02:14, from the wall');
	await saved(dev.page);
	if (process.env['PICTURES'] !== undefined)
		await page.screenshot({ path: `${process.env['PICTURES']}/picture.png` });
	const { url } = await ines.account.api<{ url: string }>('POST', `/analyses/${id}/stories`, {
		audience: 'link',
	});
	await page.goto(url);
	const shown = page.getByRole('img', { name: 'Four green panels' });
	await expect(shown).toBeVisible();
	await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);
	await expect(page.locator('figcaption')).toContainText('from the wall');
	if (process.env['PICTURES'] !== undefined)
		await page.screenshot({ path: `${process.env['PICTURES']}/story.png` });
});

test('[PI7] pasted and dropped pictures come in, what is none is said, and undo takes one away in one step', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	await page.goto(`/analysis/${id}/narrative`);
	await text(page).click();
	await page.keyboard.type('Before.');
	const give = (kind: 'paste' | 'drop', name: string, type: string, bytes: Buffer) =>
		text(page).evaluate(
			(element, [how, fileName, fileType, content]) => {
				const data = new DataTransfer();
				data.items.add(new File([Uint8Array.from(content)], fileName, { type: fileType }));
				const box = element.getBoundingClientRect();
				element.dispatchEvent(
					how === 'paste'
						? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
						: new DragEvent('drop', {
								dataTransfer: data,
								bubbles: true,
								cancelable: true,
								clientX: box.left + 20,
								clientY: box.top + 10,
							}),
				);
			},
			[kind, name, type, [...bytes]] as const,
		);
	await give('paste', 'board.png', 'image/png', png());
	await expect(picture(page)).toHaveCount(1);
	await expect.poll(() => widthOf(page)).toBe(480);
	await page.keyboard.press('Control+z');
	await expect(picture(page)).toHaveCount(0);
	await expect(text(page)).toHaveText('Before.');
	await give('drop', 'board.png', 'image/png', png());
	await expect(picture(page)).toHaveCount(1);
	await give('paste', 'board.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
	await expect(page.getByText('“board.svg” is no picture that can be shown here')).toBeVisible();
	await give('paste', 'page.png', 'image/png', Buffer.from('<!doctype html><script>alert(1)</script>'));
	await expect(page.getByText('That is no picture that can be shown here').first()).toBeVisible();
	await expect(picture(page)).toHaveCount(1);
});

test('[PI7] a picture of another analysis is a calm line, and what is copied from there shows nothing', async ({
	person,
	analysis,
}) => {
	const { page, account } = await person('Ines Caldeira');
	await page.goto(`/analysis/${await analysis(account)}/narrative`);
	await text(page).click();
	await text(page).evaluate((element) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData(
			'text/html',
			'<p>One</p><figure data-picture="pic_another1234" data-alt="x" data-width="9" data-height="9"><figcaption><p>Caption</p></figcaption></figure>',
		);
		element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	});
	await expect(picture(page)).toHaveCount(1);
	await expect(picture(page)).toContainText('This picture cannot be shown here any more.');
});
