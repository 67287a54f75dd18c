/** Use cases that make lines, beside the documents: each is told of once it is done, in the words of its noun. */
import type { CoreDb } from '#db/open.server.ts';
import type { Role } from '#lib/model/access.ts';
import type { Analyses } from '../analysis/analyses.ts';
import type { GroupSessions } from '../analysis/group-sessions.ts';
import type { Members } from '../analysis/members.ts';
import type { Invitations } from '../auth/invitations.ts';
import type { People } from '../people/people.ts';
import type { Subject } from './act.ts';
import type { Tell } from './activity-log.ts';

type Teller = Pick<Tell, 'tell'>;

const roleWords: Readonly<Record<Role, string>> = {
	lead: 'a lead',
	analyst: 'an analyst',
	contributor: 'a contributor',
	facilitator: 'a facilitator',
	commenter: 'a commenter',
	interviewee: 'an interviewee',
	participant: 'a participant',
	reader: 'a reader',
};

export function tellAnalyses(analyses: Analyses, activity: Teller): Analyses {
	return {
		...analyses,
		async change(userId, analysisId, changes) {
			const before = await analyses.get(userId, analysisId);
			const changed = await analyses.change(userId, analysisId, changes);
			if (!before.ok || !changed.ok) return changed;
			const tell = teller(activity, userId, analysisId);
			const { stage, effort, title } = changed.value;
			const on = { kind: 'analysis', id: analysisId } as const;
			if (stage !== before.value.stage) tell(on, 'stage', `moved the analysis on to “${stage}”`);
			if (effort !== before.value.effort) tell(on, 'effort', `set the effort to “${effort}”`);
			if (title !== before.value.title) tell(on, 'renamed', 'renamed the analysis');
			return changed;
		},
	};
}

export function tellMembers(members: Members, activity: Teller): Members {
	return {
		...members,
		async add(userId, analysisId, email, role) {
			const added = await members.add(userId, analysisId, email, role);
			if (added.ok)
				teller(activity, userId, analysisId)(
					{ kind: 'member', id: added.value.userId },
					'role',
					`made {} ${roleWords[role]}`,
				);
			return added;
		},
		async change(userId, analysisId, memberId, role) {
			const changed = await members.change(userId, analysisId, memberId, role);
			const on = { kind: 'member', id: memberId } as const;
			if (changed.ok) teller(activity, userId, analysisId)(on, 'role', `made {} ${roleWords[role]}`);
			return changed;
		},
		async remove(userId, analysisId, memberId) {
			const removed = await members.remove(userId, analysisId, memberId);
			const words = userId === memberId ? 'left the analysis' : 'took {} out of the analysis';
			if (removed.ok)
				teller(activity, userId, analysisId)({ kind: 'member', id: memberId }, 'removed', words);
			return removed;
		},
		async wasThere(userId, analysisId, author) {
			const said = await members.wasThere(userId, analysisId, author);
			if (said.ok)
				teller(activity, userId, analysisId)(
					{ kind: 'person', id: said.value.personId },
					'was-there',
					'said that they were there',
				);
			return said;
		},
	};
}

export function tellPeople(people: People, activity: Teller): People {
	return {
		...people,
		async add(userId, analysisId, draft) {
			const added = await people.add(userId, analysisId, draft);
			if (added.ok)
				teller(activity, userId, analysisId)(
					{ kind: 'person', id: added.value.id },
					'involved',
					'added {} to the people',
				);
			return added;
		},
		async remove(userId, analysisId, personId) {
			const removed = await people.remove(userId, analysisId, personId);
			const on = { kind: 'person', id: personId } as const;
			if (removed.ok) teller(activity, userId, analysisId)(on, 'removed', 'took {} out of the people');
			return removed;
		},
	};
}

export function tellGroupSessions(sessions: GroupSessions, activity: Teller): GroupSessions {
	return {
		...sessions,
		async start(userId, analysisId, who, until) {
			const started = await sessions.start(userId, analysisId, who, until);
			const on = { kind: 'analysis', id: analysisId } as const;
			if (started.ok) teller(activity, userId, analysisId)(on, 'group-began', 'began a group session');
			return started;
		},
		async end(userId, analysisId, sessionId) {
			const ended = await sessions.end(userId, analysisId, sessionId);
			const on = { kind: 'analysis', id: analysisId } as const;
			if (ended.ok) teller(activity, userId, analysisId)(on, 'group-ended', 'ended a group session');
			return ended;
		},
	};
}

/** Of links: that there is one, and for whom. Whether it was opened is nobody's doing to be told of here. */
export function tellInvitations(invitations: Invitations, activity: Teller, db: CoreDb): Invitations {
	const personOf = async (invitationId: string): Promise<Subject | undefined> => {
		const query = db.selectFrom('invitation').select('person_id').where('id', '=', invitationId);
		const row = await query.executeTakeFirst();
		return row && { kind: 'person', id: row.person_id };
	};
	return {
		...invitations,
		async create(userId, analysisId, draft) {
			const made = await invitations.create(userId, analysisId, draft);
			const on = { kind: 'person', id: draft.personId } as const;
			if (made.ok) teller(activity, userId, analysisId)(on, 'invited', 'made a link for {}');
			return made;
		},
		async renew(userId, analysisId, invitationId, days) {
			const made = await invitations.renew(userId, analysisId, invitationId, days);
			if (made.ok)
				teller(activity, userId, analysisId)(
					{ kind: 'person', id: made.value.personId },
					'invited-again',
					'renewed the link for {}',
				);
			return made;
		},
		async revoke(userId, analysisId, invitationId) {
			const revoked = await invitations.revoke(userId, analysisId, invitationId);
			const on = revoked.ok ? await personOf(invitationId) : undefined;
			if (on) teller(activity, userId, analysisId)(on, 'revoked', 'ended the link for {}');
			return revoked;
		},
	};
}

function teller(activity: Teller, userId: string, analysisId: string) {
	return (on: Subject, act: string, words: string): void =>
		activity.tell({ userId, analysisId, on, act, words });
}
