/** Our own JSON read back: every collection of the timeline, whole. */
import { parseId } from '../ids.ts';
import { parseInstant } from '../instant.ts';
import type { Fields } from '../record.ts';
import { eventRecords, merges, timelineCollections, events as eventCollection } from '../timeline.ts';
import type { FileRead, Incoming, IncomingEvent, Ref } from './incoming.ts';
import type { ReadyRecord } from './take-in.ts';

type Json = Readonly<Record<string, unknown>>;

/** Reads what `timelineJson` wrote. What is no record is skipped, with its place in the file. */
export function readOwnJson(file: Json): FileRead {
	if (file['version'] !== 1 && file['version'] !== 2)
		return { ok: false, why: 'It was written by a newer version of Second Story, or by something else.' };
	const named = (key: string): readonly Ref[] =>
		list(file[key]).flatMap(({ id, name }) =>
			typeof id === 'string' && typeof name === 'string' ? [{ id, name }] : [],
		);
	const refs = { people: named('people'), systems: named('systems') };
	const byId = new Map([...refs.people, ...refs.systems].map((ref) => [ref.id, ref]));
	const events: IncomingEvent[] = [];
	const unread: { line: number; text: string; reason: string }[] = [];
	for (const [index, each] of list(file['events']).entries()) {
		const event = eventOf(each, index + 1, byId);
		if (event) events.push(event);
		else
			unread.push({
				line: index + 1,
				text: JSON.stringify(each).slice(0, 200),
				reason: 'It is no event: its time, its kind or its title cannot be read.',
			});
	}
	const columns = [...Object.keys(timelineCollections)].flatMap((name) => {
		const count = list(file[name]).length;
		return count === 0 ? [] : [{ name, became: `${count} of them` }];
	});
	const value: Incoming = {
		is: 'second-story',
		events,
		refs: usedOnly(refs, file),
		unread,
		columns,
		records: (idIn) => Object.keys(timelineCollections).flatMap((name) => recordsOf(name, file, idIn)),
	};
	return { ok: true, value };
}

/** People and systems that stand on something, so that nobody is asked about the others. */
function usedOnly(refs: Incoming['refs'], file: Json): Incoming['refs'] {
	const words = JSON.stringify(Object.keys(timelineCollections).map((name) => file[name]));
	const used = (all: readonly Ref[]) => all.filter(({ id }) => id !== undefined && words.includes(`"${id}"`));
	return { people: used(refs.people), systems: used(refs.systems) };
}

function eventOf(
	json: Json,
	line: number,
	byId: ReadonlyMap<string | undefined, Ref>,
): IncomingEvent | undefined {
	const { fields } = eventCollection;
	const when = fields.when.read(heard(json['when']));
	const kind = fields.kind.read(json['kind']);
	const title = fields.title.read(json['title']);
	if (when === undefined || kind === undefined || title === undefined) return undefined;
	const refs = (value: unknown): readonly Ref[] =>
		strings(value).map((id) => byId.get(id) ?? { id, name: id });
	const id = parseId('event', json['id']);
	return {
		line,
		...(id && { id }),
		when,
		kind,
		title,
		label: fields.label.read(json['label']) ?? '',
		certainty: fields.certainty.read(json['certainty']) ?? 'sure',
		rank: fields.rank.read(json['rank']) ?? '',
		description: typeof json['description'] === 'string' ? json['description'] : '',
		people: refs(json['people']),
		systems: refs(json['systems']),
		records: strings(json['records']),
	};
}

/** The records of one other collection, by its own declaration: a new collection needs no code here. */
function recordsOf(name: string, file: Json, idIn: (id: string) => string): readonly ReadyRecord[] {
	const collection = Object.values(timelineCollections).find((one) => one.name === name);
	if (!collection || collection.name === eventCollection.name) return [];
	return list(file[name]).flatMap((json): ReadyRecord[] => {
		const id = typeof json['id'] === 'string' ? idIn(json['id']) : '';
		if (!/^[a-z]{3}_[0-9a-z]{4,40}$/.test(id)) return [];
		const draft = draftOf(collection.fields, json, idIn);
		if (!draft) return [];
		return [
			{
				size: JSON.stringify(json).length,
				put: (doc, origin) => {
					// What is here already was changed since, or is the same; an event that is here was not merged.
					const isHere = collection.name === merges.name && eventRecords.has(doc, id as never);
					if (!isHere && !collection.has(doc, id as never))
						collection.put(doc, id as never, draft as never, origin);
				},
			},
		];
	});
}

/** Undefined when a field that must be there cannot be read. */
function draftOf(
	fields: Fields,
	json: Json,
	idIn: (id: string) => string,
): Readonly<Record<string, unknown>> | undefined {
	const draft: Record<string, unknown> = {};
	for (const [key, field] of Object.entries(fields)) {
		const value = json[key];
		if (field.is === 'set') draft[key] = new Set(strings(value).map(idIn));
		else if (field.is === 'prose') draft[key] = typeof value === 'string' ? value : '';
		else {
			const read: unknown = field.read(typeof value === 'string' ? idIn(value) : heard(value));
			if (read !== undefined) draft[key] = read;
			else if (!('missing' in field)) return undefined;
		}
	}
	return draft;
}

const bounds: ReadonlySet<string> = new Set(['earliest', 'latest', 'best']);

/** Instants in RFC 3339 as microseconds again, wherever a time holds them. */
function heard(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]: [string, unknown]) => {
			if (!bounds.has(key) || typeof inner !== 'string') return [key, heard(inner)];
			return [key, parseInstant(inner) ?? inner];
		}),
	);
}

const list = (value: unknown): readonly Json[] =>
	Array.isArray(value)
		? value.filter((one): one is Json => typeof one === 'object' && one !== null && !Array.isArray(one))
		: [];
const strings = (value: unknown): readonly string[] =>
	Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
