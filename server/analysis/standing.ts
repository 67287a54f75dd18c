/** How someone stands towards an analysis now: the `Actor` that `can()` judges. */
import type { CoreDb } from '#db/open.server.ts';
import { roles, type Actor, type Role } from '#lib/model/access.ts';

/** What a group session makes of a member while it lasts: the roles it would lower stay as they are. */
const raisedToContributor: ReadonlySet<Role> = new Set<Role>([
	'commenter',
	'interviewee',
	'participant',
	'reader',
]);

/** The actor of a user in an analysis; one without a role may do nothing. An analysis that was deleted has no members. */
export async function standing(
	db: CoreDb,
	userId: string,
	analysisId: string,
	now: () => number = Date.now,
): Promise<Actor> {
	const row = await db
		.selectFrom('membership')
		.innerJoin('analysis', 'analysis.id', 'membership.analysis_id')
		.select(['membership.role', 'membership.person_id'])
		.where('membership.analysis_id', '=', analysisId)
		.where('membership.user_id', '=', userId)
		.where('analysis.deleted_at', 'is', null)
		.executeTakeFirst();
	const role = roles.find((known) => known === row?.role);
	if (!row || !role) return { userId, role: undefined, personId: undefined };
	const personId = row.person_id ?? undefined;
	if (!raisedToContributor.has(role)) return { userId, role, personId };
	const at = now();
	const session = await db
		.selectFrom('group_session')
		.innerJoin('group_session_member', 'group_session_member.group_session_id', 'group_session.id')
		.select('group_session.id')
		.where('group_session.analysis_id', '=', analysisId)
		.where('group_session_member.user_id', '=', userId)
		.where('group_session.started_at', '<=', at)
		.where('group_session.ends_at', '>', at)
		.where('group_session.ended_at', 'is', null)
		.executeTakeFirst();
	return { userId, role: session ? 'contributor' : role, personId };
}
