/** Rows of stories: published versions, the choices made about people, who has read. */
import type { Kysely } from 'kysely';
import type { StoryChoiceTable, StoryTable } from './calibration-tables.ts';
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
