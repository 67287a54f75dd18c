/**
 * Where everything of the lanes is drawn: pure arithmetic from rows and a scale to boxes, so that painting is only
 * painting, pointing is only looking up, and both can be tested without a canvas.
 */
import type { Micros } from '#lib/model/instant.ts';
import type { EventId } from '#lib/model/ids.ts';
import { anchorOf, type When } from '#lib/model/time.ts';
import type { Gap, Presence, TimelineEvent } from '#lib/model/timeline.ts';
import type { Row } from './rows.ts';
import type { TimeScale } from './scale.ts';

/** Height of a lane in px. */
export const laneHeight = 40;
/** Half a glyph, and the room kept around it. */
const half = 7;
const labelGap = 5;
/** A label shortened below this says nothing. */
const leastLabel = 54;

export interface Mark {
	readonly event: TimelineEvent;
	readonly row: number;
	/** Centre of the glyph. */
	readonly x: number;
	/** No glyph: a state is its bar. */
	readonly isBarOnly: boolean;
	/** Undefined: hidden until pointed at. `width` is what there is room for. */
	readonly label: { readonly side: 'left' | 'right' | 'bar'; readonly width: number } | undefined;
	readonly words: string;
	/** It stands on the bar of another: nothing may be painted behind its label. */
	readonly isOnBar: boolean;
	/** From where it might have been to where, when that is not exact. */
	readonly doubt:
		| { readonly from: number; readonly to: number; readonly shape: 'both' | 'before' | 'after' }
		| undefined;
	readonly bar:
		| { readonly from: number; readonly to: number; readonly fades: boolean; readonly hatched: boolean }
		| undefined;
}

export interface Line {
	readonly row: number;
	readonly from: number;
	readonly to: number;
	readonly isThought: boolean;
}

export interface Silence {
	readonly gap: Gap;
	readonly from: number;
	readonly to: number;
	/** Rows it covers; the end is exclusive. */
	readonly rows: readonly [number, number];
}

export interface Layout {
	readonly scale: TimeScale;
	readonly rows: readonly Row[];
	/** By row, then by place. */
	readonly marks: readonly (readonly Mark[])[];
	readonly lines: readonly Line[];
	readonly silences: readonly Silence[];
}

/** The width of a text in px, in the font of labels. */
export type Measure = (text: string) => number;

/** What is being dragged: drawn where it would be. */
export interface Dragged {
	readonly id: EventId;
	readonly when: When;
}

/** Lays out what is in the window; `measure` is asked only for labels that are in view. */
export function layOut(
	rows: readonly Row[],
	{ gaps, presences }: { readonly gaps: readonly Gap[]; readonly presences: readonly Presence[] },
	scale: TimeScale,
	measure: Measure,
	dragged?: Dragged,
): Layout {
	const index = new Map(rows.map(({ key }, at) => [key, at]));
	return {
		scale,
		rows,
		marks: rows.map((row, at) => marksOf(row, at, scale, measure, dragged)),
		lines: presences.flatMap(({ personId, span, certainty }) => {
			const row = index.get(personId);
			if (row === undefined || span.latest < scale.from || span.earliest > scale.to) return [];
			return [
				{ row, from: scale.x(span.earliest), to: scale.x(span.latest), isThought: certainty !== 'sure' },
			];
		}),
		silences: gaps.flatMap((gap) => {
			const { span, scope } = gap;
			if (span.latest < scale.from || span.earliest > scale.to) return [];
			// A gap about one person concerns their lane alone.
			const row = scope.startsWith('per_') ? index.get(scope) : undefined;
			if (scope.startsWith('per_') && row === undefined) return [];
			const covers: [number, number] = row === undefined ? [0, rows.length] : [row, row + 1];
			return [{ gap, from: scale.x(span.earliest), to: scale.x(span.latest), rows: covers }];
		}),
	};
}

/** What stands on the lanes for an event. */
export const wordsOf = ({ label, title }: Pick<TimelineEvent, 'label' | 'title'>): string => label || title;

function marksOf(
	row: Row,
	at: number,
	scale: TimeScale,
	measure: Measure,
	dragged: Dragged | undefined,
): Mark[] {
	const placed: { event: TimelineEvent; when: When; x: number; end: number | undefined }[] = [];
	for (const event of row.events) {
		const when = dragged?.id === event.id ? dragged.when : event.when;
		const anchor = anchorOf(when);
		if (anchor === undefined) continue;
		const last = when.end && anchorOf(when.end);
		const reach = Math.max(anchor, when.latest ?? anchor, last ?? (when.end ? Infinity : anchor));
		if (reach < scale.from || Math.min(anchor, when.earliest ?? anchor) > scale.to) continue;
		placed.push({
			event,
			when,
			x: scale.x(anchor),
			end: when.end && (last === undefined ? Infinity : scale.x(last)),
		});
	}
	placed.sort((a, b) => a.x - b.x);
	const marks: Mark[] = [];
	/** How far to the right the lane is taken by glyphs and labels so far. */
	let taken = -Infinity;
	for (const [n, { event, when, x, end }] of placed.entries()) {
		const next = placed[n + 1]?.x ?? Infinity;
		const isBarOnly = end !== undefined && event.kind === 'state';
		const words = wordsOf(event);
		const inView = x >= -half && x <= scale.width + half;
		const barEnd = end === undefined ? undefined : unknownEnd(end, next, scale);
		const bar =
			barEnd === undefined
				? undefined
				: {
						from: x,
						to: Math.max(barEnd, x + 3),
						fades: end === Infinity,
						hatched: event.certainty === 'inferred',
					};
		let label: Mark['label'];
		if (isBarOnly && bar) {
			const start = Math.max(0, bar.from);
			const room = Math.min(bar.to, scale.width, next - half) - start - 16;
			label = room >= Math.min(leastLabel, measure(words)) ? { side: 'bar', width: room } : undefined;
		} else if (inView) label = labelOf(words, x, next, taken, scale, measure);
		const isOnBar = marks.some((other) => other.bar && x > other.bar.from + 4 && x < other.bar.to);
		marks.push({ event, row: at, x, isBarOnly, label, words, isOnBar, doubt: doubtOf(when, x, scale), bar });
		const start = label?.side === 'bar' ? Math.max(0, x) + 12 : x + half + labelGap;
		const right =
			label && label.side !== 'left' ? start + Math.min(label.width, measure(words) + 6) : x + half;
		taken = Math.max(taken, right);
	}
	return marks;
}

/** An end nobody knows is drawn until the next thing on the lane. */
const unknownEnd = (end: number, next: number, scale: TimeScale): number =>
	end === Infinity ? Math.min(next - half - 2, scale.width + 60) : end;

/** Labels yield before glyphs: right of the glyph, then left, then shortened, then hidden until pointed at. */
function labelOf(
	words: string,
	x: number,
	next: number,
	taken: number,
	scale: TimeScale,
	measure: Measure,
): Mark['label'] {
	const width = Math.ceil(measure(words)) + 6;
	const right = Math.min(next - half - 4, scale.width) - (x + half + labelGap);
	if (width <= right) return { side: 'right', width };
	const left = x - half - labelGap - Math.max(taken + 4, 0);
	if (width <= left) return { side: 'left', width };
	return right >= leastLabel ? { side: 'right', width: right } : undefined;
}

function doubtOf(when: When, x: number, scale: TimeScale): Mark['doubt'] {
	const { form, earliest, latest } = when;
	if (form === 'before') return { from: x - 44, to: x, shape: 'before' };
	if (form === 'after') return { from: x, to: x + 44, shape: 'after' };
	if ((form !== 'about' && form !== 'between') || earliest === undefined || latest === undefined)
		return undefined;
	return { from: scale.x(earliest), to: scale.x(latest), shape: 'both' };
}

/** What is at a place of the lanes. Glyphs win over bars, later ones over earlier ones. */
export function markAt({ marks }: Layout, x: number, y: number): Mark | undefined {
	const row = marks[Math.floor(y / laneHeight)];
	if (!row) return undefined;
	const onGlyph = nearestMark(row, x);
	if (onGlyph) return onGlyph;
	const onLabel = row.findLast(({ label, x: at }) => {
		if (label?.side === 'right') return x >= at && x <= at + half + labelGap + label.width;
		return label?.side === 'left' && x <= at && x >= at - half - labelGap - label.width;
	});
	if (onLabel) return onLabel;
	const within = y % laneHeight > 6 && y % laneHeight < laneHeight - 6;
	return within ? row.findLast(({ bar }) => bar && x >= bar.from && x <= bar.to) : undefined;
}

function nearestMark(row: readonly Mark[], x: number): Mark | undefined {
	const reach = half + 5;
	let low = 0;
	let high = row.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((row[middle]?.x ?? 0) < x - reach) low = middle + 1;
		else high = middle;
	}
	let best: Mark | undefined;
	for (let n = low; n < row.length; n++) {
		const mark = row[n];
		if (!mark || mark.x > x + reach) break;
		if (!mark.isBarOnly && (!best || Math.abs(mark.x - x) <= Math.abs(best.x - x))) best = mark;
	}
	return best;
}

/** A moved time, pulled to one of `targets` within `reach` px. Undefined targets: moved as it is. */
export function snapped(at: Micros, targets: readonly Micros[], scale: TimeScale, reach = 8): Micros {
	let best = at;
	let distance = reach * scale.perPx;
	for (const target of targets) {
		const away = Math.abs(target - at);
		if (away <= distance) {
			best = target;
			distance = away;
		}
	}
	return best;
}
