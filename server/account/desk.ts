/** What all use cases of accounts begin with: whose account it is, and what of the analysis concerns them. */
import { insertDocuments } from '#db/document.ts';
import { listAuthorLinks, listCast, type CastRow } from '#db/person.ts';
import { can, type Actor } from '#lib/model/access.ts';
import type { DocumentRef } from '#lib/model/documents.ts';
import type { AnalysisId, EventId, PersonId } from '#lib/model/ids.ts';
import { compareEvents, formerIds, readTimeline, type TimelineEvent } from '#lib/model/timeline.ts';
import { standing } from '../analysis/standing.ts';
import { notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { isTheirs, titleByTrace, tracesOf, type MomentTrace } from './own-moments.ts';
import type { AccountPorts, Trace } from './ports.ts';

/** The person behind a caller, in one analysis. */
export interface Owner {
	readonly actor: Actor;
	readonly person: CastRow;
	readonly ref: DocumentRef;
}

/** An event that is theirs, with the trace they left. */
export interface OwnEvent {
	readonly event: TimelineEvent;
	/** Events that were merged into it. */
	readonly former: readonly EventId[];
	readonly title: string;
	readonly traces: readonly MomentTrace[];
}

export const clock = ({ now }: Pick<AccountPorts, 'now'>): number => (now ?? Date.now)();

/** Whose account the caller may open: their own, or nobody's. */
export async function ownerOf(
	{ databases: { core }, now }: AccountPorts,
	userId: string,
	analysisId: string,
): Promise<Outcome<Owner>> {
	const actor = await standing(core, userId, analysisId, now);
	const { personId } = actor;
	if (!can(actor, 'read', { is: 'analysis' })) return notFound('analysis');
	if (personId === undefined || !can(actor, 'write', { is: 'part', personId }))
		return refuse(
			'not_found',
			'You have no part of your own in this analysis. If you were there, ask for a link that says who you are.',
		);
	const person = (await listCast(core, analysisId)).find(({ id }) => id === personId);
	if (!person) return notFound('person');
	const ref = { analysis: analysisId as AnalysisId, kind: 'account', subject: personId } as const;
	return ok({ actor, person, ref });
}

/** The account's document, made when it is first asked for. */
export async function ensureAccount({ databases: { journal }, now }: AccountPorts, ref: DocumentRef) {
	await insertDocuments(journal, [ref], clock({ ...(now && { now }) }));
}

/** Everything of the timeline that is this person's, in order, titled by the trace. */
export async function ownEvents(
	ports: AccountPorts,
	analysisId: string,
	personId: string,
): Promise<readonly OwnEvent[]> {
	const analysis = analysisId as AnalysisId;
	const timeline = await ports.read({ analysis, kind: 'timeline' }, readTimeline);
	const names = new Set(
		(await listAuthorLinks(ports.databases.core, analysisId))
			.filter(({ person_id }) => person_id === personId)
			.map(({ author }) => author),
	);
	const former = formerIds(timeline);
	const cited = new Set(timeline.events.flatMap(({ records }) => [...records]));
	const traces = new Map<string, Trace>();
	for (const trace of await ports.traces(analysis, [...cited])) traces.set(trace.id, trace);
	const authored = new Set(
		[...traces.values()].filter(({ author }) => author !== null && names.has(author)).map(({ id }) => id),
	);
	return timeline.events
		.filter((event) => isTheirs(event, personId as PersonId, authored))
		.toSorted(compareEvents)
		.map((event) => {
			const own = tracesOf(event, traces, names);
			return {
				event,
				former: former.get(event.id) ?? [],
				traces: own,
				title: titleByTrace(event.title, own),
			};
		});
}
