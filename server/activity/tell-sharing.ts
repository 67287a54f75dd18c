/** Moments that people share: told of once analysts are told of them anyhow, and no sooner. */
import type { CoreDb } from '#db/open.server.ts';
import type { Sharing } from '../account/sharing.ts';
import type { Tell } from './activity-log.ts';

/**
 * That a moment was shared is a line, about where it belongs; never that somebody is writing, and nothing of what. The
 * line goes with the copy: what was taken back or withdrawn leaves none.
 */
export function tellSharing(sharing: Sharing, activity: Tell, db: CoreDb): Sharing {
	/** Everyone the owner of these words was signed in as: by a link first, by an account later. */
	const selves = async (userId: string, analysisId: string): Promise<ReadonlySet<string>> => {
		const rows = await db
			.selectFrom('membership as own')
			.innerJoin('membership as other', (join) =>
				join
					.onRef('other.person_id', '=', 'own.person_id')
					.onRef('other.analysis_id', '=', 'own.analysis_id'),
			)
			.select('other.user_id')
			.where('own.analysis_id', '=', analysisId)
			.where('own.user_id', '=', userId)
			.execute();
		return new Set([userId, ...rows.map(({ user_id }) => user_id)]);
	};
	const forget = async (userId: string, analysisId: string, id?: string) => {
		for (const self of await selves(userId, analysisId))
			await activity.forget({ analysisId, userId: self, kind: 'moment', id });
	};
	return {
		...sharing,
		async share(userId, analysisId, key, quotable) {
			const shared = await sharing.share(userId, analysisId, key, quotable);
			const on = { kind: 'moment', id: key } as const;
			if (shared.ok) activity.tell({ userId, analysisId, on, act: 'shared', words: 'shared a moment' });
			return shared;
		},
		// Before the rest, which makes the database forget what was deleted.
		async takeBack(userId, analysisId, key) {
			await forget(userId, analysisId, key);
			return sharing.takeBack(userId, analysisId, key);
		},
		async withdraw(userId, analysisId) {
			await forget(userId, analysisId);
			return sharing.withdraw(userId, analysisId);
		},
	};
}
