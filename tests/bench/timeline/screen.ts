/** A real Chromium with one page in it, and what can be measured from outside: frames, tasks, marks, heap. */
import {
	chromium,
	type BrowserContext,
	type BrowserServer,
	type CDPSession,
	type Page,
} from '@playwright/test';
import settings from '#tests/e2e/playwright.config.ts';

/** Frames are counted by an observer of our own, in any page: intervals of requestAnimationFrame, and long tasks. */
declare global {
	interface Window {
		observed: { isOn: boolean; frames: number[]; tasks: number[]; countFrames(): void };
		/** When each text was first painted on a canvas, in ms since the epoch. */
		painted?: Map<string, number>;
	}
}

/** What a page takes, whoever else is busy. */
export interface Busy {
	/** Of tasks over 50 ms. */
	readonly tasks: readonly number[];
	/** Processor time of the main thread, in ms. */
	readonly work: number;
}

export interface Frames extends Busy {
	readonly p50: number;
	readonly p95: number;
	readonly max: number;
	/** Of each frame. */
	readonly work: number;
}

/** How long the first lanes took, in ms. */
export interface Shown {
	/** From the beginning of the navigation, with no script at hand. */
	readonly page: number;
	/** From when the page asked for the document, of which it has nothing. Not a number for peers, who have none. */
	readonly cold: number;
	/** From when the page had what there is to draw: the document, or what the server read in it. */
	readonly firstLanes: number;
	/** From when the page asked, until the document itself is there and may be changed. */
	readonly editable: number;
}

export class Screen {
	readonly page: Page;
	readonly #browser: BrowserServer;
	readonly #session: CDPSession;

	private constructor(browser: BrowserServer, page: Page, session: CDPSession) {
		this.#browser = browser;
		this.page = page;
		this.#session = session;
	}

	/** A browser of its own each time, so that nothing is warm and no heap is shared. */
	static async open(prepare: (context: BrowserContext) => Promise<void> = async () => {}): Promise<Screen> {
		const server = await chromium.launchServer(settings.use?.launchOptions ?? {});
		const browser = await chromium.connect(server.wsEndpoint());
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		await prepare(context);
		const page = await context.newPage();
		await page.addInitScript(observe);
		const session = await context.newCDPSession(page);
		await session.send('Performance.enable');
		return new Screen(server, page, session);
	}

	/** Goes there and waits for the lanes. Undefined: they did not come in time. */
	async show(url: string, limit: number): Promise<Shown | undefined> {
		try {
			await this.page.goto(url, { timeout: limit, waitUntil: 'commit' });
			// And where there is a document behind the lanes, until that is there: gestures are measured at rest.
			await this.page.waitForFunction(
				() => {
					const has = (name: string) => performance.getEntriesByName(name).length > 0;
					return has('lanes') && (has('ready timeline') || !has('open timeline'));
				},
				undefined,
				{ timeout: limit, polling: 100 },
			);
		} catch (error) {
			if (error instanceof Error && /Timeout|closed/.test(error.message)) return undefined;
			throw error;
		}
		return this.page.evaluate(() => {
			const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
			return {
				page: at('lanes'),
				cold: at('lanes') - at('open timeline'),
				firstLanes: at('lanes') - at('document timeline'),
				editable: at('ready timeline') - at('open timeline'),
			};
		});
	}

	/**
	 * Counts frames while something is done. Counting asks for every frame there can be, so a page that has no animation
	 * of its own is slower for it: what it takes to answer a key is seen with `busy`.
	 */
	async frames(during: () => Promise<void>): Promise<Frames> {
		const { work, tasks } = await this.busy(async () => {
			await this.page.evaluate(() => window.observed.countFrames());
			await during();
		});
		const frames = await this.page.evaluate(() => window.observed.frames);
		const sorted = frames.toSorted((a, b) => a - b);
		const at = (share: number) =>
			sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
		return { p50: at(0.5), p95: at(0.95), max: at(1), tasks, work: work / Math.max(1, frames.length) };
	}

	/** What is done takes so much of the page, which draws when it has something to draw. */
	async busy(during: () => Promise<void>): Promise<Busy> {
		const before = await this.#threadSeconds();
		await this.page.evaluate(() => {
			window.observed.tasks = [];
			window.observed.isOn = true;
		});
		await during();
		const tasks = await this.page.evaluate(() => {
			window.observed.isOn = false;
			return window.observed.tasks;
		});
		return { tasks, work: ((await this.#threadSeconds()) - before) * 1000 };
	}

	/** Turns the wheel some 80 times a second, as a touchpad does, for so long. `turn` is asked what comes next. */
	async wheel(
		at: { readonly x: number; readonly y: number },
		ms: number,
		turn: (share: number) => { readonly x?: number; readonly y?: number; readonly isZoom?: boolean },
	): Promise<void> {
		const began = performance.now();
		for (let now = began; now < began + ms; now = performance.now()) {
			const { x = 0, y = 0, isZoom = false } = turn((now - began) / ms);
			await this.#session.send('Input.dispatchMouseEvent', {
				type: 'mouseWheel',
				...at,
				deltaX: x,
				deltaY: y,
				modifiers: isZoom ? 2 : 0,
			});
			await pause(Math.max(0, 12 - (performance.now() - now)));
		}
	}

	/** Drags to and fro along one line for so long. */
	async drag(from: { readonly x: number; readonly y: number }, reach: number, ms: number): Promise<void> {
		const { mouse } = this.page;
		await mouse.move(from.x, from.y);
		await mouse.down();
		const began = performance.now();
		for (let now = began; now < began + ms; now = performance.now()) {
			await mouse.move(from.x - Math.sin(((now - began) / ms) * 6 * Math.PI) * reach, from.y);
			await pause(Math.max(0, 12 - (performance.now() - now)));
		}
		await mouse.up();
	}

	/** Of JavaScript, in MiB, after a collection. */
	async heap(): Promise<number> {
		await this.#session.send('HeapProfiler.collectGarbage');
		await this.#session.send('HeapProfiler.collectGarbage');
		return (await this.#session.send('Runtime.getHeapUsage')).usedSize / 2 ** 20;
	}

	/** A page that has been busy for minutes would not hear a request to close. */
	close(): Promise<void> {
		return this.#browser.kill();
	}

	async #threadSeconds(): Promise<number> {
		const { metrics } = await this.#session.send('Performance.getMetrics');
		return metrics.find(({ name }) => name === 'ThreadTime')?.value ?? 0;
	}
}

/** Runs in the page before its own scripts. */
function observe(): void {
	const observed: Window['observed'] = {
		isOn: false,
		frames: [],
		tasks: [],
		countFrames() {
			observed.frames = [];
			let last = 0;
			const frame = (now: number) => {
				if (!observed.isOn) return;
				if (last > 0) observed.frames.push(now - last);
				last = now;
				requestAnimationFrame(frame);
			};
			requestAnimationFrame(frame);
		},
	};
	window.observed = observed;
	new PerformanceObserver((list) => {
		if (observed.isOn) for (const { duration } of list.getEntries()) observed.tasks.push(duration);
	}).observe({ type: 'longtask' });
}

export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
