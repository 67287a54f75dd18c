import { describe, expect, test } from 'vitest';
import { minute } from '#lib/model/instant.ts';
import type { EventId, GapId, PersonId, PresenceId, SystemId } from '#lib/model/ids.ts';
import { exactly, makeWhen, type When } from '#lib/model/time.ts';
import type { Gap, Timeline, TimelineEvent } from '#lib/model/timeline.ts';
import { Filter } from './filter.svelte.ts';
import { Horizon, stepFrom } from './horizon.svelte.ts';
import { Selection } from './selection.svelte.ts';

const at = (minutes: number): When => exactly(minutes * minute);
const mk = (id: string, when: When, more: Partial<TimelineEvent> = {}): TimelineEvent => ({
	id: id as EventId,
	when,
	kind: 'action',
	title: id,
	label: '',
	certainty: 'sure',
	rank: '',
	people: new Set(),
	systems: new Set(),
	records: new Set(),
	descriptionProse: '',
	...more,
});
const gap = (from: number, to: number, title = 'a silence'): Gap => ({
	id: `gap ${from}` as GapId,
	span: { earliest: from * minute, latest: to * minute },
	title,
	scope: '',
	note: '',
	ask: new Set(),
});
const ids = (events: readonly TimelineEvent[]) => events.map(({ id }) => id);

describe('choosing', () => {
	const order = ['a', 'b', 'c', 'd', 'e'] as EventId[];
	const [a, b, c, d, e] = order as [EventId, EventId, EventId, EventId, EventId];

	test('[LI6] a run goes from where one stood, and on from where it began', () => {
		const selection = new Selection();
		selection.extend(order, b, c);
		selection.extend(order, c, d);
		expect([...selection.ids]).toEqual([b, c, d]);
		selection.extend(order, d, a);
		expect([...selection.ids].toSorted()).toEqual([a, b, c, d]);
	});

	test('[LI6] after one is taken in or out the next run begins there', () => {
		const selection = new Selection();
		selection.toggle(a);
		selection.toggle(d);
		selection.extend(order, a, e);
		expect([...selection.ids]).toEqual([a, d, e]);
		selection.keep((id) => id !== d);
		expect([...selection.ids]).toEqual([a, e]);
		selection.extend(order, b, c);
		expect([...selection.ids].toSorted()).toEqual([a, b, c, e]);
	});
});

describe('filtering', () => {
	const themes = [{ id: 'quiet', title: 'Quiet buffers', on: new Set(['2', 'gone', 'gap 5']) }];
	const made = () =>
		new Filter({
			nameOf: (id) => ({ p: 'Priya Raghunathan', k: 'kafka-main' })[id] ?? '',
			themes: () => themes,
			successorOf: (id) => (id === 'gone' ? '3' : undefined),
		});
	const night = [
		mk('1', at(1), { title: 'Opens the incident', people: new Set(['p' as PersonId]) }),
		mk('2', at(2), {
			kind: 'signal',
			systems: new Set(['k' as SystemId]),
			descriptionProse: 'Nobody sees it.',
		}),
		mk('3', at(3), {
			kind: 'decision',
			people: new Set(['p' as PersonId]),
			systems: new Set(['k' as SystemId]),
		}),
	];
	const shown = (filter: Filter) => ids(night.filter((event) => filter.shows(event)));

	test('[LI7] words are looked for in texts and in names, all of them in any order', () => {
		const filter = made();
		expect([filter.isOn, shown(filter)]).toEqual([false, ['1', '2', '3']]);
		filter.text = 'raghu opens';
		expect([filter.isOn, shown(filter)]).toEqual([true, ['1']]);
		filter.text = 'SEES kafka';
		expect(shown(filter)).toEqual(['2']);
	});

	test('[LI7] any of one sort is enough, and each sort narrows down', () => {
		const filter = made();
		filter.kinds.add('signal').add('decision');
		expect(shown(filter)).toEqual(['2', '3']);
		filter.people.add('p' as PersonId);
		expect(shown(filter)).toEqual(['3']);
		filter.clear();
		expect([filter.isOn, shown(filter)]).toEqual([false, ['1', '2', '3']]);
	});

	test('[LI7] a theme lets through what it is pinned to, a merged event under what it went into', () => {
		const filter = made();
		filter.themes.add('quiet');
		expect(shown(filter)).toEqual(['2', '3']);
		expect([filter.showsGap(gap(5, 9)), filter.showsGap(gap(6, 9))]).toEqual([true, false]);
		filter.kinds.add('signal');
		expect(filter.showsGap(gap(5, 9))).toBe(false);
	});
});

describe('as it was known', () => {
	const lasting =
		makeWhen({ ...at(2), end: { form: 'exact', earliest: 9 * minute, latest: 9 * minute } }) ?? at(2);
	const events = [
		mk('1', at(1), { people: new Set(['p' as PersonId]) }),
		mk('2', lasting, { certainty: 'inferred' }),
		mk('3', at(5)),
		mk('4', at(5), { people: new Set(['q' as PersonId]) }),
		mk('5', at(8)),
	];
	const timeline: Timeline = {
		events,
		gaps: [gap(1, 2), gap(3, 7)],
		presences: [
			{
				id: 'prs' as PresenceId,
				personId: 'p',
				span: { earliest: minute, latest: 8 * minute },
				certainty: 'sure',
			},
		],
		lanes: [],
		claims: [],
		knowings: [],
		merges: new Map(),
		skipped: 0,
	};
	const horizon = (minutes: number) => {
		const made = new Horizon({ timeline: () => timeline, playhead: () => minutes * minute });
		made.isOn = true;
		return made;
	};

	test('[LI8] what came later is left out, and what goes on has no end yet', () => {
		const now = horizon(5);
		const shown = now.asOf(events);
		expect(ids(shown)).toEqual(['1', '2', '3', '4']);
		expect(shown[1]?.when).toEqual({ ...lasting, end: { form: 'unknown' } });
		expect(now.backdrop()).toEqual({
			gaps: [gap(1, 2)],
			presences: [{ ...timeline.presences[0], span: { earliest: minute, latest: 5 * minute } }],
		});
	});

	test('[LI8] grey is what nobody, or one person, could know by then', () => {
		const now = horizon(5);
		expect([...now.unknown]).toEqual(['2', '5']);
		now.who = 'p' as PersonId;
		expect([...now.unknown]).toEqual(['2', '3', '4', '5']);
		now.isOn = false;
		expect([...now.unknown]).toEqual([]);
	});

	test('[LI8] steps go from instant to instant, and stop at both ends', () => {
		const from = (minutes: number, way: 1 | -1) => stepFrom(events, minutes * minute, way)?.id;
		expect([from(2, 1), from(5, 1), from(5, -1), from(8, 1), from(1, -1)]).toEqual([
			'3',
			'5',
			'2',
			undefined,
			undefined,
		]);
	});
});
