/** Rows of table `picture`. */
import type { CoreDb } from './open.server.ts';
import type { PictureTable } from './calibration-tables.ts';

export async function insertPicture(db: CoreDb, row: PictureTable): Promise<void> {
	await db.insertInto('picture').values(row).execute();
}

/** One of this analysis, or undefined. */
export async function findPicture(
	db: CoreDb,
	analysisId: string,
	id: string,
): Promise<PictureTable | undefined> {
	return db
		.selectFrom('picture')
		.selectAll()
		.where('id', '=', id)
		.where('analysis_id', '=', analysisId)
		.executeTakeFirst();
}

/** Whether the blob is a picture of any analysis. */
export async function isPicture(db: CoreDb, sha256: string): Promise<boolean> {
	const row = await db
		.selectFrom('picture')
		.select('id')
		.where('sha256', '=', sha256)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

/** The blobs that are pictures. */
export async function listPictureBlobs(db: CoreDb): Promise<readonly string[]> {
	const rows = await db.selectFrom('picture').select('sha256').distinct().execute();
	return rows.map(({ sha256 }) => sha256);
}
