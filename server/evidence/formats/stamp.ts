/** The shapes in which a line of a log begins with its time. Each regular expression runs in linear time. */
import {
	fractionUs,
	isWallClock,
	precisionOf,
	readEpoch,
	type WallClock,
	type ZoneClock,
	secondUs,
	offsetMinutes,
} from './instant.ts';
import type { Precision } from '../record.ts';

/** A stamp found in a line. */
export interface Stamp {
	readonly atUs: number;
	readonly precision: Precision;
	readonly written: string;
	/** What stood before it, and after it. */
	readonly before: string;
	readonly after: string;
	readonly hasZone: boolean;
}

/** What a shape needs to know to turn a reading into an instant. */
export interface StampClock {
	readonly zone: ZoneClock;
	/** The year of a reading without one. */
	yearOf(month: number, day: number): number;
}

export interface Shape {
	readonly name: string;
	readonly hasYear: boolean;
	/** Lines without a stamp stand alone and are left out, rather than belonging to the line before. */
	readonly isOneLine?: boolean;
	/** Shown as an assumption when the shape could be read in another way. */
	readonly reads?: string;
	/** The stamp; undefined: the line has none. `'no such time'`: it has the form, and names no real time. */
	read(line: string, clock: StampClock): Stamp | undefined | 'no such time';
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** 1 to 12 from an English month name or its first three letters. */
export const monthOf = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

interface Groups {
	readonly [name: string]: string | undefined;
}
const number = (text: string | undefined): number => Number(text ?? 0);

/** Makes a shape of a regular expression with named groups `stamp`, `y mo d h mi s f z`, `mon` (a name) and `ap`. */
function shape(
	name: string,
	pattern: RegExp,
	more: { hasYear?: boolean; isOneLine?: boolean; reads?: string; century?: boolean } = {},
): Shape {
	const hasYear = more.hasYear ?? true;
	return {
		name,
		hasYear,
		...(more.isOneLine ? { isOneLine: true } : {}),
		...(more.reads === undefined ? {} : { reads: more.reads }),
		read(line, clock) {
			const match = pattern.exec(line.length > 2000 ? line.slice(0, 2000) : line);
			if (!match?.groups) return undefined;
			const groups: Groups = match.groups;
			const month = groups['mon'] === undefined ? number(groups['mo']) : monthOf(groups['mon']);
			const day = number(groups['d']);
			const year = groups['y'] === undefined ? clock.yearOf(month, day) : number(groups['y']);
			let hour = number(groups['h']);
			if (groups['ap'] !== undefined) hour = (hour % 12) + (/^p/i.test(groups['ap']) ? 12 : 0);
			const wall: WallClock = {
				year: more.century ? year + (year < 70 ? 2000 : 1900) : year,
				month,
				day,
				hour,
				minute: number(groups['mi']),
				second: number(groups['s']),
				microsecond: fractionUs(groups['f']),
			};
			if (!isWallClock(wall)) return 'no such time';
			const written = groups['stamp'] ?? '';
			const from = match.index + match[0].indexOf(written);
			const minutes = groups['z'] === undefined ? undefined : offsetMinutes(groups['z']);
			const atUs =
				minutes === undefined
					? clock.zone.toUs(wall)
					: Date.UTC(wall.year, month - 1, day, hour, wall.minute, Math.min(wall.second, 59)) * 1000 +
						wall.microsecond -
						minutes * 60 * secondUs;
			return {
				atUs,
				precision: groups['s'] === undefined ? 'minute' : precisionOf(groups['f']),
				written,
				before: line.slice(0, from),
				after: line.slice(from + written.length),
				hasZone: minutes !== undefined,
			};
		},
	};
}

const time = String.raw`(?<h>\d{1,2}):(?<mi>\d\d)(?::(?<s>\d\d)(?:[.,:](?<f>\d{1,9}))?)?`;
const fullTime = String.raw`(?<h>\d{1,2}):(?<mi>\d\d):(?<s>\d\d)(?:[.,:](?<f>\d{1,9}))?`;
const zone = String.raw`(?:\s?(?<z>Z|UTC|GMT|[+-]\d\d:?\d\d))?(?![\d:])`;
const monthName = String.raw`(?<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*`;

/** A bare epoch number as one of the first columns: `134681 node-246 unix.hw state_change 1077804742 1 …`. */
const epoch: Shape = {
	name: 'epoch',
	hasYear: true,
	read(line) {
		const match = /^\[?(?:[^\s\]]+\s+){0,6}?\[?(1\d{9}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?)(?=[\s\],;:]|$)/.exec(
			line.slice(0, 400),
		);
		const written = match?.[1];
		if (match === null || written === undefined) return undefined;
		const instant = readEpoch(written);
		if (!instant) return undefined;
		const from = match[0].length - written.length;
		return {
			atUs: instant.atUs,
			precision: instant.precision,
			written,
			before: line.slice(0, from),
			after: line.slice(from + written.length),
			hasZone: true,
		};
	},
};

/** In the order in which they are preferred when several fit equally often. */
const shapes: readonly Shape[] = [
	shape(
		'iso',
		new RegExp(
			String.raw`^\s*(?:<\d{1,5}>\d{0,2}\s?)?(?:[^\s]+[\s|]+){0,4}?["'\[({<]*(?<stamp>(?<y>\d{4})[-/.](?<mo>\d\d)[-/.](?<d>\d\d)(?:[T ]|\s+-\s+)${time}${zone})`,
		),
	),
	shape(
		'common log',
		new RegExp(
			String.raw`^\S+ .{0,200}?\[(?<stamp>(?<d>\d{1,2})/${monthName}/(?<y>\d{4}):${fullTime}(?:\s(?<z>[+-]\d{4}))?)\]`,
		),
		{ isOneLine: true },
	),
	shape(
		'ctime',
		new RegExp(
			String.raw`^\s*\[?(?<stamp>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? ${monthName}\s+(?<d>\d{1,2}) ${fullTime}(?: (?<z>UTC|GMT|[+-]\d{4}))? (?<y>\d{4}))`,
		),
	),
	shape(
		'syslog with year',
		new RegExp(
			String.raw`^(?:<\d{1,5}>)?(?<stamp>${monthName}\s+(?<d>\d{1,2}),? (?<y>\d{4}),? ${fullTime}${zone})`,
		),
	),
	shape(
		'syslog',
		new RegExp(String.raw`^(?:<\d{1,5}>)?(?<stamp>${monthName}\s+(?<d>\d{1,2}) ${fullTime}${zone})`),
		{
			hasYear: false,
		},
	),
	shape(
		'compact',
		new RegExp(
			String.raw`^\s*\[?(?<stamp>(?<y>\d{4})(?<mo>\d\d)(?<d>\d\d)(?:[T ]|-)(?<h>\d\d):?(?<mi>\d\d):?(?<s>\d\d)(?:[.,:](?<f>\d{1,9}))?${zone})`,
		),
	),
	shape('yymmdd hhmmss', /^(?<stamp>(?<y>\d\d)(?<mo>\d\d)(?<d>\d\d) (?<h>\d\d)(?<mi>\d\d)(?<s>\d\d))(?=\s)/, {
		century: true,
	}),
	shape('yy/mm/dd', new RegExp(String.raw`^\s*\[?(?<stamp>(?<y>\d\d)/(?<mo>\d\d)/(?<d>\d\d) ${fullTime})`), {
		century: true,
		reads: 'year/month/day',
	}),
	shape('logcat', new RegExp(String.raw`^\s*\[?(?<stamp>(?<mo>\d\d)-(?<d>\d\d) ${fullTime})`), {
		hasYear: false,
	}),
	shape('klog', new RegExp(String.raw`^[IWEF](?<stamp>(?<mo>\d\d)(?<d>\d\d) ${fullTime})`), {
		hasYear: false,
	}),
	shape(
		'day month year',
		new RegExp(
			String.raw`^\s*\[?(?<stamp>(?<d>\d{1,2})[ -/]${monthName}[ -/](?<y>\d{4})[ :T,]\s?${time}${zone})`,
		),
	),
	shape(
		'month/day/year',
		new RegExp(
			String.raw`^\s*\[?["']?(?<stamp>(?<mo>\d{1,2})/(?<d>\d{1,2})/(?<y>\d{4}),? ${time}(?:\s?(?<ap>[AaPp][Mm]))?)`,
		),
		{ reads: 'month/day/year' },
	),
	shape(
		'day/month/year',
		new RegExp(
			String.raw`^\s*\[?["']?(?<stamp>(?<d>\d{1,2})[/.](?<mo>\d{1,2})[/.](?<y>\d{4}),? ${time}(?:\s?(?<ap>[AaPp][Mm]))?)`,
		),
		{ reads: 'day/month/year' },
	),
	epoch,
];

/** The shape that fits most of the lines, and how many it fits. A reading that no calendar has counts against it. */
export function chooseShape(
	lines: readonly string[],
	clock: StampClock,
): { shape: Shape; fits: number } | undefined {
	let best: { shape: Shape; fits: number } | undefined;
	for (const candidate of shapes) {
		let fits = 0;
		for (const line of lines) {
			const stamp = candidate.read(line, clock);
			if (stamp === 'no such time') fits -= 3;
			else if (stamp) fits++;
		}
		if (fits > 0 && fits > (best?.fits ?? 0)) best = { shape: candidate, fits };
	}
	return best;
}
