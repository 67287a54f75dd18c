/** A timeline that another tool wrote, into an analysis, in the name of whoever brings it. */
import { can, type Actor } from '#lib/model/access.ts';
import type { DocumentRef } from '#lib/model/documents.ts';
import { place, type FileRead, type Incoming } from '#lib/model/exchange/incoming.ts';
import { readTimelineFile } from '#lib/model/exchange/read.ts';
import { takeIn } from '#lib/model/exchange/take-in.ts';
import { parseRecordId, type AnalysisId } from '#lib/model/ids.ts';
import { parseInstant } from '#lib/model/instant.ts';
import { readTimeline, type EventKind } from '#lib/model/timeline.ts';
import type { CoreDb } from '#db/open.server.ts';
import type { Collab } from '../collab/collab.ts';
import type { People } from '../people/people.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';

export interface TakenIn {
	readonly is: Incoming['is'];
	readonly added: number;
	/** Events that were on the timeline before. */
	readonly here: number;
	/** Citations left out, because the analysis has no such evidence. */
	readonly uncited: number;
	/** People of one of our own files who were given a part. */
	readonly people: readonly string[];
	readonly unread: Incoming['unread'];
}

export interface TimelineImport {
	/**
	 * Adds what the file holds; a row that cannot be read is told, and a second time nothing is added. A file that is
	 * still on its way is read only once it is clear that its bringer may.
	 */
	takeIn(
		userId: string,
		analysisId: string,
		file: string | AsyncIterable<Uint8Array>,
		kind?: EventKind,
	): Promise<Outcome<TakenIn>>;
}

/** More is evidence, and belongs to its page. */
export const mostTimelineBytes = 64 * 1024 * 1024;

interface Deps {
	readonly db: CoreDb;
	readonly collab: Pick<Collab, 'read' | 'writeAs'>;
	readonly people: Pick<People, 'list' | 'add' | 'listNamed' | 'addNamed'>;
	readonly standing: (userId: string, analysisId: string) => Promise<Actor>;
}

export function createTimelineImport({ db, collab, people, standing }: Deps): TimelineImport {
	/** Whom and what its events may name. */
	async function castOf(userId: string, analysisId: string) {
		const cast = await people.list(userId, analysisId);
		if (!cast.ok) return cast;
		const systems = await people.listNamed(userId, analysisId, 'system');
		return systems.ok ? ok({ people: cast.value, systems: systems.value }) : systems;
	}

	/** Gives those of one of our files who are not here a part; who may not is refused. */
	async function welcome(
		userId: string,
		analysisId: string,
		missing: { readonly people: readonly string[]; readonly systems: readonly string[] },
	): Promise<Outcome<undefined>> {
		for (const name of missing.people) {
			const added = await people.add(userId, analysisId, { name });
			if (!added.ok) return added;
		}
		for (const name of missing.systems) {
			const added = await people.addNamed(userId, analysisId, 'system', name);
			if (!added.ok) return added;
		}
		return ok(undefined);
	}

	return {
		async takeIn(userId, analysisId, file, kind) {
			const actor = await standing(userId, analysisId);
			const timeline = { is: 'document', kind: 'timeline' } as const;
			if (!can(actor, 'read', timeline)) return notFound('analysis');
			if (!can(actor, 'write', timeline)) return forbidden();
			const text = await textOf(file);
			if (!text.ok) return text;
			const row = await db
				.selectFrom('analysis')
				.select(['zone', 'date', 'created_at'])
				.where('id', '=', analysisId)
				.executeTakeFirstOrThrow();
			const noon = row.date === null ? undefined : parseInstant(`${row.date}T12:00:00Z`);
			const before = await castOf(userId, analysisId);
			if (!before.ok) return before;
			const clock = { zone: row.zone, near: noon ?? row.created_at * 1000 };
			const read = await drained(readTimelineFile(text.value, { clock, ...before.value }));
			if (!read.ok) return refuse('invalid', `${read.why} Nothing was added.`);
			const incoming = read.value;
			const ref: DocumentRef = { analysis: analysisId as AnalysisId, kind: 'timeline' };
			const sources = await db
				.selectFrom('source')
				.select('id')
				.where('analysis_id', '=', analysisId)
				.execute();
			const known = new Set(sources.map(({ id }) => id));
			const placed = async (cast: typeof before.value) =>
				place(incoming, {
					...cast,
					timeline: await collab.read(ref, readTimeline),
					kind: kind ?? (incoming.is === 'timesketch' ? 'signal' : 'action'),
					cites: (id) => known.has(parseRecordId(id)?.source ?? ''),
				});
			const { missing } = await placed(before.value);
			const welcomed = await welcome(userId, analysisId, missing);
			if (!welcomed.ok) return welcomed;
			const after = await castOf(userId, analysisId);
			if (!after.ok) return after;
			const { ready, here, uncited } = await placed(after.value);
			const all = ready.events;
			// As many as one update may carry; other writers get their turn between.
			for (let start = 0; start < all.length || start === 0; start += 400)
				await collab.writeAs(userId, ref, (doc, origin) => {
					const records = start + 400 >= all.length ? ready.records : undefined;
					for (const _ of takeIn(doc, { events: all.slice(start, start + 400), records }, origin));
				});
			return ok({
				is: incoming.is,
				added: all.length,
				here,
				uncited,
				people: missing.people,
				unread: incoming.unread,
			});
		},
	};
}

/** The text of a file that arrives, as far as it is one and not too large. */
async function textOf(file: string | AsyncIterable<Uint8Array>): Promise<Outcome<string>> {
	if (typeof file === 'string') return ok(file);
	const utf8 = new TextDecoder('utf-8', { fatal: true });
	const parts: string[] = [];
	let bytes = 0;
	try {
		for await (const part of file) {
			bytes += part.byteLength;
			if (bytes > mostTimelineBytes)
				return refuse('too_large', 'The file is larger than 64 MiB: that is evidence. Nothing was added.');
			parts.push(utf8.decode(part, { stream: true }));
		}
		parts.push(utf8.decode());
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		return refuse(
			'invalid',
			'The file is not text in UTF-8. Save it so and send it again; nothing was added.',
		);
	}
	return ok(parts.join(''));
}

/** Reads to the end; others get their turn on the way. */
async function drained(steps: Generator<number, FileRead>): Promise<FileRead> {
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
		await new Promise((resolve) => setImmediate(resolve));
	}
}
