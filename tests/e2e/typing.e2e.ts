import type { Page } from '@playwright/test';
import * as Y from 'yjs';
import { schemaVersion } from '#lib/model/documents.ts';
import { appendBlocks, narrativeOf } from '#lib/model/narrative.ts';
import type { Block } from '#lib/model/prose.ts';
import { openHonest } from '#tests/support/collab-client.ts';
import { text } from './support/narrative.ts';
import { expect, test, type Account } from './support/test.ts';

const paragraph = (page: Page, at: number) => text(page).locator('p').nth(at);

const paragraphs = 220;
const sentence = (n: number) => `${n} ${'the graph climbs while the call stays quiet and '.repeat(5)}ends.`;
const story = Array.from({ length: paragraphs }, (_, n): Block => {
	return { is: 'paragraph', content: [{ is: 'text', text: sentence(n), marks: [] }] };
});

/** Somebody at the API who writes a letter into several paragraphs, again and again. */
async function writeOn(origin: string, id: string, { token }: Account, into: readonly number[]) {
	const client = openHonest(
		`${origin.replace('http', 'ws')}/collab?v=${schemaVersion}`,
		`analysis/${id}/narrative@1`,
		{ token },
	);
	await client.saved();
	const fragment = narrativeOf(client.doc);
	if (fragment.length === 0) appendBlocks(client.doc, story, { source: 'local', userId: 'usr_other' });
	const texts = into.map((at) => (fragment.get(at) as Y.XmlElement).get(0) as Y.XmlText);
	let count = 0;
	const timer = setInterval(() => {
		const at = texts[count++ % texts.length];
		at?.insert(at.length, 'x');
	}, 20);
	return {
		saved: () => client.saved(),
		stop: () => {
			clearInterval(timer);
			client.destroy();
		},
	};
}

/** Presses in the middle of the line that a paragraph begins with, behind what is then the next letter. */
async function pressBehind(page: Page, at: number, letters: number): Promise<void> {
	// Another height each time: two presses on one spot in quick succession choose a word.
	const block = at % 2 === 0 ? 'center' : 'end';
	const found = paragraph(page, at);
	await found.evaluate((element, block) => element.scrollIntoView({ block }), block as ScrollLogicalPosition);
	const place = await found.evaluate((element, letters) => {
		const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
		const range = document.createRange();
		range.setStart(words ?? element, letters - 1);
		range.setEnd(words ?? element, letters);
		const box = range.getBoundingClientRect();
		return { x: box.right, y: (box.top + box.bottom) / 2 };
	}, letters);
	await page.mouse.click(place.x, place.y);
}

test('[TY3] while others type, a press puts the caret where it was made, in view and far away, and typing goes there', async ({
	person,
	analysis,
	server,
}) => {
	const { page, account } = await person('Ines Caldeira');
	const id = await analysis(account);
	const others = await writeOn(server.origin, id, account, [1, 60, 110, 150, 215]);
	await others.saved();
	await page.goto(`/analysis/${id}/narrative`);
	await expect(paragraph(page, paragraphs - 1)).toBeAttached();
	for (const at of [2, 111, 112, 217, 0, 149]) {
		const said = sentence(at);
		await pressBehind(page, at, 12);
		await page.keyboard.type('HERE');
		await expect(paragraph(page, at)).toContainText(`${said.slice(0, 12)}HERE${said.slice(12)}`);
		await expect(paragraph(page, at)).toBeInViewport();
	}
	others.stop();
});
