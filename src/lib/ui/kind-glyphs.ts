/**
 * The eight glyphs as drawing data, for components, canvases and exported pictures alike. Each fits a 16 × 16 box
 * around the centre (8, 8); a glyph is never without its name beside it or in its label.
 */
export const kindNames = [
	'action',
	'noticing',
	'message',
	'decision',
	'change',
	'signal',
	'care',
	'state',
] as const;
export type KindName = (typeof kindNames)[number];

/** One glyph: filled paths, and rings that are stroked (2 px) instead. */
export interface KindDrawing {
	/** Its full name: “Hand-over & care”. */
	readonly name: string;
	/** For legends and narrow places. */
	readonly short: string;
	/** What it stands for, in a few words. */
	readonly meaning: string;
	/** The key that sets it. */
	readonly key: string;
	/** A CSS colour; follows the theme. */
	readonly colour: string;
	/** The same colour in each theme, where custom properties can't reach (canvas, pictures, documents). */
	readonly light: string;
	readonly dark: string;
	/** SVG path data to fill; also good for `new Path2D`. */
	readonly fill: string;
	/** SVG path data to stroke, 2 px wide. */
	readonly ring?: string;
}

const circle = (r: number) => `M${8 - r} 8a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;

export const kindGlyphs: Readonly<Record<KindName, KindDrawing>> = {
	action: {
		name: 'Action',
		short: 'Action',
		meaning: 'what a person did',
		key: '1',
		colour: 'var(--k-action)',
		light: '#2A2825',
		dark: '#EDE8DE',
		fill: circle(5.6),
	},
	noticing: {
		name: 'Noticing',
		short: 'Noticing',
		meaning: 'seen, understood',
		key: '2',
		colour: 'var(--k-noticing)',
		light: '#967700',
		dark: '#F2DC7A',
		fill: circle(2.2),
		ring: circle(5.6),
	},
	message: {
		name: 'Message',
		short: 'Message',
		meaning: 'said or written',
		key: '3',
		colour: 'var(--k-message)',
		light: '#137C99',
		dark: '#5CC3E4',
		fill: 'M3.6 2.2h8.8a1.6 1.6 0 0 1 1.6 1.6v5.6a1.6 1.6 0 0 1-1.6 1.6H8.4L5 14.4V11H3.6A1.6 1.6 0 0 1 2 9.4V3.8a1.6 1.6 0 0 1 1.6-1.6Z',
	},
	decision: {
		name: 'Decision',
		short: 'Decision',
		meaning: 'a choice between options',
		key: '4',
		colour: 'var(--k-decision)',
		light: '#83266F',
		dark: '#DE82C8',
		fill: 'M8 1.4 13.7 4.7v6.6L8 14.6 2.3 11.3V4.7Z',
	},
	change: {
		name: 'Change',
		short: 'Change',
		meaning: 'a system was changed',
		key: '5',
		colour: 'var(--k-change)',
		light: '#5743A6',
		dark: '#AFA2FA',
		fill: 'M8 .9 15.1 8 8 15.1.9 8Z',
	},
	signal: {
		name: 'Signal',
		short: 'Signal',
		meaning: 'an alert or sign',
		key: '6',
		colour: 'var(--k-signal)',
		light: '#A04C00',
		dark: '#E98B2C',
		fill: 'M8 1.6 15.2 14H.8Z',
	},
	care: {
		name: 'Hand-over & care',
		short: 'Care',
		meaning: 'relief, rest, help',
		key: '7',
		colour: 'var(--k-care)',
		light: '#1F6540',
		dark: '#6FCB93',
		fill: 'M7 2.2a5.8 5.8 0 0 0 0 11.6ZM9 2.2a5.8 5.8 0 0 1 0 11.6Z',
	},
	state: {
		name: 'System state',
		short: 'State',
		meaning: 'how a system was, for a while',
		key: '8',
		colour: 'var(--k-state)',
		light: '#5C6670',
		dark: '#A9B3BC',
		fill: 'M2.6 2.6h10.8v10.8H2.6Z',
	},
};
