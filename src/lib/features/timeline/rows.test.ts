import { expect, test } from 'vitest';
import { newId, type EventId, type PersonId, type SystemId } from '#lib/model/ids.ts';
import { minute } from '#lib/model/instant.ts';
import { exactly } from '#lib/model/time.ts';
import type { Lane, Timeline, TimelineEvent } from '#lib/model/timeline.ts';
import { orderOf, slotAt } from './lane-order.ts';
import { laneHeight, layOut } from './layout.ts';
import { foldRows, groupOf, keptRows, rowAt, rowsOf, titleOf, type Cast, type Row } from './rows.ts';
import { TimeScale } from './scale.ts';

const [hana, priya, sofia, yuki, guest] = [1, 2, 3, 4, 5].map(() => newId('person')) as [
	PersonId,
	PersonId,
	PersonId,
	PersonId,
	PersonId,
];
const [kafka, gateway] = [newId('system'), newId('system')] as [SystemId, SystemId];
const cast: Cast = {
	people: new Map([
		[hana, { name: 'Hana', team: 'Data' }],
		[priya, { name: 'Priya', team: 'Data' }],
		[sofia, { name: 'Sofia', team: 'Data' }],
		[yuki, { name: 'Yuki', team: 'Infra' }],
		[guest, { name: 'Guest', team: null }],
	]),
	systems: new Map([
		[kafka, { name: 'kafka-main' }],
		[gateway, { name: 'ingest-gw' }],
	]),
};
const event = (
	title: string,
	minutes: number,
	who: readonly PersonId[],
	systems: readonly SystemId[] = [],
): TimelineEvent => ({
	id: `evt_${title}` as EventId,
	when: exactly(minutes * minute),
	kind: 'change',
	title,
	label: '',
	certainty: 'sure',
	rank: '',
	people: new Set(who),
	systems: new Set(systems),
	records: new Set(),
	descriptionProse: '',
});
const night = [
	event('a', 1, [hana, priya], [kafka]),
	event('b', 2, [yuki]),
	event('c', 3, [priya, yuki], [gateway]),
	event('d', 4, [sofia]),
	event('e', 5, [guest]),
];
const timeline = (lanes: readonly Pick<Lane, 'id' | 'group'>[] = [], events = night): Timeline => ({
	events,
	gaps: [],
	presences: [],
	lanes: lanes.map((lane, at) => ({ ...lane, rank: `${at}` })),
	claims: [],
	knowings: [],
	merges: new Map(),
	skipped: 0,
});
const rows = rowsOf(timeline(), cast, 'person');
const told = (of: readonly Row[]) =>
	of.map((row) => [titleOf(row), row.group, row.isFirst, row.events.map(({ title }) => title).join('')]);
const data = groupOf(rows[0] as Row);

test('[LY20] lanes that were only moved keep to their order, and others come and go beside them', () => {
	const moved = [yuki, sofia, priya, gateway].map((id) => ({ id, group: '' }));
	expect(told(rowsOf(timeline(moved), cast, 'person'))).toEqual([
		['Yuki', 'Infra', true, 'bc'],
		['Sofia', 'Data', true, 'd'],
		['Priya', 'Data', false, 'ac'],
		// Named, and never moved: it comes behind those of its group, as before.
		['Hana', 'Data', false, 'a'],
		['Guest', '', true, 'e'],
		['ingest-gw', 'Systems', true, 'c'],
		['kafka-main', 'Systems', false, 'a'],
	]);
	// With nothing on it, it is not there.
	const withoutYuki = timeline(moved, [event('a', 1, [sofia])]);
	expect(told(rowsOf(withoutYuki, cast, 'person'))).toEqual([['Sofia', 'Data', true, 'a']]);
	// Beside lanes that were chosen it is there only when an event would be on none.
	const chosen = [{ id: hana, group: 'On call' }, ...moved];
	expect(told(rowsOf(timeline(chosen), cast, 'person')).map(([name]) => name)).toEqual([
		'Hana',
		'Yuki',
		'Sofia',
		'Guest',
	]);
});

test('[LY21] a folded group is one lane with the events of all, each once and in order', () => {
	const folded = foldRows(rows, new Set([data, 'group:system/Systems']), night);
	expect(told(folded)).toEqual([
		['Data, 3 lanes', '', true, 'acd'],
		['Yuki', 'Infra', true, 'bc'],
		['Guest', '', true, 'e'],
		['Systems, 2 lanes', '', true, 'ac'],
	]);
	expect(folded.map(({ key }) => key)).toEqual([data, yuki, guest, 'group:system/Systems']);
	// Nobody's group, a single lane and what is no group are never folded.
	expect(foldRows(rows, new Set(['group:person/', groupOf(rows[3] as Row), 'x']), night)).toEqual(rows);
	expect(foldRows(rows, new Set(), night)).toBe(rows);
	// What was worked out for its events stays while they do.
	const again = keptRows(foldRows(rows, new Set([data]), night), folded);
	expect(again[0]?.events).toBe(folded[0]?.events);
});

test('[LY21] what stands on one of its lanes is found on the folded one', () => {
	const folded = foldRows(rows, new Set([data]), night);
	expect([hana, sofia, yuki, data, 'group:person/Infra', 'nowhere'].map((key) => rowAt(folded, key))).toEqual(
		[0, 0, 1, 0, 1, -1],
	);
	// Someone else has it folded, and here it is not: they point at its first lane.
	expect([rowAt(rows, data), rowAt(rows, priya)]).toEqual([0, 1]);
	const span = { earliest: minute, latest: 5 * minute };
	const presences = [priya, yuki].map((personId) => ({
		id: newId('presence'),
		personId,
		span,
		certainty: 'sure' as const,
	}));
	const silence = { id: newId('gap'), span, title: '', scope: sofia, note: '', ask: new Set<PersonId>() };
	const scale = new TimeScale({ from: 0, to: 10 * minute }, 600);
	const drawn = layOut(folded, { gaps: [silence], presences }, scale, () => 0, {
		apart: night.slice(0, 3),
	});
	expect(drawn.lines.map(({ row }) => row)).toEqual([0, 1]);
	expect(drawn.silences.map(({ rows: covers }) => covers)).toEqual([[0, 1]]);
	expect(drawn.joins.map(({ first, last }) => [first, last])).toEqual([
		[0, 3],
		[0, 4],
	]);
});

test('[LY23] a lane is let go within its group, and the others keep theirs', () => {
	const at = (key: string, lane: number) => slotAt(rows, key, lane * laneHeight);
	expect([at(priya, 0.4), at(priya, 0.6), at(priya, 2.6), at(priya, 6), at(priya, -3)]).toEqual([
		0, 1, 3, 3, 0,
	]);
	expect([at(kafka, 0), at(kafka, 9)]).toEqual([5, 7]);
	const people = (key: PersonId, slot: number, shown = rows) =>
		orderOf(rows, shown, key, slot).map((id) => cast.people.get(id)?.name);
	expect([people(priya, 0), people(priya, 1), people(priya, 3)]).toEqual([
		['Priya', 'Hana', 'Sofia', 'Yuki', 'Guest'],
		['Hana', 'Priya', 'Sofia', 'Yuki', 'Guest'],
		['Hana', 'Sofia', 'Priya', 'Yuki', 'Guest'],
	]);
	expect(orderOf(rows, rows, kafka, 7)).toEqual([gateway, kafka]);
	// Another group is folded: its lanes are not seen, and stay where they are.
	const [other, another] = [newId('person'), newId('person')];
	const withOthers = rowsOf(
		timeline([], [...night, event('f', 6, [other]), event('g', 7, [another])]),
		cast,
		'person',
	);
	const folded = foldRows(withOthers, new Set([data]), night);
	expect(orderOf(withOthers, folded, guest, 4)).toEqual([hana, priya, sofia, yuki, other, guest, another]);
	expect(orderOf(rows, rows, 'nobody', 0)).toEqual([]);
});
