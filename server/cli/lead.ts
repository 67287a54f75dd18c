import type { User } from '../auth/caller.ts';
import type { Services } from '../services.ts';

/**
 * In whose name the operator acts in an analysis: its first lead. Undefined when there is no such analysis, or nobody
 * leads it any more.
 */
export async function leadOf({ databases }: Services, analysisId: string): Promise<User | undefined> {
	const row = await databases.core
		.selectFrom('membership')
		.innerJoin('analysis', 'analysis.id', 'membership.analysis_id')
		.innerJoin('user', 'user.id', 'membership.user_id')
		.selectAll('user')
		.where('membership.analysis_id', '=', analysisId)
		.where('membership.role', '=', 'lead')
		.where('analysis.deleted_at', 'is', null)
		.orderBy('membership.added_at')
		.executeTakeFirst();
	return (
		row && {
			id: row.id,
			kind: row.kind,
			name: row.name,
			email: row.email,
			colour: row.colour,
			isAdmin: row.is_admin === 1,
		}
	);
}
