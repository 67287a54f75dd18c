/**
 * The timeline as it was known: at the playhead, what nobody (or one person) could know yet is greyed, and what had
 * not happened yet is hidden. Hindsight stays out of the room while a group steps through the night.
 */
import type { Micros } from '#lib/model/instant.ts';
import type { EventId, PersonId } from '#lib/model/ids.ts';
import { knowledgeAt } from '#lib/model/knowledge.ts';
import { anchorOf } from '#lib/model/time.ts';
import type { Timeline, TimelineEvent } from '#lib/model/timeline.ts';

interface Around {
	readonly timeline: () => Timeline;
	readonly playhead: () => Micros;
}

export class Horizon {
	readonly #around: Around;
	isOn = $state(false);
	/** Whose knowledge. */
	who = $state<PersonId | 'anyone'>('anyone');
	/** Later events are not shown at all; for presenting. */
	hidesLater = $state(true);

	readonly #known: ReadonlySet<EventId> | undefined = $derived.by(() =>
		this.isOn ? knowledgeAt(this.#around.timeline(), this.#around.playhead(), this.who) : undefined,
	);
	/** What could not be known yet, as far as it is shown. */
	readonly unknown: ReadonlySet<EventId> = $derived.by(() => {
		const known = this.#known;
		if (!known) return new Set();
		return new Set(this.#around.timeline().events.flatMap(({ id }) => (known.has(id) ? [] : [id])));
	});

	constructor(around: Around) {
		this.#around = around;
	}

	/** Whether later things are left out now. */
	get hides(): boolean {
		return this.isOn && this.hidesLater;
	}
	/**
	 * The events that had begun by the playhead; what went on then has an end nobody knows yet. What has no time at all
	 * stays: it is in no order that could tell too much. For showing only: these are not the events of the document.
	 */
	asOf(events: readonly TimelineEvent[]): readonly TimelineEvent[] {
		const now = this.#around.playhead();
		return events.flatMap((event) => {
			const { when } = event;
			if ((anchorOf(when) ?? -Infinity) > now) return [];
			if (!when.end || (anchorOf(when.end) ?? -Infinity) <= now) return [event];
			return [{ ...event, when: { ...when, end: { form: 'unknown' } } }];
		});
	}
	/** Gaps that had begun, and presences up to the playhead. */
	backdrop(): Pick<Timeline, 'gaps' | 'presences'> {
		const now = this.#around.playhead();
		const { gaps, presences } = this.#around.timeline();
		return {
			gaps: gaps.filter(({ span }) => span.latest <= now),
			presences: presences.flatMap((one) =>
				one.span.earliest > now
					? []
					: [{ ...one, span: { ...one.span, latest: Math.min(one.span.latest, now) } }],
			),
		};
	}
}

/** The next event on a timeline after an instant, or the one before it; several at one instant are one step. */
export function stepFrom(
	events: readonly TimelineEvent[],
	at: Micros,
	way: 1 | -1,
): TimelineEvent | undefined {
	const isThere = ({ when }: TimelineEvent) => {
		const instant = anchorOf(when);
		return instant !== undefined && (way === 1 ? instant > at : instant < at);
	};
	return way === 1 ? events.find(isThere) : events.findLast(isThere);
}
