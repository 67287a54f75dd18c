import type { CoreDb } from '#db/open.server.ts';
import { findRound, findVersion, listRounds } from '#db/round.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import type { FrozenDraft } from './ports.ts';

/** The narrative as one round froze it, or as the newest one did; undefined when there is no such round. */
export async function findFrozen(
	db: CoreDb,
	analysis: AnalysisId,
	number?: number,
): Promise<FrozenDraft | undefined> {
	const round =
		number === undefined ? (await listRounds(db, analysis))[0] : await findRound(db, analysis, number);
	const version = round && (await findVersion(db, analysis, round.version_id));
	return version && { round: round.number, frozenAt: round.opened_at, bytes: version.bytes };
}
