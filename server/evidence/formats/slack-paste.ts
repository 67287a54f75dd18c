/**
 * Words copied out of Slack. The HTML clipboard carries exact times in its links; plain text has names and times of
 * day only, so that its date and zone have to be said.
 */
import { cutText, type Format, type InputFile, type Reading } from './format.ts';
import { isWallClock, ZoneClock, type WallClock } from './instant.ts';
import { readPasteHtml } from './slack-paste-html.ts';
import { headLines, linesOf, type Line } from './lines.ts';
import { monthOf } from './stamp.ts';

const twelve = String.raw`(\d{1,2}):(\d\d)\s?([AaPp]\.?[Mm]\.?)?`;
/** `Name  10:25 AM` or `Name APP  10:25` on one line. */
const named = new RegExp(String.raw`^(\S.{0,79}?)(?:\s+APP)?(?:\s{2,}|\t|\s+)\[?${twelve}\]?\s*$`);
const alone = new RegExp(String.raw`^(\s*)\[?${twelve}\]?\s*$`);
const divider =
	/^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(January|February|March|April|May|June|July|August|September|October|November|December)\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$/;
const relative = /^(Today|Yesterday)$/;
/** What Slack's page shows around messages, and nobody said. */
const furniture =
	/^(?:\d+ (?:repl(?:y|ies)|reactions?)(?:\s.*)?|Last reply .*|View thread|New|Jump to (?:date|latest)|\(edited\)|:[\w+-]+:\s*\d*|\d{1,3}|View newer replies|also sent to the channel|APP)$/i;

export const slackPaste: Format = {
	name: 'slack-paste',
	title: 'Slack paste',
	detect(files) {
		const file = files[0];
		if (files.length !== 1 || !file) return 0;
		const head = file.head.toString('utf8');
		if (/\.html?$/i.test(file.path))
			return /c-message|c-timestamp|data-stringify|\/archives\/[A-Z0-9]+\/p\d{16}/.test(head) ? 85 : 0;
		const lines = headLines(file, 120);
		const marks = lines.filter(
			(line, index) => named.test(line) || (alone.test(line) && (lines[index - 1] ?? '').trim() !== ''),
		).length;
		return marks >= 2 && marks / lines.length >= 0.08 && lines.every((line) => line.length < 8000) ? 35 : 0;
	},
	read(files, reading) {
		files.forEach((file, index) => {
			const isHtml = /\.html?$/i.test(file.path);
			if (!isHtml || !readPasteHtml(file, index, reading)) readText(file, index, reading);
		});
	},
};

interface Day {
	year: number;
	month: number;
	day: number;
}

interface Open {
	readonly wall: WallClock;
	readonly written: string;
	readonly author: string | undefined;
	readonly first: Line;
	readonly words: string[];
	end: number;
	isEdited: boolean;
}

function readText(file: InputFile, index: number, reading: Reading): void {
	const lines = [...linesOf(file)];
	const clock = new ZoneClock(reading.zone);
	const paste = new Paste(reading, lines);
	let open: Open | undefined;
	let pendingName: Line | undefined;
	const close = () => {
		if (open && (open.words.length > 0 || open.author !== undefined)) emit(open, index, clock, reading);
		open = undefined;
	};
	for (const [position, line] of lines.entries()) {
		const text = line.text.trim();
		if (text === '') continue;
		if (paste.isDivider(text)) {
			close();
			continue;
		}
		const start = paste.startOf(lines, position);
		if (start === 'name of the next') {
			pendingName = line;
			continue;
		}
		if (start) {
			close();
			const author =
				start.author ?? (start.isNamed ? pendingName?.text.trim() : undefined) ?? paste.lastAuthor;
			paste.lastAuthor = author;
			const first = start.isNamed && start.author === undefined && pendingName ? pendingName : line;
			open = {
				wall: paste.wallOf(start),
				written: start.written,
				author: bare(author),
				first,
				words: [],
				end: line.offset + line.length,
				isEdited: false,
			};
			pendingName = undefined;
		} else if (!open)
			reading.skip(index, line.number, 'it stands before the first message with a time', line.text);
		else if (furniture.test(text)) {
			if (text === '(edited)') open.isEdited = true;
		} else {
			open.words.push(line.text.replace(/\s*\(edited\)\s*$/, ''));
			open.end = line.offset + line.length;
		}
	}
	close();
	paste.showAssumptions();
}

const bare = (name: string | undefined): string | undefined => name?.replace(/\s+APP$/, '').trim();

function emit(open: Open, file: number, clock: ZoneClock, reading: Reading): void {
	reading.emit({
		atUs: clock.toUs(open.wall),
		atWritten: open.written,
		precision: 'minute',
		author: open.author,
		authorKind: 'person',
		kind: 'message',
		text: cutText(open.words.join('\n').trim()),
		file,
		line: open.first.number,
		byteOffset: open.first.offset,
		byteLength: open.end - open.first.offset,
		meta: open.isEdited ? { edited: true } : undefined,
	});
}

interface Start {
	readonly author: string | undefined;
	/** The name stands on the line before. */
	readonly isNamed: boolean;
	readonly hour: number;
	readonly minute: number;
	readonly half: string | undefined;
	readonly written: string;
}

/** What one paste tells about itself while it is read: the day it has come to, who spoke last. */
class Paste {
	lastAuthor: string | undefined;
	readonly #reading: Reading;
	readonly #names: ReadonlySet<string>;
	#day: Day;
	#lastMinute = -1;
	readonly #hasDate: boolean;
	#isDated = false;

	constructor(reading: Reading, lines: readonly Line[]) {
		this.#reading = reading;
		const said = /^(\d{4})-(\d\d)-(\d\d)$/.exec(reading.options.date ?? '');
		this.#hasDate = said !== null;
		const today = new Date(reading.nowUs / 1000);
		this.#day = said
			? { year: Number(said[1]), month: Number(said[2]), day: Number(said[3]) }
			: { year: today.getUTCFullYear(), month: today.getUTCMonth() + 1, day: today.getUTCDate() };
		this.#names = frequentNames(lines);
	}

	/** Takes a date divider in; false when the line is none. */
	isDivider(text: string): boolean {
		const match = divider.exec(text);
		if (match) {
			const year = match[3] === undefined ? (this.#reading.options.year ?? this.#day.year) : Number(match[3]);
			this.#day = { year, month: monthOf(match[1] ?? ''), day: Number(match[2]) };
			this.#isDated = match[3] !== undefined;
			this.#lastMinute = -1;
			return true;
		}
		return relative.test(text);
	}

	/** How a message begins at this line, if one does. */
	startOf(lines: readonly Line[], position: number): Start | 'name of the next' | undefined {
		const line = lines[position];
		if (!line) return undefined;
		const time = alone.exec(line.text);
		if (time) {
			const previous = lines[position - 1]?.text.trim() ?? '';
			const isNamed = previous !== '' && this.#isName(lines, position - 1);
			return this.#start(undefined, isNamed, time[2], time[3], time[4], line.text);
		}
		if (alone.test(lines[position + 1]?.text ?? '') && this.#isName(lines, position))
			return 'name of the next';
		const match = named.exec(line.text);
		// "see you at 10:25" is talk; a name has few words and no full stop.
		if (
			match?.[1] !== undefined &&
			(match[4] !== undefined || this.#names.has(match[1].trim()) || /\s{2,}|\t/.test(line.text.trimEnd()))
		)
			if (looksLikeName(match[1]))
				return this.#start(match[1].trim(), false, match[2], match[3], match[4], line.text);
		return undefined;
	}

	/** Whether the line before a lone time is the name of who speaks, rather than the end of what was said before. */
	#isName(lines: readonly Line[], position: number): boolean {
		const text = lines[position]?.text.trim() ?? '';
		if (!looksLikeName(text) || alone.test(text)) return false;
		const next = alone.exec(lines[position + 1]?.text ?? '');
		if (!next) return false;
		// Slack indents the time under a name, and gives only the named one AM or PM.
		if ((next[1] ?? '') !== '' || next[4] !== undefined) return true;
		const before = lines[position - 1]?.text.trim() ?? '';
		return before === '' || this.#names.has(text);
	}

	#start(
		author: string | undefined,
		isNamed: boolean,
		hour: string | undefined,
		minute: string | undefined,
		half: string | undefined,
		written: string,
	): Start {
		return {
			author,
			isNamed,
			hour: Number(hour),
			minute: Number(minute),
			half: half?.toLowerCase(),
			written: written.trim(),
		};
	}

	/** The wall clock of a message: past midnight is the next day; a time without AM or PM is the next such time. */
	wallOf(start: Start): WallClock {
		let hour = start.hour;
		if (start.half?.startsWith('p')) hour = (hour % 12) + 12;
		else if (start.half?.startsWith('a')) hour = hour % 12;
		else if (
			this.#lastMinute >= 720 &&
			hour < 12 &&
			this.#isTwelveHour &&
			hour * 60 + start.minute + 720 >= this.#lastMinute
		)
			hour += 12;
		if (start.half !== undefined) this.#isTwelveHour = true;
		const minute = hour * 60 + start.minute;
		if (minute < this.#lastMinute - 720) this.#nextDay();
		this.#lastMinute = minute;
		const wall = { ...this.#day, hour, minute: start.minute, second: 0, microsecond: 0 };
		return isWallClock(wall) ? wall : { ...wall, hour: 0, minute: 0 };
	}
	#isTwelveHour = false;

	#nextDay(): void {
		const next = new Date(Date.UTC(this.#day.year, this.#day.month - 1, this.#day.day + 1));
		this.#day = { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
	}

	showAssumptions(): void {
		const { reading } = { reading: this.#reading };
		if (!this.#hasDate && !this.#isDated)
			reading.assume({
				what: 'date',
				value: null,
				because: 'words copied from Slack carry times of day, and no date',
			});
		reading.assume({
			what: 'zone',
			value: reading.zone,
			because: 'the times are those of whoever copied them',
		});
	}
}

/** Names that stand before a time more than once. */
function frequentNames(lines: readonly Line[]): ReadonlySet<string> {
	const seen = new Map<string, number>();
	for (const [position, line] of lines.entries()) {
		const text = alone.test(lines[position + 1]?.text ?? '')
			? line.text.trim()
			: named.exec(line.text)?.[1]?.trim();
		if (text !== undefined && looksLikeName(text)) seen.set(text, (seen.get(text) ?? 0) + 1);
	}
	return new Set([...seen].filter(([, times]) => times > 1).map(([name]) => name));
}

const looksLikeName = (text: string): boolean =>
	text.length <= 60 &&
	text.split(/\s+/).length <= 6 &&
	!/[.!?,;:]$/.test(text) &&
	/\p{L}/u.test(text) &&
	!furniture.test(text);
