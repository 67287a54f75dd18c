/** How long, as people type it: “10 min”, “1 h 5 min”, “90 s”, “1:30”, “2 days”. */
import { day, hour, minute, second, type Micros } from '#lib/model/instant.ts';

const units: Readonly<Record<string, Micros>> = { d: day, h: hour, m: minute, s: second };

/** Undefined for what is no length of time. A bare number counts minutes. */
export function parseSpan(typed: string): Micros | undefined {
	const text = typed.trim().toLowerCase();
	const colon = /^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
	if (colon) return Number(colon[1]) * hour + Number(colon[2]) * minute + Number(colon[3] ?? 0) * second;
	if (/^\d+(?:\.\d+)?$/.test(text)) return positive(Number(text) * minute);
	const parts = [
		...text.matchAll(/(\d+(?:\.\d+)?)\s*(days?|d|hours?|hrs?|h|min(?:ute)?s?|m|sec(?:ond)?s?|s)(?![a-z])/g),
	];
	// What is left over was not understood.
	const rest = parts.reduce((left, [part]) => left.replace(part, ''), text);
	if (parts.length === 0 || !/^(?:\s|,|and)*$/.test(rest)) return undefined;
	return positive(
		parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (units[unit.slice(0, 1)] ?? 0), 0),
	);
}

const positive = (span: Micros): Micros | undefined => (span > 0 ? Math.round(span) : undefined);
