/**
 * Timelines of other tools as events: Timesketch (CSV, JSONL), DFIR-IRIS (CSV), our own files, and any table with
 * a column for the time and one for the words. Columns without a place of their own stay in the description.
 */
import type { Clock } from '../time-text.ts';
import { cellsMatch, eventOf, type OwnColumn } from './columns.ts';
import { readRows, uninert } from './csv.ts';
import type { FileRead, Incoming, IncomingEvent, Ref } from './incoming.ts';
import { kindNamed } from './kind-words.ts';
import { peopleFinder, systemsFinder, type Finder, type Named } from './names.ts';
import { readOwnJson } from './read-json.ts';
import { readStamp, type StampZone } from './stamp.ts';

/** By what a file is read. */
export interface Around {
	/** Times without a zone are in it, where the format says nothing itself. */
	readonly clock: Clock;
	readonly people: readonly Named[];
	readonly systems: readonly Named[];
}

/** More is evidence, and belongs to its page. */
const mostRows = 50_000;
/** After so many rows the page gets its turn. */
const turn = 200;

/** Reads a file; yields, between turns, the share that is read. Never throws. */
export function* readTimelineFile(text: string, around: Around): Generator<number, FileRead> {
	const start = text.replace(/^\uFEFF/, '').trimStart();
	if (start === '') return refuse('The file is empty.');
	if (start.startsWith('{') || start.startsWith('[')) {
		const whole = parsed(start);
		if (isObject(whole) && (Array.isArray(whole['events']) || 'is' in whole)) return readOwnJson(whole);
		const rows = Array.isArray(whole) ? objectRows(whole) : jsonLines(start);
		return yield* readTable(rows, start.length, around, false);
	}
	return yield* readTable(csvRows(text), text.length, around, true);
}

/** A row by the names of its columns. */
interface Row {
	readonly line: number;
	/** How many characters it is, roughly. */
	readonly size: number;
	readonly cells: ReadonlyMap<string, string>;
	/** Why it is no row. */
	readonly broken?: string | undefined;
}

function* csvRows(text: string): Generator<Row> {
	let head: readonly string[] | undefined;
	for (const { line, cells, isOpen } of readRows(text)) {
		const size = cells.reduce((sum, cell) => sum + cell.length + 1, 0);
		if (!head) {
			head = cells.map((cell) => cell.trim());
			// The head itself, so that a file without rows still says what it has.
			yield { line, size, cells: new Map(head.map((name) => [name, ''])) };
			continue;
		}
		const names = head;
		const extra = cells.slice(names.length).some((cell) => cell !== '');
		yield {
			line,
			size,
			cells: new Map(names.map((name, index) => [name, cells[index] ?? ''])),
			broken: isOpen
				? 'A quote is opened here and never closed.'
				: extra
					? `It has ${cells.length} cells and the head has ${names.length}.`
					: undefined,
		};
	}
}

function* jsonLines(text: string): Generator<Row> {
	let line = 0;
	for (const each of text.split(/\r\n|\n|\r/)) {
		line++;
		if (each.trim() === '') continue;
		const value = parsed(each);
		yield isObject(value)
			? { line, size: each.length, cells: cellsIn(value) }
			: { line, size: each.length, cells: new Map([['', each]]), broken: 'It is no JSON object.' };
	}
}

function* objectRows(values: readonly unknown[]): Generator<Row> {
	for (const [index, value] of values.entries())
		yield isObject(value)
			? { line: index + 1, size: 200, cells: cellsIn(value) }
			: { line: index + 1, size: 200, cells: new Map(), broken: 'It is no object.' };
}

function cellsIn(object: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
	return new Map(
		Object.entries(object).map(([key, value]) => {
			if (typeof value === 'string') return [key, value];
			if (value === null || value === undefined) return [key, ''];
			if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
				return [key, value.join(', ')];
			return [key, JSON.stringify(value)];
		}),
	);
}

type Role =
	| 'time'
	| 'date'
	| 'zone'
	| 'title'
	| 'description'
	| 'people'
	| 'systems'
	| 'kind'
	| 'same'
	| 'rest';

const words: Readonly<Record<Exclude<Role, 'rest' | 'same'>, readonly string[]>> = {
	time: [
		'datetime',
		'eventdate',
		'when',
		'timestamp',
		'time',
		'at',
		'eventtime',
		'startedat',
		'createdat',
		'start',
	],
	date: ['date', 'day'],
	zone: ['eventtz', 'timezone', 'tz', 'zone', 'utcoffset'],
	title: [
		'message',
		'eventtitle',
		'title',
		'what',
		'whathappened',
		'event',
		'summary',
		'entry',
		'description',
		'text',
		'note',
	],
	description: ['eventcontent', 'content', 'description', 'details', 'notes'],
	people: ['people', 'who', 'person', 'actor', 'author', 'owner', 'user', 'username', 'by'],
	systems: [
		'systems',
		'system',
		'eventassets',
		'assets',
		'hostname',
		'host',
		'service',
		'computername',
		'component',
	],
	kind: ['kind'],
};

const became: Readonly<Record<Role, string>> = {
	time: 'when',
	date: 'the day of when',
	zone: 'the zone of when',
	title: 'what happened',
	description: 'the description',
	people: 'people, where they are in the cast',
	systems: 'systems, where they are known',
	kind: 'the kind',
	same: 'left out: it says the time again',
	rest: 'kept in the description',
};

/** Which column plays which part; the first word of a list that is there wins. */
function rolesOf(columns: readonly string[]): ReadonlyMap<string, Role> {
	const plain = new Map(
		columns.map((name) => [name.toLowerCase().replace(/[^a-z]/g, ''), name] as const).toReversed(),
	);
	const roles = new Map<string, Role>();
	for (const role of Object.keys(words) as (keyof typeof words)[]) {
		const found = words[role]
			.map((word) => plain.get(word))
			.find((name) => name !== undefined && !roles.has(name));
		if (found !== undefined) roles.set(found, role);
	}
	// Timesketch says each instant twice, the second time as microseconds.
	const again = plain.get('timestamp');
	if (again !== undefined && !roles.has(again) && plain.has('datetime')) roles.set(again, 'same');
	if (![...roles.values()].includes('time')) {
		const date = [...roles].find(([, role]) => role === 'date')?.[0];
		if (date !== undefined) roles.set(date, 'time');
	}
	for (const name of columns) if (!roles.has(name)) roles.set(name, 'rest');
	return roles;
}

class Table {
	readonly events: IncomingEvent[] = [];
	readonly unread: { line: number; text: string; reason: string }[] = [];
	readonly is: Incoming['is'];
	/** Our own columns are all there. */
	readonly isOwn: boolean;
	#roles: ReadonlyMap<string, Role> = new Map();
	readonly #around: Around;
	readonly #people: Finder;
	readonly #systems: Finder;
	readonly #unquote: (cell: string) => string;
	/** What a number for a time was taken for. */
	#unit: string | undefined;

	constructor(columns: readonly string[], around: Around) {
		const has = (name: string) => columns.includes(name);
		this.isOwn = cellsMatch(has);
		this.is =
			has('event_date') && has('event_title')
				? 'iris'
				: has('message') && has('timestamp_desc')
					? 'timesketch'
					: 'table';
		if (this.isOwn && !has('message')) this.is = 'second-story';
		this.#around = around;
		this.#people = peopleFinder(around.people);
		this.#systems = systemsFinder(around.systems);
		// Spreadsheets were kept from running cells; Timesketch was not given such apostrophes.
		this.#unquote = this.is === 'second-story' ? uninert : (cell) => cell;
		this.see(columns);
	}

	/** Lines of JSON may each bring keys of their own. */
	see(columns: Iterable<string>): void {
		const known = this.#roles.size;
		const all = new Set([...this.#roles.keys(), ...columns]);
		if (all.size > known) this.#roles = rolesOf([...all]);
	}

	get lacks(): string | undefined {
		const roles = new Set(this.#roles.values());
		if (this.isOwn) return undefined;
		if (!roles.has('time')) return 'No column says when: one must be called datetime, time or when.';
		return roles.has('title')
			? undefined
			: 'No column says what happened: one must be called message, title or what.';
	}

	get columns(): Incoming['columns'] {
		if (this.isOwn)
			return [...this.#roles.keys()].map((name) => ({
				name,
				became: name === 'time' ? 'left out: it says the time again' : 'itself',
			}));
		return [...this.#roles].map(([name, role]) => ({
			name,
			became:
				role === 'time' && this.#unit !== undefined
					? `${became.time}, as ${this.#unit} since 1970`
					: became[role],
		}));
	}

	add(row: Row): void {
		const event = row.broken ?? (this.isOwn ? this.#own(row) : this.#foreign(row));
		if (typeof event !== 'string') this.events.push(event);
		else
			this.unread.push({
				line: row.line,
				text: [...row.cells.values()].join(', ').slice(0, 200),
				reason: event,
			});
	}

	#own({ line, cells }: Row): IncomingEvent | string {
		const cell = (column: OwnColumn) => {
			const name = column === 'title' && this.is === 'timesketch' ? 'message' : column;
			return this.#unquote(cells.get(name) ?? '');
		};
		return eventOf(cell, line);
	}

	#foreign({ line, cells }: Row): IncomingEvent | string {
		const of = (role: Role) => {
			for (const [name, text] of cells) if (this.#roles.get(name) === role) return text;
			return '';
		};
		const clock = of('time').trim() || of('same').trim();
		const time = `${of('date').trim()} ${clock}`.trim();
		const stamp = readStamp(time, this.#zone(of('zone').trim()), this.#around.clock);
		if (typeof stamp === 'string') return stamp;
		if (stamp.unit !== undefined) this.#unit = stamp.unit;
		const title = of('title').trim();
		if (title === '') return 'It says nothing of what happened.';
		const people = this.#people.in(of('people'));
		const systems = this.#systems.in(of('systems'));
		const kind = kindNamed(of('kind'));
		const kept = [...cells].filter(([name, text]) => {
			const role = this.#roles.get(name) ?? 'rest';
			if (text.trim() === '' || text === '-' || text === '[]') return false;
			// Whoever is not known here stays in the words.
			if (role === 'people') return people.length === 0 || this.#people.leading(text) < text.length;
			if (role === 'systems') return systems.length === 0 || this.#systems.leading(text) < text.length;
			return role === 'rest' || (role === 'kind' && kind === undefined);
		});
		const short = title.length <= 500 && !/[\r\n]/.test(title);
		const cut = title.split(/[\r\n]/)[0]?.slice(0, 480) ?? '';
		const description = [
			...(short ? [] : [title]),
			...(of('description').trim() === '' ? [] : [of('description').trim()]),
			...(kept.length === 0 ? [] : [kept.map(([name, text]) => `${name}: ${text.trim()}`).join('\n')]),
		].join('\n\n');
		const refs = (ids: readonly string[]): readonly Ref[] => ids.map((id) => ({ id, name: id }));
		return {
			line,
			when: stamp.when,
			...(kind && { kind }),
			title: short ? title : `${cut.trimEnd()}…`,
			description,
			people: refs(people),
			systems: refs(systems),
			records: [],
		};
	}

	/** Timesketch and IRIS mean UTC where nothing is said; a table of people means the clock it was read by. */
	#zone(said: string): StampZone {
		if (said !== '') return { is: 'said', zone: said };
		return this.is === 'table' ? { is: 'clock' } : { is: 'said', zone: 'UTC' };
	}
}

function* readTable(
	rows: Iterable<Row>,
	size: number,
	around: Around,
	hasHead: boolean,
): Generator<number, FileRead> {
	let table: Table | undefined;
	let read = 0;
	let count = 0;
	for (const row of rows) {
		const isFirst = table === undefined;
		if (isFirst && row.broken !== undefined && !hasHead) return refuse('Its first line is no JSON object.');
		table ??= new Table([...row.cells.keys()], around);
		table.see(row.cells.keys());
		read += row.size;
		if (isFirst && table.lacks !== undefined) return refuse(table.lacks);
		if (isFirst && hasHead) continue;
		if (++count > mostRows)
			return refuse(`It has more than ${mostRows} rows. That much is evidence: add it on the evidence page.`);
		table.add(row);
		if (count % turn === 0) yield Math.min(1, read / size);
	}
	if (!table) return refuse('The file is empty.');
	const { is, events, unread, columns, isOwn } = table;
	const refs = {
		people: isOwn ? events.flatMap(({ people }) => people) : [],
		systems: isOwn ? events.flatMap(({ systems }) => systems) : [],
	};
	return { ok: true, value: { is, events, unread, columns, refs } };
}

const refuse = (why: string): FileRead => ({ ok: false, why });

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
