import { expect, test } from 'vitest';
import type { EventId, PersonId, SystemId } from '#lib/model/ids.ts';
import { exactly } from '#lib/model/time.ts';
import type { TimelineEvent } from '#lib/model/timeline.ts';
import { byTime, pressed, sorted } from './sorting.ts';

const mk = (id: string, kind: TimelineEvent['kind'], people: string[] = [], systems: string[] = []) =>
	({
		id: id as EventId,
		when: exactly(Number(id) * 60_000_000),
		kind,
		title: id,
		label: '',
		certainty: 'sure',
		rank: '',
		people: new Set(people as PersonId[]),
		systems: new Set(systems as SystemId[]),
		records: new Set(),
		descriptionProse: '',
	}) satisfies TimelineEvent;
const night = [
	mk('1', 'signal', ['Priya']),
	mk('2', 'action', [], ['kafka-10']),
	mk('3', 'signal', ['Hana', 'Priya'], ['kafka-9']),
	mk('4', 'action', ['Hana']),
];
const order = (sorting: Parameters<typeof sorted>[1]) =>
	sorted(night, sorting, (id) => id).map(({ id }) => Number(id));

test('[LI1] a list is put in order by time, kind, people or systems, and ties keep the order of time', () => {
	expect(order(byTime)).toEqual([1, 2, 3, 4]);
	expect(order({ by: 'time', isDown: true })).toEqual([4, 3, 2, 1]);
	expect(order({ by: 'kind', isDown: false })).toEqual([2, 4, 1, 3]);
	expect(order({ by: 'kind', isDown: true })).toEqual([1, 3, 2, 4]);
});

test('[LI1] names are read as people read them, and who names nobody comes last either way', () => {
	expect(order({ by: 'who', isDown: false })).toEqual([4, 3, 1, 2]);
	expect(order({ by: 'who', isDown: true })).toEqual([1, 3, 4, 2]);
	expect(order({ by: 'systems', isDown: false })).toEqual([3, 2, 1, 4]);
	expect(order({ by: 'systems', isDown: true })).toEqual([2, 3, 1, 4]);
});

test('[LI1] a header pressed thrice leads back to the order of time', () => {
	const once = pressed(byTime, 'who');
	const twice = pressed(once, 'who');
	expect([once, twice, pressed(twice, 'who'), pressed(once, 'kind')]).toEqual([
		{ by: 'who', isDown: false },
		{ by: 'who', isDown: true },
		byTime,
		{ by: 'kind', isDown: false },
	]);
});
