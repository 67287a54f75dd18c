import type { CoreDb } from '#db/open.server.ts';
import { parseRecordId, type AnalysisId, type RecordId } from '#lib/model/ids.ts';

/** Whether a record's source was imported into this analysis. */
export async function hasSourceOf(db: CoreDb, analysis: AnalysisId, record: RecordId): Promise<boolean> {
	const at = parseRecordId(record);
	if (!at) return false;
	const row = await db
		.selectFrom('source')
		.select('id')
		.where('analysis_id', '=', analysis)
		.where('id', '=', at.source)
		.executeTakeFirst();
	return row !== undefined;
}
