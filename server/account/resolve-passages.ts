/** Finds what stands behind the references of passages, of the narrative as it is or as it stood. */
import { listQuotes } from '#db/account.ts';
import { listAuthorLinks } from '#db/person.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import type { Passage } from '#lib/model/prose.ts';
import { anchorOf, type When } from '#lib/model/time.ts';
import { printWhen } from '#lib/model/time-text.ts';
import { eventsById, readTimeline } from '#lib/model/timeline.ts';
import type { Resolved } from './passages.ts';
import type { AccountPorts } from './ports.ts';

/** Everything is asked for now: a quote that was withdrawn since has no words, whatever the passages' age. */
export async function resolvePassages(
	{ databases: { core }, read, traces: find }: Pick<AccountPorts, 'databases' | 'read' | 'traces'>,
	analysis: AnalysisId,
	passages: readonly Passage[],
): Promise<Resolved> {
	const timeline = await read({ analysis, kind: 'timeline' }, readTimeline);
	const cited = passages.flatMap(({ quote }) => (quote?.is === 'record' ? (quote.recordId ?? []) : []));
	const traces = new Map((await find(analysis, cited)).map((trace) => [trace.id as string, trace]));
	const people = new Map(
		(await listAuthorLinks(core, analysis)).map(({ author, person_id }) => [author, person_id]),
	);
	const quotes = new Map((await listQuotes(core, analysis)).map((row) => [row.id, row]));
	const { zone } = await core
		.selectFrom('analysis')
		.select('zone')
		.where('id', '=', analysis)
		.executeTakeFirstOrThrow();
	const anchors = timeline.events.map(({ when }) => anchorOf(when)).filter((at) => at !== undefined);
	const near = anchors[Math.floor(anchors.length / 2)] ?? 0;
	/** When it began, as the story will say it: with its doubt, by the clock of the analysis. */
	const began = ({ end: _end, ...start }: When) =>
		anchorOf(start) === undefined ? undefined : printWhen(start, { zone, near }, 'plain');
	const times = new Map([...eventsById(timeline)].map(([id, { when }]) => [id, began(when)]));
	return {
		record(id) {
			const trace = traces.get(id);
			return trace && { text: trace.text, personId: people.get(trace.author ?? '') };
		},
		quote(id) {
			const row = quotes.get(id);
			return row && { text: row.text, personId: row.person_id };
		},
		timeOf: (eventId) => times.get(eventId as never),
	};
}
