/**
 * What typing feels like in a long story: the built product in a real Chromium, a narrative of 20,000 words with 200
 * threads on it, the lens on, and ten others who write elsewhere in it. From a key to the frame that shows it; `work` is
 * what the main thread takes for each key and for what the others wrote meanwhile, in ms of processor time.
 *
 * Until November 2026 an observer asked for a frame after each frame while this ran, as an animation would. Each key then
 * waited for the next of sixty frames a second, and often for one more that was drawn for the observer only: p95 was
 * some 7 ms higher, with the same work for each key. Nothing in the product moves while one writes.
 */
import * as Y from 'yjs';
import { schemaVersion } from '#lib/model/documents.ts';
import { narrativeOf } from '#lib/model/narrative.ts';
import { openHonest, type HonestClient } from '#tests/support/collab-client.ts';
import type { Report } from './run.ts';
import { pause, Screen } from './timeline/screen.ts';
import { openBook, type Book } from './typing/book.ts';

const others = 10;
/** Each of the others types a letter this often. */
const otherMs = 250;
const keys = 240;
const keyMs = 110;

declare global {
	interface Window {
		/** From each key to the frame after it, in ms. */
		typed?: number[];
	}
}

export default async function typing(): Promise<Report> {
	const rows = [];
	for (const scale of [2_000, 20_000]) {
		const book = await openBook({ words: scale, threads: scale / 100, writers: others });
		try {
			rows.push({ subject: 'second-story', scale, ...(await typeIn(book)) });
		} finally {
			await book.close();
		}
	}
	return { bench: 'typing', rows };
}

async function typeIn(book: Book): Promise<Record<string, number>> {
	const screen = await Screen.open(async (context) => {
		await context.addCookies([{ ...book.cookie, url: book.origin }]);
		await context.addInitScript(watchKeys);
	});
	const writers = await Promise.all(book.tokens.map((token, n) => openWriter(book, token, n)));
	try {
		const { page } = screen;
		const began = performance.now();
		await page.goto(`${book.origin}/analysis/${book.analysis}/narrative`);
		const text = page.getByRole('textbox', { name: 'The narrative' });
		const middle = book.passages.filter((passage) => passage.text.length > 100)[
			Math.floor(book.passages.length / 2)
		];
		const paragraph = text.locator('p', { hasText: middle?.text.slice(0, 30) ?? '' }).first();
		await paragraph.waitFor({ timeout: 60_000 });
		const opened = performance.now() - began;
		await paragraph.scrollIntoViewIfNeeded();
		await paragraph.click();
		await page.keyboard.press('End');
		await pause(2_000);
		const { work, tasks } = await screen.busy(async () => {
			const words = ' Ana should have checked the plan, and somehow nobody obviously did. ';
			for (let n = 0; n < keys; n++) {
				const at = performance.now();
				await page.keyboard.press(
					words[n % words.length] === ' ' ? 'Space' : (words[n % words.length] ?? 'x'),
				);
				await pause(Math.max(0, keyMs - (performance.now() - at)));
			}
		});
		const typed = (await page.evaluate(() => window.typed ?? [])).toSorted((a, b) => a - b);
		const share = (of: number) => rounded(typed[Math.floor(typed.length * of)] ?? NaN);
		const heard = writers.reduce((sum, { count }) => sum + count(), 0);
		return {
			open: Math.round(opened),
			keys: typed.length,
			p50: share(0.5),
			p95: share(0.95),
			max: share(0.9999),
			work: rounded(work / keys),
			longTasks: tasks.length,
			longestTask: Math.max(0, ...tasks),
			othersTyped: heard,
		};
	} finally {
		for (const writer of writers) writer.stop();
		await screen.close();
	}
}

/** Somebody who types a letter now and then at the end of a paragraph of their own. */
async function openWriter(book: Book, token: string, n: number) {
	const name = `analysis/${book.analysis}/narrative@1`;
	const client: HonestClient = openHonest(
		`${book.origin.replace('http', 'ws')}/collab?v=${schemaVersion}`,
		name,
		{ token },
	);
	await client.saved();
	const paragraphs = narrativeOf(client.doc)
		.toArray()
		.filter((node): node is Y.XmlElement => node instanceof Y.XmlElement && node.nodeName === 'paragraph');
	const own = paragraphs[Math.floor((n * paragraphs.length) / others) + 1]?.get(0);
	if (!(own instanceof Y.XmlText)) throw new Error('a paragraph without text');
	let count = 0;
	const timer = setInterval(() => {
		own.insert(own.length, count++ % 6 === 0 ? ' ' : 'x');
	}, otherMs);
	return {
		count: () => count,
		stop() {
			clearInterval(timer);
			client.destroy();
		},
	};
}

/** Runs in the page: from the moment of a key to the first task after the frame that followed it. */
function watchKeys(): void {
	const typed: number[] = [];
	window.typed = typed;
	addEventListener(
		'keydown',
		({ timeStamp, key }) => {
			if (key.length > 1) return;
			requestAnimationFrame(() => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = () => typed.push(performance.now() - timeStamp);
				port2.postMessage(undefined);
			});
		},
		{ capture: true },
	);
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
