/** An analysis taken along as it stands now, by those who work on it: the draft, its timeline, its cast. */
import { listCast, listNamed } from '#db/person.ts';
import type { CoreDb } from '#db/open.server.ts';
import { can } from '#lib/model/access.ts';
import { timelineJson, writeCsv, writeTimesketch, type About } from '#lib/model/exchange/write.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { readNarrative } from '#lib/model/narrative.ts';
import { readTimeline } from '#lib/model/timeline.ts';
import { standing } from '../analysis/standing.ts';
import type { User } from '../auth/caller.ts';
import { notFound, ok, type Outcome } from '../refusal.ts';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import type { Pictures } from '../picture/pictures.ts';
import type { StoryNames } from './names.ts';
import type { StoryPorts } from './ports.ts';
import type { Stories } from './stories.ts';

export const exportFormats = ['md', 'html', 'json', 'csv', 'timesketch'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** As the story names people, or by the names they have in the analysis. */
export const exportNames = ['story', 'own'] as const;
export type ExportNames = (typeof exportNames)[number];

export interface Exported {
	readonly text: string;
	readonly mediaType: string;
}

export interface Exports {
	/**
	 * `md` and `html`: the story as it would read now; `csv`: the events, for spreadsheets; `timesketch`: the events
	 * as Timesketch takes them; `json`: the whole timeline, which can be taken in again, and the passages. People are
	 * named as in the story unless their own names are asked for, which the story itself never uses.
	 */
	get(user: User, analysisId: string, format: ExportFormat, names?: ExportNames): Promise<Outcome<Exported>>;
}

export function createExports(
	db: CoreDb,
	ports: Pick<StoryPorts, 'read'> & Pick<Pictures, 'inlined'>,
	stories: Pick<Stories, 'preview' | 'names'>,
	origin: string,
): Exports {
	return {
		async get(user, analysisId, format, namesOf = 'story') {
			if (!can(await standing(db, user.id, analysisId), 'read', { is: 'export' }))
				return notFound('analysis');
			const analysis = analysisId as AnalysisId;
			if (format === 'md' || format === 'html') {
				const story = await stories.preview(user, analysisId);
				if (!story.ok) return story;
				const link = `${origin}/analysis/${analysisId}/story`;
				return ok(
					format === 'md'
						? {
								text: renderMarkdown(story.value, link, `${origin}/api/v1/analyses/${analysisId}/pictures/`),
								mediaType: 'text/markdown',
							}
						: {
								text: renderHtml(story.value, link, await ports.inlined(analysisId, story.value)),
								mediaType: 'text/html',
							},
				);
			}
			const names = namesOf === 'story' ? await stories.names(user, analysisId) : undefined;
			if (names?.ok === false) return names;
			const named = <T>(value: T): T => (names ? renamed(value, names.value) : value);
			const timeline = named(await ports.read({ analysis, kind: 'timeline' }, readTimeline));
			const about = named(await aboutOf(db, analysisId));
			if (format === 'csv') return ok({ text: writeCsv(timeline, about), mediaType: 'text/csv' });
			if (format === 'timesketch')
				return ok({ text: writeTimesketch(timeline, about), mediaType: 'text/csv' });
			const passages = named(await ports.read({ analysis, kind: 'narrative' }, readNarrative));
			const text = JSON.stringify({ ...timelineJson(timeline, about), passages }, null, '\t');
			return ok({ text, mediaType: 'application/json' });
		},
	};
}

async function aboutOf(db: CoreDb, analysisId: string): Promise<About> {
	const { title, zone } = await db
		.selectFrom('analysis')
		.select(['title', 'zone'])
		.where('id', '=', analysisId)
		.executeTakeFirstOrThrow();
	const named = (all: readonly { readonly id: string; readonly name: string }[]) =>
		all.map(({ id, name }) => ({ id, name }));
	const people = named(await listCast(db, analysisId));
	return { analysisId, title, zone, people, systems: named(await listNamed(db, 'system')) };
}

/** Words of the house, which look like no name to those who read the file. */
const unnamed: ReadonlySet<string> = new Set([
	'id',
	'analysisId',
	'zone',
	'kind',
	'form',
	'rank',
	'certainty',
]);

/** A value with every text in it renamed; sets and maps hold ids, which stay. */
function renamed<T>(value: T, names: StoryNames): T {
	const of = (inner: unknown): unknown => {
		if (typeof inner === 'string') return names.rename(inner);
		if (Array.isArray(inner)) return inner.map(of);
		if (typeof inner !== 'object' || inner === null || inner instanceof Set || inner instanceof Map)
			return inner;
		return Object.fromEntries(
			Object.entries(inner).map(([key, one]) => [key, unnamed.has(key) ? one : of(one)]),
		);
	};
	return names.areOpen ? value : (of(value) as T);
}
