/** Stories: what stands before publishing, the choices it waits for, publishing, reading, taking back. */
import { appendActivity } from '#db/activity.ts';
import type { CoreDb } from '#db/open.server.ts';
import { countDiffering, listAnsweredPassages } from '#db/round.ts';
import {
	findStory,
	findStoryByLink,
	insertStory,
	listChoices,
	listStories,
	putChoice,
	withdrawStory,
} from '#db/story.ts';
import type { StoryTable } from '#db/calibration-tables.ts';
import { can, type Actor } from '#lib/model/access.ts';
import { newId, type AnalysisId } from '#lib/model/ids.ts';
import type { StorySnapshot } from '#lib/model/story.ts';
import type { Analyses, AnalysisSummary } from '../analysis/analyses.ts';
import { standing } from '../analysis/standing.ts';
import type { User } from '../auth/caller.ts';
import { newSecret } from '../auth/secret.ts';
import { listed } from '../listed.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { consentsIn, type Consents } from './consents.ts';
import { gather, type Gathered } from './material.ts';
import type { StoryPorts } from './ports.ts';
import { StoryNames } from './names.ts';
import { appearances, chosenNames, pseudonymInTheWay, type NamedPerson } from './naming.ts';
import { appearing, buildStory, type StoryMaterial } from './snapshot.ts';

export type Choice = 'wait' | 'leave_out' | 'role' | 'override';

/** Someone the story names or quotes. */
export interface PersonBefore {
	readonly personId: string;
	readonly name: string;
	readonly role: string;
	readonly why: readonly ('named' | 'quoted')[];
	/** How many passages are theirs. */
	readonly passages: number;
	/** Whether they have read their passages as they stand now. */
	readonly seen: boolean;
	/** About how many of them they have answered, as these stand now. */
	readonly answered: number;
	readonly choice: Choice | null;
	readonly reason: string | null;
}

export interface PublishedStory {
	readonly id: string;
	readonly number: number;
	readonly title: string;
	readonly audience: 'members' | 'link';
	/** Where it is read. */
	readonly url: string;
	readonly publishedAt: string;
	readonly withdrawnAt: string | null;
}

/** What stands before a publication. */
export interface BeforeItGoesOut {
	readonly people: readonly PersonBefore[];
	/** Everyone who appears in the story, on its timeline and as a source too, and how they are named. */
	readonly names: readonly NamedPerson[];
	/** How people are named for whom nothing was chosen. */
	readonly everyone: 'name' | 'role';
	/** Quoted authors who are nobody of the cast yet: publishing waits until it is said who they are. */
	readonly unknown: readonly string[];
	readonly quotes: Consents;
	readonly openThreads: number;
	/**
	 * Answers of the newest round that see it otherwise and were not posted: the story says nothing of them. Null for
	 * those who may not read answers.
	 */
	readonly differing: number | null;
	/** Pictures that nobody has described for those who cannot see them. */
	readonly undescribed: number;
	readonly words: number;
	readonly stories: readonly PublishedStory[];
}

export interface ReadableStory {
	readonly id: string;
	readonly analysisId: string;
	readonly story: StorySnapshot;
	readonly publishedAt: string;
	readonly url: string;
	/** Where its pictures are, each behind it by its id. */
	readonly pictures: string;
	/** Whether this reader may open the evidence behind it. */
	readonly mayOpenEvidence: boolean;
}

export interface Stories {
	before(user: User, analysisId: string): Promise<Outcome<BeforeItGoesOut>>;
	choose(
		user: User,
		analysisId: string,
		personId: string,
		choice: Choice,
		reason: string | undefined,
	): Promise<Outcome<void>>;
	/** The story as it would go out now, for those who write it. */
	preview(user: User, analysisId: string): Promise<Outcome<StorySnapshot>>;
	/** The names that the story would use now, for files that go along with it. */
	names(user: User, analysisId: string): Promise<Outcome<StoryNames>>;
	publish(
		user: User,
		analysisId: string,
		audience: 'members' | 'link',
	): Promise<Outcome<{ id: string; url: string }>>;
	list(user: User, analysisId: string): Promise<Outcome<readonly PublishedStory[]>>;
	read(user: User | undefined, storyId: string): Promise<Outcome<ReadableStory>>;
	readByLink(user: User | undefined, token: string): Promise<Outcome<ReadableStory>>;
	withdraw(user: User, storyId: string): Promise<Outcome<void>>;
}

export function createStories(
	db: CoreDb,
	ports: StoryPorts,
	analyses: Analyses,
	origin: string,
	now: () => number = Date.now,
): Stories {
	const entered = async (
		user: User,
		analysisId: string,
	): Promise<Outcome<{ actor: Actor; analysis: AnalysisSummary }>> => {
		const analysis = await analyses.get(user.id, analysisId);
		if (!analysis.ok) return analysis;
		return ok({ actor: await standing(db, user.id, analysisId, now), analysis: analysis.value });
	};

	const survey = async (
		actor: Actor,
		analysisId: string,
		cast: Gathered['cast'],
	): Promise<PersonBefore[]> => {
		const choices = new Map((await listChoices(db, analysisId)).map((row) => [row.person_id, row]));
		const roles = new Map(cast.map(({ id, role }) => [id, role]));
		const answers = await listAnsweredPassages(db, analysisId);
		return (await ports.readers(analysisId)).map(({ personId, name, passages, seen }) => ({
			personId,
			name,
			role: roles.get(personId) ?? name,
			why: [...new Set(passages.map(({ why }) => why))],
			passages: new Set(passages.map(({ passageId }) => passageId)).size,
			// Whoever publishes has the story before them.
			seen: personId === actor.personId || seen === 'now',
			answered: new Set(
				passages
					.filter(({ passageId, text }) =>
						answers.some(
							(row) =>
								row.person_id === personId &&
								row.passage_id === passageId &&
								(row.text === null || row.text === text),
						),
					)
					.map(({ passageId }) => passageId),
			).size,
			choice: choices.get(personId)?.choice ?? null,
			reason: choices.get(personId)?.reason ?? null,
		}));
	};

	/** Quoted, and nobody can be asked: they are not among the people. */
	const unknown = async (user: User, analysisId: string, quoted: readonly string[]) => {
		if (quoted.length === 0) return [];
		const people = await ports.people(user.id, analysisId);
		return quoted.filter((author) => people.has(author));
	};

	const materialOf = async (
		analysis: AnalysisSummary,
		gathered: Gathered,
		people: readonly PersonBefore[],
	): Promise<StoryMaterial> => {
		const { title, standfirst, number, subject, date, zone } = analysis;
		const seen = new Set(people.filter((person) => person.seen).map(({ personId }) => personId));
		const chosen = await chosenNames(db, analysis.id);
		return {
			analysis: { title, standfirst, number, subject, date, zone },
			...gathered,
			appearance: await appearances(db, analysis.id, gathered.cast, chosen, seen),
		};
	};

	const materialNow = async (actor: Actor, analysis: AnalysisSummary): Promise<StoryMaterial> => {
		const gathered = await gather(db, ports, { id: analysis.id as AnalysisId, zone: analysis.zone });
		return materialOf(analysis, gathered, await survey(actor, analysis.id, gathered.cast));
	};

	const namesIn = async (analysisId: string, material: StoryMaterial): Promise<NamedPerson[]> => {
		const names = new StoryNames(material.cast, material.appearance);
		const chosen = await chosenNames(db, analysisId);
		return appearing(material).map(({ id, name, role }) => {
			const { naming, pseudonym } = chosen.of(id);
			return { personId: id, name, role, naming, pseudonym, named: names.nameOf(id) };
		});
	};

	const urlOf = (row: StoryTable) =>
		row.audience === 'link' ? `${origin}/s/${row.link_token}` : `${origin}/story/${row.id}`;
	const published = (row: StoryTable): PublishedStory => ({
		id: row.id,
		number: row.number,
		title: row.title,
		audience: row.audience,
		url: urlOf(row),
		publishedAt: new Date(row.published_at).toISOString(),
		withdrawnAt: row.withdrawn_at === null ? null : new Date(row.withdrawn_at).toISOString(),
	});
	const picturesOf = (row: StoryTable) =>
		row.audience === 'link'
			? `/api/v1/story-links/${row.link_token}/pictures/`
			: `/api/v1/stories/${row.id}/pictures/`;
	const readable = async (user: User | undefined, row: StoryTable): Promise<ReadableStory> => {
		const actor = user && (await standing(db, user.id, row.analysis_id, now));
		if (user)
			await db
				.insertInto('story_read')
				.values({ story_id: row.id, user_id: user.id, read_at: now() })
				.onConflict((conflict) => conflict.columns(['story_id', 'user_id']).doNothing())
				.execute();
		return {
			id: row.id,
			analysisId: row.analysis_id,
			story: JSON.parse(row.body_json) as StorySnapshot,
			publishedAt: new Date(row.published_at).toISOString(),
			url: urlOf(row),
			pictures: picturesOf(row),
			mayOpenEvidence: actor !== undefined && can(actor, 'read', { is: 'evidence' }),
		};
	};

	const stories: Stories = {
		async before(user, analysisId) {
			const entry = await entered(user, analysisId);
			if (!entry.ok) return entry;
			const { actor, analysis } = entry.value;
			if (!can(actor, 'read', { is: 'export' })) return forbidden();
			const gathered = await gather(db, ports, { id: analysisId as AnalysisId, zone: analysis.zone });
			const people = await survey(actor, analysisId, gathered.cast);
			return ok({
				people,
				names: await namesIn(analysisId, await materialOf(analysis, gathered, people)),
				everyone: (await chosenNames(db, analysisId)).everyone,
				unknown: await unknown(user, analysisId, gathered.quotedAuthors),
				quotes: consentsIn(gathered),
				openThreads: gathered.openThreads,
				differing: can(actor, 'read', { is: 'rounds' }) ? await countDiffering(db, analysisId) : null,
				undescribed: gathered.blocks.filter((block) => block.is === 'picture' && block.alt.trim() === '')
					.length,
				words: gathered.passages.reduce((sum, { text }) => sum + (text.match(/\S+/gu)?.length ?? 0), 0),
				stories: (await listStories(db, analysisId)).map(published),
			});
		},
		async choose(user, analysisId, personId, choice, reason) {
			const entry = await entered(user, analysisId);
			if (!entry.ok) return entry;
			if (!can(entry.value.actor, 'publish', { is: 'story' }))
				return forbidden('Only the lead decides how the story goes out.');
			const words = reason?.trim() ?? '';
			if (choice === 'override' && words === '')
				return refuse('invalid', 'Write a reason. The person it is about receives it with the story.');
			const involved = await db
				.selectFrom('involvement')
				.select('person_id')
				.where('analysis_id', '=', analysisId)
				.where('person_id', '=', personId)
				.executeTakeFirst();
			if (!involved) return notFound('person in this analysis');
			await putChoice(db, {
				analysis_id: analysisId,
				person_id: personId,
				choice,
				reason: words === '' ? null : words.slice(0, 2000),
				made_by: user.id,
				made_at: now(),
			});
			ports.publish(analysisId, 'stories');
			return ok(undefined);
		},
		async preview(user, analysisId) {
			const entry = await entered(user, analysisId);
			if (!entry.ok) return entry;
			if (!can(entry.value.actor, 'read', { is: 'export' })) return forbidden();
			const { actor, analysis } = entry.value;
			return ok(buildStory(await materialNow(actor, analysis)));
		},
		async names(user, analysisId) {
			const entry = await entered(user, analysisId);
			if (!entry.ok) return entry;
			const { actor, analysis } = entry.value;
			if (!can(actor, 'read', { is: 'export' })) return forbidden();
			const { cast, appearance } = await materialNow(actor, analysis);
			return ok(new StoryNames(cast, appearance));
		},
		async publish(user, analysisId, audience) {
			const entry = await entered(user, analysisId);
			if (!entry.ok) return entry;
			const { actor, analysis } = entry.value;
			if (!can(actor, 'publish', { is: 'story' })) return forbidden('Only the lead can publish the story.');
			const gathered = await gather(db, ports, { id: analysisId as AnalysisId, zone: analysis.zone });
			if (!gathered.passages.some(({ text, quote }) => text.trim() !== '' || quote !== undefined))
				return refuse(
					'conflict',
					'The narrative is empty, so there is nothing to publish yet. Write a first paragraph.',
				);
			const strangers = await unknown(user, analysisId, gathered.quotedAuthors);
			if (strangers.length > 0)
				return refuse(
					'conflict',
					`${listed(strangers)} ${strangers.length === 1 ? 'is' : 'are'} quoted and not among the people yet. Say on the People page who they are, so that it can be chosen how they appear. Nothing was published.`,
				);
			const people = await survey(actor, analysisId, gathered.cast);
			const waiting = people.filter(({ seen, choice }) => !seen && (choice === null || choice === 'wait'));
			if (waiting.length > 0)
				return refuse(
					'conflict',
					`${listed(waiting.map(({ name }) => name))} ${waiting.length === 1 ? 'has' : 'have'} not seen all their passages. Choose for each: wait, leave out, use the role, or publish with a reason they receive.`,
					{ people: waiting.map(({ personId }) => personId) },
				);
			const inTheWay = pseudonymInTheWay(gathered.cast, await chosenNames(db, analysisId));
			if (inTheWay !== undefined) return refuse('conflict', `${inTheWay} Nothing was published.`);
			const story = buildStory(await materialOf(analysis, gathered, people));
			const earlier = await listStories(db, analysisId);
			const row: StoryTable = {
				id: newId('story'),
				analysis_id: analysisId,
				number: (earlier[0]?.number ?? 0) + 1,
				// As readers see them: the title of the analysis may name somebody.
				title: story.title,
				standfirst: story.standfirst,
				body_json: JSON.stringify(story),
				audience,
				link_token: audience === 'link' ? newSecret() : null,
				published_by: user.id,
				published_at: now(),
				withdrawn_at: null,
			};
			await db.transaction().execute(async (trx) => {
				await insertStory(trx, row);
				for (const person of people.filter(({ seen, choice }) => !seen && choice === 'override'))
					await trx
						.insertInto('notification')
						.values({
							id: newId('notification'),
							user_id: null,
							person_id: person.personId,
							analysis_id: analysisId,
							kind: 'story_override',
							body: `“${row.title}” was published before you had read your part. ${user.name} wrote why: ${person.reason ?? ''}`,
							created_at: now(),
							read_at: null,
							by_user_id: user.id,
						})
						.execute();
				await appendActivity(trx, {
					...{ analysis_id: analysisId, user_id: user.id, subject_kind: 'story', subject_id: row.id },
					...{ words: `published version ${row.number} of the story`, at: now() },
				});
			});
			ports.publish(analysisId, 'stories');
			return ok({ id: row.id, url: urlOf(row) });
		},
		async list(user, analysisId) {
			const entry = await entered(user, analysisId);
			if (!entry.ok) return entry;
			// The secret of a link is for those who may hand it on.
			const rows = await listStories(db, analysisId);
			const mayShare = can(entry.value.actor, 'read', { is: 'export' });
			return ok(
				rows
					.filter(({ withdrawn_at }) => mayShare || withdrawn_at === null)
					.map((row) =>
						mayShare ? published(row) : { ...published(row), url: `${origin}/story/${row.id}` },
					),
			);
		},
		async read(user, storyId) {
			const row = await findStory(db, storyId);
			if (!user || !row) return notFound('story');
			const actor = await standing(db, user.id, row.analysis_id, now);
			const isMember = can(actor, 'read', { is: 'story' });
			// A guest came by an invitation to one analysis, and reads the stories of that one only.
			if (!isMember && (user.kind === 'guest' || row.audience !== 'members')) return notFound('story');
			if (row.withdrawn_at !== null)
				return refuse('gone', 'This story was taken back by the people who wrote it.');
			return ok(await readable(user, row));
		},
		async readByLink(user, token) {
			const row = await findStoryByLink(db, token);
			return row
				? ok(await readable(user, row))
				: refuse('not_found', 'There is no story behind this link any more. Ask whoever sent it.');
		},
		async withdraw(user, storyId) {
			const row = await findStory(db, storyId);
			if (!row) return notFound('story');
			const actor = await standing(db, user.id, row.analysis_id, now);
			if (!can(actor, 'read', { is: 'story' })) return notFound('story');
			if (!can(actor, 'publish', { is: 'story' })) return forbidden('Only the lead can take a story back.');
			await withdrawStory(db, storyId, now());
			if (row.withdrawn_at === null)
				await appendActivity(db, {
					...{ analysis_id: row.analysis_id, user_id: user.id, subject_kind: 'story', subject_id: row.id },
					...{ words: `took version ${row.number} of the story back`, at: now() },
				});
			ports.publish(row.analysis_id, 'stories');
			return ok(undefined);
		},
	};
	return stories;
}
