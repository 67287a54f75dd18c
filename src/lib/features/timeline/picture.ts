/**
 * The lanes as a picture for documents: the same layout as on the screen, as an SVG whose text is text. Knows
 * nothing of the page; colours and widths of text are handed to it.
 */
import { kindGlyphs } from '#lib/ui/kind-glyphs.ts';
import { eventKinds } from '#lib/model/timeline.ts';
import { laneHeight, type Band, type Chip, type Layout, type Mark, type Measure } from './layout.ts';
import { titleOf } from './rows.ts';
import type { Tick } from './scale.ts';

export interface PictureOf {
	readonly layout: Layout;
	readonly ticks: { readonly major: readonly Tick[]; readonly minor: readonly number[] };
	readonly title: string;
	/** Which stretch, in which zone. */
	readonly subtitle: string;
	/** An event's time in words. */
	readonly time: (mark: Mark) => string;
	/** What a gap says: “No chat, 02:14 to 02:41”. */
	readonly silence: (silence: Layout['silences'][number]) => string;
	/** Events that could not be known yet where the horizon stands: greyed. */
	readonly unknown: ReadonlySet<string>;
	readonly measure: Measure;
	/** Colours that any viewer of SVG knows; `lightColours` outside of tests. */
	readonly colours: Readonly<
		Record<'paper' | 'rail' | 'sheet' | 'ink' | 'ink-2' | 'ink-3' | 'ink-4' | 'rule' | 'rule-2', string>
	>;
}

/** The light theme, whatever the page wears: a picture goes into documents, where tokens can't reach. */
export const lightColours: PictureOf['colours'] = {
	paper: '#fbf9f4',
	rail: '#f4f0e7',
	sheet: '#fffefc',
	ink: '#211f1b',
	'ink-2': '#4a463f',
	'ink-3': '#666056',
	'ink-4': '#a39b8c',
	rule: '#e2dccf',
	'rule-2': '#cfc7b7',
};

export interface Picture {
	readonly svg: string;
	readonly width: number;
	readonly height: number;
}

const names = 156;
const head = 64;
const ruler = 26;
const foot = 36;
const sans = "'Inter Variable', Inter, system-ui, 'Segoe UI', sans-serif";
const serif = "'Source Serif 4 Variable', 'Source Serif 4', Georgia, serif";

/** Draws it. What is hidden for want of room is in the titles of the glyphs. */
export function drawPicture(picture: PictureOf): Picture {
	const { layout, colours, title, subtitle } = picture;
	const width = names + Math.round(layout.scale.width);
	const lanes = layout.rows.length * laneHeight;
	const height = head + ruler + lanes + foot;
	const defs: string[] = [
		`<clipPath id="lanes"><rect width="${n(layout.scale.width)}" height="${lanes}"/></clipPath>`,
		hatch('silence', colours['ink-4'], 7, 0.26),
	];
	const body = [
		ground(picture, lanes),
		...layout.lines.map(
			({ row, from, to, isThought }) =>
				`<path d="M${n(from)} ${middle(row)}H${n(to)}" stroke="${colours['ink-4']}" stroke-width="1.5"${isThought ? ' stroke-dasharray="1.5 2.5"' : ''}/>`,
		),
		...layout.silences.map((silence) => drawSilence(picture, silence)),
		...layout.bands.flatMap((bands, row) => bands.map((band) => drawBand(picture, row, band))),
		...layout.marks.flat().map((mark) => greyed(picture, mark, drawBar(mark, colours.sheet, defs))),
		...layout.chips.flat().map((chip) => drawChip(picture, chip)),
		...layout.marks.flat().map((mark, index) => greyed(picture, mark, drawMark(picture, mark, index, defs))),
	].join('\n');
	const svg = [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title subtitle" font-family="${sans}" font-size="11.5" font-weight="500">`,
		`<title id="title">${xml(title)}</title><desc id="subtitle">${xml(subtitle)}</desc>`,
		`<rect width="${width}" height="${height}" fill="${colours.paper}"/>`,
		text(16, 28, title, { size: 20, weight: 600, family: serif, fill: colours.ink }),
		text(16, 48, subtitle, { size: 12, weight: 400, fill: colours['ink-2'] }),
		`<g transform="translate(0 ${head})">`,
		drawRuler(picture),
		`<g transform="translate(0 ${ruler})">`,
		drawNames(picture, lanes),
		`<g transform="translate(${names} 0)" clip-path="url(#lanes)">`,
		body,
		`</g></g></g>`,
		legend(picture, height - foot),
		`<defs>${defs.join('')}</defs>`,
		'</svg>',
	].join('\n');
	return { svg, width, height };
}

function drawBand({ colours }: PictureOf, row: number, { from, to }: Band): string {
	const line = colours['ink-4'];
	return `<rect x="${n(from)}" y="${row * laneHeight + 8.5}" width="${n(to - from)}" height="${laneHeight - 17}" fill="${line}" fill-opacity="0.22" stroke="${line}"/>`;
}

function ground({ layout, colours, ticks }: PictureOf, lanes: number): string {
	const { scale, rows } = layout;
	const grounds = rows.map(({ is, isFirst }, row) => {
		const y = row * laneHeight;
		const back =
			is === 'system'
				? `<rect y="${y}" width="${n(scale.width)}" height="${laneHeight}" fill="${colours.rail}" fill-opacity="0.7"/>`
				: '';
		return `${back}<path d="M0 ${y + 0.5}H${n(scale.width)}" stroke="${isFirst ? colours['rule-2'] : colours.rule}"/>`;
	});
	const lines = ticks.major.map(({ at }) => `M${Math.round(scale.x(at)) + 0.5} 0V${lanes}`).join('');
	return `${grounds.join('')}<path d="${lines}M0 ${lanes - 0.5}H${n(scale.width)}" stroke="${colours.rule}"/>`;
}

function drawRuler({ layout, colours, ticks }: PictureOf): string {
	const { scale } = layout;
	const at = (tick: number, up: number) => `M${n(scale.x(tick))} ${ruler}v-${up}`;
	const labels = ticks.major
		.filter((tick) => scale.x(tick.at) > 16 && scale.x(tick.at) < scale.width - 16)
		.map((tick) =>
			text(scale.x(tick.at), 15, tick.label, {
				size: 11,
				weight: tick.isDay ? 600 : 500,
				fill: tick.isDay ? colours.ink : colours['ink-2'],
				anchor: 'middle',
			}),
		);
	return `<g transform="translate(${names} 0)"><path d="${ticks.minor.map((tick) => at(tick, 4)).join('')}" stroke="${colours['rule-2']}"/><path d="${ticks.major.map((tick) => at(tick.at, 7)).join('')}" stroke="${colours['ink-4']}"/>${labels.join('')}</g>`;
}

function drawNames({ layout, colours, measure }: PictureOf, lanes: number): string {
	const rows = layout.rows.map((lane, row) => {
		const { group, isFirst } = lane;
		const hasGroup = isFirst && group !== '';
		const above = hasGroup
			? text(16, row * laneHeight + 14, cut(group, names - 28, measure), {
					size: 10,
					weight: 400,
					fill: colours['ink-3'],
				})
			: '';
		const y = middle(row) + (hasGroup ? 8 : 4);
		const line = `<path d="M0 ${row * laneHeight + 0.5}H${names}" stroke="${isFirst ? colours['rule-2'] : colours.rule}"/>`;
		return `${line}${above}${text(16, y, cut(titleOf(lane), names - 28, measure), { fill: colours.ink })}`;
	});
	return `<rect width="${names}" height="${lanes}" fill="${colours.rail}"/>${rows.join('')}<path d="M${names - 0.5} 0V${lanes}M0 ${lanes - 0.5}H${names}" stroke="${colours['rule-2']}"/>`;
}

function drawSilence(
	{ colours, silence: words, measure, layout }: PictureOf,
	silence: Layout['silences'][number],
): string {
	const { from, to, rows } = silence;
	const [first, end] = rows;
	const [y, height] = [first * laneHeight, (end - first) * laneHeight];
	const says = words(silence);
	const [left, right] = [Math.max(0, from), Math.min(to, layout.scale.width)];
	const wide = measure(says) + 12;
	const room = right - left;
	const label =
		room < wide
			? ''
			: `<rect x="${n((left + right - wide) / 2)}" y="${y + height - 22}" width="${n(wide)}" height="18" rx="3" fill="${colours.paper}"/>${text((left + right) / 2, y + height - 9, says, { size: 11, fill: colours['ink-2'], anchor: 'middle' })}`;
	return `<g><title>${xml(says)}</title><rect x="${n(from)}" y="${y}" width="${n(to - from)}" height="${height}" fill="url(#silence)"/><path d="M${n(from)} ${y}v${height}M${n(to)} ${y}v${height}" stroke="${colours['ink-4']}" stroke-dasharray="3 3"/>${label}</g>`;
}

function drawBar({ event, bar, row }: Mark, sheet: string, defs: string[]): string {
	if (!bar) return '';
	const colour = kindGlyphs[event.kind].light;
	const [y, height] = [row * laneHeight + 8, laneHeight - 16];
	const box = `x="${n(bar.from)}" y="${y}" width="${n(bar.to - bar.from)}" height="${height}" rx="3"`;
	const strength = event.kind === 'state' ? 0.3 : 0.16;
	if (bar.fades) {
		const id = `fade${defs.length}`;
		const start = Math.max(0, 1 - 48 / Math.max(1, bar.to - bar.from));
		defs.push(
			`<linearGradient id="${id}"><stop offset="${n(start)}" stop-color="${colour}" stop-opacity="${strength}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></linearGradient>`,
		);
		return `<rect ${box} fill="url(#${id})"/>`;
	}
	const back = `<rect ${box} fill="${sheet}"/><rect ${box} fill="${colour}" fill-opacity="${bar.hatched ? 0.08 : strength}"/>`;
	if (bar.hatched) {
		const id = `hatch-${event.kind}`;
		if (!defs.some((def) => def.includes(`id="${id}"`))) defs.push(hatch(id, colour, 5, 0.34));
		return `${back}<rect ${box} fill="url(#${id})"/>`;
	}
	return `${back}<rect x="${n(bar.from + 0.5)}" y="${y + 0.5}" width="${n(Math.max(0, bar.to - bar.from - 1))}" height="${height - 1}" rx="3" fill="none" stroke="${colour}" stroke-opacity="0.45"/>`;
}

/** Many events as one: how many there are. */
function drawChip({ colours }: PictureOf, { x, row, width, words, count }: Chip): string {
	const y = middle(row);
	return `<g><title>${count} events</title><rect x="${n(x - width / 2)}" y="${y - 9}" width="${n(width)}" height="18" rx="9" fill="${colours.sheet}" stroke="${colours['ink-4']}"/>${text(x, y + 4, words, { size: 10.5, weight: 600, fill: colours.ink, anchor: 'middle' })}</g>`;
}

/** What could not be known yet is there, and barely. */
const greyed = ({ unknown }: PictureOf, { event }: Mark, drawn: string): string =>
	drawn !== '' && unknown.has(event.id) ? `<g opacity="0.34">${drawn}</g>` : drawn;

function drawMark(picture: PictureOf, mark: Mark, index: number, defs: string[]): string {
	const { event, x, row, doubt, isBarOnly, bar, isOnBar, words } = mark;
	const { fill, ring, light, name } = kindGlyphs[event.kind];
	const y = middle(row);
	const parts = [`<title>${xml(`${name}, ${picture.time(mark)}: ${event.title || words}`)}</title>`];
	if (doubt) {
		const id = `doubt${index}`;
		const width = Math.max(1, doubt.to - doubt.from);
		const peak = doubt.shape === 'both' ? Math.min(0.95, Math.max(0.05, (x - doubt.from) / width)) : 0.5;
		const stop = (offset: number, opacity: number) =>
			`<stop offset="${n(offset)}" stop-color="${light}" stop-opacity="${opacity}"/>`;
		const stops = {
			both: stop(0, 0) + stop(peak, 0.34) + stop(1, 0),
			before: stop(0, 0) + stop(1, 0.34),
			after: stop(0, 0.34) + stop(1, 0),
		}[doubt.shape];
		defs.push(`<linearGradient id="${id}">${stops}</linearGradient>`);
		parts.push(
			`<rect x="${n(doubt.from)}" y="${y - 11}" width="${n(width)}" height="22" fill="url(#${id})"/>`,
		);
	}
	parts.push(drawLabel(picture, mark));
	if (!isBarOnly) {
		if (!bar && !isOnBar)
			parts.push(`<circle cx="${n(x)}" cy="${y}" r="8" fill="${picture.colours.paper}"/>`);
		const stroke =
			ring === undefined ? '' : `<path d="${ring}" fill="none" stroke="${light}" stroke-width="2"/>`;
		parts.push(
			`<g transform="translate(${n(x - 7)} ${y - 7}) scale(0.875)">${stroke}<path d="${fill}" fill="${light}"/></g>`,
		);
	}
	return `<g>${parts.join('')}</g>`;
}

function drawLabel(
	{ colours, measure }: PictureOf,
	{ label, words, x, row, bar, isBarOnly, isOnBar }: Mark,
): string {
	if (!label) return '';
	const y = middle(row);
	const start =
		label.side === 'left'
			? x - 12 - label.width
			: label.side === 'right'
				? x + 12
				: Math.max(8, (bar?.from ?? x) + 12);
	const shown = cut(words, label.width - (label.side === 'bar' ? 0 : 4), measure);
	const back =
		!isBarOnly && !isOnBar && !bar
			? `<rect x="${n(start)}" y="${y - 9}" width="${n(Math.min(label.width, measure(shown) + 7))}" height="18" rx="3" fill="${colours.paper}"/>`
			: '';
	return back + text(start + (isBarOnly ? 0 : 3), y + 4, shown, { fill: colours.ink });
}

/** What each glyph means; a picture goes where nobody can ask. */
function legend({ colours, measure }: PictureOf, y: number): string {
	let x = 16;
	return eventKinds
		.map((kind) => {
			const { fill, ring, light, short } = kindGlyphs[kind];
			const stroke =
				ring === undefined ? '' : `<path d="${ring}" fill="none" stroke="${light}" stroke-width="2"/>`;
			const part = `<g transform="translate(${n(x)} ${y + 12}) scale(0.75)">${stroke}<path d="${fill}" fill="${light}"/></g>${text(x + 17, y + 22, short, { size: 11, weight: 400, fill: colours['ink-2'] })}`;
			x += 17 + measure(short) + 16;
			return part;
		})
		.join('');
}

function hatch(id: string, colour: string, step: number, opacity: number): string {
	return `<pattern id="${id}" width="${step}" height="${step}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0.5 0V${step}" stroke="${colour}" stroke-opacity="${opacity}"/></pattern>`;
}

function text(
	x: number,
	y: number,
	words: string,
	{
		size,
		weight,
		family,
		fill,
		anchor,
	}: { size?: number; weight?: number; family?: string; fill: string; anchor?: 'middle' },
): string {
	const more = [
		...(size === undefined ? [] : [` font-size="${size}"`]),
		...(weight === undefined ? [] : [` font-weight="${weight}"`]),
		...(family === undefined ? [] : [` font-family="${family}"`]),
		...(anchor === undefined ? [] : [` text-anchor="${anchor}"`]),
	].join('');
	return `<text x="${n(x)}" y="${n(y)}" fill="${fill}"${more}>${xml(words)}</text>`;
}

const middle = (row: number): number => row * laneHeight + laneHeight / 2;

/** A number without needless digits. */
const n = (value: number): string => String(Math.round(value * 100) / 100);

function cut(words: string, width: number, measure: Measure): string {
	if (measure(words) <= width + 3) return words;
	let [low, high] = [0, words.length];
	while (low < high) {
		const half = (low + high + 1) >> 1;
		if (measure(`${words.slice(0, half).trimEnd()}…`) <= width) low = half;
		else high = half - 1;
	}
	return `${words.slice(0, low).trimEnd()}…`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML takes it; characters it forbids are left out. */
function xml(words: string): string {
	// oxlint-disable-next-line no-control-regex -- XML 1.0 has no way to write them
	const clean = words.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
	return clean.replace(/[&<>"]/g, (mark) => entities[mark] ?? mark);
}
