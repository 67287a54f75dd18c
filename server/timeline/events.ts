/** Events from outside: read, added, changed and removed through the live document, in the caller's name. */
import { ensureNamed, listCast, listNamed } from '#db/person.ts';
import type { CoreDb } from '#db/open.server.ts';
import { can, type Actor } from '#lib/model/access.ts';
import type { DocumentRef } from '#lib/model/documents.ts';
import {
	newId,
	parseId,
	parseRecordId,
	type AnalysisId,
	type EventId,
	type PersonId,
	type RecordId,
	type SystemId,
} from '#lib/model/ids.ts';
import { parseInstant } from '#lib/model/instant.ts';
import {
	addEvent,
	describeEvent,
	events,
	patchEvent,
	readTimeline,
	removeEvent,
	type EventChanges,
	type Timeline,
	type TimelineEvent,
} from '#lib/model/timeline.ts';
import type { Collab } from '../collab/collab.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { whenFrom, type WhenInput } from './when-json.ts';

/** What can be said of an event from outside. People and systems by id or name. */
export interface EventInput {
	readonly when?: WhenInput | undefined;
	readonly at?: string | undefined;
	readonly kind?: TimelineEvent['kind'] | undefined;
	readonly title?: string | undefined;
	readonly label?: string | undefined;
	readonly certainty?: TimelineEvent['certainty'] | undefined;
	readonly description?: string | undefined;
	readonly people?: readonly string[] | undefined;
	readonly systems?: readonly string[] | undefined;
	readonly records?: readonly string[] | undefined;
}

export interface Events {
	list(userId: string, analysisId: string): Promise<Outcome<Timeline>>;
	/** Adds an event; live editors see it at once, and it is durable when this resolves. */
	add(
		userId: string,
		analysisId: string,
		input: EventInput & { title: string },
	): Promise<Outcome<TimelineEvent>>;
	change(
		userId: string,
		analysisId: string,
		eventId: string,
		input: EventInput,
	): Promise<Outcome<TimelineEvent>>;
	remove(userId: string, analysisId: string, eventId: string): Promise<Outcome<undefined>>;
}

interface Deps {
	readonly db: CoreDb;
	readonly collab: Pick<Collab, 'read' | 'writeAs'>;
	readonly standing: (userId: string, analysisId: string) => Promise<Actor>;
}

const gone = notFound('event');

export function createEvents({ db, collab, standing }: Deps): Events {
	const timeline = { is: 'document', kind: 'timeline' } as const;
	const ref = (analysisId: string): DocumentRef => ({ analysis: analysisId as AnalysisId, kind: 'timeline' });

	/** Undefined when the caller may; else why not. Those who may not even read learn nothing. */
	async function barred(userId: string, analysisId: string, action: 'read' | 'write') {
		const actor = await standing(userId, analysisId);
		if (can(actor, action, timeline)) return undefined;
		return can(actor, 'read', timeline) ? forbidden() : notFound('analysis');
	}

	/** The changes an input means; people, systems and records that do not exist are refused, by name. */
	async function changesFrom(analysisId: string, input: EventInput): Promise<Outcome<EventChanges>> {
		const when = input.when ?? input.at;
		const time = when === undefined ? undefined : whenFrom(when, await clockOf(analysisId));
		if (time && !time.ok) return refuse('invalid', `when: ${time.why} Nothing was changed.`);
		const people = input.people && (await peopleFrom(analysisId, input.people));
		if (people && !people.ok) return people;
		const systems = input.systems && (await systemsFrom(input.systems));
		if (systems && !systems.ok) return systems;
		const records = input.records && (await recordsFrom(analysisId, input.records));
		if (records && !records.ok) return records;
		const { kind, title, label, certainty } = input;
		return ok({
			...(time && { when: time.when }),
			...(kind !== undefined && { kind }),
			...(title !== undefined && { title }),
			...(label !== undefined && { label }),
			...(certainty !== undefined && { certainty }),
			...(people && { people: people.value }),
			...(systems && { systems: systems.value }),
			...(records && { records: records.value }),
		});
	}

	async function clockOf(analysisId: string) {
		const row = await db
			.selectFrom('analysis')
			.select(['zone', 'date', 'created_at'])
			.where('id', '=', analysisId)
			.executeTakeFirstOrThrow();
		const noon = row.date === null ? undefined : parseInstant(`${row.date}T12:00:00Z`);
		return { zone: row.zone, near: noon ?? row.created_at * 1000 };
	}

	async function peopleFrom(analysisId: string, wanted: readonly string[]): Promise<Outcome<Set<PersonId>>> {
		const cast = await listCast(db, analysisId);
		const found = new Set<PersonId>();
		for (const one of wanted) {
			const person = cast.find(({ id, name }) => id === one || name === one);
			if (!person)
				return refuse(
					'invalid',
					`people: “${one}” has no part in this analysis. Add them first; nothing was changed.`,
				);
			found.add(person.id as PersonId);
		}
		return ok(found);
	}

	async function systemsFrom(wanted: readonly string[]): Promise<Outcome<Set<SystemId>>> {
		const known = await listNamed(db, 'system');
		const found = new Set<SystemId>();
		for (const one of wanted) {
			const system = known.find(({ id, name }) => id === one || name === one);
			if (!system && parseId('system', one))
				return refuse('invalid', `systems: there is no system ${one}. Nothing was changed.`);
			found.add((system?.id ?? (await ensureNamed(db, 'system', one, () => newId('system')))) as SystemId);
		}
		return ok(found);
	}

	async function recordsFrom(analysisId: string, wanted: readonly string[]): Promise<Outcome<Set<RecordId>>> {
		const sources = await db
			.selectFrom('source')
			.select('id')
			.where('analysis_id', '=', analysisId)
			.execute();
		const known = new Set(sources.map(({ id }) => id));
		const stranger = wanted.find((one) => !known.has(parseRecordId(one)?.source ?? ''));
		if (stranger !== undefined)
			return refuse('invalid', `records: ${stranger} is no record of this analysis. Nothing was changed.`);
		return ok(new Set(wanted as readonly RecordId[]));
	}

	return {
		async list(userId, analysisId) {
			const bar = await barred(userId, analysisId, 'read');
			return bar ?? ok(await collab.read(ref(analysisId), readTimeline));
		},
		async add(userId, analysisId, input) {
			const bar = await barred(userId, analysisId, 'write');
			if (bar) return bar;
			const changes = await changesFrom(analysisId, input);
			if (!changes.ok) return changes;
			const { when, kind = 'action' } = changes.value;
			if (!when) return refuse('invalid', 'when: say when it was, such as "about 02:40". Nothing was added.');
			const draft = { ...changes.value, when, kind, title: input.title, description: input.description };
			const added = await collab.writeAs(userId, ref(analysisId), (doc, origin) =>
				events.get(doc, addEvent(doc, draft, origin)),
			);
			if (!added) throw new Error('an event could not be read back after it was written');
			return ok(added);
		},
		async change(userId, analysisId, eventId, input) {
			const bar = await barred(userId, analysisId, 'write');
			if (bar) return bar;
			const changes = await changesFrom(analysisId, input);
			if (!changes.ok) return changes;
			const id = eventId as EventId;
			const changed = await collab.writeAs(userId, ref(analysisId), (doc, origin) => {
				patchEvent(doc, id, changes.value, origin);
				if (input.description !== undefined) describeEvent(doc, id, input.description, origin);
				return events.get(doc, id);
			});
			return changed ? ok(changed) : gone;
		},
		async remove(userId, analysisId, eventId) {
			const bar = await barred(userId, analysisId, 'write');
			if (bar) return bar;
			const removed = await collab.writeAs(userId, ref(analysisId), (doc, origin) =>
				removeEvent(doc, eventId as EventId, origin),
			);
			return removed ? ok(undefined) : gone;
		},
	};
}
