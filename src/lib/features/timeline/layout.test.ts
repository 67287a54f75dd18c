import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId, type EventId, type PersonId, type SystemId } from '#lib/model/ids.ts';
import { day, hour, minute, parseInstant, second } from '#lib/model/instant.ts';
import { exactly, makeWhen, type When } from '#lib/model/time.ts';
import type { Timeline, TimelineEvent } from '#lib/model/timeline.ts';
import { chipAt, laneHeight, layOut, markAt, snapped, type Attention } from './layout.ts';
import { rowsOf, type Cast, type LanesBy } from './rows.ts';
import { densest, everything, nights, showing, ticks, TimeScale, zoomed } from './scale.ts';

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
	lanes: lanes.map((id, n) => ({ id: id as PersonId, group: 'Chosen', rank: String(n) })),
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

/** What is seen of events on one lane through a window of so many minutes, 1,000 px wide. */
function seen(events: readonly TimelineEvent[], from: number, minutes: number, attention?: Attention) {
	const scale = new TimeScale({ from: zero + from * minute, to: zero + (from + minutes) * minute }, 1000);
	const rows = rowsOf(timeline([...events]), cast, 'person');
	const layout = layOut(rows, { gaps: [], presences: [] }, scale, () => 0, attention);
	return {
		layout,
		marks: layout.marks.flat().map(({ event: { title } }) => title),
		crowds: layout.chips
			.flat()
			.map(({ words, earliest, latest }) => [words, (earliest - zero) / minute, (latest - zero) / minute]),
	};
}

test('[LY9] a crowd is drawn as its number, stays while one pans, parts when one zooms in', () => {
	const many = Array.from({ length: 12 }, (_, n) => event(`e${n}`, 60 + n / 10, { people }));
	const alone = event('alone', 90, { people });
	const all = [...many, alone];
	const far = seen(all, 0, 1000);
	expect([far.marks, far.crowds]).toEqual([['alone'], [['12', 60, 61.1]]]);
	expect(seen(all, 3, 1000).crowds).toEqual(far.crowds);
	expect(seen(all, 59, 3).crowds).toEqual([]);
	const [selected] = many;
	expect(seen(all, 0, 1000, { apart: selected ? [selected] : [] }).marks).toEqual(['e0', 'alone']);
	const x = far.layout.scale.x(zero + 60.55 * minute);
	expect(chipAt(far.layout, x, laneHeight / 2)?.count).toBe(12);
	expect(chipAt(far.layout, x + 40, laneHeight / 2)).toBeUndefined();
});

test('[LY10] a bar that began long before is drawn, and one that nobody knows the end of until the next event', () => {
	const lasting = (title: string, at: number, until?: number) =>
		event(title, at, {
			people,
			kind: 'state',
			when: {
				...exactly(zero + at * minute),
				end:
					until === undefined
						? { form: 'unknown' }
						: { form: 'exact', earliest: zero + until * minute, latest: zero + until * minute },
			},
		});
	const events = [lasting('long', -5000, 50), lasting('over', -4000, -3000), lasting('open', 10)];
	const { layout, marks } = seen([...events, event('next', 60, { people })], 0, 100);
	expect(marks).toEqual(['long', 'open', 'next']);
	expect(layout.marks.flat().map(({ bar }) => bar && [Math.round(bar.to), bar.fades])).toEqual([
		[500, false],
		[591, true],
		undefined,
	]);
});

test('[LY24] too many bars at once are one band and a number; from within the band, and nearer, they are bars again', () => {
	const lasting = (title: string, at: number, until: number) => {
		const end = { form: 'exact', earliest: zero + until * minute, latest: zero + until * minute } as const;
		return event(title, at, { people, when: { ...exactly(zero + at * minute), end } });
	};
	const many = Array.from({ length: 5 }, (_, n) => lasting(`bar ${n}`, 60 + n, 200 + 20 * n));
	const few = Array.from({ length: 3 }, (_, n) => lasting(`few ${n}`, 400 + n, 500));
	const all = [...many, ...few];
	const far = seen(all, 0, 1000);
	expect([far.marks, far.crowds, far.layout.bands]).toEqual([
		['few 0', 'few 1', 'few 2'],
		[['5', 60, 64]],
		[[{ from: 60, to: 280 }]],
	]);
	// Its beginning is out of view: what lasts is still seen, and so is what is selected of it.
	const [, selected] = many;
	const later = seen(all, 150, 1000, { apart: selected ? [selected] : [] });
	expect([later.marks[0], later.layout.bands]).toEqual(['bar 1', [[{ from: -20, to: 130 }]]]);
	const near = seen(all, 55, 60);
	expect([near.marks, near.crowds, near.layout.bands]).toEqual([
		['bar 0', 'bar 1', 'bar 2', 'bar 3', 'bar 4'],
		[],
		[[]],
	]);
});

test('[LY10] every event in view is a mark, or counted in one crowd', () => {
	const minutes = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 120 });
	fc.assert(
		fc.property(minutes, fc.integer({ min: 3, max: 4000 }), (at, wide) => {
			const events = at
				.toSorted((a, b) => a - b)
				.map((one, n) => event(`e${String(n).padStart(3, '0')}`, one, { people }));
			const { layout } = seen(events, -1, wide);
			const inView = events.filter(({ when }) => (when.earliest ?? 0) <= layout.scale.to).length;
			const counted = layout.chips.flat().reduce((sum, { count }) => sum + count, 0);
			const drawn = counted + layout.marks.flat().filter(({ x }) => x <= 1000).length;
			// A crowd at the edge of the window counts all of its own.
			expect(drawn).toBeGreaterThanOrEqual(inView);
			expect(drawn).toBeLessThanOrEqual(events.length);
			expect(layout.marks.flat().map(({ x }) => x)).toEqual(
				layout.marks
					.flat()
					.map(({ x }) => x)
					.toSorted((a, b) => a - b),
			);
		}),
		{ numRuns: 200, seed: 10 },
	);
});

test('[LY8] deep in a zoom the ruler says milliseconds', () => {
	const scale = new TimeScale({ from: zero, to: zero + second / 50 }, 600);
	expect(ticks(scale, 'UTC').major.map(({ label }) => label)).toEqual([
		'02:00:00.000',
		'02:00:00.005',
		'02:00:00.010',
		'02:00:00.015',
		'02:00:00.020',
	]);
});

test('[LY11] nights are those of the clocks shown, in the night they change too, and UTC has none', () => {
	const at = (text: string) => parseInstant(text) ?? NaN;
	const window = { from: at('2026-10-24T12:00:00Z'), to: at('2026-10-26T00:00:00Z') };
	expect(nights(window, 'Europe/Lisbon')).toEqual([
		{ from: at('2026-10-24T21:00:00Z'), to: at('2026-10-25T06:00:00Z') },
		{ from: at('2026-10-25T22:00:00Z'), to: at('2026-10-26T06:00:00Z') },
	]);
	expect([nights(window, 'UTC'), nights({ ...window, to: window.to + 60 * day }, 'Europe/Lisbon')]).toEqual([
		[],
		[],
	]);
});

test('[LY12] a claimed time is a ghost on each lane of its event, with the way to where it stands', () => {
	const decide = event('decide', 50, { people: new Set([hana, priya]) });
	const claims = [{ eventId: decide.id, when: exactly(zero + 20 * minute) }];
	const { layout } = seen([decide], 0, 100, { apart: [decide], claims });
	expect(layout.ghosts.map(({ row, x, to }) => [row, x, to])).toEqual([
		[0, 200, 500],
		[1, 200, 500],
	]);
	expect(seen([decide], 0, 100, { claims }).layout.ghosts).toEqual([]);
});
