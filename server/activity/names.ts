/** What the subjects of lines are called now: a line keeps no name, so a removed or replaced one cannot come back. */
import type * as Y from 'yjs';
import type { CoreDb } from '#db/open.server.ts';
import type { DocumentRef } from '#lib/model/documents.ts';
import type {
	AnalysisId,
	EventId,
	GapId,
	HypothesisId,
	PageId,
	QuestionId,
	ThemeId,
} from '#lib/model/ids.ts';
import { hypotheses, questions, themes } from '#lib/model/inquiry.ts';
import { outlineOf, readNarrative } from '#lib/model/narrative.ts';
import { findPage } from '#lib/model/notes.ts';
import { events, gaps, readAs } from '#lib/model/timeline.ts';
import type { Subject } from './act.ts';
import { wholes, type SubjectKind } from './subjects.ts';

export interface NamePorts {
	readonly db: CoreDb;
	readonly read: <T>(ref: DocumentRef, reader: (doc: Y.Doc) => T) => Promise<T>;
	/** Told of documents that cannot be read now; what is in them has no name then. */
	readonly onUnread: (error: unknown) => void;
}

/** A subject that is there. */
export interface Found {
	readonly name: string;
	/** Where it is found now: a merged event is found in the one it went into. */
	readonly on: Subject;
}

type Names = Map<string, Found>;
export const subjectKey = ({ kind, id }: Subject): string => `${kind} ${id}`;

/** Those of the subjects that are there (still). */
export async function findSubjects(
	ports: NamePorts,
	analysisId: string,
	subjects: readonly Subject[],
): Promise<ReadonlyMap<string, Found>> {
	const found: Names = new Map();
	const idsOf = (kind: SubjectKind) => subjects.filter((one) => one.kind === kind).map(({ id }) => id);
	const put = (kind: SubjectKind, id: string, name: string | undefined, on?: Subject) => {
		if (name !== undefined) found.set(subjectKey({ kind, id }), { name, on: on ?? { kind, id } });
	};
	for (const subject of subjects)
		if (wholes.has(subject.kind)) put(subject.kind, subject.id, '', { kind: subject.kind, id: analysisId });
	const inDocument = async (
		kind: 'timeline' | 'inquiry' | 'notes' | 'narrative',
		held: readonly SubjectKind[],
		reader: (doc: Y.Doc) => void,
	) => {
		if (!subjects.some((one) => held.includes(one.kind))) return;
		await ports.read({ analysis: analysisId as AnalysisId, kind }, reader).catch(ports.onUnread);
	};
	await Promise.all([
		inDocument('timeline', ['event', 'gap', 'moment'], (doc) => {
			for (const kind of ['event', 'moment'] as const)
				for (const id of idsOf(kind)) {
					const now = readAs(doc, id as EventId);
					if (now) put(kind, id, events.get(doc, now)?.title, { kind: 'event', id: now });
				}
			for (const id of idsOf('gap')) put('gap', id, gaps.get(doc, id as GapId)?.title);
		}),
		inDocument('inquiry', ['question', 'theme', 'hypothesis'], (doc) => {
			for (const id of idsOf('question')) put('question', id, questions.get(doc, id as QuestionId)?.text);
			for (const id of idsOf('theme')) put('theme', id, themes.get(doc, id as ThemeId)?.title);
			for (const id of idsOf('hypothesis'))
				put('hypothesis', id, hypotheses.get(doc, id as HypothesisId)?.text);
		}),
		inDocument('notes', ['page'], (doc) => {
			for (const id of idsOf('page')) put('page', id, findPage(doc, id as PageId)?.title);
		}),
		inDocument('narrative', ['section'], (doc) => {
			const titles = new Map<string, string>(
				outlineOf(readNarrative(doc)).map(({ passageId, title }) => [passageId, title]),
			);
			for (const id of idsOf('section')) put('section', id, titles.get(id));
		}),
		...(['version', 'source', 'round', 'story', 'person', 'member'] as const).map(async (kind) => {
			const ids = idsOf(kind);
			if (ids.length === 0) return;
			for (const { id, name } of await rowsOf(ports.db, analysisId, kind, [...new Set(ids)]))
				put(kind, id, name);
		}),
		(async () => {
			for (const { id, on } of await threadsOf(ports.db, analysisId, idsOf('thread')))
				put('thread', id, '', on);
		})(),
	]);
	return found;
}

type RowKind = 'version' | 'source' | 'round' | 'story' | 'person' | 'member';

function rowsOf(
	db: CoreDb,
	analysisId: string,
	kind: RowKind,
	ids: readonly string[],
): Promise<readonly { readonly id: string; readonly name: string }[]> {
	switch (kind) {
		case 'version':
		case 'source':
			return db
				.selectFrom(kind)
				.select(['id', 'name'])
				.where('analysis_id', '=', analysisId)
				.where('id', 'in', [...ids])
				.execute();
		case 'story':
			return db
				.selectFrom('story')
				.select(['id', 'title as name'])
				.where('analysis_id', '=', analysisId)
				.where('id', 'in', [...ids])
				.execute();
		case 'person':
			return db
				.selectFrom('person')
				.innerJoin('involvement', 'involvement.person_id', 'person.id')
				.select(['person.id', 'person.name'])
				.where('involvement.analysis_id', '=', analysisId)
				.where('person.id', 'in', [...ids])
				.execute();
		case 'member':
			return db
				.selectFrom('user')
				.select(['id', 'name'])
				.where('id', 'in', [...ids])
				.execute();
		case 'round':
			// Its number is among the words.
			return db
				.selectFrom(kind)
				.select(['id', ({ val }) => val('').as('name')])
				.where('analysis_id', '=', analysisId)
				.where('id', 'in', [...ids])
				.execute();
	}
}

/** Threads are found where they are talked in: at an event or a record, else beside the narrative. */
async function threadsOf(
	db: CoreDb,
	analysisId: string,
	ids: readonly string[],
): Promise<readonly { readonly id: string; readonly on: Subject }[]> {
	if (ids.length === 0) return [];
	const rows = await db
		.selectFrom('thread')
		.select(['id', 'on_kind', 'subject_id'])
		.where('analysis_id', '=', analysisId)
		.where('id', 'in', [...new Set(ids)])
		.execute();
	return rows.map(({ id, on_kind: kind, subject_id }) => ({
		id,
		on:
			(kind === 'event' || kind === 'record') && subject_id !== null
				? { kind, id: subject_id }
				: { kind: 'thread', id },
	}));
}
