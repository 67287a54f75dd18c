/**
 * A timeline as JSON: what a server has read, for a page that has nothing of the document yet. Between a server and
 * its own pages; what others may rely on is the HTTP API's `events`.
 */
import type { EventId, PersonId, RecordId, SystemId } from './ids.ts';
import type { Gap, TimelineEvent } from './timeline-records.ts';
import type { Timeline } from './timeline-read.ts';

interface WireEvent extends Omit<TimelineEvent, 'people' | 'systems' | 'records'> {
	readonly people: readonly PersonId[];
	readonly systems: readonly SystemId[];
	readonly records: readonly RecordId[];
}
interface WireGap extends Omit<Gap, 'ask'> {
	readonly ask: readonly PersonId[];
}
/** Raised when the shape changes: readings are kept, and one of another version is passed over. */
const version = 1;

export interface WireTimeline extends Omit<Timeline, 'events' | 'gaps' | 'merges'> {
	readonly version: number;
	readonly events: readonly WireEvent[];
	readonly gaps: readonly WireGap[];
	readonly merges: readonly (readonly [EventId, EventId])[];
}

/** What `JSON.stringify` is to be given. */
export function toWire(timeline: Timeline): WireTimeline {
	return {
		version,
		...timeline,
		events: timeline.events.map((event) => ({
			...event,
			people: [...event.people],
			systems: [...event.systems],
			records: [...event.records],
		})),
		gaps: timeline.gaps.map((gap) => ({ ...gap, ask: [...gap.ask] })),
		merges: [...timeline.merges],
	};
}

/**
 * What `JSON.parse` gave, as the timeline it was; undefined when another version of Second Story wrote it. Else it is
 * trusted: it came from the server that this page came from.
 */
export function fromWire({ version: written, ...wire }: WireTimeline): Timeline | undefined {
	if (written !== version) return undefined;
	// Ten thousand of these are made before the first lane is drawn, and most have no record at all.
	const none: ReadonlySet<never> = new Set();
	const set = <T>(of: readonly T[]): ReadonlySet<T> => (of.length === 0 ? none : new Set(of));
	return {
		...wire,
		events: wire.events.map(
			({ id, when, kind, title, label, certainty, rank, people, systems, records, descriptionProse }) => ({
				id,
				when,
				kind,
				title,
				label,
				certainty,
				rank,
				people: set(people),
				systems: set(systems),
				records: set(records),
				descriptionProse,
			}),
		),
		gaps: wire.gaps.map((gap) => ({ ...gap, ask: set(gap.ask) })),
		merges: new Map(wire.merges),
	};
}
