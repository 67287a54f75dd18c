/** Plain text logs whose records begin with a time stamp, in whatever shape. */
import type { Level } from '../record.ts';
import {
	cutText,
	looksLikeJson,
	recordTextLimit,
	type Format,
	type InputFile,
	type Reading,
} from './format.ts';
import { ZoneClock, isWallClock } from './instant.ts';
import { headLines, linesOf, type Line } from './lines.ts';
import { chooseShape, type Shape, type Stamp, type StampClock } from './stamp.ts';

const utc = new ZoneClock('UTC');
const leapYear: StampClock = { zone: utc, yearOf: () => 2000 };

const levelWords: ReadonlyMap<string, Level> = new Map([
	['trace', 'trace'],
	['verbose', 'trace'],
	['debug', 'debug'],
	['fine', 'debug'],
	['info', 'info'],
	['information', 'info'],
	['notice', 'notice'],
	['warn', 'warn'],
	['warning', 'warn'],
	['error', 'error'],
	['err', 'error'],
	['severe', 'error'],
	['fatal', 'fatal'],
	['crit', 'fatal'],
	['critical', 'fatal'],
	['alert', 'fatal'],
	['emerg', 'fatal'],
	['panic', 'fatal'],
]);

/** The level a word means, whatever its case. */
export const levelOf = (word: string | undefined): Level | undefined =>
	levelWords.get(word?.toLowerCase() ?? '');

/** Capitals anywhere near the beginning; small letters only where a log puts its level: `[error]`, `level=warn`. */
const levelPattern =
	/(?:^|[\s[(|<"=:])(TRACE|VERBOSE|DEBUG|FINE|INFO|NOTICE|WARN(?:ING)?|ERR(?:OR)?|SEVERE|FATAL|CRIT(?:ICAL)?|ALERT|EMERG|PANIC)(?=[\s\])|>":,]|$)|[[<=|"](trace|debug|info|notice|warn(?:ing)?|error|crit|alert|emerg|fatal)(?=[\s\]|>"]|$)/;

export const textLog: Format = {
	name: 'text-log',
	title: 'Log',
	detect(files) {
		if (files.length === 0 || files.length > 500) return 0;
		return Math.min(...files.map(sureOf));
	},
	read(files, reading) {
		files.forEach((file, index) => readFile(file, index, reading));
	},
};

function sureOf(file: InputFile): number {
	if (looksLikeJson(file.head)) return 0;
	const lines = headLines(file).filter((line) => line.trim() !== '');
	const chosen = chooseShape(lines, leapYear);
	if (!chosen) return 0;
	const share = chosen.fits / lines.length;
	// Stack traces may outnumber the lines that carry a time.
	return share >= 0.5 ? 70 : share >= 0.04 ? 40 : 0;
}

interface Open {
	readonly stamp: Stamp;
	readonly line: Line;
	text: string;
	end: number;
	isFull: boolean;
}

function readFile(file: InputFile, index: number, reading: Reading): void {
	const sample = headLines(file, 400).filter((line) => line.trim() !== '');
	const shape = chooseShape(sample, leapYear)?.shape;
	if (!shape) {
		for (const line of linesOf(file))
			if (line.text.trim() !== '') reading.skip(index, line.number, 'it has no time', line.text);
		return;
	}
	const clock = yearKeeper(reading, shape);
	let open: Open | undefined;
	let unzoned = false;
	const close = () => {
		if (open) reading.emit(toRecord(open, index, shape));
		open = undefined;
	};
	for (const line of linesOf(file)) {
		// `#Fields: …` of a W3C log names columns, and `#Start-Date: …` is no record.
		const stamp = line.text.startsWith('#') ? undefined : shape.read(line.text, clock);
		if (stamp === 'no such time') {
			close();
			reading.skip(index, line.number, 'its time does not exist', line.text);
		} else if (stamp) {
			close();
			if (!stamp.hasZone) unzoned = true;
			open = { stamp, line, text: textOf(stamp), end: line.offset + line.length, isFull: line.isCut };
			if (line.isCut) open.text = `${open.text}… (cut here; the whole line is in the original)`;
		} else if (line.text.trim() === '') continue;
		else if (/^#[A-Z][\w-]*:/.test(line.text)) reading.skip(index, line.number, 'it is a comment', line.text);
		else if (shape.isOneLine)
			reading.skip(index, line.number, 'it is not a line of an access log', line.text);
		else if (open) extend(open, line);
		else reading.skip(index, line.number, 'it has no time, and no line before it has one', line.text);
	}
	close();
	if (unzoned) assumeZone(reading);
	if (shape.reads !== undefined)
		reading.assume({ what: 'order', value: shape.reads, because: `dates are written as ${shape.name}` });
}

/** Shows the zone in which stamps without one are read. */
export function assumeZone(reading: Reading): void {
	reading.assume({
		what: 'zone',
		value: reading.zone,
		because: 'the times in it name no zone',
	});
}

function extend(open: Open, line: Line): void {
	open.end = line.offset + line.length;
	if (open.isFull) return;
	if (open.text.length + line.text.length > recordTextLimit / 2) {
		open.isFull = true;
		open.text += '\n… (cut here; the whole record is in the original)';
	} else open.text += `\n${line.text}`;
}

/** Line feeds and brackets that only held the stamp are not part of what was said. */
function textOf(stamp: Stamp): string {
	const before = stamp.before.replace(/^<\d{1,5}>\d{0,2}\s?/, '').replace(/[\s["'({<|]+$/, '');
	// A closing quote belongs to the stamp only where one was opened before it.
	const isQuoted = /["']$/.test(stamp.before);
	const after = stamp.after
		.replace(isQuoted ? /^["']?[\s\])}>|,]*/ : /^[\s\])}>|,]+/, '')
		.replace(/^- (?=\S)/, '');
	return cutText(before === '' ? after : after === '' ? before : `${before} ${after}`).trimEnd();
}

function toRecord(open: Open, file: number, shape: Shape) {
	const { stamp, line } = open;
	const host = shape.name.startsWith('syslog')
		? /^\s*([A-Za-z0-9_.:-]+)\s/.exec(stamp.after)?.[1]
		: undefined;
	return {
		atUs: stamp.atUs,
		atWritten: stamp.written,
		precision: stamp.precision,
		author: host,
		authorKind: host === undefined ? undefined : ('system' as const),
		kind: 'log' as const,
		level: levelIn(open.text),
		text: open.text,
		file,
		line: line.number,
		byteOffset: line.offset,
		byteLength: open.end - line.offset,
	};
}

function levelIn(text: string): Level | undefined {
	const match = levelPattern.exec(text.slice(0, 160));
	return levelOf(match?.[1] ?? match?.[2]);
}

/** Years for stamps that have none: the year said or guessed for the first, one more after each New Year. */
function yearKeeper(reading: Reading, shape: Shape): StampClock {
	const zone = new ZoneClock(reading.zone);
	if (shape.hasYear) return { zone, yearOf: () => 0 };
	let year: number | undefined;
	let lastMonth = 0;
	return {
		zone,
		yearOf(month, day) {
			if (year === undefined) {
				year = reading.options.year ?? guessYear(reading.nowUs, month, day);
				reading.assume({ what: 'year', value: String(year), because: 'the times in it name no year' });
			} else if (lastMonth >= 11 && month <= 2) year++;
			else if (lastMonth <= 2 && month >= 11 && lastMonth > 0) year--;
			lastMonth = month;
			return year;
		},
	};
}

/** The latest year in which that day is not in the future; a day that this year lacks (29 February) looks further back. */
function guessYear(nowUs: number, month: number, day: number): number {
	const now = new Date(nowUs / 1000 + 86_400_000);
	const thisYear = now.getUTCFullYear();
	for (let year = thisYear; year > thisYear - 9; year--) {
		const exists = isWallClock({ year, month, day, hour: 0, minute: 0, second: 0, microsecond: 0 });
		if (exists && Date.UTC(year, month - 1, day) <= now.getTime()) return year;
	}
	return thisYear;
}
