/** Rows of stories: published versions, the choices made about people, who has read. */
import type { Kysely } from 'kysely';
import type { StoryChoiceTable, StoryNameTable, StoryNamingTable, StoryTable } from './calibration-tables.ts';
import type { CoreTables } from './tables.ts';

type Db = Kysely<CoreTables>;

export async function insertStory(db: Db, row: StoryTable): Promise<void> {
	await db.insertInto('story').values(row).execute();
}

export async function findStory(db: Db, id: string): Promise<StoryTable | undefined> {
	return db.selectFrom('story').selectAll().where('id', '=', id).executeTakeFirst();
}

/** By the secret in its link; withdrawn ones are not found. */
export async function findStoryByLink(db: Db, token: string): Promise<StoryTable | undefined> {
	return db
		.selectFrom('story')
		.selectAll()
		.where('link_token', '=', token)
		.where('withdrawn_at', 'is', null)
		.executeTakeFirst();
}

/** Of one analysis, newest first. */
export async function listStories(db: Db, analysisId: string): Promise<StoryTable[]> {
	return db
		.selectFrom('story')
		.selectAll()
		.where('analysis_id', '=', analysisId)
		.orderBy('number', 'desc')
		.execute();
}

export async function withdrawStory(db: Db, id: string, at: number): Promise<void> {
	await db
		.updateTable('story')
		.set({ withdrawn_at: at })
		.where('id', '=', id)
		.where('withdrawn_at', 'is', null)
		.execute();
}

export async function listChoices(db: Db, analysisId: string): Promise<StoryChoiceTable[]> {
	return db.selectFrom('story_choice').selectAll().where('analysis_id', '=', analysisId).execute();
}

/** One choice a person; a later one takes its place. */
export async function putChoice(db: Db, row: StoryChoiceTable): Promise<void> {
	await db
		.insertInto('story_choice')
		.values(row)
		.onConflict((conflict) =>
			conflict.columns(['analysis_id', 'person_id']).doUpdateSet({
				choice: row.choice,
				reason: row.reason,
				made_by: row.made_by,
				made_at: row.made_at,
			}),
		)
		.execute();
}

/** How everyone is named unless something was chosen for them: by name where nothing was said. */
export async function everyoneNamed(db: Db, analysisId: string): Promise<StoryNamingTable['everyone']> {
	const row = await db
		.selectFrom('story_naming')
		.select('everyone')
		.where('analysis_id', '=', analysisId)
		.executeTakeFirst();
	return row?.everyone ?? 'name';
}

/** What was chosen for single people. */
export async function listNames(db: Db, analysisId: string): Promise<StoryNameTable[]> {
	return db.selectFrom('story_name').selectAll().where('analysis_id', '=', analysisId).execute();
}

/** One name a person; a later one takes its place. */
export async function putName(db: Db, row: StoryNameTable): Promise<void> {
	const { naming, pseudonym, made_by, made_at } = row;
	await db
		.insertInto('story_name')
		.values(row)
		.onConflict((conflict) =>
			conflict.columns(['analysis_id', 'person_id']).doUpdateSet({ naming, pseudonym, made_by, made_at }),
		)
		.execute();
}

/** Everyone by name or by role, those of later too; who has a pseudonym keeps it. One transaction of the caller's. */
export async function putEveryoneNamed(db: Db, row: StoryNamingTable): Promise<void> {
	const { everyone, made_by, made_at } = row;
	await db
		.insertInto('story_naming')
		.values(row)
		.onConflict((conflict) => conflict.column('analysis_id').doUpdateSet({ everyone, made_by, made_at }))
		.execute();
	await db
		.deleteFrom('story_name')
		.where('analysis_id', '=', row.analysis_id)
		.where('naming', '!=', 'pseudonym')
		.execute();
}
