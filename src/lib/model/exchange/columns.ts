/** An event as a row of named cells, and back. What a cell cannot say in words it says in RFC 3339. */
import { parseId, type EventId } from '../ids.ts';
import { formatInstant, parseInstant, type Micros } from '../instant.ts';
import { makeWhen, type End, type Form, type When } from '../time.ts';
import { printWhen, type Clock } from '../time-text.ts';
import type { TimelineEvent } from '../timeline.ts';
import { kindNamed } from './kind-words.ts';
import type { IncomingEvent } from './incoming.ts';

/** The columns of our own files, in their order. `time` is for people and is not read back. */
export const ownColumns = [
	...([
		'id',
		'time',
		'title',
		'kind',
		'people',
		'systems',
		'description',
		'label',
		'certainty',
		'order',
	] as const),
	...(['form', 'earliest', 'latest', 'best', 'end_form', 'end_earliest', 'end_latest', 'end_best'] as const),
	...(['written', 'zone', 'records'] as const),
] as const;
export type OwnColumn = (typeof ownColumns)[number];

/** The cells of an event; `nameOf` names people and systems. */
export function cellsOf(
	event: TimelineEvent,
	nameOf: (id: string) => string,
	clock: Clock,
): Readonly<Record<OwnColumn, string>> {
	const { when } = event;
	const names = (ids: Iterable<string>) => joinNames([...ids].map(nameOf));
	return {
		id: event.id,
		time: printWhen(when, clock),
		title: event.title,
		kind: event.kind,
		people: names(event.people),
		systems: names(event.systems),
		description: event.descriptionProse,
		label: event.label,
		certainty: event.certainty,
		order: event.rank,
		form: when.form,
		earliest: instant(when.earliest),
		latest: instant(when.latest),
		best: instant(when.best),
		end_form: when.end?.form ?? '',
		end_earliest: instant(when.end?.earliest),
		end_latest: instant(when.end?.latest),
		end_best: instant(when.end?.best),
		written: when.written,
		zone: when.zone,
		records: [...event.records].join('; '),
	};
}

/** The event of a row of ours, or the reason why it is none. */
export function eventOf(cell: (column: OwnColumn) => string, line: number): IncomingEvent | string {
	const when = whenOf(cell);
	if (typeof when === 'string') return when;
	const title = cell('title');
	if (title.length > 500) return 'Its title is longer than 500 characters.';
	const certainty = (['sure', 'thought', 'inferred'] as const).find((word) => word === cell('certainty'));
	const kind = kindNamed(cell('kind'));
	if (kind === undefined && cell('kind') !== '') return `“${cell('kind').slice(0, 40)}” is no kind of event.`;
	const id = parseId('event', cell('id'));
	return {
		line,
		...(id && { id: id as EventId }),
		when,
		...(kind && { kind }),
		title,
		label: cell('label').slice(0, 120),
		certainty: certainty ?? 'sure',
		rank: cell('order').slice(0, 200),
		description: cell('description'),
		people: splitNames(cell('people')).map((name) => ({ name })),
		systems: splitNames(cell('systems')).map((name) => ({ name })),
		records: cell('records')
			.split(/;\s*/)
			.filter((one) => one !== ''),
	};
}

function whenOf(cell: (column: OwnColumn) => string): When | string {
	const bounds: { [K in OwnColumn]?: Micros } = {};
	for (const column of ['earliest', 'latest', 'best', 'end_earliest', 'end_latest', 'end_best'] as const) {
		const text = cell(column).trim();
		if (text === '') continue;
		const at = parseInstant(text);
		if (at === undefined)
			return `“${text.slice(0, 60)}” in the column ${column} is no instant such as 2026-03-11T02:14:07Z.`;
		bounds[column] = at;
	}
	const endForm = cell('end_form');
	const when = makeWhen({
		form: cell('form') as Form,
		earliest: bounds.earliest,
		latest: bounds.latest,
		best: bounds.best,
		written: cell('written'),
		zone: cell('zone') || 'UTC',
		...(endForm !== '' && {
			end: {
				form: endForm as End['form'],
				...(bounds.end_earliest !== undefined && { earliest: bounds.end_earliest }),
				...(bounds.end_latest !== undefined && { latest: bounds.end_latest }),
				...(bounds.end_best !== undefined && { best: bounds.end_best }),
			},
		}),
	});
	return when ?? 'Its time says too little for its form, or ends before it begins.';
}

const instant = (at: Micros | undefined): string => (at === undefined ? '' : formatInstant(at));

const joinNames = (names: readonly string[]): string =>
	names.map((name) => name.replace(/[\\;]/g, '\\$&')).join('; ');

function splitNames(cell: string): readonly string[] {
	const names = cell.match(/(?:\\.|[^;\\])+/gsu) ?? [];
	return names
		.map((name) => name.replace(/^ /, '').replace(/\\(.)/gsu, '$1'))
		.filter((name) => name.trim() !== '');
}

/** Whether the columns of a table are ours, so that its times come back with all their doubt. */
export function cellsMatch(has: (column: string) => boolean): boolean {
	return has('form') && has('earliest') && has('latest') && (has('title') || has('message'));
}
