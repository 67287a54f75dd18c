/** Who wrote what in the narrative, by the proof of its journal: for those who may read what was. */
import { Worker } from 'node:worker_threads';
import type { CoreDb } from '#db/open.server.ts';
import { can, type Actor } from '#lib/model/access.ts';
import type { AuthoredPassage, AuthoredRow } from '#lib/model/authorship.ts';
import { documentName } from '#lib/model/documents.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import type { Journal } from '../journal/journal.ts';
import { forbidden, notFound, ok, type Outcome } from '../refusal.ts';

/** What the thread is asked: to replay rows, or to read them itself from an SQLite journal. */
export type AuthorshipOrder =
	| { readonly file: string; readonly name: string }
	| { readonly base: Uint8Array | undefined; readonly rows: readonly AuthoredRow[] };

export interface Authorship {
	/** The row of the journal up to which it holds, or a little more. */
	readonly head: number;
	/** In reading order. */
	readonly passages: readonly AuthoredPassage[];
	/** Names of everyone in `passages`, by their ids. */
	readonly names: ReadonlyMap<string, string>;
}

export interface Authorships {
	/** Of the text as it is durable now; never of words that are gone. */
	read(userId: string, analysisId: string): Promise<Outcome<Authorship>>;
}

interface Deps {
	readonly db: CoreDb;
	readonly journal: Pick<Journal, 'file' | 'past' | 'find'>;
	readonly standing: (userId: string, analysisId: string) => Promise<Actor>;
}

/** Texts whose authors are kept until somebody writes on. */
const mostKept = 16;

interface Kept {
	readonly head: number;
	readonly epoch: number;
	readonly passages: Promise<readonly AuthoredPassage[]>;
}

export function createAuthorships({ db, journal, standing }: Deps): Authorships {
	/** One thread at a time: however many ask, typing keeps a core. */
	let last: Promise<unknown> = Promise.resolve();
	/** By document, oldest first. */
	const kept = new Map<string, Kept>();

	function replay(name: string, head: number, epoch: number): Promise<readonly AuthoredPassage[]> {
		const known = kept.get(name);
		if (known?.head === head && known.epoch === epoch) return known.passages;
		const passages = last.then(async () => inThread(await order(name)));
		last = passages.catch(() => kept.delete(name));
		kept.delete(name);
		kept.set(name, { head, epoch, passages });
		for (const [oldest] of kept) if (kept.size > mostKept) kept.delete(oldest);
		return passages;
	}

	async function order(name: string): Promise<AuthorshipOrder> {
		const { file } = journal;
		if (file !== undefined) return { file, name };
		const past = await journal.past(name);
		// Copied: rows of one answer share their memory, and each would take all of it along.
		const rows = (past?.rows ?? []).map(({ userId, at, bytes }) => ({ userId, at, bytes: bytes.slice() }));
		return { base: past?.base, rows };
	}

	return {
		async read(userId, analysisId) {
			const actor = await standing(userId, analysisId);
			if (!can(actor, 'read', { is: 'history' }))
				return can(actor, 'read', { is: 'document', kind: 'narrative' })
					? forbidden('Who wrote what is for the analysts of this analysis.')
					: notFound('analysis');
			const name = documentName({ analysis: analysisId as AnalysisId, kind: 'narrative' });
			const row = await journal.find(name);
			if (!row) return ok({ head: 0, passages: [], names: new Map() });
			const passages = await replay(name, row.head, row.epoch);
			const users = new Set(passages.flatMap(({ runs }) => runs.flatMap(({ userId: by }) => by ?? [])));
			const known =
				users.size === 0
					? []
					: await db
							.selectFrom('user')
							.select(['id', 'name'])
							.where('id', 'in', [...users])
							.execute();
			return ok({
				head: row.head,
				passages,
				names: new Map(known.map(({ id, name: called }) => [id, called])),
			});
		},
	};
}

function inThread(order: AuthorshipOrder): Promise<readonly AuthoredPassage[]> {
	const { promise, resolve, reject } = Promise.withResolvers<readonly AuthoredPassage[]>();
	const worker = new Worker(new URL('./authorship-worker.ts', import.meta.url), { workerData: order });
	worker.once('message', resolve);
	worker.once('error', reject);
	// After an answer this changes nothing.
	worker.once('exit', () => reject(new Error('the authors were not read')));
	return promise;
}
