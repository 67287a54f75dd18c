/** Times as programs write them in tables: RFC 3339, a date and a time, seconds since 1970 in four sizes. */
import { instantsAt, isMicros, isZone, minute, offsetMicros, parseInstant, type Micros } from '../instant.ts';
import { parseWhen, type Clock } from '../time-text.ts';
import { makeWhen, type When } from '../time.ts';

/** Where a time without a zone belongs: to a zone that the file says, or to the clock of its reader. */
export type StampZone = { readonly is: 'said'; readonly zone: string } | { readonly is: 'clock' };

export interface Stamp {
	readonly when: When;
	/** For a bare number: what it was taken for. */
	readonly unit?: string | undefined;
}

const local = /^(\d{4})-(\d\d)-(\d\d)(?:[T ,]+(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?)?$/i;

/** What a cell says, or the reason why it says nothing. */
export function readStamp(text: string, zone: StampZone, clock: Clock): Stamp | string {
	if (text === '') return 'It says no time.';
	const cannot = `“${text.slice(0, 60)}” is not a time we can read.`;
	const name = zone.is === 'clock' ? clock.zone : zone.zone;
	if (/^\d{9,20}$/.test(text)) return epoch(text) ?? cannot;
	const absolute = parseInstant(
		text
			.replace(/,(\d)/, '.$1')
			.replace(/\s*(?:UTC|GMT)$/i, 'Z')
			.replace(/\s+([+-]\d\d:?\d\d)$/, '$1'),
	);
	if (absolute !== undefined)
		return { when: exact(absolute, isPoint(text), text, isZone(name) ? name : 'UTC') };
	const match = local.exec(text);
	if (!match) {
		// People keep tables too: “about 02:41” in one of theirs is as good as in a line.
		const typed = parseWhen(text, { zone: isZone(name) ? name : clock.zone, near: clock.near });
		return typed.ok ? { when: typed.when } : cannot;
	}
	const [, years, months, days, hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
	const wall = {
		year: Number(years),
		month: Number(months),
		day: Number(days),
		hour: Number(hours),
		minute: Number(minutes),
		second: Number(seconds),
		micro: Number(fraction.slice(0, 6).padEnd(6, '0')),
	};
	const shift = offsetMicros(name);
	if (shift === undefined && !isZone(name)) return `“${name.slice(0, 60)}” is no time zone.`;
	const [at] =
		shift === undefined ? instantsAt(wall, name) : instantsAt(wall, 'UTC').map((one) => one - shift);
	if (at === undefined) return cannot;
	const kept = isZone(name) ? name : 'UTC';
	if (match[4] !== undefined) return { when: exact(at, isPoint(text), text, kept) };
	const day = parseWhen(text, { zone: kept, near: at });
	return day.ok ? { when: day.when } : cannot;
}

/** Seconds were written. */
const isPoint = (text: string): boolean => /\d\d:\d\d:\d\d/.test(text);

function exact(at: Micros, isPointed: boolean, written: string, zone: string): When {
	const latest = isPointed ? at : at + minute - 1;
	return { form: 'exact', earliest: at, latest, written: written.slice(0, 200), zone };
}

/** By its magnitude a number is in seconds, or thousandths, millionths, billionths of one. */
function epoch(digits: string): Stamp | undefined {
	const units = [
		{ unit: 'seconds', from: 9, per: 1_000_000n, by: 1n },
		{ unit: 'milliseconds', from: 12, per: 1000n, by: 1n },
		{ unit: 'microseconds', from: 15, per: 1n, by: 1n },
		{ unit: 'nanoseconds', from: 18, per: 1n, by: 1000n },
	];
	const found = units.findLast(({ from }) => digits.length >= from);
	const at = found && Number((BigInt(digits) * found.per) / found.by);
	const when = isMicros(at)
		? makeWhen({ form: 'exact', earliest: at, latest: at, written: digits })
		: undefined;
	return when && found && { when, unit: found.unit };
}
