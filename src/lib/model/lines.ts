/**
 * Back-filling: lines as people keep them while it happens ("14:02 Ana rolls back") become events. What cannot be
 * read stays as it was written, with the reason; no word is dropped and no time is invented.
 */
import { kindNamed, kindOf } from './exchange/kind-words.ts';
import { peopleFinder, systemsFinder, type Finder, type Named } from './exchange/names.ts';
import type { PersonId, SystemId } from './ids.ts';
import { dayStart, day, hour, minute, type Micros } from './instant.ts';
import { anchorOf, type When } from './time.ts';
import { parseWhen, type Clock } from './time-text.ts';
import type { EventDraft, EventKind } from './timeline.ts';

/** By what lines are read: the clock of who wrote them, with a time near the first, and who may be named. */
export interface Around {
	readonly clock: Clock;
	readonly people: readonly Named[];
	readonly systems: readonly Named[];
}

/** An event and the line it stands on; the first line is 1. */
export interface ReadLine {
	readonly line: number;
	readonly draft: EventDraft;
}

export interface UnreadLine {
	readonly line: number;
	readonly text: string;
	/** One sentence. */
	readonly reason: string;
}

export interface Lines {
	readonly events: readonly ReadLine[];
	readonly unread: readonly UnreadLine[];
	/** What to keep: the unread lines, under the headings they stand under. Empty when all was read. */
	readonly rest: string;
}

/** More belong into a file. */
const mostLines = 5000;
/** How far back a time may lie before it means the next day: notes are sometimes out of order, never by half a night. */
const disorder = 6 * hour;

/** Reads many lines, each an event that begins with when it was. Never throws. */
export function readLines(text: string, around: Around): Lines {
	return new Reader(around).read(text);
}

type Column = 'date' | 'time' | 'who' | 'system' | 'kind' | 'what';

class Reader {
	readonly #clock: Clock;
	readonly #people: Finder;
	readonly #systems: Finder;
	/** The day of a heading, or of the line before: a time without a date is on it. */
	#noon: Micros | undefined;
	#last: Micros | undefined;
	#columns: readonly Column[] | undefined;

	constructor({ clock, people, systems }: Around) {
		this.#clock = clock;
		this.#people = peopleFinder(people);
		this.#systems = systemsFinder(systems);
	}

	read(text: string): Lines {
		const events: { line: number; draft: EventDraft }[] = [];
		const unread: UnreadLine[] = [];
		/** Headings kept back until something unread follows them. */
		let headings: string[] = [];
		const rest: string[] = [];
		const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
		for (const [index, raw] of lines.entries()) {
			const line = index + 1;
			const found =
				line > mostLines ? `Only ${mostLines} lines are read at once.` : this.#line(raw, lines[index + 1]);
			if (found === 'blank') this.#columns = undefined;
			else if (found === 'heading') headings = [raw];
			else if (found === 'head') headings.push(raw);
			else if (found === 'rule') headings.push(...(this.#columns ? [raw] : []));
			else if (typeof found !== 'string') events.push({ line, draft: found });
			else {
				// Words set in under a line belong to it.
				const above = events.at(-1);
				if (above && /^(?:\s{2,}|\t)/.test(raw) && unread.at(-1)?.line !== line - 1) {
					above.draft = described(above.draft, bare(raw));
					continue;
				}
				unread.push({ line, text: raw.trim(), reason: found });
				rest.push(...headings.splice(0), raw);
			}
		}
		return { events, unread, rest: rest.join('\n') };
	}

	/** An event, what else the line is, or the reason why it cannot be read. */
	#line(raw: string, next: string | undefined): EventDraft | string {
		const table = /^\s*\|(.*)\|\s*$/.exec(raw);
		const cells = table
			? split(table[1] ?? '', '|')
			: raw.includes('\t')
				? split(raw.trim(), '\t')
				: undefined;
		if (cells && cells.filter((cell) => cell !== '').length > 1) return this.#row(cells, next);
		if (cells && cells.every((cell) => cell === '')) return 'blank';
		const text = bare(cells ? cells.join(' ') : raw);
		if (text === '') return /^\s*[|:\s-]{3,}$/.test(raw) ? 'rule' : 'blank';
		const taken = this.#time(text);
		if (typeof taken === 'string') return taken;
		if (taken.words === '' && isDay(taken.when)) {
			this.#noon = (taken.when.best ?? 0) + day / 2;
			this.#last = undefined;
			return 'heading';
		}
		return this.#event(taken.when, taken.words);
	}

	/** One row of a table, by the columns its head named, or by its first cells. */
	#row(cells: readonly string[], next: string | undefined): EventDraft | string {
		if (cells.every((cell) => /^:?-{2,}:?$/.test(cell))) return 'rule';
		const head = cells.map(columnOf);
		const isOver = /^\s*\|[\s:|-]+\|\s*$/.test(next ?? '');
		const isHead = isOver || (head.includes('time') && cells.some((cell) => heads.what.test(cell)));
		if (isHead) {
			this.#columns = head;
			return 'head';
		}
		if (!this.#columns) {
			// A day and a time may stand in cells of their own.
			const [first = '', second = '', ...others] = cells;
			const both = this.#time(dated(first, second));
			if (typeof both !== 'string' && both.words === '' && others.length > 0)
				return this.#event(both.when, this.#joined(others));
			const taken = this.#time(first);
			if (typeof taken === 'string') return taken;
			return this.#event(taken.when, this.#joined([taken.words, second, ...others]));
		}
		const of = (column: Column) => cells.filter((_, index) => (this.#columns?.[index] ?? 'what') === column);
		const taken = this.#time(dated(of('date').join(' '), of('time').join(' ')));
		if (typeof taken === 'string') return taken;
		const who = joined(of('who'));
		const words = joined([taken.words, ...of('what')]);
		const system = of('system').join(', ');
		const systems = this.#systems.in(system);
		const kinds = of('kind').filter((cell) => cell !== '');
		const kind = kinds.map(kindNamed).find((one) => one !== undefined);
		// What no field of an event can hold stays in its words.
		const title = joined([
			who === '' ? words : `${who}: ${words}`,
			...(systems.length === 0 ? [system] : []),
			...(kind === undefined ? kinds : []),
		]);
		return this.#event(taken.when, title, { systems, kind });
	}

	/** Cells as one sentence: names first, then what they did. */
	#joined(cells: readonly string[]): string {
		const [first = '', ...others] = cells.filter((cell) => cell !== '');
		const isNames = others.length > 0 && this.#people.leading(first) === first.length;
		return isNames ? `${first}: ${joined(others)}` : joined([first, ...others]);
	}

	#event(
		when: When,
		words: string,
		cells: { readonly systems: readonly string[]; readonly kind: EventKind | undefined } = {
			systems: [],
			kind: undefined,
		},
	): EventDraft | string {
		if (words === '') return 'There is a time and no words after it.';
		const at = anchorOf(when);
		if (at !== undefined) {
			this.#last = at;
			this.#noon = dayStart(at, this.#clock.zone) + day / 2;
		}
		const names = this.#people.leading(words);
		const { title, description } = titled(words);
		return {
			when,
			kind: cells.kind ?? kindOf(words.slice(names), names > 0) ?? 'action',
			title,
			...(description !== '' && { description }),
			people: new Set(this.#people.in(words) as PersonId[]),
			systems: new Set([...cells.systems, ...this.#systems.in(words)] as SystemId[]),
		};
	}

	/** The longest beginning of a text that is a time, and the words after it. */
	#time(text: string): { readonly when: When; readonly words: string } | string {
		const boxed = /^[[(]([^\])]+)[\])]\s*/.exec(text);
		if (boxed) {
			const inside = this.#time(boxed[1] ?? '');
			if (typeof inside !== 'string' && inside.words === '')
				return { when: inside.when, words: unled(text.slice(boxed[0].length)) };
		}
		const words = text.split(/\s+/);
		let most = 0;
		while (most < words.length && most < 14 && timeWord.test(words[most] ?? '')) most++;
		let why: string | undefined;
		for (let count = most; count > 0; count--) {
			const typed = words
				.slice(0, count)
				.join(' ')
				.replace(/[\s:,;|–—-]+$/u, '');
			if (!/\d/.test(typed) && typed !== '?') continue;
			const parsed = this.#parsed(typed.replaceAll(/(\d)-(?=\d?\d[:.]\d\d)/g, '$1–'));
			if (!parsed.ok) {
				why ??= count === most || /^\D*\d{1,2}[:.]\d\d/.test(typed) ? parsed.why : undefined;
				continue;
			}
			const after = unled(words.slice(count).join(' '));
			const zone = /^([A-Z]{2,4}T|BST|IST|JST)\b/.exec(after)?.[1];
			if (zone !== undefined && zones.has(zone))
				return `“${zone}” can mean several zones. Write the offset instead, such as 14:02 +01:00, or UTC.`;
			return { when: { ...parsed.when, written: typed.slice(0, 200) }, words: after };
		}
		if (why !== undefined && /\d/.test(words.slice(0, most).join(' '))) return why;
		return 'It begins with no time. Put when it was first, such as 14:02 or about 2:40.';
	}

	/** A time without a date is on the day of the line before, or the day after when it lies far before that. */
	#parsed(typed: string) {
		const { zone } = this.#clock;
		const read = (near: Micros) => parseWhen(typed, { zone, near });
		const parsed = read(this.#noon ?? this.#clock.near);
		const last = this.#last;
		if (!parsed.ok || last === undefined) return parsed;
		const before = (when: When, by: Micros) => (anchorOf(when) ?? Infinity) < last - by;
		// The second of the two hours, in the night when the clocks go back.
		if (parsed.other && before(parsed.when, 0) && !before(parsed.other, 0))
			return { ...parsed, when: parsed.other };
		if (!before(parsed.when, disorder)) return parsed;
		const onward = read(dayStart((this.#noon ?? last) + day, zone) + day / 2);
		return onward.ok && !before(onward.when, 0) ? onward : parsed;
	}
}

/** Abbreviations that only a reader on the spot can tell apart. */
const zones: ReadonlySet<string> = new Set(
	'CET CEST BST WET WEST EET EEST MSK EST EDT CST CDT MST MDT PST PDT IST JST AEST AEDT NZST NZDT SGT HKT'.split(
		' ',
	),
);

/** What may stand in a time: digits with their marks, and the words between them. */
const timeWord =
	/^[[(]?(?:about|around|approximately|approx\.?|circa|ca\.?|c\.|before|after|since|between|within|and|to|until|till|from|at|order|only|time|unknown|am|pm|z|utc|gmt|\?|[<>~–—-]|[<>~]?\d[\d:.,hT+–—-]*(?:z|am|pm|st|nd|rd|th)?[,:;]?|[+-]\d\d:?\d\d|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[.,]?)[\])]?[,:;]?$/i;

/** A line without what lists, quotes and headings put before it, and without emphasis around its time. */
function bare(raw: string): string {
	return raw
		.normalize('NFC')
		.trim()
		.replace(/^(?:>\s+)+/, '')
		.replace(/^#{1,6}\s+/, '')
		.replace(
			/^(?:[-*+•‣◦·]|\d{1,3}[.)](?!\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d))\s+/iu,
			'',
		)
		.replace(/^\[[ xX]\]\s+/, '')
		.replace(/^(\*\*|__|`)(.+?)\1/, '$2')
		.trim();
}

const unled = (text: string): string => text.replace(/^(?:\s|[-–—:|,;](?=\s|$))+/u, '').trim();

const split = (row: string, by: string): string[] =>
	(by === '|' ? row.split(/(?<!\\)\|/) : row.split(by)).map((cell) => bare(cell.replaceAll('\\|', '|')));

const joined = (cells: readonly string[]): string => cells.filter((cell) => cell !== '').join(' · ');

/** A date before its time, and before both whatever says how sure it is. */
function dated(date: string, time: string): string {
	const lead =
		/^(?:about|around|approx\.?|circa|before|after|since|between|within|~|<|>)\s*/i.exec(time)?.[0] ?? '';
	return `${lead}${date} ${time.slice(lead.length)}`.trim();
}

const heads: Readonly<Record<Column, RegExp>> = {
	date: /^(?:date|day)$/i,
	time: /^(?:time|when|at|timestamp|date ?(?:and|&|\/)? ?time|datetime|time \(.*\)|utc|start(?:ed)?)$/i,
	who: /^(?:who|people|person|by|actor|owner|name|author|participants?)$/i,
	system: /^(?:systems?|services?|components?|hosts?)$/i,
	kind: /^(?:kind|type)$/i,
	what: /^(?:what(?: happened)?|events?|title|message|descriptions?|actions?|notes?|details?|summary|entry)$/i,
};

function columnOf(cell: string): Column {
	const names = Object.keys(heads) as Column[];
	return names.find((name) => heads[name].test(cell)) ?? 'what';
}

/** Only a date was written. */
function isDay({ form, earliest, latest, best }: When): boolean {
	return form === 'about' && best === earliest && (latest ?? 0) - (earliest ?? 0) > 20 * hour + minute;
}

/** What a lane can hold, and the whole of it where that is longer. */
function titled(words: string): { title: string; description: string } {
	if (words.length <= 500) return { title: words, description: '' };
	return { title: `${words.slice(0, 480).replace(/\s+\S*$/, '')}…`, description: words };
}

function described(draft: EventDraft, words: string): EventDraft {
	return {
		...draft,
		description: draft.description === undefined ? words : `${draft.description}\n${words}`,
	};
}
