/**
 * What it is like to look at a long night: our built product's timeline in a real Chromium, served by the real server
 * and synchronised from the journal; and vis-timeline with the same events, without server or doubt. One run, one
 * browser each. Without a graphics card frames are at most 60 a second, so 16.7 ms is as good as it gets: `work` says
 * how much of each the main thread took.
 */
import { readFile } from 'node:fs/promises';
import { schemaVersion } from '#lib/model/documents.ts';
import { hour } from '#lib/model/instant.ts';
import { patchEvent } from '#lib/model/timeline.ts';
import { openHonest } from '#tests/support/collab-client.ts';
import { installPeers } from './peers/install.ts';
import type { Report } from './run.ts';
import { openHouse, type House } from './timeline/house.ts';
import { begin, calm } from './timeline/night.ts';
import { servePeer } from './timeline/peer.ts';
import { pause, Screen, type Frames, type Shown } from './timeline/screen.ts';

const scales = [1_000, 10_000, 50_000] as const;
/** How long the peer may take to open. */
const patience = 60_000;
const gesture = 3_000;
const edits = 40;
/** Browsers that open it before one stays: opening is done once by each, and the machine is never quite at rest. */
const openings = 3;

type Row = Record<string, string | number>;

export default async function timeline(): Promise<Report> {
	await installPeers('vis-timeline');
	const house = await openHouse(scales);
	const rows: Row[] = [];
	try {
		for (const scale of scales) {
			process.stderr.write(`timeline: ${scale} events, second-story\n`);
			const stolen = await stolenTime();
			tell(rows, { subject: 'second-story', scale, ...(await ours(house, scale)), stolen: await stolen() });
			process.stderr.write(`timeline: ${scale} events, vis-timeline\n`);
			tell(rows, { subject: 'vis-timeline', scale, ...(await theirs(house, scale)) });
		}
	} finally {
		await house.close();
	}
	return { bench: 'timeline', rows };
}

/**
 * From now on: how much of the processors others took, in percent, which Linux tells of virtual machines. Where that
 * is more than a few, figures are of the neighbours as well.
 */
async function stolenTime(): Promise<() => Promise<number>> {
	const read = async () => {
		const [first = ''] = (await readFile('/proc/stat', 'utf8').catch(() => '')).split('\n', 1);
		const ticks = first.split(/\s+/).slice(1, 9).map(Number);
		return { all: ticks.reduce((sum, one) => sum + one, 0), stolen: ticks[7] ?? 0 };
	};
	const before = await read();
	return async () => {
		const after = await read();
		return rounded((100 * (after.stolen - before.stolen)) / Math.max(1, after.all - before.all));
	};
}

/** A run takes many minutes: what it has found is not lost with it. */
function tell(rows: Row[], row: Row): void {
	rows.push(row);
	process.stderr.write(`${JSON.stringify(row)}\n`);
}

async function ours(house: House, scale: number): Promise<Row> {
	const url = `${house.origin}/analysis/${house.analyses.get(scale) ?? ''}/timeline`;
	const tried: Shown[] = [];
	while (tried.length < openings - 1) {
		const once = await openOurs(house);
		tried.push(await shownIn(once, url, scale));
		await once.close();
	}
	const screen = await openOurs(house);
	try {
		tried.push(await shownIn(screen, url, scale));
		const shown = medians(tried);
		await pause(1000);
		const lanes = await screen.page.getByRole('grid', { name: 'Lanes' }).boundingBox();
		if (!lanes) throw new Error('there are no lanes');
		const middle = { x: lanes.x + lanes.width / 2, y: lanes.y + lanes.height / 2 };
		const pan = (share: number) => ({ x: Math.round(Math.cos(share * 4 * Math.PI) * 40) });
		const panned = await screen.frames(() => screen.wheel(middle, gesture, pan));
		const zoomed = await screen.frames(() => screen.wheel(middle, gesture, inAndOut(14)));
		// And from afar, with all of the night in view.
		await screen.page.keyboard.press('0');
		await screen.page.keyboard.press('0');
		await pause(500);
		const far = await screen.frames(() => screen.wheel(middle, gesture, pan));
		const before = await screen.heap();
		for (let n = 0; n < 5; n++) await screen.wheel(middle, 500, inAndOut(14));
		const warm = await screen.heap();
		for (let n = 0; n < 200; n++)
			await screen.wheel(middle, 1, () => ({ y: n % 2 === 0 ? -90 : 90, isZoom: true }));
		await pause(500);
		const after = await screen.heap();
		return {
			...figuresOf(shown, { pan: panned, zoom: zoomed, far }),
			firstLanesOf: tried.map(({ firstLanes }) => Math.round(firstLanes)).join(' '),
			...(await remoteEdits(house, scale, url)),
			heap: rounded(before),
			heapGrowth: rounded(after - warm),
		};
	} finally {
		await screen.close();
	}
}

async function shownIn(screen: Screen, url: string, scale: number): Promise<Shown> {
	const shown = await screen.show(url, 120_000);
	if (!shown) throw new Error(`no lanes of ${scale} events in two minutes`);
	return shown;
}

/** The middle of each figure. */
function medians(tried: readonly Shown[]): Shown {
	const middle = (of: (shown: Shown) => number) =>
		tried.map(of).toSorted((a, b) => a - b)[Math.floor(tried.length / 2)] ?? NaN;
	return {
		page: middle(({ page }) => page),
		cold: middle(({ cold }) => cold),
		firstLanes: middle(({ firstLanes }) => firstLanes),
		editable: middle(({ editable }) => editable),
	};
}

async function theirs(house: House, scale: number): Promise<Row> {
	const window = { from: begin + 9.6 * hour, to: begin + 14.4 * hour };
	const peer = await servePeer(house.events.get(scale) ?? [], window);
	const screen = await Screen.open();
	try {
		const shown = await inTime(screen.show(peer.url, patience));
		if (!shown) return { firstLanes: `never (${patience / 1000} s)` };
		await pause(1000);
		// Ten thousand that opened in time may still take minutes for each gesture.
		const gestures = await inTime(gesturesOf(screen));
		if (!gestures) return { ...opening(shown), panP95: `never (${patience / 1000} s)` };
		const { frames, ...heap } = gestures;
		return { ...figuresOf(shown, frames), ...heap };
	} finally {
		await screen.close();
		peer.close();
	}
}

async function gesturesOf(screen: Screen) {
	const middle = { x: 760, y: 450 };
	const pan = await screen.frames(() => screen.drag(middle, 500, gesture));
	const zoom = await screen.frames(() =>
		screen.wheel(middle, gesture, (share) => ({ ...inAndOut(40)(share), isZoom: false })),
	);
	const before = await screen.heap();
	for (let n = 0; n < 200; n++) await screen.wheel(middle, 1, () => ({ y: n % 2 === 0 ? -90 : 90 }));
	await pause(500);
	return {
		frames: { pan, zoom },
		heap: rounded(before),
		heapGrowth: rounded((await screen.heap()) - before),
	};
}

/** What comes of the peer's work while there is patience; undefined: it takes longer, and its browser is closed. */
async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
	work.catch(() => undefined);
	return Promise.race([work, pause(1.5 * patience).then(() => undefined)]);
}

/** In for the first third, out until the second, and back. */
const inAndOut = (turn: number) => (share: number) => ({
	y: share < 1 / 3 || share > 5 / 6 ? -turn : turn,
	isZoom: true,
});

const openOurs = (house: House): Promise<Screen> =>
	Screen.open(async (context) => {
		await context.addCookies([{ ...house.cookie, url: house.origin }]);
	});

/** From a change by someone else, as the API takes it, to its words on the lanes. */
async function remoteEdits(house: House, scale: number, url: string): Promise<Row> {
	const screen = await openOurs(house);
	try {
		await screen.page.addInitScript(rememberTexts);
		await screen.show(`${url}?event=${calm.id}`, 120_000);
		await pause(1000);
		const other = await openOther(house, scale);
		const found: number[] = [];
		for (let n = 0; n < edits; n++) {
			const label = `word ${n}`;
			const sent = other.say(label);
			const at = await screen.page.waitForFunction((text) => window.painted?.get(text), label, {
				timeout: 10_000,
			});
			found.push(Number(await at.jsonValue()) - sent);
			await pause(120);
		}
		other.close();
		const sorted = found.toSorted((a, b) => a - b);
		const at = (share: number) => rounded(sorted[Math.floor(sorted.length * share)] ?? NaN);
		return { remoteP50: at(0.5), remoteP95: at(0.95) };
	} finally {
		await screen.close();
	}
}

/** Runs in the page: notes when a text is first painted. */
function rememberTexts(): void {
	const painted = new Map<string, number>();
	window.painted = painted;
	const { fillText } = CanvasRenderingContext2D.prototype;
	CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
		if (!painted.has(text)) painted.set(text, performance.timeOrigin + performance.now());
		fillText.call(this, text, x, y);
	};
}

/** Someone else in the same document, through a socket of their own. */
async function openOther(house: House, scale: number) {
	const name = `analysis/${house.analyses.get(scale) ?? ''}/timeline@1`;
	const url = `${house.origin.replace('http', 'ws')}/collab?v=${schemaVersion}`;
	const client = openHonest(url, name, { token: house.otherToken });
	await client.saved();
	return {
		/** Renames the calm event; when that was, in ms since the epoch. */
		say(label: string): number {
			const sent = performance.timeOrigin + performance.now();
			patchEvent(client.doc, calm.id, { label }, { source: 'local', userId: 'other' });
			return sent;
		},
		close: () => client.destroy(),
	};
}

const opening = ({ page, cold, firstLanes, editable }: Shown): Row => ({
	page: Math.round(page),
	...(Number.isNaN(cold) ? {} : { cold: Math.round(cold) }),
	firstLanes: Math.round(firstLanes),
	...(Number.isNaN(editable) ? {} : { editable: Math.round(editable) }),
});

function figuresOf(shown: Shown, gestures: Readonly<Record<string, Frames>>): Row {
	const tasks = Object.values(gestures).flatMap((frames) => frames.tasks);
	return {
		...opening(shown),
		...Object.fromEntries(
			Object.entries(gestures).flatMap(([name, { p50, p95, max, work }]) => [
				[`${name}P50`, rounded(p50)],
				[`${name}P95`, rounded(p95)],
				[`${name}Max`, rounded(max)],
				[`${name}Work`, rounded(work)],
			]),
		),
		longTasks: tasks.length,
		longestTask: Math.max(0, ...tasks),
	};
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
