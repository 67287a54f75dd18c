/** The colours of the canvas, taken from the tokens as the theme has them now. */
import { eventKinds, type EventKind } from '#lib/model/timeline.ts';

const names = [
	'paper',
	'rail',
	'sheet',
	'ink',
	'ink-2',
	'ink-3',
	'ink-4',
	'rule',
	'rule-2',
	'rule-ui',
	'accent',
	'accent-ink',
	'accent-wash',
] as const;

export interface Palette {
	readonly colours: Readonly<Record<(typeof names)[number], string>>;
	readonly kinds: Readonly<Record<EventKind, string>>;
	/** Of collaborators, by their colour 1 to 6. */
	readonly people: readonly string[];
	readonly font: string;
}

/** Reads the tokens: `light-dark()` is only resolved where a property is used, so a probe uses each in turn. */
export function readPalette(within: HTMLElement): Palette {
	const probe = document.createElement('span');
	probe.hidden = true;
	within.append(probe);
	const read = (token: string): string => {
		probe.style.color = `var(--${token})`;
		return getComputedStyle(probe).color;
	};
	const entries = <K extends string>(keys: readonly K[], prefix = '') =>
		Object.fromEntries(keys.map((key) => [key, read(prefix + key)])) as Record<K, string>;
	const palette: Palette = {
		colours: entries(names),
		kinds: entries(eventKinds, 'k-'),
		people: [1, 2, 3, 4, 5, 6].map((n) => read(`p-${n}`)),
		font: getComputedStyle(within).getPropertyValue('--sans') || 'sans-serif',
	};
	probe.remove();
	return palette;
}

/** Calls back when the theme changes, by the system or by choice; returns how to stop. */
export function onTheme(changed: () => void): () => void {
	const media = [matchMedia('(prefers-color-scheme: dark)'), matchMedia('(prefers-contrast: more)')];
	const observer = new MutationObserver(changed);
	observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
	for (const each of media) each.addEventListener('change', changed);
	return () => {
		observer.disconnect();
		for (const each of media) each.removeEventListener('change', changed);
	};
}

/** A colour with some of it taken away: `mixed(ink, 0.3)` is 30 % of it. */
export function mixed(colour: string, share: number): string {
	return kept(`${colour} ${share}`, () => {
		const { red, green, blue } = pixelOf(colour);
		return `rgba(${red}, ${green}, ${blue}, ${share})`;
	});
}

/** So much of `colour` on an opaque ground. */
export function onGround(ground: string, colour: string, share: number): string {
	return kept(`${ground} ${colour} ${share}`, () => {
		const percent = `${Math.round(share * 100)}%`;
		const { red, green, blue } = pixelOf(`color-mix(in oklab, ${ground}, ${colour} ${percent})`);
		return `rgb(${red}, ${green}, ${blue})`;
	});
}

/**
 * Colours as they come out, worked out once: a canvas reads the words of `color-mix` anew each time it is given
 * them, which for a frame of a thousand bars took longer than to draw these.
 */
const known = new Map<string, string>();

function kept(key: string, make: () => string): string {
	let colour = known.get(key);
	if (colour === undefined) {
		if (known.size > 500) known.clear();
		known.set(key, (colour = make()));
	}
	return colour;
}

let pixel: CanvasRenderingContext2D | null | undefined;

/** What an opaque colour is on a screen. */
function pixelOf(colour: string) {
	pixel ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
	if (!pixel) return { red: 0, green: 0, blue: 0 };
	pixel.fillStyle = colour;
	pixel.fillRect(0, 0, 1, 1);
	const [red = 0, green = 0, blue = 0] = pixel.getImageData(0, 0, 1, 1).data;
	return { red, green, blue };
}
