/** What people say about a source, checked: each wrong value gets one clear sentence before anything is read. */
import { ok, refuse, type Outcome } from '../refusal.ts';
import { formats } from './formats/all.ts';
import { isZone, readDuration, readIso, ZoneClock } from './formats/instant.ts';
import type { SourceOptions } from './record.ts';

/** As it comes in a form or a JSON body. */
export interface OptionInput {
	readonly format?: string | undefined;
	readonly zone?: string | undefined;
	readonly year?: string | number | undefined;
	readonly date?: string | undefined;
	readonly recordedFrom?: string | undefined;
	readonly offset?: string | number | undefined;
}

/** `zone` is the analysis' own, in which a start without a zone is read. Empty texts count as not said. */
export function readOptions(input: OptionInput, zone: string): Outcome<SourceOptions> {
	const options: { -readonly [K in keyof SourceOptions]: SourceOptions[K] } = {};
	if (said(input.format)) {
		if (!formats.some((format) => format.name === input.format))
			return refuse(
				'invalid',
				`There is no format “${input.format}”; it can be one of ${formats.map((format) => format.name).join(', ')}. Nothing was imported.`,
			);
		options.format = input.format;
	}
	if (said(input.zone)) {
		if (!isZone(input.zone))
			return refuse(
				'invalid',
				`“${input.zone}” is not a time zone. Use a name like Europe/London, or an offset like +02:00. Nothing was imported.`,
			);
		options.zone = input.zone;
	}
	if (said(input.year)) {
		const year = Number(input.year);
		if (!Number.isInteger(year) || year < 1970 || year > 2254)
			return refuse('invalid', `“${input.year}” is not a year between 1970 and 2254. Nothing was imported.`);
		options.year = year;
	}
	if (said(input.date)) {
		if (!/^\d{4}-\d\d-\d\d$/.test(input.date) || !readIso(input.date, new ZoneClock('UTC')))
			return refuse(
				'invalid',
				`“${input.date}” is not a day; write it like 2026-03-11. Nothing was imported.`,
			);
		options.date = input.date;
	}
	if (said(input.recordedFrom)) {
		const start = readIso(input.recordedFrom, new ZoneClock(options.zone ?? zone));
		if (!start || start.precision === 'day')
			return refuse(
				'invalid',
				`“${input.recordedFrom}” is not a moment; write when the recording began like 2026-03-11T02:24:05Z. Nothing was imported.`,
			);
		options.recordedFromUs = start.atUs;
	}
	if (said(input.offset)) {
		const offsetUs = readDuration(String(input.offset));
		if (offsetUs === undefined || Math.abs(offsetUs) > 10 * 366 * 86_400 * 1_000_000)
			return refuse(
				'invalid',
				`“${input.offset}” is not a clock offset; write it like -90s, 1m30s or 250ms. Nothing was imported.`,
			);
		if (offsetUs !== 0) options.offsetUs = offsetUs;
	}
	return ok(options);
}

const said = <T extends string | number>(value: T | undefined): value is T =>
	value !== undefined && value !== '';

/** One text for the same options, in whatever order they were said. */
export function optionsText(options: SourceOptions): string {
	return JSON.stringify({
		format: options.format,
		zone: options.zone,
		year: options.year,
		date: options.date,
		recordedFromUs: options.recordedFromUs,
		offsetUs: options.offsetUs,
	});
}
