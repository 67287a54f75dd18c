/**
 * Where everything of the lanes is drawn: pure arithmetic from rows and a scale to boxes, so that painting is only
 * painting, pointing is only looking up, and both can be tested without a canvas.
 */
import type { Micros } from '#lib/model/instant.ts';
import type { EventId } from '#lib/model/ids.ts';
import { anchorOf, type When } from '#lib/model/time.ts';
import type { Claim, Gap, Presence, TimelineEvent } from '#lib/model/timeline.ts';
import { chipWidth, chipWords } from './chip-pictures.ts';
import { crowdOf, LaneIndex, type Crowd } from './lane-index.ts';
import type { Row } from './rows.ts';
import type { TimeScale } from './scale.ts';

/** Height of a lane in px. */
export const laneHeight = 40;
/** Half a glyph, and the room kept around it. */
const half = 7;
const labelGap = 5;
/** A label shortened below this says nothing. */
const leastLabel = 54;
/** A cell of a crowd is between this and √2 times as wide, in px. */
const leastCell = 28;
/** A time with one bound only is doubted for as long as this is wide; what is beyond the edge may reach in. */
const openDoubt = 44;
const margin = openDoubt + half + 2;

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

/** Events too near to each other to be told apart, drawn as how many they are. */
export interface Chip extends Crowd {
	readonly row: number;
	/** Its middle and its width, in px. */
	readonly x: number;
	readonly width: number;
	readonly words: string;
}

/** A stretch in which so much lasts at once that it is drawn as one, in px. */
export interface Band {
	readonly from: number;
	readonly to: number;
}

export interface Line {
	readonly row: number;
	readonly from: number;
	readonly to: number;
	readonly isThought: boolean;
}

export interface Join {
	readonly id: EventId;
	readonly x: number;
	readonly first: number;
	readonly last: number;
}

/** Where somebody says that an event was instead: hollow, with a line to where it is. */
export interface Ghost {
	readonly event: TimelineEvent;
	readonly row: number;
	readonly x: number;
	/** Where the event itself is. */
	readonly to: number;
	readonly doubt: Mark['doubt'];
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
	/** By row, then by place. Empty for rows that were not asked for. */
	readonly marks: readonly (readonly Mark[])[];
	/** By row, then by place. */
	readonly chips: readonly (readonly Chip[])[];
	/** By row, in order and apart from each other. */
	readonly bands: readonly (readonly Band[])[];
	/** From the first lane to the last of each event set apart that is on several. */
	readonly joins: readonly Join[];
	readonly ghosts: readonly Ghost[];
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

export interface Attention {
	readonly dragged?: Dragged | undefined;
	/** Events that stand for themselves even among many: what is selected. */
	readonly apart?: readonly TimelineEvent[];
	/** Other times that are claimed for events set apart. */
	readonly claims?: readonly Pick<Claim, 'eventId' | 'when'>[];
	/** Which rows are looked at; the end is exclusive. All of them where nothing is said. */
	readonly within?: readonly [number, number];
}

/** Lays out what is in the window; `measure` is asked only for labels that are in view. */
export function layOut(
	rows: readonly Row[],
	{ gaps, presences }: { readonly gaps: readonly Gap[]; readonly presences: readonly Presence[] },
	scale: TimeScale,
	measure: Measure,
	{ dragged, apart = [], claims = [], within: [first, end] = [0, rows.length] }: Attention = {},
): Layout {
	const index = new Map(rows.flatMap(({ key, folds = [key] }, at) => folds.map((lane) => [lane, at])));
	const placed = rows.map((row, at) =>
		at >= first && at < end ? placedOn(row, at, scale, apart, dragged) : nothing,
	);
	return {
		scale,
		rows,
		marks: placed.map((things, at) => marksOf(things, at, scale, measure)),
		chips: placed.map((things) => things.flatMap((thing) => (thing.is === 'chip' ? [thing.chip] : []))),
		bands: rows.map((row, at) => (at >= first && at < end ? bandsOn(row, scale) : [])),
		ghosts: claims.flatMap((claim) => ghostsOf(claim, apart, rows, scale)),
		joins: apart.flatMap((event) => joinOf(event, rows, scale, dragged)),
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

function joinOf(event: TimelineEvent, rows: readonly Row[], scale: TimeScale, dragged?: Dragged): Join[] {
	const on = rows.flatMap(({ events }, at) => (LaneIndex.of(events).indexOf(event) < 0 ? [] : [at]));
	const at = anchorOf(dragged?.id === event.id ? dragged.when : event.when);
	// A state is its bars, and bars are not joined.
	const [first, last] = [on[0], on.at(-1)];
	if (at === undefined || first === undefined || last === undefined || first === last) return [];
	return event.when.end && event.kind === 'state' ? [] : [{ id: event.id, x: scale.x(at), first, last }];
}

function ghostsOf(
	{ eventId, when }: Pick<Claim, 'eventId' | 'when'>,
	apart: readonly TimelineEvent[],
	rows: readonly Row[],
	scale: TimeScale,
): Ghost[] {
	const event = apart.find(({ id }) => id === eventId);
	const [at, is] = [anchorOf(when), event && anchorOf(event.when)];
	if (!event || at === undefined || is === undefined) return [];
	const x = scale.x(at);
	return rows.flatMap(({ events }, row) =>
		LaneIndex.of(events).indexOf(event) < 0
			? []
			: [{ event, row, x, to: scale.x(is), doubt: doubtOf(when, x, scale) }],
	);
}

/** What stands on the lanes for an event. */
export const wordsOf = ({ label, title }: Pick<TimelineEvent, 'label' | 'title'>): string => label || title;

/** What stands somewhere on a lane; `left` is where the room of what comes before it ends. */
type Placed =
	| {
			readonly is: 'event';
			readonly event: TimelineEvent;
			readonly when: When;
			readonly x: number;
			readonly left: number;
			/** Of its bar, in px. */
			readonly end: number | undefined;
	  }
	| { readonly is: 'chip'; readonly chip: Chip; readonly x: number; readonly left: number };

const nothing: readonly Placed[] = [];

/** How much time a cell of a crowd takes: steps of √2, so that crowds last through small turns of the wheel. */
function cellOf({ perPx }: TimeScale): Micros {
	return 2 ** (Math.ceil(2 * Math.log2(leastCell * perPx)) / 2);
}

/** What of a lane is in view, in order of place: events for themselves, and crowds. */
function placedOn(
	row: Row,
	at: number,
	scale: TimeScale,
	apart: readonly TimelineEvent[],
	dragged: Dragged | undefined,
): readonly Placed[] {
	const index = LaneIndex.of(row.events);
	const cell = cellOf(scale);
	const crowds = index.crowds(cell);
	const beyond = margin * scale.perPx;
	const low = index.firstFrom(scale.from - beyond);
	const high = index.firstFrom(scale.to + beyond);
	const placed: Placed[] = [];
	const put = (n: number) => {
		const event = index.events[n];
		if (!event || event.id === dragged?.id) return;
		const [x, end] = [scale.x(index.at(n)), index.end(n)];
		placed.push({
			is: 'event',
			event,
			when: event.when,
			x,
			left: x - half,
			end: end && barEnd(event, end, scale),
		});
	};
	for (const n of index.reaching(scale.from, scale.to, low, high))
		if (standsAlone(index, crowds, n, cell)) put(n);
	for (let n = low; n < high;) {
		const crowd = crowdOf(crowds, n);
		if (crowd) {
			placed.push(chipOf(crowd, at, scale));
			for (const bar of crowd.bars) if (bar >= n && bar < high) put(bar);
		} else put(n);
		n = crowd?.to ?? n + 1;
	}
	for (const event of apart) {
		const n = index.indexOf(event);
		const isInView = index.at(n) <= scale.to + beyond && (index.end(n) ?? index.at(n)) >= scale.from - beyond;
		if (n >= 0 && isInView && !standsAlone(index, crowds, n, cell)) put(n);
	}
	const moving = dragged && row.events.find(({ id }) => id === dragged.id);
	const moved = dragged && anchorOf(dragged.when);
	if (moving && moved !== undefined) {
		const end = dragged.when.end && (anchorOf(dragged.when.end) ?? index.at(index.firstFrom(moved + 1)));
		const x = scale.x(moved);
		placed.push({
			is: 'event',
			event: moving,
			when: dragged.when,
			x,
			left: x - half,
			end: end && barEnd({ ...moving, when: dragged.when }, end, scale),
		});
	}
	return placed.sort((a, b) => a.x - b.x);
}

/** Whether an event is drawn for itself whatever stands around it. */
function standsAlone(index: LaneIndex, crowds: readonly Crowd[], n: number, cell: Micros): boolean {
	const crowd = crowdOf(crowds, n);
	return !crowd || (!crowd.band && index.isBar(n, cell));
}

/** Crowds out of view reach into it by what lasts. */
function bandsOn(row: Row, scale: TimeScale): readonly Band[] {
	const bands: { from: number; to: number }[] = [];
	for (const { band } of LaneIndex.of(row.events).crowds(cellOf(scale))) {
		if (!band || band.to < scale.from || band.from > scale.to) continue;
		const [from, to] = [Math.max(scale.x(band.from), -20), Math.min(scale.x(band.to), scale.width + 20)];
		const last = bands.at(-1);
		if (last && from <= last.to) last.to = Math.max(last.to, to);
		else bands.push({ from, to });
	}
	return bands;
}

/** An end nobody knows is drawn until just before the next thing on the lane. */
function barEnd({ when }: TimelineEvent, end: Micros, scale: TimeScale): number {
	const isKnown = when.end !== undefined && anchorOf(when.end) !== undefined;
	if (isKnown) return scale.x(end);
	return Math.min(end < Infinity ? scale.x(end) - half - 2 : Infinity, scale.width + 60);
}

function chipOf(crowd: Crowd, row: number, scale: TimeScale): Placed {
	const words = chipWords(crowd.count);
	const x = (scale.x(crowd.earliest) + scale.x(crowd.latest)) / 2;
	const width = chipWidth(words);
	return { is: 'chip', x, left: x - width / 2, chip: { ...crowd, row, x, width, words } };
}

function marksOf(placed: readonly Placed[], at: number, scale: TimeScale, measure: Measure): Mark[] {
	const marks: Mark[] = [];
	/** How far to the right the lane is taken by glyphs and labels so far. */
	let taken = -Infinity;
	/** Bars that go on where we are. */
	let open: { readonly from: number; readonly to: number }[] = [];
	for (const [n, thing] of placed.entries()) {
		const { x } = thing;
		if (thing.is === 'chip') {
			taken = Math.max(taken, x + thing.chip.width / 2);
			continue;
		}
		const { event, when, end } = thing;
		const next = placed[n + 1]?.left ?? Infinity;
		const isBarOnly = end !== undefined && event.kind === 'state';
		const words = wordsOf(event);
		const inView = x >= -half && x <= scale.width + half;
		open = open.filter(({ to }) => to > x);
		const isOnBar = open.some(({ from }) => x > from + 4);
		const bar =
			end === undefined
				? undefined
				: {
						from: x,
						to: Math.max(end, x + 3),
						fades: when.end !== undefined && anchorOf(when.end) === undefined,
						hatched: event.certainty === 'inferred',
					};
		if (bar) open.push(bar);
		let label: Mark['label'];
		if (isBarOnly && bar) {
			const start = Math.max(0, bar.from);
			const room = Math.min(bar.to, scale.width, next) - start - 16;
			label = room >= Math.min(leastLabel, measure(words)) ? { side: 'bar', width: room } : undefined;
		} else if (inView) label = labelOf(words, x, next, taken, scale, measure);
		marks.push({ event, row: at, x, isBarOnly, label, words, isOnBar, doubt: doubtOf(when, x, scale), bar });
		const start = label?.side === 'bar' ? Math.max(0, x) + 12 : x + half + labelGap;
		const right =
			label && label.side !== 'left' ? start + Math.min(label.width, measure(words) + 6) : x + half;
		taken = Math.max(taken, right);
	}
	return marks;
}

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
	const right = Math.min(next - 4, scale.width) - (x + half + labelGap);
	if (width <= right) return { side: 'right', width };
	const left = x - half - labelGap - Math.max(taken + 4, 0);
	if (width <= left) return { side: 'left', width };
	return right >= leastLabel ? { side: 'right', width: right } : undefined;
}

function doubtOf(when: When, x: number, scale: TimeScale): Mark['doubt'] {
	const { form, earliest, latest } = when;
	if (form === 'before') return { from: x - openDoubt, to: x, shape: 'before' };
	if (form === 'after') return { from: x, to: x + openDoubt, shape: 'after' };
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

/** The crowd at a place of the lanes. */
export function chipAt({ chips }: Layout, x: number, y: number): Chip | undefined {
	if (Math.abs((y % laneHeight) - laneHeight / 2) > 12) return undefined;
	return chips[Math.floor(y / laneHeight)]?.find(
		(chip) => Math.abs(x - chip.x) <= Math.max(12, chip.width / 2),
	);
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
