/** Who changed an event, what and when: for those who may read what was. */
import { Worker } from 'node:worker_threads';
import type { CoreDb } from '#db/open.server.ts';
import { can, type Actor } from '#lib/model/access.ts';
import { documentName } from '#lib/model/documents.ts';
import { parseId, type AnalysisId, type EventId } from '#lib/model/ids.ts';
import type { Journal } from '../journal/journal.ts';
import { forbidden, notFound, ok, type Outcome } from '../refusal.ts';
import type { EventChange, PastEntry, PastRow } from './replay-event.ts';

/** What the thread is asked: to replay rows, or to read them itself from an SQLite journal. */
export type HistoryOrder = { readonly event: EventId } & (
	| { readonly file: string; readonly name: string }
	| { readonly base: Uint8Array | undefined; readonly rows: readonly PastRow[] }
);

export interface HistoryEntry {
	/** Milliseconds. */
	readonly at: number;
	readonly by: { readonly userId: string; readonly name: string };
	readonly changes: readonly EventChange[];
}

export interface EventHistory {
	/** Oldest first. Of an event that was removed, too. */
	read(userId: string, analysisId: string, eventId: string): Promise<Outcome<readonly HistoryEntry[]>>;
}

interface Deps {
	readonly db: CoreDb;
	readonly journal: Pick<Journal, 'file' | 'past'>;
	readonly standing: (userId: string, analysisId: string) => Promise<Actor>;
}

export function createEventHistory({ db, journal, standing }: Deps): EventHistory {
	/** One thread at a time: however many ask, typing keeps a core. */
	let last: Promise<unknown> = Promise.resolve();
	/** Those who ask for the same at once get the same. */
	const asked = new Map<string, Promise<readonly PastEntry[]>>();

	function replay(name: string, event: EventId): Promise<readonly PastEntry[]> {
		const key = `${name} ${event}`;
		const running = asked.get(key);
		if (running) return running;
		const work = last.then(async () => inThread(await order(name, event))).finally(() => asked.delete(key));
		last = work.catch(() => undefined);
		asked.set(key, work);
		return work;
	}

	async function order(name: string, event: EventId): Promise<HistoryOrder> {
		const { file } = journal;
		if (file !== undefined) return { event, file, name };
		const past = await journal.past(name);
		// Copied: rows of one answer share their memory, and each would take all of it along.
		const rows = (past?.rows ?? []).map(({ userId, at, bytes }) => ({ userId, at, bytes: bytes.slice() }));
		return { event, base: past?.base, rows };
	}

	return {
		async read(userId, analysisId, eventId) {
			const actor = await standing(userId, analysisId);
			if (!can(actor, 'read', { is: 'history' }))
				return can(actor, 'read', { is: 'document', kind: 'timeline' }) ? forbidden() : notFound('analysis');
			const event = parseId('event', eventId);
			const name = documentName({ analysis: analysisId as AnalysisId, kind: 'timeline' });
			const entries = event ? await replay(name, event) : [];
			if (entries.length === 0) return notFound('event');
			const users = [...new Set(entries.map((entry) => entry.userId))];
			const known = await db.selectFrom('user').select(['id', 'name']).where('id', 'in', users).execute();
			const names = new Map(known.map(({ id, name: called }) => [id, called]));
			return ok(
				entries.map(({ userId: by, ...entry }) => ({
					...entry,
					by: { userId: by, name: names.get(by) ?? 'Someone' },
				})),
			);
		},
	};
}

function inThread(order: HistoryOrder): Promise<readonly PastEntry[]> {
	const { promise, resolve, reject } = Promise.withResolvers<readonly PastEntry[]>();
	const worker = new Worker(new URL('./history-worker.ts', import.meta.url), { workerData: order });
	worker.once('message', resolve);
	worker.once('error', reject);
	// After an answer this changes nothing.
	worker.once('exit', () => reject(new Error('the history was not read')));
	return promise;
}
