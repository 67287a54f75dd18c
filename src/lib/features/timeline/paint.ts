/** Draws a layout of the lanes on a canvas. Knows nothing of the document; everything it needs is handed to it. */
import { kindGlyphs } from '#lib/ui/kind-glyphs.ts';
import type { EventKind } from '#lib/model/timeline.ts';
import { laneHeight, type Band, type Chip, type Ghost, type Layout, type Mark } from './layout.ts';
import type { ChipPictures, Drawing } from './chip-pictures.ts';
import { mixed, onGround, type Palette } from './palette.ts';
import type { Micros } from '#lib/model/instant.ts';

/** What one looks at, points at and has just seen change. */
export interface Looks {
	readonly selected: string | undefined;
	readonly hovered: string | undefined;
	/** Events others have selected, with their colour 1 to 6. */
	readonly others: ReadonlyMap<string, number>;
	/** Events that changed elsewhere a moment ago, with the colour of who did. */
	readonly changed: ReadonlyMap<string, number>;
	/** Events chosen to be changed together. */
	readonly chosen: ReadonlySet<string>;
	/** Events that could not be known yet: greyed. */
	readonly unknown: ReadonlySet<string>;
	readonly ticks: readonly Micros[];
	/** By the clocks of the zone shown. */
	readonly nights: readonly { readonly from: Micros; readonly to: Micros }[];
	readonly range: { readonly from: Micros; readonly to: Micros } | undefined;
}

export interface Canvas {
	readonly context: Drawing;
	/** CSS px. */
	readonly width: number;
	readonly height: number;
	/** How far the lanes are scrolled down. */
	readonly top: number;
	readonly palette: Palette;
	readonly texts: LabelTexts;
	readonly chips: ChipPictures;
}

/** What could not be known yet is there, and barely. */
const greyed = 0.34;
const labelFont = (palette: Palette, weight = 500) => `${weight} 11.5px ${palette.font}`;
const paths = new Map<EventKind, { fill: Path2D; ring: Path2D | undefined }>();

/** Draws all that is in view. */
export function paint(canvas: Canvas, layout: Layout, looks: Looks): void {
	const { context, width, height, top, palette } = canvas;
	const first = Math.max(0, Math.floor(top / laneHeight));
	const last = Math.min(layout.rows.length, Math.ceil((top + height) / laneHeight));
	context.fillStyle = palette.colours.paper;
	context.fillRect(0, 0, width, height);
	context.save();
	context.translate(0, -top);
	paintGround(canvas, layout, looks, first, last);
	for (const line of layout.lines) if (line.row >= first && line.row < last) paintLine(canvas, line);
	paintSilences(canvas, layout);
	for (let row = first; row < last; row++)
		for (const band of layout.bands[row] ?? []) paintBand(canvas, row, band);
	for (let row = first; row < last; row++)
		for (const mark of layout.marks[row] ?? []) {
			context.globalAlpha = looks.unknown.has(mark.event.id) ? greyed : 1;
			paintBar(canvas, mark);
		}
	context.globalAlpha = 1;
	paintJoin(canvas, layout, looks);
	for (let row = first; row < last; row++)
		for (const chip of layout.chips[row] ?? []) {
			context.globalAlpha = isUnknown(chip, layout, looks) ? greyed : 1;
			const y = row * laneHeight + laneHeight / 2;
			canvas.chips.draw(context, chip.x, y, chip.words);
		}
	context.globalAlpha = 1;
	for (let row = first; row < last; row++)
		for (const mark of layout.marks[row] ?? []) {
			context.globalAlpha = looks.unknown.has(mark.event.id) ? greyed : 1;
			paintMark(canvas, mark, looks);
		}
	context.globalAlpha = 1;
	for (const ghost of layout.ghosts) if (ghost.row >= first && ghost.row < last) paintGhost(canvas, ghost);
	const pointed = layout.marks
		.slice(first, last)
		.flat()
		.filter(({ event, label }) => !label && event.id === looks.hovered);
	for (const mark of pointed) paintLabel(canvas, { ...mark, label: freeLabel(canvas, mark) }, 500);
	context.restore();
}

/** How much of its colour a bar has. */
export const strengths = { state: 0.3, other: 0.16, hatched: 0.08 } as const;

/** Whether letters stand beside each other, each as wide as it is alone, but for a pixel of kerning. */
const isPlain = (text: string): boolean => /^[\u0020-\u024f\u2010-\u2026]*$/.test(text);

/**
 * Measures and shortens labels, each once: asking the canvas costs some 6 µs, and a frame of a zoom brings hundreds
 * that were not there before.
 */
export class LabelTexts {
	readonly #context: Drawing;
	readonly #font: string;
	readonly #widths = new Map<string, number>();
	/** Of single characters, to find where to cut. */
	readonly #advances = new Map<string, number>();

	constructor(context: Drawing, palette: Palette) {
		this.#context = context;
		this.#font = labelFont(palette);
	}

	/** In px, in the font of labels. */
	width(text: string): number {
		let width = this.#widths.get(text);
		if (width === undefined) {
			width = isPlain(text) ? this.#sum(text) : this.#measure(text);
			if (this.#widths.size < 20_000) this.#widths.set(text, width);
		}
		return width;
	}

	/** The text, or as much of its beginning as there is room for, with an ellipsis. */
	cut(text: string, room: number): string {
		if (this.width(text) <= room + 3) return text;
		let left = room - this.#advance('…');
		let end = 0;
		for (const letter of text) {
			left -= this.#advance(letter);
			if (left < 0) break;
			end += letter.length;
		}
		return `${text.slice(0, end).trimEnd()}…`;
	}

	#sum(text: string): number {
		let width = 0;
		for (let n = 0; n < text.length; n++) width += this.#advance(text.charAt(n));
		return width;
	}
	#advance(letter: string): number {
		let width = this.#advances.get(letter);
		if (width === undefined) this.#advances.set(letter, (width = this.#measure(letter)));
		return width;
	}
	#measure(text: string): number {
		this.#context.font = this.#font;
		return this.#context.measureText(text).width;
	}
}

function paintGround(
	{ context, width, palette }: Canvas,
	{ rows, scale }: Layout,
	looks: Looks,
	first: number,
	last: number,
): void {
	const { colours } = palette;
	for (let row = first; row < last; row++) {
		const y = row * laneHeight;
		if (rows[row]?.is === 'system') {
			context.fillStyle = onGround(colours.paper, colours.rail, 0.7);
			context.fillRect(0, y, width, laneHeight);
		}
		if (row === 0) continue;
		context.fillStyle = rows[row]?.isFirst ? colours['rule-2'] : colours.rule;
		context.fillRect(0, y, width, 1);
	}
	context.fillStyle = mixed(colours.ink, 0.05);
	for (const night of looks.nights) {
		const [from, to] = [Math.max(0, scale.x(night.from)), Math.min(width, scale.x(night.to))];
		context.fillRect(from, 0, to - from, rows.length * laneHeight);
	}
	context.fillStyle = colours.rule;
	for (const at of looks.ticks) context.fillRect(Math.round(scale.x(at)), 0, 1, rows.length * laneHeight);
	if (looks.range) {
		const [from, to] = [scale.x(looks.range.from), scale.x(looks.range.to)];
		context.fillStyle = mixed(colours.accent, 0.12);
		context.fillRect(from, 0, to - from, rows.length * laneHeight);
	}
}

function paintLine(
	{ context, palette }: Canvas,
	{ row, from, to, isThought }: Layout['lines'][number],
): void {
	const y = row * laneHeight + laneHeight / 2;
	context.strokeStyle = palette.colours['ink-4'];
	context.lineWidth = 1.5;
	context.setLineDash(isThought ? [1.5, 2.5] : []);
	context.beginPath();
	context.moveTo(from, y);
	context.lineTo(to, y);
	context.stroke();
	context.setLineDash([]);
}

function paintSilences({ context, palette, width }: Canvas, { silences }: Layout): void {
	const line = palette.colours['ink-4'];
	for (const {
		from,
		to,
		rows: [first, end],
	} of silences) {
		const [y, height] = [first * laneHeight, (end - first) * laneHeight];
		context.save();
		context.beginPath();
		context.rect(from, y, to - from, height);
		context.clip();
		hatch(context, { x: from, y, width: to - from, height }, width, mixed(line, 0.26), 7);
		context.restore();
		context.strokeStyle = line;
		context.lineWidth = 1;
		context.setLineDash([3, 3]);
		for (const x of [from, to]) {
			context.beginPath();
			context.moveTo(Math.round(x) + 0.5, y);
			context.lineTo(Math.round(x) + 0.5, y + height);
			context.stroke();
		}
		context.setLineDash([]);
	}
}

/** Slanting lines over a box, of which only what is in view is drawn: deep in a zoom a box may be miles wide. */
function hatch(
	context: Drawing,
	box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
	view: number,
	colour: string,
	step: number,
): void {
	const { x, y, width, height } = box;
	context.strokeStyle = colour;
	context.lineWidth = 1;
	context.beginPath();
	// Anchored to the box, not to the window: the pattern must not crawl while one pans past it.
	const run = step * Math.SQRT2;
	const first = Math.max(-height, -x - height);
	const last = Math.min(width + height, view - x);
	for (let offset = Math.ceil(first / run) * run; offset < last; offset += run) {
		context.moveTo(x + offset, y + height);
		context.lineTo(x + offset + height, y);
	}
	context.stroke();
}

/** Many bars as one: that something lasts, and no more. */
function paintBand({ context, palette }: Canvas, row: number, { from, to }: Band): void {
	const { colours } = palette;
	const [y, height] = [row * laneHeight + 8, laneHeight - 16];
	context.fillStyle = onGround(colours.sheet, colours['ink-4'], 0.22);
	context.fillRect(from, y, to - from, height);
	context.fillStyle = colours['ink-4'];
	context.fillRect(from, y, to - from, 1);
	context.fillRect(from, y + height - 1, to - from, 1);
}

function paintBar(canvas: Canvas, { event, bar, row }: Mark): void {
	if (!bar) return;
	const { context, palette, width } = canvas;
	const { colours, kinds } = palette;
	const colour = kinds[event.kind];
	const [y, height] = [row * laneHeight + 8, laneHeight - 16];
	const [from, to] = [Math.max(bar.from, -20), Math.min(bar.to, width + 20)];
	if (to <= from) return;
	const strong = event.kind === 'state' ? strengths.state : strengths.other;
	context.beginPath();
	context.roundRect(from, y, to - from, height, 3);
	const ground = onGround(colours.sheet, colour, strong);
	if (bar.fades) {
		const fade = context.createLinearGradient(to - 48, 0, to, 0);
		fade.addColorStop(0, ground);
		fade.addColorStop(1, 'transparent');
		context.fillStyle = fade;
	} else context.fillStyle = bar.hatched ? onGround(colours.sheet, colour, strengths.hatched) : ground;
	context.fill();
	if (bar.hatched) {
		// Only what is hatched is clipped: there may be a thousand bars, and a clip costs more than a bar.
		context.save();
		context.clip();
		hatch(context, { x: bar.from, y, width: bar.to - bar.from, height }, width, mixed(colour, 0.34), 5);
		context.restore();
	}
	if (bar.hatched || bar.fades) return;
	context.strokeStyle = mixed(colour, 0.45);
	context.lineWidth = 1;
	context.beginPath();
	context.roundRect(from + 0.5, y + 0.5, to - from - 1, height - 1, 3);
	context.stroke();
}

/** One event of several people: its glyphs are joined while it is selected. */
function paintJoin({ context, palette }: Canvas, { joins }: Layout, { selected }: Looks): void {
	const join = joins.find(({ id }) => id === selected);
	if (!join) return;
	context.fillStyle = palette.colours.accent;
	context.fillRect(join.x - 1, join.first * laneHeight + 20, 2, (join.last - join.first) * laneHeight);
}

function paintMark(canvas: Canvas, mark: Mark, looks: Looks): void {
	const { context, palette, width } = canvas;
	const { event, x, row, doubt, isBarOnly } = mark;
	const isSelected = event.id === looks.selected || looks.chosen.has(event.id);
	if (x < -60 && !mark.bar && !doubt) return;
	if (x > width + 60) return;
	const y = row * laneHeight + laneHeight / 2;
	const colour = palette.kinds[event.kind];
	const changed = looks.changed.get(event.id);
	const other = looks.others.get(event.id);
	if (changed !== undefined) {
		context.fillStyle = mixed(palette.people[changed - 1] ?? palette.colours.accent, 0.24);
		context.beginPath();
		context.roundRect(x - 14, y - 14, 28, 28, 6);
		context.fill();
	}
	if (doubt) {
		const gradient = context.createLinearGradient(doubt.from, 0, doubt.to, 0);
		const peak =
			doubt.shape === 'both'
				? Math.min(0.95, Math.max(0.05, (x - doubt.from) / Math.max(1, doubt.to - doubt.from)))
				: 0.5;
		const soft = mixed(colour, 0.34);
		gradient.addColorStop(0, doubt.shape === 'after' ? soft : 'transparent');
		if (doubt.shape === 'both') gradient.addColorStop(peak, soft);
		gradient.addColorStop(1, doubt.shape === 'before' ? soft : 'transparent');
		context.fillStyle = gradient;
		context.fillRect(doubt.from, y - 11, doubt.to - doubt.from, 22);
	}
	paintLabel(canvas, mark, isSelected ? 600 : 500);
	if (!isBarOnly) {
		if (!mark.bar && !mark.isOnBar) {
			context.fillStyle = palette.colours.paper;
			context.beginPath();
			context.arc(x, y, 8, 0, Math.PI * 2);
			context.fill();
		}
		paintGlyph(context, event.kind, colour, x, y);
	}
	if (isSelected || other !== undefined || event.id === looks.hovered) {
		const ring = isSelected
			? palette.colours.accent
			: other === undefined
				? palette.colours['rule-ui']
				: palette.people[other - 1];
		context.strokeStyle = ring ?? palette.colours.accent;
		context.lineWidth = isSelected || other !== undefined ? 2 : 1;
		context.beginPath();
		if (isBarOnly && mark.bar)
			context.roundRect(mark.bar.from - 1, y - 13, mark.bar.to - mark.bar.from + 2, 26, 4);
		else context.roundRect(x - 11, y - 11, 22, 22, 5);
		context.stroke();
	}
}

function pathOf(kind: EventKind) {
	let path = paths.get(kind);
	if (!path) {
		const { fill, ring } = kindGlyphs[kind];
		path = { fill: new Path2D(fill), ring: ring === undefined ? undefined : new Path2D(ring) };
		paths.set(kind, path);
	}
	return path;
}

function paintGlyph(context: Drawing, kind: EventKind, colour: string, x: number, y: number): void {
	const path = pathOf(kind);
	context.save();
	context.translate(x - 7, y - 7);
	context.scale(14 / 16, 14 / 16);
	context.fillStyle = colour;
	context.strokeStyle = colour;
	context.lineWidth = 2;
	if (path.ring) context.stroke(path.ring);
	context.fill(path.fill);
	context.restore();
}

/** Where a hidden label goes while its glyph is pointed at: over whatever is there. */
function freeLabel({ width, texts }: Canvas, { words, x }: Mark): Mark['label'] {
	const wide = Math.ceil(texts.width(words)) + 6;
	return { side: x + 12 + wide > width && x - 12 - wide > 0 ? 'left' : 'right', width: wide };
}

function paintLabel(
	{ context, palette, texts }: Canvas,
	{ label, words, x, row, bar, isBarOnly, isOnBar }: Mark,
	weight: number,
): void {
	if (!label) return;
	const y = row * laneHeight + laneHeight / 2;
	const start =
		label.side === 'left'
			? x - 12 - label.width
			: label.side === 'right'
				? x + 12
				: Math.max(8, (bar?.from ?? x) + 12);
	const text = texts.cut(words, label.width - (label.side === 'bar' ? 0 : 4));
	if (!isBarOnly && !isOnBar && !bar) {
		context.fillStyle = palette.colours.paper;
		context.beginPath();
		context.roundRect(start, y - 9, Math.min(label.width, texts.width(text) + 7), 18, 3);
		context.fill();
	}
	context.font = labelFont(palette, weight);
	context.textBaseline = 'middle';
	context.fillStyle = palette.colours.ink;
	context.fillText(text, start + (isBarOnly ? 0 : 3), y + 0.5);
}

/** A time that somebody claims: the glyph's outline where they say it was, and a thin line to where it stands. */
function paintGhost({ context, palette }: Canvas, { event, row, x, to, doubt }: Ghost): void {
	const y = row * laneHeight + laneHeight / 2;
	const colour = palette.kinds[event.kind];
	if (doubt) {
		context.fillStyle = mixed(colour, 0.1);
		context.fillRect(doubt.from, y - 11, doubt.to - doubt.from, 22);
	}
	const way = Math.sign(to - x);
	if (Math.abs(to - x) > 18) {
		context.strokeStyle = colour;
		context.lineWidth = 1;
		context.setLineDash([2, 2]);
		context.beginPath();
		context.moveTo(x + way * 8, y);
		context.lineTo(to - way * 12, y);
		context.stroke();
		context.setLineDash([]);
	}
	context.save();
	context.translate(x - 7, y - 7);
	context.scale(14 / 16, 14 / 16);
	context.fillStyle = palette.colours.paper;
	context.strokeStyle = colour;
	context.lineWidth = 1.5;
	const path = pathOf(event.kind);
	context.fill(path.fill);
	context.stroke(path.fill);
	context.restore();
}

/** A crowd of which nothing could be known yet. */
function isUnknown({ row, from, to }: Chip, { rows }: Layout, { unknown }: Looks): boolean {
	if (unknown.size === 0) return false;
	const crowd = rows[row]?.events.slice(from, to) ?? [];
	return crowd.every(({ id }) => unknown.has(id));
}
