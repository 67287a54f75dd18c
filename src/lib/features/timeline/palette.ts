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
export const mixed = (colour: string, share: number): string =>
	`color-mix(in oklab, ${colour} ${Math.round(share * 100)}%, transparent)`;

/** So much of `colour` on an opaque ground. */
export const onGround = (ground: string, colour: string, share: number): string =>
	`color-mix(in oklab, ${ground}, ${colour} ${Math.round(share * 100)}%)`;
