/** Which lanes there are, and which events stand on which. Made of all events, so that lanes don't hop while panning. */
import type { PersonId, SystemId } from '#lib/model/ids.ts';
import type { Timeline, TimelineEvent } from '#lib/model/timeline.ts';

/** Lanes by person (with systems below), by team, or by system. */
export type LanesBy = 'person' | 'team' | 'system';

/** Who and what lanes can be named after. */
export interface Cast {
	readonly people: ReadonlyMap<string, { readonly name: string; readonly team: string | null }>;
	readonly systems: ReadonlyMap<string, { readonly name: string }>;
}

export interface Row {
	/** A person's or system's id, `team:<name>`, or `none`. */
	readonly key: string;
	readonly is: 'person' | 'team' | 'system' | 'none';
	readonly name: string;
	readonly group: string;
	/** The first of its group. */
	readonly isFirst: boolean;
	/** In the order of the timeline. */
	readonly events: readonly TimelineEvent[];
}

/** Kinds that say something about a system, drawn on its lane too where lanes are by person. */
const aboutSystems: ReadonlySet<string> = new Set(['change', 'signal', 'state']);

/** A name for someone whose person is not (or no longer) in the cast. */
const someone = 'Someone';

/** The lanes of a timeline. Every event is on at least one. */
export function rowsOf(timeline: Timeline, cast: Cast, by: LanesBy): readonly Row[] {
	const made = new Map<string, Omit<Row, 'isFirst' | 'events'> & { events: TimelineEvent[] }>();
	const add = (row: Omit<Row, 'isFirst' | 'events'>) => {
		const known = made.get(row.key);
		if (known) return known;
		const fresh = { ...row, events: [] };
		made.set(row.key, fresh);
		return fresh;
	};
	const person = (id: string, group?: string) => {
		const found = cast.people.get(id);
		return add({ key: id, is: 'person', name: found?.name ?? someone, group: group ?? found?.team ?? '' });
	};
	const system = (id: string, group = 'Systems') =>
		add({ key: id, is: 'system', name: cast.systems.get(id)?.name ?? 'A system', group });
	const teamKey = (id: string) => `team:${cast.people.get(id)?.team ?? ''}`;
	const team = (id: string) =>
		add({ key: teamKey(id), is: 'team', name: cast.people.get(id)?.team || 'No team', group: '' });

	if (by !== 'team')
		for (const { id, group } of timeline.lanes) {
			if (id.startsWith('per_') && by === 'person') person(id, group || undefined);
			if (id.startsWith('sys_')) system(id, by === 'system' ? '' : group || 'Systems');
		}
	const isArranged = made.size > 0;
	/** Puts an event on the lane of one of those it concerns. False: there is no such lane, and none is made for it. */
	const place = (event: TimelineEvent, key: PersonId | SystemId, mayMake: boolean): boolean => {
		const isPerson = key.startsWith('per_');
		const known = made.get(isPerson && by === 'team' ? teamKey(key) : key);
		if (!known && !mayMake) return false;
		const row =
			known ??
			(isPerson ? (by === 'team' ? team(key) : person(key)) : system(key, by === 'system' ? '' : undefined));
		// Two people of one team are one mark on its lane.
		if (row.events.at(-1) !== event) row.events.push(event);
		return true;
	};
	for (const event of timeline.events) {
		const { people, systems, kind } = event;
		const onSystems = by === 'system' || aboutSystems.has(kind) || people.size === 0;
		let isPlaced = false;
		if (by !== 'system') for (const key of people) isPlaced = place(event, key, !isArranged) || isPlaced;
		if (onSystems) for (const key of systems) isPlaced = place(event, key, !isArranged) || isPlaced;
		// Lanes were arranged by hand and none is theirs: an event must be on one nevertheless.
		if (!isPlaced && by !== 'system') for (const key of people) isPlaced = place(event, key, true);
		if (!isPlaced && (by === 'system' || people.size === 0))
			for (const key of systems) isPlaced = place(event, key, true);
		if (!isPlaced) add({ key: 'none', is: 'none', name: 'Nobody named', group: '' }).events.push(event);
	}
	return grouped([...made.values()]);
}

/** The same rows, with lists of events that are those of `before` where they hold the same: what was made of them stays. */
export function keptRows(rows: readonly Row[], before: readonly Row[]): readonly Row[] {
	const known = new Map(before.map(({ key, events }) => [key, events]));
	return rows.map((row) => {
		const events = known.get(row.key);
		const isSame =
			events?.length === row.events.length && row.events.every((event, n) => event === events[n]);
		return isSame && events ? { ...row, events } : row;
	});
}

/** Rows of a group stand together, where its first stood; systems come last, and what nobody is named in. */
function grouped(rows: readonly Omit<Row, 'isFirst'>[]): readonly Row[] {
	const rank = (row: Omit<Row, 'isFirst'>) => (row.is === 'none' ? 2 : row.is === 'system' ? 1 : 0);
	const groups = new Map<string, Omit<Row, 'isFirst'>[]>();
	for (const row of rows.toSorted((a, b) => rank(a) - rank(b))) {
		const key = `${rank(row)}/${row.group}`;
		groups.set(key, [...(groups.get(key) ?? []), row]);
	}
	return [...groups.values()].flatMap((group) =>
		group.map((row, index) => ({ ...row, isFirst: index === 0 })),
	);
}
