/** Events as the timeline's view puts them: the entries of its list, and their instants. Pure. */
import type { EventId, GapId } from '#lib/model/ids.ts';
import type { Micros } from '#lib/model/instant.ts';
import { anchorOf } from '#lib/model/time.ts';
import type { Gap, Timeline, TimelineEvent } from '#lib/model/timeline.ts';

/** What stands in the list: an event, or a gap in the evidence where it begins. */
export type Entry =
	| { readonly is: 'event'; readonly event: TimelineEvent }
	| { readonly is: 'gap'; readonly gap: Gap };

export const idOf = (entry: Entry): EventId | GapId => (entry.is === 'event' ? entry.event.id : entry.gap.id);

/** Where the first event at or after an instant stands, in an order of time. Those without a time come last. */
export function firstFrom(events: readonly TimelineEvent[], at: Micros): number {
	let [low, high] = [0, events.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		const event = events[middle];
		if (event && (anchorOf(event.when) ?? Infinity) < at) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Events and gaps in one order of time; a gap stands before an event of the same instant. */
export function entriesOf({ events: all, gaps }: Pick<Timeline, 'events' | 'gaps'>): readonly Entry[] {
	const entries: Entry[] = [];
	let next = 0;
	for (const event of all) {
		const at = anchorOf(event.when) ?? Infinity;
		for (let gap = gaps[next]; gap && gap.span.earliest <= at; gap = gaps[++next])
			entries.push({ is: 'gap', gap });
		entries.push({ is: 'event', event });
	}
	for (const gap of gaps.slice(next)) entries.push({ is: 'gap', gap });
	return entries;
}

/** Whether these are events of the very same times, one by one; values of times are never changed. */
export function areTimesOf(before: readonly TimelineEvent[], now: readonly TimelineEvent[]): boolean {
	return before.length === now.length && now.every(({ when }, n) => when === before[n]?.when);
}

export function instantsOf({ events: all }: Timeline): Micros[] {
	const instants: Micros[] = [];
	for (const { when } of all) {
		const at = anchorOf(when);
		if (at !== undefined) instants.push(at);
		const end = when.end && anchorOf(when.end);
		if (end !== undefined) instants.push(end);
	}
	return instants;
}
