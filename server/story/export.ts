/** An analysis taken along as it stands now, by those who work on it: the draft, its timeline, its cast. */
import type { CoreDb } from '#db/open.server.ts';
import { can } from '#lib/model/access.ts';
import { formatInstant } from '#lib/model/instant.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { readNarrative } from '#lib/model/narrative.ts';
import { readTimeline, type TimelineEvent } from '#lib/model/timeline.ts';
import { standing } from '../analysis/standing.ts';
import type { User } from '../auth/caller.ts';
import { notFound, ok, type Outcome } from '../refusal.ts';
import { whenJson } from '../timeline/when-json.ts';
import { renderCsv } from './csv.ts';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import type { StoryPorts } from './ports.ts';
import type { Stories } from './stories.ts';

export const exportFormats = ['md', 'html', 'json', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface Exported {
	readonly text: string;
	readonly mediaType: string;
}

export interface Exports {
	/** `md` and `html`: the story as it would read now; `csv`: the events; `json`: events, passages and people. */
	get(user: User, analysisId: string, format: ExportFormat): Promise<Outcome<Exported>>;
}

export function createExports(
	db: CoreDb,
	ports: Pick<StoryPorts, 'read'>,
	stories: Pick<Stories, 'preview'>,
	origin: string,
): Exports {
	return {
		async get(user, analysisId, format) {
			if (!can(await standing(db, user.id, analysisId), 'read', { is: 'export' }))
				return notFound('analysis');
			const analysis = analysisId as AnalysisId;
			if (format === 'md' || format === 'html') {
				const story = await stories.preview(user, analysisId);
				if (!story.ok) return story;
				const link = `${origin}/analysis/${analysisId}/story`;
				return ok(
					format === 'md'
						? { text: renderMarkdown(story.value, link), mediaType: 'text/markdown' }
						: { text: renderHtml(story.value, link), mediaType: 'text/html' },
				);
			}
			const events = await ports.read({ analysis, kind: 'timeline' }, (doc) => readTimeline(doc).events);
			const people = await castOf(db, analysisId);
			if (format === 'csv') return ok({ text: eventsCsv(events, people), mediaType: 'text/csv' });
			const passages = await ports.read({ analysis, kind: 'narrative' }, readNarrative);
			const text = JSON.stringify(
				{ version: 1, analysisId, people, events: events.map(eventJson), passages },
				null,
				'\t',
			);
			return ok({ text, mediaType: 'application/json' });
		},
	};
}

type Cast = readonly { readonly id: string; readonly name: string }[];

async function castOf(db: CoreDb, analysisId: string): Promise<Cast> {
	return db
		.selectFrom('involvement')
		.innerJoin('person', 'person.id', 'involvement.person_id')
		.select(['person.id', 'person.name'])
		.where('involvement.analysis_id', '=', analysisId)
		.orderBy('person.name')
		.execute();
}

function eventJson(event: TimelineEvent) {
	const { id, kind, title, certainty, descriptionProse } = event;
	return {
		id,
		kind,
		title,
		certainty,
		when: whenJson(event.when),
		description: descriptionProse,
		people: [...event.people],
		systems: [...event.systems],
		records: [...event.records],
	};
}

function eventsCsv(events: readonly TimelineEvent[], people: Cast): string {
	const names = new Map(people.map(({ id, name }) => [id, name]));
	const instant = (at: number | undefined) => (at === undefined ? null : formatInstant(at));
	return renderCsv([
		['id', 'form', 'earliest', 'latest', 'written', 'kind', 'title', 'people', 'description', 'records'],
		...events.map(({ id, when, kind, title, people: who, descriptionProse, records }) => [
			id,
			when.form,
			instant(when.earliest),
			instant(when.latest),
			when.written,
			kind,
			title,
			[...who].map((person) => names.get(person) ?? person).join('; '),
			descriptionProse,
			[...records].join('; '),
		]),
	]);
}
