/** The timeline as files for others: a spreadsheet, Timesketch, a Markdown table, and everything as JSON. */
import { formatInstant, second, wallAt, type Micros } from '../instant.ts';
import { anchorOf, type Form } from '../time.ts';
import { printWhen } from '../time-text.ts';
import { timelineCollections, type Timeline, type TimelineEvent } from '../timeline.ts';
import { cellsOf, ownColumns, type OwnColumn } from './columns.ts';
import { renderCsv, renderPlainCsv } from './csv.ts';
import type { Named } from './names.ts';

/** What a file says beside the timeline. */
export interface About {
	readonly analysisId: string;
	readonly title: string;
	/** The zone times are told in. */
	readonly zone: string;
	/** Those of the cast, and the systems known. */
	readonly people: readonly Named[];
	readonly systems: readonly Named[];
}

/** For spreadsheets: what they would run as a formula is kept text. Comes back through `readTimelineFile`. */
export function writeCsv(timeline: Timeline, about: About): string {
	const rows = cellRows(timeline, about).map((cells) => ownColumns.map((column) => cells[column]));
	// Excel takes a file without the mark for one of its own old encodings.
	return `\uFEFF${renderCsv([ownColumns, ...rows])}`;
}

/**
 * For Timesketch: `message`, `datetime`, `timestamp_desc` and `tag` as it wants them, and our own columns after
 * them, which it keeps as attributes. Times all have one shape: it drops rows whose shape differs from the first.
 */
export function writeTimesketch(timeline: Timeline, about: About): string {
	const others = ownColumns.filter((column): column is Exclude<OwnColumn, 'title'> => column !== 'title');
	const cells = cellRows(timeline, about);
	let last = timeline.events.map(({ when }) => anchorOf(when)).find((at) => at !== undefined) ?? 0;
	const rows = timeline.events.map((event, index) => {
		last = anchorOf(event.when) ?? last;
		return [
			event.title,
			isoMicros(last),
			meanings[event.when.form],
			JSON.stringify([event.kind, ...(event.certainty === 'sure' ? [] : [event.certainty])]),
			...others.map((column) => cells[index]?.[column] ?? ''),
		];
	});
	return renderPlainCsv([['message', 'datetime', 'timestamp_desc', 'tag', ...others], ...rows]);
}

/** What the one instant that Timesketch has means. */
const meanings: Readonly<Record<Form, string>> = {
	exact: 'Event time',
	about: 'Event time (about)',
	between: 'Middle of the possible time',
	before: 'Latest possible time',
	after: 'Earliest possible time',
	order: 'Time not known, placed by order',
};

function isoMicros(at: Micros): string {
	const micro = ((at % second) + second) % second;
	return `${formatInstant(at - micro).slice(0, 19)}.${String(micro).padStart(6, '0')}+00:00`;
}

/** A table to read: times in words by the clock of the analysis. */
export function writeMarkdown(timeline: Timeline, { title, zone, people, systems }: About): string {
	const nameOf = namer(people, systems);
	const near = middle(timeline.events);
	const names = (ids: Iterable<string>) => [...ids].map(nameOf).join(', ');
	const rows = timeline.events.map(
		({ when, kind, title: words, people: who, systems: what, descriptionProse }) => [
			printWhen(when, { zone, near }),
			kind,
			descriptionProse === '' ? words : `${words}\n${descriptionProse}`,
			names(who),
			names(what),
		],
	);
	const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |\n`;
	const { year, month, day } = wallAt(near, zone);
	const date = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
	return [
		`# ${escaped(title)}\n\nTimes are in ${zone}; without a date they are of ${date}.\n\n`,
		line(['When', 'Kind', 'What happened', 'Who', 'Systems']),
		'| --- | --- | --- | --- | --- |\n',
		...rows.map(line),
	].join('');
}

/** Text that Markdown shows as it is, in one cell of a table. */
function escaped(text: string): string {
	return text
		.replace(/[\\`*_[\]<>|~&#]/g, '\\$&')
		.trim()
		.replace(/\s*(?:\r\n|\r|\n)\s*/g, '<br>');
}

/** Everything of the timeline, whole: instants in RFC 3339, people and systems by id with their names beside. */
export function timelineJson(timeline: Timeline, { analysisId, title, zone, people, systems }: About) {
	const used = new Set<string>();
	const collections: Record<string, readonly object[]> = {};
	for (const name of Object.keys(timelineCollections) as (keyof typeof timelineCollections)[]) {
		const all = name === 'merges' ? [...timeline.merges].map(([id, into]) => ({ id, into })) : timeline[name];
		collections[name] = all.map((record) => told(record, used) as object);
	}
	const named = (all: readonly Named[]) =>
		all.filter(({ id }) => used.has(id)).map(({ id, name }) => ({ id, name }));
	return {
		is: 'second-story/timeline' as const,
		version: 2 as const,
		analysisId,
		title,
		zone,
		people: named(people),
		systems: named(systems),
		...collections,
	};
}

const bounds: ReadonlySet<string> = new Set(['earliest', 'latest', 'best']);

/** A value as JSON has it: sets as lists, instants in RFC 3339. Ids met on the way are noted. */
function told(value: unknown, used: Set<string>): unknown {
	if (typeof value === 'string' && /^(?:per|sys)_/.test(value)) used.add(value);
	if (value instanceof Set) return [...(value as ReadonlySet<unknown>)].map((one) => told(one, used));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => {
			if (key === 'descriptionProse') return ['description', inner];
			return [key, bounds.has(key) && typeof inner === 'number' ? formatInstant(inner) : told(inner, used)];
		}),
	);
}

function cellRows(timeline: Timeline, { zone, people, systems }: About) {
	const nameOf = namer(people, systems);
	const near = middle(timeline.events);
	return timeline.events.map((event) => cellsOf(event, nameOf, { zone, near }));
}

function namer(...named: (readonly Named[])[]): (id: string) => string {
	const names = new Map(named.flat().map(({ id, name }) => [id, name]));
	return (id) => names.get(id) ?? id;
}

/** The time of the middle event: what times without a date are nearest to. */
function middle(events: readonly TimelineEvent[]): Micros {
	const at = events.map(({ when }) => anchorOf(when)).filter((one) => one !== undefined);
	return at[Math.floor(at.length / 2)] ?? 0;
}
