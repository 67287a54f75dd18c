/** Hypotheses as tracks on the timeline: raised at one event, tested at others, dropped or kept at the last. */
import type { EventId } from './ids.ts';
import type { Hypothesis, Inquiry } from './inquiry.ts';
import type { Micros } from './instant.ts';
import { anchorOf } from './time.ts';
import { successorOf, type Timeline } from './timeline.ts';

export interface TrackStep {
	readonly eventId: EventId;
	readonly at: Micros;
	readonly step: 'raised' | 'tested' | 'dropped' | 'kept';
}

export interface Track {
	readonly hypothesis: Hypothesis;
	/** In the order of the timeline, each event once. A track that does not end dropped or kept is still open. */
	readonly at: readonly TrackStep[];
}

/**
 * A track for each hypothesis that is pinned to an event with a time, in the order of the inquiry. With one pin it
 * is raised there and open, or settled there when it is settled.
 */
export function tracksOf(inquiry: Pick<Inquiry, 'hypotheses'>, timeline: Timeline): readonly Track[] {
	const place = new Map<string, number>(timeline.events.map(({ id }, index) => [id, index]));
	return inquiry.hypotheses.flatMap((hypothesis) => {
		const places = new Set<number>();
		for (const pin of hypothesis.on) {
			const index = place.get(pin) ?? place.get(successorOf(timeline, pin) ?? '');
			if (index !== undefined) places.add(index);
		}
		const stations = [...places]
			.toSorted((a, b) => a - b)
			.flatMap((index) => {
				const event = timeline.events[index];
				const at = event && anchorOf(event.when);
				return event === undefined || at === undefined ? [] : [{ eventId: event.id, at }];
			});
		if (stations.length === 0) return [];
		const last = stations.length - 1;
		const at = stations.map((station, index): TrackStep => {
			if (index === last && hypothesis.state !== 'raised') return { ...station, step: hypothesis.state };
			return { ...station, step: index === 0 ? 'raised' : 'tested' };
		});
		return [{ hypothesis, at }];
	});
}
