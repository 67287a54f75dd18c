/** The orders a list of events can be put in. Ties keep the order of time, so no order is ever arbitrary. */
import { eventKinds, type TimelineEvent } from '#lib/model/timeline.ts';

export const sortKeys = ['time', 'kind', 'who', 'systems'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sorting {
	readonly by: SortKey;
	readonly isDown: boolean;
}

export const byTime: Sorting = { by: 'time', isDown: false };

/** The next order when the header of `by` is pressed: up, then down, then by time again. */
export function pressed({ by, isDown }: Sorting, key: SortKey): Sorting {
	if (by !== key) return { by: key, isDown: false };
	return isDown ? byTime : { by, isDown: true };
}

/** Events given in the order of time, in the order asked for. Those that name nobody come last either way. */
export function sorted(
	events: readonly TimelineEvent[],
	{ by, isDown }: Sorting,
	nameOf: (id: string) => string,
): readonly TimelineEvent[] {
	if (by === 'time') return isDown ? events.toReversed() : events;
	const way = isDown ? -1 : 1;
	if (by === 'kind')
		return events.toSorted((a, b) => way * (eventKinds.indexOf(a.kind) - eventKinds.indexOf(b.kind)));
	const words = new Map(
		events.map(({ id, people, systems }) => [
			id,
			[...(by === 'who' ? people : systems)].map(nameOf).join(', '),
		]),
	);
	return events.toSorted((a, b) => {
		const [first = '', second = ''] = [words.get(a.id), words.get(b.id)];
		if (first === '' || second === '') return first === second ? 0 : first === '' ? 1 : -1;
		return way * collator.compare(first, second);
	});
}

const collator = new Intl.Collator('en', { numeric: true });
