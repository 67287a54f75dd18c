/**
 * Times as people type and read them: "14:02", "about 2:40", "between 02:39 and 02:43", "before 02:14",
 * "11 March, 23:50 to 00:10". What is printed in full parses back to the same time; what is short may drop digits.
 */
import {
	day,
	dayStart,
	hour,
	instantsAt,
	isZone,
	minute,
	offsetMicros,
	second,
	wallAt,
	type Micros,
	type Wall,
} from './instant.ts';
import { anchorOf, makeWhen, usualDoubt, type End, type When } from './time.ts';

/** By which clock a time is read or shown. A time without a date means the one nearest to `near`. */
export interface Clock {
	readonly zone: string;
	readonly near: Micros;
}

export type Parsed =
	| {
			readonly ok: true;
			readonly when: When;
			/** The other reading, in the night when the clocks go back and the hour comes twice. */
			readonly other?: When;
	  }
	| { readonly ok: false; readonly why: string };

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const month =
	'(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const dayNames = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+(?=\d|[a-z]{3})/;
const isoDate = /^(\d{4})-(\d\d)-(\d\d)(?:[t,\s]+|$)/;
const dayMonth = new RegExp(
	`^(\\d{1,2})(?:st|nd|rd|th)?\\s+${month}(?:,?\\s+(\\d{4})(?!\\d|[:.h]))?(?:[,\\s]+(?:at\\s+)?|$)`,
);
const monthDay = new RegExp(
	`^${month}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?![:.h\\d])(?:,?\\s+(\\d{4})(?!\\d|[:.h]))?(?:[,\\s]+(?:at\\s+)?|$)`,
);
const timeOfDay =
	/^(\d{1,2})(?:[:.h](\d\d)(?:[:.](\d\d)(?:[.,](\d{1,6}))?)?)?\s*(am|pm)?(?:\s*(z|utc|gmt|[+-]\d\d:?\d\d))?$/;

interface Point {
	/** One instant, or two in the hour that comes twice. */
	readonly at: readonly Micros[];
	/** How much of time the writing covers. */
	readonly wide: 'day' | 'minute' | 'point';
}

/** What a typed time means. `why` is one sentence for the person who typed it. */
export function parseWhen(typed: string, clock: Clock): Parsed {
	const written = typed.trim().replace(/\s+/g, ' ').slice(0, 500);
	const text = written.toLowerCase();
	if (text === '') return no('Type a time, such as 14:02, about 2:40 or before 02:14.');
	if (/^(\?|unknown|order only|time unknown)$/.test(text))
		return { ok: true, when: { form: 'order', written, zone: clock.zone } };
	const readings: When[] = [];
	let why = '';
	for (const choice of [0, 1] as const) {
		const found = new Reader(clock, choice).stretch(text);
		if (typeof found === 'string') why ||= found;
		else {
			const when = makeWhen({ ...found, written, zone: clock.zone });
			if (when) readings.push(when);
			else why ||= 'That ends before it begins. Check the two times.';
		}
	}
	const [when, other] = readings;
	if (!when) return no(why);
	const same = other === undefined || JSON.stringify(when) === JSON.stringify(other);
	return same ? { ok: true, when } : { ok: true, when, other };
}

const no = (why: string): Parsed => ({ ok: false, why });

type Draft = Omit<When, 'written' | 'zone'>;

/** Reads one text with one choice for hours that come twice. A string is the reason why not. */
class Reader {
	readonly #clock: Clock;
	readonly #choice: 0 | 1;
	constructor(clock: Clock, choice: 0 | 1) {
		this.#clock = clock;
		this.#choice = choice;
	}

	stretch(text: string): Draft | string {
		const split = /^(?:from\s+)?(.+?)(?:\s+(?:to|until|till|-)\s+|\s*[–—]\s*)(.+)$/.exec(text);
		if (!split) return this.moment(text);
		const start = this.moment(split[1] ?? '');
		if (typeof start === 'string') return start;
		if (/^(\?|unknown|open)$/.test(split[2] ?? '')) return { ...start, end: { form: 'unknown' } };
		const end = this.moment(split[2] ?? '', anchorOf(start) ?? start.earliest);
		if (typeof end === 'string') return end;
		if (end.form === 'order') return 'The end needs a time, or a question mark when nobody knows it.';
		return { ...start, end: end as End };
	}

	/** `notBefore` makes a time without a date the first one from there. */
	moment(text: string, notBefore?: Micros): Draft | string {
		const lead =
			/^(about|around|approximately|approx\.?|circa|ca\.?|c\.|before|after|since|between|within|~|<|>)\s*(.+)$/.exec(
				text,
			);
		const rest = lead?.[2] ?? text;
		switch (lead?.[1]) {
			case undefined:
				return this.exact(rest, notBefore);
			case 'before':
			case '<': {
				const at = this.point(rest, notBefore);
				return typeof at === 'string' ? at : { form: 'before', latest: this.#pick(at) };
			}
			case 'after':
			case 'since':
			case '>': {
				const at = this.point(rest, notBefore);
				return typeof at === 'string' ? at : { form: 'after', earliest: this.#pick(at) };
			}
			case 'between':
				return this.range(rest, 'between', notBefore);
			case 'within':
				return this.range(rest, 'exact', notBefore);
			default:
				return this.about(rest, notBefore);
		}
	}

	exact(text: string, notBefore?: Micros): Draft | string {
		const point = this.point(text, notBefore);
		if (typeof point === 'string') return point;
		const at = this.#pick(point);
		if (point.wide === 'day') return wholeDay(at, this.#clock.zone);
		return { form: 'exact', earliest: at, latest: point.wide === 'minute' ? at + minute - 1 : at };
	}

	about(text: string, notBefore?: Micros): Draft | string {
		const [likely = '', bounds] = text.split(/,?\s+between\s+/);
		const point = this.point(likely, notBefore);
		if (typeof point === 'string') return point;
		const best = this.#pick(point);
		if (bounds !== undefined) {
			const range = this.range(bounds, 'between', notBefore);
			if (typeof range === 'string') return range;
			const { earliest = best, latest = best } = range;
			return earliest <= best && best <= latest
				? { form: 'about', earliest, latest, best }
				: 'The likeliest time lies outside the two bounds.';
		}
		if (point.wide === 'day') return wholeDay(best, this.#clock.zone);
		const doubt = usualDoubt(best);
		return { form: 'about', earliest: best - doubt, latest: best + doubt, best };
	}

	range(text: string, form: 'between' | 'exact', notBefore?: Micros): Draft | string {
		const [first = '', last] = text.split(/\s+and\s+/);
		if (last === undefined) return 'Say both times: between 02:39 and 02:43.';
		const from = this.point(first, notBefore);
		if (typeof from === 'string') return from;
		const earliest = this.#pick(from);
		const to = this.point(last, earliest);
		if (typeof to === 'string') return to;
		const latest = this.#pick(to);
		return earliest <= latest ? { form, earliest, latest } : 'The first of the two times is the later one.';
	}

	#pick(point: Point): Micros {
		return point.at[this.#choice] ?? point.at[0] ?? 0;
	}

	point(text: string, notBefore?: Micros): Point | string {
		const { zone, near } = this.#clock;
		const { date, rest } = takeDate(text.replace(dayNames, ''), near, zone);
		if (date === 'none') return `There is no such date as “${text}”.`;
		const time = rest === '' ? undefined : takeTime(rest);
		if (rest !== '' && !time)
			return `“${text}” is not a time we can read. Try 14:02, about 2:40 or 11 March 02:14.`;
		if (!time) {
			const at = date && instantsAt(date, zone)[0];
			return at === undefined ? 'Type a time, such as 14:02.' : { at: [dayStart(at, zone)], wide: 'day' };
		}
		const wide = time.precise ? 'point' : 'minute';
		const on = (found: Date3): readonly Micros[] =>
			time.shift === undefined
				? instantsAt({ ...found, ...time.wall }, zone)
				: instantsAt({ ...found, ...time.wall }, 'UTC').map((at) => at - (time.shift ?? 0));
		if (date) {
			const at = on(date);
			return at.length > 0 ? { at, wide } : skipped(text);
		}
		const at = nearest(on, near, zone, notBefore);
		return at.length > 0 ? { at, wide } : skipped(text);
	}
}

const skipped = (text: string) =>
	`The clocks were put forward over ${text} that night, so it did not exist. Check the zone or the time.`;

type Date3 = Pick<Wall, 'year' | 'month' | 'day'>;

/** A time of day without a date: the day that puts it nearest, or the first from `notBefore`. */
function nearest(
	on: (date: Date3) => readonly Micros[],
	near: Micros,
	zone: string,
	notBefore: Micros | undefined,
): readonly Micros[] {
	let best: readonly Micros[] = [];
	let distance = Infinity;
	for (const days of [0, -1, 1, 2, -2]) {
		const at = on(wallAt(near + days * day, zone));
		const first = at[0];
		if (first === undefined || (notBefore !== undefined && (at.at(-1) ?? first) < notBefore)) continue;
		const away = Math.abs(first - near);
		if (away < distance) {
			best = at;
			distance = away;
		}
	}
	return best;
}

function takeDate(
	text: string,
	near: Micros,
	zone: string,
): { date: Date3 | undefined | 'none'; rest: string } {
	const iso = isoDate.exec(text);
	if (iso) return dated(text, iso[0], Number(iso[1]), Number(iso[2]), Number(iso[3]));
	const dm = dayMonth.exec(text);
	const md = dm ? null : monthDay.exec(text);
	const found = dm ?? md;
	if (!found) return { date: undefined, rest: text };
	const name = (dm ? dm[2] : md?.[1]) ?? '';
	const number = Number(dm ? dm[1] : md?.[2]);
	const monthNumber = months.indexOf(name.slice(0, 3)) + 1;
	if (found[3] !== undefined) return dated(text, found[0], Number(found[3]), monthNumber, number);
	const here = wallAt(near, zone).year;
	const away = (year: number) =>
		Math.abs((instantsAt({ year, month: monthNumber, day: number }, zone)[0] ?? Infinity) - near);
	const year = [here, here - 1, here + 1].toSorted((a, b) => away(a) - away(b))[0] ?? here;
	return dated(text, found[0], year, monthNumber, number);
}

function dated(text: string, taken: string, year: number, monthNumber: number, number: number) {
	const date = { year, month: monthNumber, day: number };
	const exists = instantsAt(date, 'UTC').length > 0;
	return { date: exists ? date : ('none' as const), rest: text.slice(taken.length).trim() };
}

function takeTime(text: string) {
	const match = timeOfDay.exec(text.replace(/^at\s+/, ''));
	if (!match) return undefined;
	const [, hours, minutes, seconds, fraction, half, offset] = match;
	// A bare number is a time only with am or pm: "2" alone says too little.
	if (minutes === undefined && half === undefined) return undefined;
	let h = Number(hours);
	if (half !== undefined) {
		if (h < 1 || h > 12) return undefined;
		h = (h % 12) + (half === 'pm' ? 12 : 0);
	}
	const wall = { hour: h, minute: Number(minutes ?? 0), second: Number(seconds ?? 0), micro: 0 };
	if (wall.hour > 23 || wall.minute > 59 || wall.second > 59) return undefined;
	wall.micro = Number((fraction ?? '').padEnd(6, '0'));
	const shift = offset === undefined ? undefined : offsetMicros(offset);
	return { wall, precise: seconds !== undefined, shift };
}

function wholeDay(at: Micros, zone: string): Draft {
	const start = dayStart(at, zone);
	return { form: 'about', earliest: start, best: start, latest: dayStart(start + day + day / 8, zone) - 1 };
}

function isWholeDay(when: Pick<When, 'form' | 'earliest' | 'latest' | 'best'>, zone: string): boolean {
	if (when.form !== 'about' || when.earliest === undefined || when.best !== when.earliest) return false;
	return (
		when.latest === wholeDay(when.earliest, zone).latest && dayStart(when.earliest, zone) === when.earliest
	);
}

/**
 * `plain` reads well ("about 02:41"), `short` fits a column ("~02:41"), both by the minute; `full` keeps every
 * digit and parses back to the same time.
 */
export type Style = 'plain' | 'short' | 'full';

/** A time in words, by the given clock. */
export function printWhen(when: When, clock: Clock, style: Style = 'plain'): string {
	const start = printMoment(when, clock, style);
	if (!when.end) return start;
	if (when.end.form === 'unknown') return style === 'short' ? `${start} –` : `${start} to ?`;
	// Read as the first such time from the start, so the date is left out under the same rule.
	const end = printMoment(when.end as Draft, clock, style, anchorOf(when) ?? when.earliest);
	return style === 'short' ? `${start}–${end}` : `${start} to ${end}`;
}

function printMoment(when: Draft, clock: Clock, style: Style, notBefore?: Micros): string {
	const put = (at: Micros | undefined, exactMinute = false, from = notBefore) =>
		at === undefined ? '?' : printInstant(at, clock, style, exactMinute, from);
	const { earliest, latest, best } = when;
	switch (when.form) {
		case 'exact': {
			const aligned = earliest !== undefined && earliest % minute === 0;
			if (style !== 'full' || (aligned && latest === earliest + minute - 1)) return put(earliest);
			if (earliest === latest) return put(earliest, true);
			return `within ${put(earliest)} and ${put(latest, false, earliest)}`;
		}
		case 'about': {
			if (isWholeDay(when, clock.zone)) return printDate(best ?? 0, clock, style);
			// Half a day of doubt: the time of day says nothing any more.
			if (style !== 'full' && best !== undefined && (latest ?? best) - (earliest ?? best) >= 12 * hour)
				return `${style === 'short' ? '~' : 'about '}${printDate(best, clock, style)}`;
			if (style === 'short') return `~${put(best)}`;
			const usual = best === undefined ? 0 : usualDoubt(best);
			if (style === 'plain' || (earliest === (best ?? 0) - usual && latest === (best ?? 0) + usual))
				return `about ${put(best)}`;
			return `about ${put(best)}, between ${put(earliest)} and ${put(latest, false, earliest)}`;
		}
		case 'before':
			return `${style === 'short' ? '<' : 'before '}${put(latest)}`;
		case 'after':
			return `${style === 'short' ? '>' : 'after '}${put(earliest)}`;
		case 'between':
			return style === 'short'
				? `${put(earliest)}…${put(latest)}`
				: `between ${put(earliest)} and ${put(latest, false, earliest)}`;
		case 'order':
			return style === 'short' ? '?' : 'order only';
	}
}

/** One instant by a clock: "02:41", with its date where the time alone would mean another day. */
export function printInstant(
	at: Micros,
	clock: Clock,
	style: Style = 'plain',
	keepSeconds = false,
	notBefore?: Micros,
): string {
	const zone = isZone(clock.zone) ? clock.zone : 'UTC';
	const wall = wallAt(at, zone);
	const time = digits(wall, at, style === 'full', keepSeconds);
	const onDay = (date: Date3) => instantsAt({ ...date, ...pickTime(wall) }, zone);
	const twice = zone === 'UTC' ? [at] : onDay(wall);
	const shown = twice.length > 1 ? `${time}${wall.offset}` : time;
	const byTime =
		style === 'full'
			? nearest(onDay, clock.near, zone, notBefore)
			: nearest(onDay, clock.near, zone, undefined);
	if (byTime.includes(at)) return shown;
	const date = printDate(at, clock, style);
	// A column has no room for both, and on another day the day says more.
	return style === 'short' ? date : `${date}, ${shown}`;
}

function pickTime({ hour, minute: m, second: s, micro }: Wall) {
	return { hour, minute: m, second: s, micro };
}

function digits(wall: Wall, at: Micros, full: boolean, keepSeconds: boolean): string {
	const two = (value: number) => String(value).padStart(2, '0');
	const time = `${two(wall.hour)}:${two(wall.minute)}`;
	if (!full || (at % minute === 0 && !keepSeconds)) return time;
	const fraction = at % second === 0 ? '' : `.${String(wall.micro).padStart(6, '0')}`;
	return `${time}:${two(wall.second)}${fraction}`;
}

function printDate(at: Micros, clock: Clock, style: Style): string {
	const zone = isZone(clock.zone) ? clock.zone : 'UTC';
	const wall = wallAt(at, zone);
	const year = style === 'full' || wall.year !== wallAt(clock.near, zone).year ? ` ${wall.year}` : '';
	return `${wall.day} ${monthNames[wall.month - 1] ?? ''}${year}`;
}
