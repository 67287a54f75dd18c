import { expect, test } from 'vitest';
import { newId, type EventId, type PersonId, type SystemId } from '#lib/model/ids.ts';
import { day, hour, minute, parseInstant, second } from '#lib/model/instant.ts';
import { exactly, makeWhen, type When } from '#lib/model/time.ts';
import type { Timeline, TimelineEvent } from '#lib/model/timeline.ts';
import { laneHeight, layOut, markAt, snapped } from './layout.ts';
import { rowsOf, type Cast, type LanesBy } from './rows.ts';
import { densest, everything, showing, ticks, TimeScale, zoomed } from './scale.ts';

const zero = parseInstant('2026-03-11T02:00:00Z') ?? NaN;
const [hana, priya, yuki] = [newId('person'), newId('person'), newId('person')];
const [kafka, gateway] = [newId('system'), newId('system')];
const cast: Cast = {
	people: new Map([
		[hana, { name: 'Hana', team: 'Data' }],
		[priya, { name: 'Priya', team: 'Data' }],
		[yuki, { name: 'Yuki', team: 'Infra' }],
	]),
	systems: new Map([
		[kafka, { name: 'kafka-main' }],
		[gateway, { name: 'ingest-gw' }],
	]),
};

function event(title: string, minutes: number, more: Partial<TimelineEvent> = {}): TimelineEvent {
	return {
		id: `evt_${title.replaceAll(' ', '0')}` as EventId,
		when: exactly(zero + minutes * minute),
		kind: 'message',
		title,
		label: '',
		certainty: 'sure',
		rank: '',
		people: new Set<PersonId>(),
		systems: new Set<SystemId>(),
		records: new Set(),
		descriptionProse: '',
		...more,
	};
}
const timeline = (events: TimelineEvent[], lanes: readonly string[] = []): Timeline => ({
	events,
	gaps: [],
	presences: [],
	lanes: lanes.map((id, n) => ({ id: id as PersonId, group: '', rank: String(n) })),
	claims: [],
	knowings: [],
	merges: new Map(),
	skipped: 0,
});
const names = (made: Timeline, by: LanesBy = 'person') =>
	rowsOf(made, cast, by).map(({ name, events }) => [name, events.map(({ title }) => title)]);

/** One lane of 1,000 px for 100 minutes; each letter is 6 px wide. */
function lane(...events: TimelineEvent[]) {
	const rows = rowsOf(timeline(events), cast, 'person');
	const scale = new TimeScale({ from: zero, to: zero + 100 * minute }, 1000);
	return layOut(rows, { gaps: [], presences: [] }, scale, (text) => text.length * 6);
}
const people = new Set([hana]);

test('[LY1] every event is on at least one lane, on each of its people’s, and of systems where it says something of them', () => {
	const all = timeline([
		event('both', 1, { people: new Set([hana, priya]), systems: new Set([kafka]) }),
		event('apply', 2, { people: new Set([hana]), systems: new Set([kafka]), kind: 'change' }),
		event('state', 3, { systems: new Set([gateway]), kind: 'state' }),
		event('nobody', 4),
	]);
	expect(names(all)).toEqual([
		['Hana', ['both', 'apply']],
		['Priya', ['both']],
		['kafka-main', ['apply']],
		['ingest-gw', ['state']],
		['Nobody named', ['nobody']],
	]);
	expect(names(all, 'team')).toEqual([
		['Data', ['both', 'apply']],
		['kafka-main', ['apply']],
		['ingest-gw', ['state']],
		['Nobody named', ['nobody']],
	]);
	expect(names(all, 'system')).toEqual([
		['kafka-main', ['both', 'apply']],
		['ingest-gw', ['state']],
		['Nobody named', ['nobody']],
	]);
});

test('[LY2] lanes arranged by hand keep their order; one is added only for what would be on none', () => {
	const all = timeline(
		[
			event('a', 1, { people: new Set([hana, yuki]), systems: new Set([gateway]), kind: 'signal' }),
			event('b', 2, { people: new Set([yuki]) }),
		],
		[priya, hana, kafka],
	);
	expect(names(all)).toEqual([
		['Priya', []],
		['Hana', ['a']],
		['Yuki', ['b']],
		['kafka-main', []],
	]);
});

test('[LY3] labels yield before glyphs: right, left, shortened, hidden', () => {
	const sides = (...events: TimelineEvent[]) =>
		lane(...events).marks[0]?.map(({ label }) => label && `${label.side} ${label.width}`);
	expect(sides(event('x'.repeat(10), 10, { people }))).toEqual(['right 66']);
	// The next glyph takes the room at the right; the left is free.
	expect(sides(event('x'.repeat(10), 20, { people }), event('y', 24, { people }))).toEqual([
		'left 66',
		'right 12',
	]);
	// Neither side fits it all; the right has room for a part.
	expect(sides(event('x'.repeat(40), 5, { people }), event('y', 15, { people }))).toEqual([
		'right 77',
		'right 12',
	]);
	// Three in a row: the one in the middle is hidden until pointed at.
	expect(
		sides(
			event('x'.repeat(10), 20, { people }),
			event('z'.repeat(20), 22, { people }),
			event('y', 24, { people }),
		),
	).toEqual(['left 66', undefined, 'right 12']);
});

test('[LY4] doubt is drawn as wide as it is, a duration as a bar, an unknown end until the next thing', () => {
	const about = makeWhen({ form: 'about', best: zero + 41 * minute }) as When;
	const open = makeWhen({ form: 'exact', earliest: zero + 50 * minute, end: { form: 'unknown' } }) as When;
	const layout = lane(
		event('about', 0, { people, when: about }),
		event('until', 0, { people, when: open, kind: 'state' }),
		event('next', 70, { people }),
	);
	const [first, second] = layout.marks[0] ?? [];
	expect(first?.doubt).toEqual({ from: 390, to: 430, shape: 'both' });
	expect([second?.isBarOnly, second?.bar]).toEqual([
		true,
		{ from: 500, to: 691, fades: true, hatched: false },
	]);
});

test('[LY5] pointing finds the nearest glyph, then labels, then bars', () => {
	const layout = lane(
		event('one', 10, { people }),
		event('two', 11, { people }),
		event('bar', 30, {
			people,
			kind: 'state',
			when: {
				...exactly(zero + 30 * minute),
				end: { form: 'exact', earliest: zero + 60 * minute, latest: zero + 60 * minute },
			},
		}),
	);
	const at = (x: number, y = laneHeight / 2) => markAt(layout, x, y)?.event.title;
	expect([at(101), at(109), at(135), at(450), at(700), at(101, laneHeight * 3)]).toEqual([
		'one',
		'two',
		'two',
		'bar',
		undefined,
		undefined,
	]);
});

test('[LY6] a moved time snaps to what is within 8 px, and to nothing else', () => {
	const scale = new TimeScale({ from: zero, to: zero + 100 * minute }, 1000);
	const target = zero + 30 * minute;
	expect(snapped(target + 40 * second, [target], scale)).toBe(target);
	expect(snapped(target + 50 * second, [target], scale)).toBe(target + 50 * second);
});

test('[LY7] zooming keeps the instant under the pointer; the first window is the busiest stretch', () => {
	const window = { from: zero, to: zero + 4 * hour };
	const at = zero + hour;
	const near = new TimeScale(zoomed(window, 2.5, at), 1000);
	expect([Math.round(near.x(at)), Math.round(near.perPx * 1000)]).toEqual([250, (4 * hour) / 2.5]);
	const causes = [zero - 100 * day, zero, zero + hour, zero + 2 * hour];
	expect(densest(causes)).toEqual({ from: zero - 5 * minute, to: zero + 2 * hour + 5 * minute });
	expect(everything(causes)?.from).toBeLessThan(zero - 100 * day);
	expect([densest([]), everything([])]).toEqual([undefined, undefined]);
	expect(showing(window, zero + 5 * hour).to).toBe(zero + 5 * hour + 4 * hour * 0.08);
});

test('[LY8] ruler marks stand on full local hours, also where zones are off by half an hour, and say the day at midnight', () => {
	const scale = new TimeScale({ from: zero, to: zero + 4 * hour }, 900);
	expect(ticks(scale, 'UTC').major.map(({ label }) => label)).toEqual([
		'02:00',
		'02:30',
		'03:00',
		'03:30',
		'04:00',
		'04:30',
		'05:00',
		'05:30',
		'06:00',
	]);
	expect(ticks(scale, 'Asia/Kolkata').major[0]?.label).toBe('07:30');
	const long = new TimeScale({ from: zero, to: zero + 2 * day }, 600);
	expect(ticks(long, 'UTC').major.map(({ label }) => label)).toEqual(['12:00', '12 Mar', '12:00', '13 Mar']);
});
