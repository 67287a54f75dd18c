/** Sources: what was imported into an analysis, and how it was read. */
import type { Insertable, Selectable, Updateable } from 'kysely';
import { isPicture } from './picture.ts';
import type { CoreDb } from './open.server.ts';
import type { SourceTable } from './tables.ts';

export type SourceRow = Selectable<SourceTable>;

export async function insertSource(db: CoreDb, row: Insertable<SourceTable>): Promise<void> {
	await db.insertInto('source').values(row).execute();
}

export function findSource(db: CoreDb, analysisId: string, id: string): Promise<SourceRow | undefined> {
	return db
		.selectFrom('source')
		.selectAll()
		.where('id', '=', id)
		.where('analysis_id', '=', analysisId)
		.executeTakeFirst();
}

/** In the order in which they were added. */
export function listSources(db: CoreDb, analysisId: string): Promise<SourceRow[]> {
	return db
		.selectFrom('source')
		.selectAll()
		.where('analysis_id', '=', analysisId)
		.orderBy('added_at')
		.orderBy('id')
		.execute();
}

/** Every source of the installation: for cleaning up at the start. */
export function listAllSources(db: CoreDb): Promise<SourceRow[]> {
	return db.selectFrom('source').selectAll().orderBy('added_at').execute();
}

/** The same bytes read with the same options in the same analysis, unless they were refused. */
export function findSameSource(
	db: CoreDb,
	analysisId: string,
	sha256: string,
	optionsJson: string,
): Promise<SourceRow | undefined> {
	return db
		.selectFrom('source')
		.selectAll()
		.where('analysis_id', '=', analysisId)
		.where('sha256', '=', sha256)
		.where('options_json', '=', optionsJson)
		.where('status', '!=', 'refused')
		.orderBy('added_at')
		.executeTakeFirst();
}

/** False when it is gone meanwhile. */
export async function updateSource(
	db: CoreDb,
	id: string,
	changes: Updateable<SourceTable>,
): Promise<boolean> {
	const result = await db.updateTable('source').set(changes).where('id', '=', id).executeTakeFirst();
	return Number(result.numUpdatedRows) > 0;
}

export async function deleteSource(db: CoreDb, id: string): Promise<void> {
	await db.deleteFrom('source').where('id', '=', id).execute();
}

/** Whether any source was made of the blob, or any picture is it. */
export async function isBlobUsed(db: CoreDb, sha256: string): Promise<boolean> {
	const row = await db
		.selectFrom('source')
		.select('id')
		.where('files_json', 'like', `%"${sha256}"%`)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined || (await isPicture(db, sha256));
}
