/** People, teams and systems, shared by all analyses; and the part people have in one. */
import type { Insertable, Kysely, Updateable } from 'kysely';
import type { AuthorLinkTable, CoreTables, PersonTable } from './tables.ts';

type Db = Kysely<CoreTables>;

/** A person as one analysis sees them. */
export interface CastRow extends PersonTable {
	/** Their part in this analysis, in a few words. */
	part: string | null;
	team: string | null;
}

const castOf = (db: Db, analysisId: string) =>
	db
		.selectFrom('involvement')
		.innerJoin('person', 'person.id', 'involvement.person_id')
		.leftJoin('team', 'team.id', 'person.team_id')
		.selectAll('person')
		.select(['involvement.part', 'team.name as team'])
		.where('involvement.analysis_id', '=', analysisId);

/** The cast of an analysis, by name. */
export function listCast(db: Db, analysisId: string): Promise<CastRow[]> {
	return castOf(db, analysisId).orderBy('person.name').orderBy('person.id').execute();
}

/** One of the cast; undefined for people who have no part in the analysis. */
export function findCast(db: Db, analysisId: string, personId: string): Promise<CastRow | undefined> {
	return castOf(db, analysisId).where('person.id', '=', personId).executeTakeFirst();
}

export function findPerson(db: Db, id: string): Promise<PersonTable | undefined> {
	return db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The person with this (normalised) email address, the oldest when several were made. */
export function findPersonByEmail(db: Db, email: string): Promise<PersonTable | undefined> {
	return db
		.selectFrom('person')
		.selectAll()
		.where('email', '=', email)
		.orderBy('created_at')
		.executeTakeFirst();
}

/** The person who signs in as this user. */
export function findPersonOfUser(db: Db, userId: string): Promise<PersonTable | undefined> {
	return db
		.selectFrom('person')
		.selectAll()
		.where('user_id', '=', userId)
		.orderBy('created_at')
		.executeTakeFirst();
}

/** People of the organisation whose name or address begins so and who are not in the analysis yet. */
export function listOthers(db: Db, analysisId: string, begins: string): Promise<PersonTable[]> {
	const like = `${begins.toLowerCase().replace(/[%_\\]/g, (letter) => `\\${letter}`)}%`;
	return db
		.selectFrom('person')
		.selectAll()
		.where((e) =>
			e.or([
				e(e.fn<string>('lower', ['name']), 'like', like),
				e(e.fn<string>('lower', ['name']), 'like', `% ${like}`),
				e('email', 'like', like),
			]),
		)
		.where('id', 'not in', (e) =>
			e.selectFrom('involvement').select('person_id').where('analysis_id', '=', analysisId),
		)
		.orderBy('name')
		.limit(20)
		.execute();
}

export async function insertPerson(db: Db, row: Insertable<PersonTable>): Promise<void> {
	await db.insertInto('person').values(row).execute();
}

export async function updatePerson(db: Db, id: string, changes: Updateable<PersonTable>): Promise<void> {
	if (Object.keys(changes).length > 0)
		await db.updateTable('person').set(changes).where('id', '=', id).execute();
}

/** Gives a person a part in an analysis; who has one keeps it, with the new words when there are any. */
export async function putInvolvement(
	db: Db,
	row: { analysis_id: string; person_id: string; part: string | null; added_by: string; added_at: number },
): Promise<void> {
	await db
		.insertInto('involvement')
		.values(row)
		.onConflict((conflict) => {
			const columns = conflict.columns(['analysis_id', 'person_id']);
			return row.part === null ? columns.doNothing() : columns.doUpdateSet({ part: row.part });
		})
		.execute();
}

export async function deleteInvolvement(db: Db, analysisId: string, personId: string): Promise<void> {
	await db
		.deleteFrom('involvement')
		.where('analysis_id', '=', analysisId)
		.where('person_id', '=', personId)
		.execute();
	await db
		.deleteFrom('author_link')
		.where('analysis_id', '=', analysisId)
		.where('person_id', '=', personId)
		.execute();
	await db
		.deleteFrom('story_name')
		.where('analysis_id', '=', analysisId)
		.where('person_id', '=', personId)
		.execute();
}

/** Which authors of records are which people. */
export function listAuthorLinks(db: Db, analysisId: string): Promise<AuthorLinkTable[]> {
	return db.selectFrom('author_link').selectAll().where('analysis_id', '=', analysisId).execute();
}

/** Says who an author is; null for nobody of the cast. */
export async function putAuthorLink(
	db: Db,
	analysisId: string,
	author: string,
	personId: string | null,
): Promise<void> {
	if (personId === null) {
		await db
			.deleteFrom('author_link')
			.where('analysis_id', '=', analysisId)
			.where('author', '=', author)
			.execute();
		return;
	}
	await db
		.insertInto('author_link')
		.values({ analysis_id: analysisId, author, person_id: personId })
		.onConflict((conflict) =>
			conflict.columns(['analysis_id', 'author']).doUpdateSet({ person_id: personId }),
		)
		.execute();
}

/** Teams or systems, by name. */
export function listNamed(db: Db, table: 'team' | 'system'): Promise<{ id: string; name: string }[]> {
	return db.selectFrom(table).selectAll().orderBy('name').execute();
}

/** The id of the team or system of that name (whatever its case), made when there is none. */
export async function ensureNamed(
	db: Db,
	table: 'team' | 'system',
	name: string,
	newId: () => string,
): Promise<string> {
	const find = () =>
		db
			.selectFrom(table)
			.select('id')
			.where((e) => e(e.fn<string>('lower', ['name']), '=', name.toLowerCase()))
			.executeTakeFirst();
	const found = await find();
	if (found) return found.id;
	const id = newId();
	await db
		.insertInto(table)
		.values({ id, name })
		.onConflict((conflict) => conflict.column('name').doNothing())
		.execute();
	return (await find())?.id ?? id;
}
