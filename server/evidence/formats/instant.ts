/**
 * Instants as whole microseconds since the epoch. Fractions are cut at the microsecond, never rounded, and never pass
 * through a floating point number. Arithmetic stays below 2^53 until the year 2255.
 */
import { Temporal } from '#lib/model/temporal.ts';
import type { Precision } from '../record.ts';

export const secondUs = 1_000_000;

/** A wall clock reading. Months and days count from 1. */
export interface WallClock {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	/** 0 to 999,999. */
	readonly microsecond: number;
}

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether such a day and time of day exist; a leap second counts as the last second. */
export function isWallClock(clock: WallClock): boolean {
	const { year, month, day, hour, minute, second } = clock;
	if (!(month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 60)) return false;
	const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
	return day <= (daysInMonth[month - 1] ?? 0) + leap && year >= 1678 && year <= 2254;
}

/** The reading as if it were UTC. */
export function utcUs(clock: WallClock): number {
	const seconds =
		Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, Math.min(clock.second, 59)) /
		1000;
	return seconds * secondUs + clock.microsecond;
}

/** Microseconds of a fraction written as digits: `897` is 897,000; more than six digits are cut. */
export function fractionUs(digits: string | undefined): number {
	if (digits === undefined || digits === '') return 0;
	return Number(digits.length >= 6 ? digits.slice(0, 6) : digits.padEnd(6, '0'));
}

export function precisionOf(digits: string | undefined): Precision {
	if (!digits) return 'second';
	return digits.length > 3 ? 'microsecond' : 'millisecond';
}

/** Minutes east of UTC of `Z`, `UTC`, `+02:00`, `-0700` or `+02`; undefined when it is none of these. */
export function offsetMinutes(text: string): number | undefined {
	if (/^(?:Z|UTC|GMT)$/i.test(text)) return 0;
	const match = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(text);
	if (!match) return undefined;
	const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
	return minutes > 18 * 60 ? undefined : match[1] === '-' ? -minutes : minutes;
}

/** Whether the text names a zone that wall clocks can be read in: an IANA name, `UTC` or an offset. */
export function isZone(text: string): boolean {
	if (offsetMinutes(text) !== undefined) return true;
	if (!/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/.test(text)) return false;
	try {
		new Intl.DateTimeFormat('en', { timeZone: text });
		return true;
	} catch {
		return false;
	}
}

/** Reads wall clocks of one zone. Where a reading happened twice, the earlier one; where never, the one after the gap. */
export class ZoneClock {
	readonly zone: string;
	readonly #fixedUs: number | undefined;
	/** Offset per quarter of an hour of local time: zones change at such marks only. */
	readonly #offsets = new Map<number, number>();

	constructor(zone: string) {
		this.zone = zone;
		const minutes = offsetMinutes(zone);
		this.#fixedUs = minutes === undefined ? undefined : minutes * 60 * secondUs;
	}

	toUs(clock: WallClock): number {
		const local = utcUs(clock);
		return local - (this.#fixedUs ?? this.#offsetUs(local));
	}

	#offsetUs(local: number): number {
		const quarter = Math.floor(local / (900 * secondUs));
		const known = this.#offsets.get(quarter);
		if (known !== undefined) return known;
		const plain = Temporal.Instant.fromEpochMilliseconds(quarter * 900_000)
			.toZonedDateTimeISO('UTC')
			.toPlainDateTime();
		const offset = quarter * 900 * secondUs - plain.toZonedDateTime(this.zone).epochMilliseconds * 1000;
		this.#offsets.set(quarter, offset);
		return offset;
	}
}

const iso =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?|UTC|GMT)?$/i;

export interface ReadInstant {
	readonly atUs: number;
	readonly precision: Precision;
	/** False when the zone was assumed. */
	readonly hasZone: boolean;
}

const quick = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
let quickMinute = '';
let quickUs = 0;

/** The commonest stamp by far, `2026-03-11T02:14:07.123Z`: the minute is read once for all lines of that minute. */
function readQuickly(text: string): ReadInstant | undefined {
	if (text.length < 20 || text.length > 30 || !quick.test(text)) return undefined;
	const second = Number(text.slice(17, 19));
	if (second > 59) return undefined;
	if (!text.startsWith(quickMinute) || quickMinute === '') {
		const minute = text.slice(0, 16);
		const whole = iso.exec(`${minute}:00Z`);
		const wall: WallClock = {
			year: Number(whole?.[1]),
			month: Number(whole?.[2]),
			day: Number(whole?.[3]),
			hour: Number(whole?.[4]),
			minute: Number(whole?.[5]),
			second: 0,
			microsecond: 0,
		};
		if (!isWallClock(wall)) return undefined;
		quickMinute = minute;
		quickUs = utcUs(wall);
	}
	const digits = text.length > 20 ? text.slice(20, -1) : undefined;
	return {
		atUs: quickUs + second * secondUs + fractionUs(digits),
		precision: precisionOf(digits),
		hasZone: true,
	};
}

/** An ISO 8601 stamp; `clock` reads those without a zone. Undefined when it is none, or names no real day. */
export function readIso(text: string, clock: ZoneClock): ReadInstant | undefined {
	const read = readQuickly(text);
	if (read) return read;
	const match = iso.exec(text.trim());
	if (!match) return undefined;
	const wall: WallClock = {
		year: Number(match[1]),
		month: Number(match[2]),
		day: Number(match[3]),
		hour: Number(match[4] ?? 0),
		minute: Number(match[5] ?? 0),
		second: Number(match[6] ?? 0),
		microsecond: fractionUs(match[7]),
	};
	if (!isWallClock(wall)) return undefined;
	const precision: Precision =
		match[4] === undefined ? 'day' : match[6] === undefined ? 'minute' : precisionOf(match[7]);
	const minutes = match[8] === undefined ? undefined : offsetMinutes(match[8].toUpperCase());
	if (match[8] !== undefined && minutes === undefined) return undefined;
	const atUs = minutes === undefined ? clock.toUs(wall) : utcUs(wall) - minutes * 60 * secondUs;
	return { atUs, precision, hasZone: minutes !== undefined };
}

/** The unit that the length of an epoch number betrays. */
export type EpochUnit = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds';

function epochUnit(wholeDigits: number): EpochUnit | undefined {
	if (wholeDigits >= 8 && wholeDigits <= 11) return 'seconds';
	if (wholeDigits >= 12 && wholeDigits <= 14) return 'milliseconds';
	if (wholeDigits >= 15 && wholeDigits <= 17) return 'microseconds';
	if (wholeDigits >= 18 && wholeDigits <= 20) return 'nanoseconds';
	return undefined;
}

/** An epoch number from its digits as written; the unit is told from their number. */
export function readEpoch(digits: string): (ReadInstant & { readonly unit: EpochUnit }) | undefined {
	const match = /^(\d+)(?:\.(\d+))?$/.exec(digits);
	if (!match) return undefined;
	const whole = match[1] ?? '';
	const fraction = match[2] ?? '';
	const unit = epochUnit(whole.length);
	if (unit === undefined) return undefined;
	const atUs = scaled(whole, fraction, unit);
	if (atUs > 8_999_999_999_999_999) return undefined;
	const precision: Precision =
		unit === 'seconds'
			? precisionOf(fraction)
			: unit === 'milliseconds' && fraction === ''
				? 'millisecond'
				: 'microsecond';
	return { atUs, precision, hasZone: true, unit };
}

function scaled(whole: string, fraction: string, unit: EpochUnit): number {
	switch (unit) {
		case 'seconds':
			return Number(whole) * secondUs + fractionUs(fraction);
		case 'milliseconds':
			return Number(whole) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
		case 'microseconds':
			return Number(whole);
		case 'nanoseconds':
			return Number(whole.slice(0, -3));
		default:
			return unit;
	}
}

/** RFC 3339 in UTC with the digits that `us` needs: none, three or six. */
export function formatUs(us: number): string {
	const milliseconds = Math.floor(us / 1000);
	const rest = us - milliseconds * 1000;
	const text = new Date(milliseconds).toISOString();
	if (rest !== 0) return `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
	return milliseconds % 1000 === 0 ? `${text.slice(0, -5)}Z` : text;
}

/** `-1h30m`, `+2.5s`, `-1500ms`, `90` (seconds) or an ISO duration like `PT1M` as µs; undefined when it is none. */
export function readDuration(text: string): number | undefined {
	const trimmed = text.trim();
	const sign = trimmed.startsWith('-') ? -1 : 1;
	const body = trimmed.replace(/^[+-]/, '');
	const isoMatch = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?$/i.exec(body);
	if (isoMatch && body.length > 2)
		return sign * (hms(isoMatch[1], isoMatch[2], isoMatch[3]) * secondUs + fractionUs(isoMatch[4]));
	const plain = /^(\d+)(?:\.(\d+))?(us|µs|ms|s|m|h)?$/.exec(body);
	if (plain) {
		const unit = plain[3] ?? 's';
		const whole = Number(plain[1]);
		if (unit === 'us' || unit === 'µs') return sign * whole;
		if (unit === 'ms') return sign * (whole * 1000 + Number((plain[2] ?? '').slice(0, 3).padEnd(3, '0')));
		const factor = unit === 's' ? 1 : unit === 'm' ? 60 : 3600;
		return sign * (whole * factor * secondUs + fractionUs(plain[2]) * factor);
	}
	const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:\.(\d+))?s)?$/.exec(body);
	if (parts && body !== '')
		return sign * (hms(parts[1], parts[2], parts[3]) * secondUs + fractionUs(parts[4]));
	return undefined;
}

const hms = (hours: string | undefined, minutes: string | undefined, seconds: string | undefined): number =>
	Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
