/** Which threads someone sees, and where: on the text as it is, or, for who only comments, on the text as it was frozen. */
import type { CoreDb } from '#db/open.server.ts';
import { listReactions } from '#db/reaction.ts';
import { listRounds } from '#db/round.ts';
import { findThread, listComments, listSeenThreads, updateAnchor, type ThreadRow } from '#db/thread.ts';
import { can, type Actor } from '#lib/model/access.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import type { Thread } from '#lib/model/thread.ts';
import { notFound, ok, type Outcome } from '../refusal.ts';
import { readVersion } from './frozen.ts';
import { placeThreads, type Looked } from './place-threads.ts';
import type { ThreadPorts } from './ports.ts';

/** Undefined for those who may read no thread at all. `frozen`: they read the text as a round froze it. */
export function sightOf(actor: Actor): 'live' | 'frozen' | undefined {
	if (can(actor, 'read', { is: 'threads' })) return 'live';
	return can(actor, 'read', { is: 'draft' }) ? 'frozen' : undefined;
}

/**
 * The rows as threads. Who reads the frozen text gets those on words that stand in it, and their own wherever
 * those went: a thread on words written since would show them.
 */
export async function viewThreads(
	db: CoreDb,
	ports: Pick<ThreadPorts, 'read' | 'frozen'>,
	{ userId, ...actor }: Actor,
	analysis: AnalysisId,
	rows: readonly ThreadRow[],
): Promise<readonly Thread[]> {
	const only = rows.length === 1 ? rows[0]?.id : undefined;
	const comments = await listComments(db, analysis, only);
	const looked: Looked = {
		userId,
		seen: await listSeenThreads(db, analysis, userId),
		reactions: await listReactions(db, analysis, only),
		rounds: await listRounds(db, analysis),
	};
	if (sightOf({ userId, ...actor }) === 'live') {
		const { threads, moved } = await placeThreads(ports, analysis, rows, comments, looked);
		for (const { id, before, after } of moved) await updateAnchor(db, id, before, after);
		return threads;
	}
	const draft = await ports.frozen(analysis);
	if (!draft) return [];
	const onText = rows.filter(({ on_kind }) => on_kind === 'passage');
	const own = new Set(onText.filter(({ opened_by }) => opened_by === userId).map(({ id }) => id));
	const { threads } = await placeThreads(
		{ read: (_, reader) => Promise.resolve(readVersion(draft, reader)) },
		analysis,
		onText,
		comments,
		looked,
	);
	return threads.flatMap((thread) => {
		const { on } = thread;
		if (!('quote' in on) || (on.state === 'rewritten' && !own.has(thread.id))) return [];
		// The anchor tells where the words are in a text that is not theirs to read.
		return [{ ...thread, on: { ...on, anchor: null } }];
	});
}

/** One thread as this actor sees it; what they don't see is not found. */
export async function viewThread(
	db: CoreDb,
	ports: Pick<ThreadPorts, 'read' | 'frozen'>,
	actor: Actor,
	analysisId: string,
	threadId: string,
): Promise<Outcome<Thread>> {
	const row = await findThread(db, analysisId, threadId);
	const [thread] = row ? await viewThreads(db, ports, actor, analysisId as AnalysisId, [row]) : [];
	return thread ? ok(thread) : notFound('thread');
}
