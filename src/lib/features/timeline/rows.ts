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
	/** The keys of the lanes that are folded into this one; its own key is that of their group. */
	readonly folds?: readonly string[];
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
	// With a group a lane was chosen; without one it only has a place among the others.
	const chosen = new Set<string>(timeline.lanes.flatMap(({ id, group }) => (group === '' ? [] : [id])));
	const isArranged = [...made.keys()].some((key) => chosen.has(key));
	const isThere = ({ key, events }: Pick<Row, 'key' | 'events'>) => events.length > 0 || chosen.has(key);
	/** Puts an event on the lane of one of those it concerns. False: there is no such lane, and none is made for it. */
	const place = (event: TimelineEvent, key: PersonId | SystemId, mayMake: boolean): boolean => {
		const isPerson = key.startsWith('per_');
		const known = made.get(isPerson && by === 'team' ? teamKey(key) : key);
		if (!mayMake && !(known && isThere(known))) return false;
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
	return grouped([...made.values()].filter(isThere));
}

/** The same rows, with lists of events that are those of `before` where they hold the same: what was made of them stays. */
export function keptRows(rows: readonly Row[], before: readonly Row[]): readonly Row[] {
	const known = new Map(before.map(({ key, events }) => [key, events]));
	return rows.map((row) => {
		const events = known.get(row.key);
		const isSame =
			events === row.events ||
			(events?.length === row.events.length && row.events.every((event, n) => event === events[n]));
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

/** What a lane is called where it stands alone: “Hana Sato”, “Infra, 2 lanes”. */
export const titleOf = ({ name, folds }: Row): string => (folds ? `${name}, ${folds.length} lanes` : name);

/** The group that a lane belongs to, or that is folded into it. */
export const groupOf = ({ key, is, group, folds }: Row): string => (folds ? key : `group:${is}/${group}`);

/** The rows of a lane's group, its own among them; the end is exclusive. */
export function groupAround(rows: readonly Row[], at: number): readonly [number, number] {
	let [first, end] = [at, at + 1];
	while (first > 0 && !rows[first]?.isFirst) first--;
	while (end < rows.length && !rows[end]?.isFirst) end++;
	return [first, end];
}

/** Whether a row is a folded group, or one of a group that may be folded: it has a name, and more than one lane. */
export function mayFold(rows: readonly Row[], at: number): boolean {
	const [row, [first, end]] = [rows[at], groupAround(rows, at)];
	return row !== undefined && (row.folds !== undefined || (row.group !== '' && end - first > 1));
}

/** The rows, with each folded group as one; a group of a single lane is never folded. */
export function foldRows(
	rows: readonly Row[],
	folded: ReadonlySet<string>,
	inOrder: readonly TimelineEvent[],
): readonly Row[] {
	if (folded.size === 0) return rows;
	return [...Map.groupBy(rows, groupOf)].flatMap(([key, lanes]): readonly Row[] => {
		const [first] = lanes;
		if (!first || first.group === '' || lanes.length < 2 || !folded.has(key)) return lanes;
		const on = new Set(lanes.flatMap(({ events }) => events));
		const events = inOrder.filter((event) => on.has(event));
		return [{ ...first, key, name: first.group, group: '', events, folds: lanes.map((lane) => lane.key) }];
	});
}

/**
 * The row of a lane: its own, the one it is folded into, or, for a group that is folded elsewhere, the first of that
 * group. -1: there is none.
 */
export function rowAt(rows: readonly Row[], key: string): number {
	const at = rows.findIndex((row) => row.key === key || row.folds?.includes(key));
	return at < 0 ? rows.findIndex((row) => groupOf(row) === key) : at;
}
