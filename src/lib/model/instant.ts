/**
 * Instants are whole microseconds since the epoch: what evidence is stored in and events are told by. Safe below
 * 2^53, which lasts until the year 2255. At the outside they are RFC 3339 in UTC with up to six digits.
 */
import { Temporal } from './temporal.ts';

/** Microseconds since the epoch. */
export type Micros = number;

export const second = 1_000_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Instants from the year 1 to 9999: what RFC 3339 can say. */
const lowest = -62_135_596_800 * second;
const highest = Number.MAX_SAFE_INTEGER;

export function isMicros(value: unknown): value is Micros {
	return Number.isSafeInteger(value) && (value as number) >= lowest && (value as number) <= highest;
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?([Zz]|[+-]\d\d:?\d\d)$/;

/** The instant an RFC 3339 text names; digits finer than a microsecond are dropped. Undefined when it is none. */
export function parseInstant(text: string): Micros | undefined {
	const match = rfc3339.exec(text);
	if (!match) return undefined;
	const [, years, months, days, hours, minutes, seconds = '0', fraction = '', offset = 'Z'] = match;
	const [y, mo, d, h, mi, s] = [years, months, days, hours, minutes, seconds].map(Number) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	if (h > 23 || mi > 59 || s > 59) return undefined;
	const date = new Date(0);
	date.setUTCFullYear(y, mo - 1, d);
	// A day that the month does not have rolls over: 31 February is refused rather than read as 3 March.
	if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return undefined;
	const micro = Number(fraction.slice(0, 6).padEnd(6, '0'));
	const shift = offsetMicros(offset);
	if (shift === undefined) return undefined;
	const at = date.getTime() * 1000 + h * hour + mi * minute + s * second + micro - shift;
	return isMicros(at) ? at : undefined;
}

/** RFC 3339 in UTC, with as many fractional digits as needed, six at most. */
export function formatInstant(at: Micros): string {
	const whole = Math.floor(at / second);
	const fraction = String(at - whole * second)
		.padStart(6, '0')
		.replace(/0+$/, '');
	const text = new Date(whole * 1000).toISOString().slice(0, 19);
	return fraction === '' ? `${text}Z` : `${text}.${fraction}Z`;
}

/** `Z` or `±hh:mm` as microseconds east of UTC. */
export function offsetMicros(text: string): Micros | undefined {
	if (/^(z|utc|gmt)$/i.test(text)) return 0;
	const match = /^([+-])(\d\d):?(\d\d)$/.exec(text);
	if (!match || Number(match[2]) > 23 || Number(match[3]) > 59) return undefined;
	return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * hour + Number(match[3]) * minute);
}

/** What a clock on the wall shows, and how far it stands from UTC. */
export interface Wall {
	readonly year: number;
	/** 1 to 12. */
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	readonly micro: number;
	/** `+02:00`. */
	readonly offset: string;
}

const known = new Map<string, boolean>();

/** Whether this machine knows the time zone. */
export function isZone(name: string): boolean {
	// The first question about any other costs a browser some 20 ms.
	if (name === 'UTC') return true;
	const before = known.get(name);
	if (before !== undefined) return before;
	let valid = true;
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
	} catch {
		valid = false;
	}
	if (known.size < 1000) known.set(name, valid);
	return valid;
}

interface Offset {
	/** Microseconds east of UTC. */
	readonly by: Micros;
	readonly written: string;
}
const utc: Offset = { by: 0, written: '+00:00' };
const steady = new Map<string, Offset | undefined>();

/**
 * How far the clocks of a zone stand from UTC from two days before a day (counted from the epoch) until two days
 * after it; undefined where they are put forward or back meanwhile. Kept: asking takes some 20 µs, and a screen full
 * of times asks for the same few days thousands of times.
 */
function steadyOffset(of: number, zone: string): Offset | undefined {
	const key = `${of} ${zone}`;
	if (steady.has(key)) return steady.get(key);
	const [before, after] = [of - 2, of + 3].map(
		(one) => Temporal.Instant.fromEpochMilliseconds((one * day) / 1000).toZonedDateTimeISO(zone).offset,
	);
	const by = before === undefined || before !== after ? undefined : offsetMicros(before);
	const found = by === undefined || before === undefined ? undefined : { by, written: before };
	if (steady.size > 5000) steady.clear();
	steady.set(key, found);
	return found;
}

/** What the clocks of a zone show at an instant; of UTC when the zone is unknown. */
export function wallAt(at: Micros, zone: string): Wall {
	const micro = ((at % second) + second) % second;
	const whole = (at - micro) / 1000;
	const offset = zone === 'UTC' || !isZone(zone) ? utc : steadyOffset(Math.floor(at / day), zone);
	if (offset) {
		const date = new Date(whole + offset.by / 1000);
		return {
			year: date.getUTCFullYear(),
			month: date.getUTCMonth() + 1,
			day: date.getUTCDate(),
			hour: date.getUTCHours(),
			minute: date.getUTCMinutes(),
			second: date.getUTCSeconds(),
			micro,
			offset: offset.written,
		};
	}
	const zoned = Temporal.Instant.fromEpochMilliseconds(whole).toZonedDateTimeISO(zone);
	return {
		year: zoned.year,
		month: zoned.month,
		day: zoned.day,
		hour: zoned.hour,
		minute: zoned.minute,
		second: zoned.second,
		micro,
		offset: zoned.offset,
	};
}

/**
 * The instants at which the clocks of a zone show this: one as a rule, none where they were put forward over it,
 * two in the night when they go back. Undefined fields count from zero.
 */
export function instantsAt(
	wall: Pick<Wall, 'year' | 'month' | 'day'> & Partial<Wall>,
	zone: string,
): readonly Micros[] {
	const micro = wall.micro ?? 0;
	const quick = instantWhereSteady(wall, zone);
	if (quick !== undefined) return quick;
	let plain: ReturnType<typeof Temporal.PlainDateTime.from>;
	try {
		plain = Temporal.PlainDateTime.from(
			{
				year: wall.year,
				month: wall.month,
				day: wall.day,
				hour: wall.hour ?? 0,
				minute: wall.minute ?? 0,
				second: wall.second ?? 0,
			},
			{ overflow: 'reject' },
		);
	} catch {
		return [];
	}
	const place = isZone(zone) ? zone : 'UTC';
	const found: Micros[] = [];
	for (const disambiguation of ['earlier', 'later'] as const) {
		const zoned = plain.toZonedDateTime(place, { disambiguation });
		const at = zoned.epochMilliseconds * 1000 + micro;
		if (zoned.toPlainDateTime().equals(plain) && !found.includes(at)) found.push(at);
	}
	return found;
}

/** The same by arithmetic, where the clocks were not put forward or back in days; undefined where they may have been. */
function instantWhereSteady(
	wall: Pick<Wall, 'year' | 'month' | 'day'> & Partial<Wall>,
	zone: string,
): readonly Micros[] | undefined {
	const {
		year,
		month,
		day: date,
		hour: hours = 0,
		minute: minutes = 0,
		second: seconds = 0,
		micro = 0,
	} = wall;
	const isTime = hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60;
	// Two-digit years mean another century to Date, and nobody's incident.
	if (!isTime || year < 1000 || year > 9999) return undefined;
	const ms = Date.UTC(year, month - 1, date, hours, minutes, seconds);
	const there = new Date(ms);
	// A day that the month does not have is for Temporal to refuse.
	if (there.getUTCMonth() !== month - 1 || there.getUTCDate() !== date) return undefined;
	const offset = zone === 'UTC' || !isZone(zone) ? utc : steadyOffset(Math.floor((ms * 1000) / day), zone);
	return offset && [ms * 1000 + micro - offset.by];
}

/** The first instant of the local day that holds `at`. */
export function dayStart(at: Micros, zone: string): Micros {
	const { year, month, day: date } = wallAt(at, zone);
	if (zone === 'UTC' || !isZone(zone)) return Math.floor(at / day) * day;
	// Where midnight itself was skipped the day begins at the first time there was.
	return Temporal.PlainDate.from({ year, month, day: date }).toZonedDateTime(zone).epochMilliseconds * 1000;
}
