/** Gathers what a story is made of: narrative, timeline, the records and quotes they point at, and the cast. */
import type { CoreDb } from '#db/open.server.ts';
import { listAuthorLinks } from '#db/person.ts';
import { listComments, listThreads, type ThreadRow } from '#db/thread.ts';
import { parseAnchor, resolveAnchors, type Anchor, type Resolution } from '#lib/model/anchor.ts';
import type { AnalysisId, RecordId } from '#lib/model/ids.ts';
import { narrativeOf, readNarrative, readNarrativeBlocks } from '#lib/model/narrative.ts';
import type { Block, Passage } from '#lib/model/prose.ts';
import { bothKept } from '#lib/model/thread.ts';
import { anchorOf } from '#lib/model/time.ts';
import { formerIds, readTimeline } from '#lib/model/timeline.ts';
import { withTimes } from '../account/passages.ts';
import { instantOf, whenWords } from './when-words.ts';
import type { StoryPerson } from './names.ts';
import type { Disagreement, StoryMoment, StoryQuote, StoryRecord } from './snapshot.ts';
import type { StoryPorts } from './ports.ts';

export interface Gathered {
	readonly blocks: readonly Block[];
	readonly passages: readonly Passage[];
	readonly moments: readonly StoryMoment[];
	readonly records: ReadonlyMap<string, StoryRecord>;
	readonly quotes: ReadonlyMap<string, StoryQuote>;
	readonly cast: readonly StoryPerson[];
	readonly openThreads: number;
	/** What somebody who was there remembers differently, while nobody has kept both or settled it. */
	readonly disagreements: readonly Disagreement[];
	/** What somebody remembers differently where both accounts were kept, and nothing is open. */
	readonly keptDisagreements: readonly Disagreement[];
	/** Authors whom the narrative quotes and of whom nobody has said who they are. */
	readonly quotedAuthors: readonly string[];
}

/** Reads the analysis as it stands now. `zone` is the one its times are told in. */
export async function gather(
	db: CoreDb,
	ports: Pick<StoryPorts, 'read' | 'traces'>,
	analysis: { readonly id: AnalysisId; readonly zone: string },
): Promise<Gathered> {
	const { id, zone } = analysis;
	const differing = await differingThreads(db, id);
	const anchors = differing.flatMap(({ anchor }) => anchor ?? []);
	const { blocks, passages, placed } = await ports.read({ analysis: id, kind: 'narrative' }, (doc) => ({
		blocks: readNarrativeBlocks(doc).blocks,
		passages: readNarrative(doc),
		placed: resolveAnchors(narrativeOf(doc), anchors),
	}));
	const timeline = await ports.read({ analysis: id, kind: 'timeline' }, readTimeline);
	const { events } = timeline;
	const former = formerIds(timeline);
	const near = middle(events.map(({ when }) => anchorOf(when)).filter((at) => at !== undefined));
	const moments = events.map((event): StoryMoment => ({
		id: event.id,
		former: former.get(event.id) ?? [],
		kind: event.kind,
		title: event.title,
		time: whenWords(event.when, zone, near),
		at: instantOf(event.when),
		people: [...event.people],
		records: [...event.records],
	}));
	const wanted = new Set<RecordId>(moments.flatMap(({ records }) => records));
	for (const { quote } of passages) if (quote?.is === 'record' && quote.recordId) wanted.add(quote.recordId);
	const personOf = await authorsOf(db, id);
	const records = new Map(
		(await ports.traces(id, [...wanted])).map((record): [string, StoryRecord] => [
			record.id,
			{
				label: `${record.source}, ${timeIn(record.at, zone)}`,
				author: record.author,
				personId: (record.author === null ? undefined : personOf.get(record.author)) ?? null,
				text: record.text,
				mono: monospaced.has(record.kind),
			},
		]),
	);
	return {
		blocks,
		passages,
		moments,
		records,
		quotes: await quotesOf(db, id),
		cast: await castOf(db, id, personOf),
		quotedAuthors: quotedAuthors(passages, records),
		openThreads: await openThreadsOf(db, id),
		...disagreementsOf(
			differing,
			new Map(anchors.map((anchor, n) => [anchor, placed[n]])),
			passages,
			moments,
		),
	};
}

/**
 * Nothing of the threads themselves: their words were not said to readers. What was rewritten since is settled; what
 * one person's thread keeps and another's leaves open is open.
 */
function disagreementsOf(
	threads: readonly Differing[],
	placed: ReadonlyMap<Anchor, Resolution | undefined>,
	passages: readonly Passage[],
	moments: readonly StoryMoment[],
): Pick<Gathered, 'disagreements' | 'keptDisagreements'> {
	const aboutOf = (isKept: boolean) => {
		const about = new Set<string>();
		for (const { thread, anchor } of threads) {
			if ((thread.resolved_at !== null) !== isKept) continue;
			const place = anchor && placed.get(anchor);
			if (place && place.is !== 'orphaned') about.add(place.place.passageId);
			if (thread.on_kind === 'event') about.add(thread.subject_id);
		}
		return about;
	};
	const momentOf = new Map<string, StoryMoment>();
	for (const moment of moments)
		for (const id of [moment.id, ...(moment.former ?? [])]) momentOf.set(id, moment);
	const timeOf = (eventId: string) => momentOf.get(eventId)?.time;
	const wordsOf = (isMeant: (...ids: readonly string[]) => boolean) =>
		[
			...passages
				.filter(({ passageId }) => isMeant(passageId))
				.map(({ text, chips }) => ({ words: withTimes(text, chips, { timeOf }), eventId: null })),
			...moments
				.filter(({ id, former = [] }) => isMeant(id, ...former))
				.map(({ id, title }) => ({ words: title, eventId: id })),
		].filter(({ words }) => words.trim() !== '');
	const [open, kept] = [aboutOf(false), aboutOf(true)];
	const isOpen = (...ids: readonly string[]) => ids.some((id) => open.has(id));
	return {
		disagreements: wordsOf(isOpen),
		keptDisagreements: wordsOf((...ids) => !isOpen(...ids) && ids.some((id) => kept.has(id))),
	};
}

interface Differing {
	readonly thread: ThreadRow;
	/** Absent when it does not hang in the text. */
	readonly anchor: Anchor | undefined;
}

/** What is remembered differently and open, or was kept beside what is told, while whoever said so has not taken it back. */
async function differingThreads(db: CoreDb, analysisId: string): Promise<readonly Differing[]> {
	const threads = await listThreads(db, analysisId);
	const first = new Map<string, boolean>();
	for (const { thread_id, deleted_at } of await listComments(db, analysisId))
		if (!first.has(thread_id)) first.set(thread_id, deleted_at === null);
	return threads
		.filter(
			({ id, kind, resolved_at, resolution }) =>
				kind === 'differs' && (resolved_at === null || resolution === bothKept) && first.get(id) === true,
		)
		.map((thread) => ({
			thread,
			anchor: thread.on_kind === 'passage' ? parseAnchor(thread.anchor_json) : undefined,
		}));
}

/** Who wrote the quoted records, as far as they are nobody of the cast; machines' own lines are nobody's words. */
function quotedAuthors(
	passages: readonly Passage[],
	records: ReadonlyMap<string, StoryRecord>,
): readonly string[] {
	const authors = new Set<string>();
	for (const { quote } of passages) {
		const record = quote?.is === 'record' && quote.recordId ? records.get(quote.recordId) : undefined;
		if (record && record.author !== null && record.personId === null && !record.mono)
			authors.add(record.author);
	}
	return [...authors];
}

/** The day most of it happened on: the median, which one stray event of a month before does not move. */
function middle(instants: readonly number[]): number {
	return instants.toSorted((a, b) => a - b)[Math.floor(instants.length / 2)] ?? 0;
}

/** Kinds of record that machines wrote, where columns mean something. */
const monospaced: ReadonlySet<string> = new Set(['log', 'commit', 'alert']);

function timeIn(at: string, zone: string): string {
	return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: zone }).format(new Date(at));
}

async function quotesOf(db: CoreDb, analysisId: string): Promise<ReadonlyMap<string, StoryQuote>> {
	const rows = await db
		.selectFrom('quote')
		.leftJoin('shared_account', 'shared_account.id', 'quote.shared_account_id')
		.select(['quote.id', 'quote.person_id', 'quote.text', 'quote.consent', 'shared_account.event_id'])
		.where('quote.analysis_id', '=', analysisId)
		.execute();
	return new Map(
		rows.map((row): [string, StoryQuote] => [
			row.id,
			{ personId: row.person_id, eventId: row.event_id, text: row.text, consent: row.consent },
		]),
	);
}

/** Which authors of records are whom. */
export async function authorsOf(db: CoreDb, analysisId: string): Promise<ReadonlyMap<string, string>> {
	const links = await listAuthorLinks(db, analysisId);
	return new Map(links.map(({ author, person_id }) => [author, person_id]));
}

/** Everyone with a part in the analysis, what to call them when not by name, and what else would tell who they are. */
export async function castOf(
	db: CoreDb,
	analysisId: string,
	personOf: ReadonlyMap<string, string>,
): Promise<readonly StoryPerson[]> {
	const rows = await db
		.selectFrom('involvement')
		.innerJoin('person', 'person.id', 'involvement.person_id')
		.leftJoin('team', 'team.id', 'person.team_id')
		.leftJoin('user', 'user.id', 'person.user_id')
		.select(['person.id', 'person.name', 'person.title', 'team.name as team', 'involvement.part'])
		.select(['person.email', 'user.name as account', 'user.email as address'])
		.where('involvement.analysis_id', '=', analysisId)
		.orderBy('person.name')
		.execute();
	const authors = Map.groupBy(personOf.keys(), (author) => personOf.get(author));
	return rows.map(({ id, name, title, team, part, email, account, address }) => ({
		id,
		name,
		role: roleWords(part ?? title, team),
		accountName: account ?? undefined,
		handles: [email, address, ...(authors.get(id) ?? [])].filter((words) => words !== null),
	}));
}

/** “the infra lead”, “someone in Support”, “someone who was there”. */
export function roleWords(title: string | null, team: string | null): string {
	if (title !== null && title.trim() !== '') {
		// "Analytics Engineer" is "the analytics engineer" in a sentence; an acronym keeps its capitals, and so does
		// whatever stands behind the title: "VP Engineering at Northgate".
		const [, own = '', rest = ''] =
			/^(.*?)((?:,| of | at | in | for | from ).*)?$/su.exec(title.trim()) ?? [];
		return `the ${own.replaceAll(/(?<!\p{L})\p{Lu}(?=\p{Ll})/gu, (letter) => letter.toLowerCase())}${rest}`;
	}
	return team === null ? 'someone who was there' : `someone in ${team}`;
}

async function openThreadsOf(db: CoreDb, analysisId: string): Promise<number> {
	const { n } = await db
		.selectFrom('thread')
		.select((e) => e.fn.countAll<number>().as('n'))
		.where('analysis_id', '=', analysisId)
		.where('resolved_at', 'is', null)
		.executeTakeFirstOrThrow();
	return Number(n);
}
