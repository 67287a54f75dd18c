/** What a file holds for a timeline, in its own words, until a cast gives its people and systems their ids. */
import { parseRecordId, type EventId, type PersonId, type RecordId, type SystemId } from '../ids.ts';
import { anchorOf, type When } from '../time.ts';
import { successorOf, type EventKind, type Timeline, type TimelineEvent } from '../timeline.ts';
import type { Named } from './names.ts';
import type { Ready, ReadyEvent, ReadyRecord } from './take-in.ts';

/** A person or system as a file has it. */
export interface Ref {
	/** In our own JSON: the id it had there. */
	readonly id?: string | undefined;
	readonly name: string;
}

export interface IncomingEvent {
	readonly line: number;
	readonly id?: EventId | undefined;
	readonly when: When;
	/** Undefined when the file says none. */
	readonly kind?: EventKind | undefined;
	readonly title: string;
	readonly label?: string;
	readonly certainty?: TimelineEvent['certainty'];
	readonly rank?: string;
	readonly description: string;
	readonly people: readonly Ref[];
	readonly systems: readonly Ref[];
	readonly records: readonly string[];
}

export interface Incoming {
	/** `table`: any table with a column for the time and one for the words. */
	readonly is: 'second-story' | 'timesketch' | 'iris' | 'table';
	readonly events: readonly IncomingEvent[];
	/** The other collections, from our own JSON; `idIn` says what an id of the file is here. */
	readonly records?: ((idIn: (id: string) => string) => readonly ReadyRecord[]) | undefined;
	/** People and systems of the file that stand on anything of it. Those of other systems are only ever matched. */
	readonly refs: { readonly people: readonly Ref[]; readonly systems: readonly Ref[] };
	readonly unread: readonly { readonly line: number; readonly text: string; readonly reason: string }[];
	/** Which column became what; what it became is in words. */
	readonly columns: readonly { readonly name: string; readonly became: string }[];
}

export type FileRead =
	| { readonly ok: true; readonly value: Incoming }
	| { readonly ok: false; readonly why: string };

/** Where it is to go. */
export interface Place {
	readonly people: readonly Named[];
	readonly systems: readonly Named[];
	/** What is there already, or went into something there, is not added again. */
	readonly timeline: Pick<Timeline, 'events' | 'merges'>;
	/** Of events whose file says none. */
	readonly kind: EventKind;
	/** Whether a record cited by the file is one of this analysis. */
	readonly cites: (id: RecordId) => boolean;
}

export interface Placed {
	readonly ready: Ready;
	/** Events that are on the timeline already. */
	readonly here: number;
	/** Citations left out, because they point at evidence that is not here. */
	readonly uncited: number;
	/** People and systems of our own files whom nobody here is called. */
	readonly missing: { readonly people: readonly string[]; readonly systems: readonly string[] };
}

/** Makes it ready for a place. People and systems who are not there are left out, and named. */
export function place(incoming: Incoming, { people, systems, timeline, kind, cites }: Place): Placed {
	const byName = { people: lookUp(people), systems: lookUp(systems) };
	const ids = new Set(timeline.events.map(({ id }) => id));
	for (const id of timeline.merges.keys()) if (successorOf(timeline, id) !== undefined) ids.add(id);
	const same = new Set(timeline.events.map(({ title, when }) => likeness(title, when)));
	const events: ReadyEvent[] = [];
	let here = 0;
	let uncited = 0;
	for (const event of incoming.events) {
		if (event.id === undefined ? same.has(likeness(event.title, event.when)) : ids.has(event.id)) {
			here++;
			continue;
		}
		const records = event.records.filter((id) => parseRecordId(id) !== undefined && cites(id as RecordId));
		uncited += event.records.length - records.length;
		const { id, line: _line, description, people: who, systems: what, kind: said, ...fields } = event;
		events.push({
			id,
			draft: {
				...fields,
				kind: said ?? kind,
				...(description !== '' && { description }),
				people: new Set(who.flatMap(byName.people) as PersonId[]),
				systems: new Set(what.flatMap(byName.systems) as SystemId[]),
				records: new Set(records as RecordId[]),
			},
		});
	}
	const missing = (refs: readonly Ref[], find: (ref: Ref) => readonly string[]) => [
		...new Set(refs.filter((ref) => find(ref).length === 0).map(({ name }) => name)),
	];
	const { refs } = incoming;
	const all = new Map([
		...refs.people.map((ref) => [ref.id, byName.people(ref)[0]] as const),
		...refs.systems.map((ref) => [ref.id, byName.systems(ref)[0]] as const),
	]);
	return {
		ready: { events, records: incoming.records?.((id) => all.get(id) ?? id) },
		here,
		uncited,
		missing: { people: missing(refs.people, byName.people), systems: missing(refs.systems, byName.systems) },
	};
}

/** By id where the file has one of here, else by name. */
function lookUp(all: readonly Named[]): (ref: Ref) => readonly string[] {
	const ids = new Set(all.map(({ id }) => id));
	const names = new Map(all.toReversed().map(({ id, name }) => [folded(name), id]));
	return ({ id, name }) => {
		const found = id !== undefined && ids.has(id) ? id : names.get(folded(name));
		// A name that could not be told when the file was written stands there as its id.
		return found === undefined ? (ids.has(name) ? [name] : []) : [found];
	};
}

const folded = (name: string): string => name.normalize('NFC').trim().toLowerCase();
const likeness = (title: string, when: When): string => `${anchorOf(when) ?? '?'}\n${title}`;
