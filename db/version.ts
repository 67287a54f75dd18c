/** Versions of the narrative: named ones, and those that rounds froze. Always asked for within their analysis. */
import type { Kysely } from 'kysely';
import type { VersionTable } from './calibration-tables.ts';
import type { CoreTables } from './tables.ts';

type Db = Kysely<CoreTables>;

/** A version without its bytes. */
export interface VersionRow extends Omit<VersionTable, 'bytes'> {
	/** Number of the round that froze it; null when somebody named it. */
	readonly round: number | null;
	/** Name of who made it. */
	readonly maker: string | null;
}

/** Newest first. */
export function listVersions(db: Db, analysisId: string): Promise<VersionRow[]> {
	return db
		.selectFrom('version')
		.leftJoin('round', 'round.version_id', 'version.id')
		.leftJoin('user', 'user.id', 'version.made_by')
		.select([
			...(['version.id', 'version.analysis_id', 'version.document', 'version.seq'] as const),
			...(['version.schema_version', 'version.name', 'version.made_by', 'version.made_at'] as const),
			'round.number as round',
			'user.name as maker',
		])
		.where('version.analysis_id', '=', analysisId)
		.orderBy('version.made_at', 'desc')
		.orderBy('version.id', 'desc')
		.execute();
}

export async function insertVersion(db: Db, version: VersionTable): Promise<void> {
	await db.insertInto('version').values(version).execute();
}

/** Deletes a version that somebody named. False when there is none, or a round froze it. */
export async function deleteVersion(db: Db, analysisId: string, id: string): Promise<boolean> {
	const result = await db
		.deleteFrom('version')
		.where('analysis_id', '=', analysisId)
		.where('id', '=', id)
		.where('id', 'not in', (query) => query.selectFrom('round').select('round.version_id'))
		.executeTakeFirst();
	return Number(result.numDeletedRows) > 0;
}
