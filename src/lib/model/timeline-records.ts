/** What lies in the timeline document: its collections and their records. Verbs and reads have rooms of their own. */
import {
	parseId,
	type ClaimId,
	type EventId,
	type GapId,
	type KnowingId,
	type PersonId,
	type PresenceId,
	type RecordId,
	type SystemId,
} from './ids.ts';
import type { Micros } from './instant.ts';
import {
	collection,
	oneOf,
	optional,
	prose,
	setOf,
	text,
	type DraftOf,
	type RecordOf,
	type ScalarField,
} from './record.ts';
import { readWhen, whenField, type When } from './time.ts';

/** What kinds of event there are, in the order of their keys 1 to 8. */
export const eventKinds = [
	'action',
	'noticing',
	'message',
	'decision',
	'change',
	'signal',
	'care',
	'state',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** `thought`: somebody thinks so. `inferred`: concluded from logs, nobody saw it. */
const certainty = oneOf('sure', 'thought', 'inferred');

const eventFields = {
	when: whenField,
	kind: oneOf(...eventKinds),
	title: text(500),
	/** A short name for the lanes; empty means the title. */
	label: optional(text(120), ''),
	certainty: optional(certainty, 'sure' as const),
	/** Manual order among events whose times say nothing about it. */
	rank: optional(text(200), ''),
	people: setOf<PersonId>('person'),
	systems: setOf<SystemId>('system'),
	records: setOf<RecordId>('record'),
	descriptionProse: prose,
};

/** Integers of microseconds, kept as one value: a start and an end merged from two people would be nobody's. */
const span: ScalarField<{ readonly earliest: Micros; readonly latest: Micros }> = {
	is: 'scalar',
	read: (value) => {
		const when = readWhen({ ...(value as object | null), form: 'between', written: '', zone: 'UTC' });
		return when && { earliest: when.earliest ?? 0, latest: when.latest ?? 0 };
	},
};

const gapFields = {
	span,
	/** "27 minutes with no chat or call". */
	title: text(300),
	/** Which kind of evidence is missing: "chat and call". Others may go on. */
	scope: optional(text(120), ''),
	note: optional(text(2000), ''),
	/** Whom one could ask. */
	ask: setOf<PersonId>('person'),
};

const presenceFields = { personId: text(60), span, certainty: optional(certainty, 'sure' as const) };

/** Keyed by the person or system whose lane it is, so that two people adding one lane add the same. */
const laneFields = { group: optional(text(120), ''), rank: text(200) };

const eventId: ScalarField<EventId> = { is: 'scalar', read: (value) => parseId('event', value) };
const personId: ScalarField<PersonId> = { is: 'scalar', read: (value) => parseId('person', value) };

const claimFields = {
	eventId,
	/** Who says so; empty: nobody in particular. */
	personId: optional(personId, '' as const),
	/** What says so, when it is no person: "dashboard". */
	source: optional(text(120), ''),
	when: whenField,
};

const knowingFields = {
	eventId,
	/** Who knew; empty: everybody. */
	personId: optional(personId, '' as const),
	when: whenField,
};

/** Keyed by the event that went. */
const mergeFields = { into: eventId };

/** The moments of the analysis as they lie, those that were merged into others among them; see `events`. */
export const eventRecords = collection<EventId, typeof eventFields>('events', eventFields);
export const gaps = collection<GapId, typeof gapFields>('gaps', gapFields);
export const presences = collection<PresenceId, typeof presenceFields>('presences', presenceFields);
export const lanes = collection<PersonId | SystemId, typeof laneFields>('lanes', laneFields);
/** Other times at which an event may have been, and who says so. */
export const claims = collection<ClaimId, typeof claimFields>('claims', claimFields);
/** From when somebody knew of an event. */
export const knowings = collection<KnowingId, typeof knowingFields>('knowings', knowingFields);
/** Where events went that were merged into others: they are read there, and what points at them finds them. */
export const merges = collection<EventId, typeof mergeFields>('merges', mergeFields);

/** Every collection of the document, for whatever goes through all of it. */
export const timelineCollections = {
	events: eventRecords,
	gaps,
	presences,
	lanes,
	claims,
	knowings,
	merges,
} as const;

export type TimelineEvent = RecordOf<EventId, typeof eventFields>;
export type Gap = RecordOf<GapId, typeof gapFields>;
export type Presence = RecordOf<PresenceId, typeof presenceFields>;
export type Lane = RecordOf<PersonId | SystemId, typeof laneFields>;
export type Claim = RecordOf<ClaimId, typeof claimFields>;
export type Knowing = RecordOf<KnowingId, typeof knowingFields>;

export type GapDraft = DraftOf<typeof gapFields> & Pick<Gap, 'span' | 'title'>;
export type PresenceDraft = DraftOf<typeof presenceFields> & Pick<Presence, 'personId' | 'span'>;
export type EventChanges = Omit<DraftOf<typeof eventFields>, 'descriptionProse'>;
/** What a new event needs and may have. */
export type EventDraft = EventChanges & {
	readonly when: When;
	readonly kind: EventKind;
	readonly title: string;
	readonly description?: string | undefined;
};
