/** The relation of time and pixels, and the marks of a ruler. Values; a pan or zoom makes a new one. */
import { day, hour, minute, second, wallAt, dayStart, instantsAt, type Micros } from '#lib/model/instant.ts';
import { densestStretch } from '#lib/model/stretch.ts';

/** The narrowest window: a hundredth of a second; the widest: forty years. */
const narrowest = second / 100;
const widest = 40 * 365 * day;

export interface Window {
	readonly from: Micros;
	readonly to: Micros;
}

export class TimeScale {
	readonly from: Micros;
	readonly to: Micros;
	/** In px. */
	readonly width: number;

	constructor({ from, to }: Window, width: number) {
		this.from = from;
		this.to = Math.max(to, from + narrowest);
		this.width = Math.max(1, width);
	}

	/** Microseconds one pixel stands for. */
	get perPx(): number {
		return (this.to - this.from) / this.width;
	}
	x(at: Micros): number {
		return ((at - this.from) / (this.to - this.from)) * this.width;
	}
	at(x: number): Micros {
		return Math.round(this.from + (x / this.width) * (this.to - this.from));
	}
}

/** The window made `factor` times narrower (wider below 1) around an instant that keeps its place. */
export function zoomed({ from, to }: Window, factor: number, around: Micros): Window {
	const span = Math.min(widest, Math.max(narrowest, (to - from) / factor));
	const share = (around - from) / (to - from);
	const start = Math.round(around - span * share);
	return { from: start, to: start + Math.round(span) };
}

/** The window moved along by some time. */
export function panned({ from, to }: Window, by: Micros): Window {
	return { from: from + Math.round(by), to: to + Math.round(by) };
}

/** The window moved as little as needed to show an instant with some room around it. */
export function showing(window: Window, at: Micros): Window {
	const room = (window.to - window.from) * 0.08;
	if (at < window.from + room) return panned(window, at - window.from - room);
	if (at > window.to - room) return panned(window, at - window.to + room);
	return window;
}

/** What to show at first: the densest stretch, with room. Undefined without instants. */
export function densest(instants: readonly Micros[]): Window | undefined {
	const stretch = densestStretch(instants);
	return stretch && padded(stretch);
}

/** From the first instant to the last, with room. Undefined without instants. */
export function everything(instants: readonly Micros[]): Window | undefined {
	if (instants.length === 0) return undefined;
	let [from, to] = [Infinity, -Infinity];
	for (const at of instants) {
		from = Math.min(from, at);
		to = Math.max(to, at);
	}
	return padded({ from, to });
}

function padded({ from, to }: Window): Window {
	const room = Math.max((to - from) * 0.04, 5 * minute);
	return { from: Math.floor(from - room), to: Math.ceil(to + room) };
}

export interface Tick {
	readonly at: Micros;
	readonly label: string;
	/** A day begins here. */
	readonly isDay: boolean;
}

const millisecond = second / 1000;
const steps: readonly [step: Micros, minor: Micros][] = [
	[millisecond, millisecond / 5],
	[2 * millisecond, millisecond],
	[5 * millisecond, millisecond],
	[10 * millisecond, 2 * millisecond],
	[20 * millisecond, 5 * millisecond],
	[50 * millisecond, 10 * millisecond],
	[100 * millisecond, 20 * millisecond],
	[200 * millisecond, 50 * millisecond],
	[500 * millisecond, 100 * millisecond],
	[second, second / 5],
	[5 * second, second],
	[15 * second, 5 * second],
	[30 * second, 10 * second],
	[minute, 15 * second],
	[5 * minute, minute],
	[10 * minute, 5 * minute],
	[15 * minute, 5 * minute],
	[30 * minute, 10 * minute],
	[hour, 15 * minute],
	[3 * hour, hour],
	[6 * hour, 2 * hour],
	[12 * hour, 3 * hour],
	[day, 6 * hour],
	[7 * day, day],
	[28 * day, 7 * day],
	[91 * day, 28 * day],
	[365 * day, 91 * day],
];

/** Marks of a ruler, labelled ones at least `room` px apart, by the clocks of a zone. */
export function ticks(scale: TimeScale, zone: string, room = 110): { major: Tick[]; minor: Micros[] } {
	const [step, small] = steps.find(([size]) => size / scale.perPx >= room) ?? steps.at(-1) ?? [day, hour];
	// Counted from local midnight, so that marks stand on full local hours in zones with odd offsets too.
	const zero = startOfDay(scale.from, zone);
	const major: Tick[] = [];
	for (let at = zero + Math.floor((scale.from - zero) / step) * step; at <= scale.to; at += step) {
		if (at < scale.from) continue;
		const isDay = step >= day || at === startOfDay(at, zone);
		major.push({ at, isDay, label: labelOf(at, zone, isDay ? 'day' : step) });
	}
	const minor: Micros[] = [];
	for (let at = zero + Math.ceil((scale.from - zero) / small) * small; at <= scale.to; at += small)
		minor.push(at);
	return { major, minor };
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** Kept, as a pan asks for the same ones in each frame, and the clocks of a zone take their time. */
const starts = new Map<string, Micros>();
const labels = new Map<string, string>();

function keptIn<T>(map: Map<string, T>, key: string, make: () => T): T {
	let value = map.get(key);
	if (value === undefined) {
		if (map.size > 5000) map.clear();
		map.set(key, (value = make()));
	}
	return value;
}

/** All clocks of the world are whole quarters of an hour apart, so no day begins within one. */
function startOfDay(at: Micros, zone: string): Micros {
	const quarter = Math.floor(at / (15 * minute));
	return keptIn(starts, `${quarter} ${zone}`, () => dayStart(at, zone));
}

function labelOf(at: Micros, zone: string, step: Micros | 'day'): string {
	if (step === 'day') return keptIn(labels, `${at} ${zone} day`, () => dayLabel(at, zone));
	const digits = step < second ? 3 : step < minute ? 0 : undefined;
	return keptIn(labels, `${at} ${zone} ${digits ?? ''}`, () => timeLabel(at, zone, digits));
}

/** `02:14`, `02:14:07` or `02:14:07.250`, by how many digits of seconds there are to be. */
function timeLabel(at: Micros, zone: string, digits: 0 | 3 | undefined): string {
	const wall = wallAt(at, zone);
	const minutes = `${two(wall.hour)}:${two(wall.minute)}`;
	if (digits === undefined) return minutes;
	const seconds = `${minutes}:${two(wall.second)}`;
	if (digits === 0) return seconds;
	return `${seconds}.${String(Math.floor(wall.micro / 1000)).padStart(3, '0')}`;
}

/** `11 Mar`. */
export function dayLabel(at: Micros, zone: string): string {
	const wall = wallAt(at, zone);
	return `${wall.day} ${monthNames[wall.month - 1] ?? ''}`;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Wed 11 Mar 2026`. */
export function dateLabel(at: Micros, zone: string): string {
	const wall = wallAt(at, zone);
	const weekday = weekdays[new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay()] ?? '';
	return `${weekday} ${wall.day} ${monthNames[wall.month - 1] ?? ''} ${wall.year}`;
}

/** Night is when the clocks of a zone say ten in the evening to six in the morning. */
const [dusk, dawn] = [22, 6];
/** In a wider window nights would be a grid of their own. */
const mostNights = 21 * day;

/** The nights within the window by the clocks of a zone; none in UTC, which is nobody's night. */
export function nights({ from, to }: Window, zone: string): readonly Window[] {
	if (zone === 'UTC' || to - from > mostNights) return [];
	const found: Window[] = [];
	// A day may be an hour shorter or longer; its noon is always in it.
	for (let noon = startOfDay(from, zone) - day / 2; noon < to + day; noon += day) {
		const { year, month, day: date } = wallAt(noon, zone);
		const next = wallAt(noon + day, zone);
		const begin = instantsAt({ year, month, day: date, hour: dusk }, zone)[0];
		const end = instantsAt({ year: next.year, month: next.month, day: next.day, hour: dawn }, zone)[0];
		if (begin !== undefined && end !== undefined && end > from && begin < to)
			found.push({ from: begin, to: end });
	}
	return found;
}
