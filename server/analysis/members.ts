/** Who is in an analysis, as what. Only its lead changes that; anyone may leave. */
import {
	findPersonByEmail,
	findPersonOfUser,
	insertPerson,
	putAuthorLink,
	putInvolvement,
} from '#db/person.ts';
import type { CoreDb } from '#db/open.server.ts';
import { can, roles, type Role } from '#lib/model/access.ts';
import { newId } from '#lib/model/ids.ts';
import { normaliseEmail } from '../auth/accounts.ts';
import type { Announcer } from '../live.ts';
import { allow } from '../people/people.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { standing } from './standing.ts';

export interface Member {
	readonly userId: string;
	readonly name: string;
	/** Told to those who may invite; null to others. */
	readonly email: string | null;
	/** The role they hold, whatever a group session makes of it for a while. */
	readonly role: Role;
	readonly personId: string | null;
	/** `guest`: came by a link. */
	readonly kind: 'account' | 'guest';
}

export interface Members {
	list(userId: string, analysisId: string): Promise<Outcome<readonly Member[]>>;
	/** Adds someone who has an account; who is a member already gets the role. */
	add(userId: string, analysisId: string, email: string, role: Role): Promise<Outcome<{ userId: string }>>;
	change(userId: string, analysisId: string, memberId: string, role: Role): Promise<Outcome<void>>;
	/**
	 * The caller, who has an account, says that they were there: they become someone of the cast, as themself (the
	 * person who signs in as them or has their address, else a new one), and `author` of records is them. Never
	 * makes them a person somebody else could be. Who is in the cast already stays who they are.
	 */
	wasThere(
		userId: string,
		analysisId: string,
		author: string | undefined,
	): Promise<Outcome<{ personId: string }>>;
	/** Ends a membership, and with it what is open in their browsers. One's own is left the same way. */
	remove(userId: string, analysisId: string, memberId: string): Promise<Outcome<void>>;
}

export interface MembersDeps {
	readonly db: CoreDb;
	readonly live: Announcer;
	readonly now?: () => number;
}

export function createMembers({ db, live, now = Date.now }: MembersDeps): Members {
	/** Whether the analysis would be left without a lead. */
	const isLastLead = async (analysisId: string, memberId: string) => {
		const leads = await db
			.selectFrom('membership')
			.select('user_id')
			.where('analysis_id', '=', analysisId)
			.where('role', '=', 'lead')
			.execute();
		return leads.length === 1 && leads[0]?.user_id === memberId;
	};
	const lastLead = () =>
		refuse('conflict', 'An analysis needs a lead. Make someone else lead first; nothing was changed.');

	/** Sockets keep the right they opened with; closing them makes the pages come back with the new one. */
	const changed = (analysisId: string, memberId: string) => {
		live.close({ userId: memberId, analysisId }, 'rights');
		live.publish(analysisId, 'members');
	};

	return {
		async list(userId, analysisId) {
			const who = await allow(db, now, userId, analysisId, 'read', { is: 'members' });
			if (!who.ok) return who;
			const rows = await db
				.selectFrom('membership')
				.innerJoin('user', 'user.id', 'membership.user_id')
				.select([
					'user.id',
					'user.name',
					'user.email',
					'user.kind',
					'membership.role',
					'membership.person_id',
				])
				.where('membership.analysis_id', '=', analysisId)
				.where('user.disabled_at', 'is', null)
				.orderBy('user.name')
				.execute();
			const mayInvite = can(who.value, 'read', { is: 'invitations' });
			return ok(
				rows.flatMap((row) => {
					const role = roles.find((known) => known === row.role);
					if (!role) return [];
					return [
						{
							userId: row.id,
							name: row.name,
							email: mayInvite ? row.email : null,
							role,
							personId: row.person_id,
							kind: row.kind,
						},
					];
				}),
			);
		},
		async add(userId, analysisId, emailText, role) {
			const who = await allow(db, now, userId, analysisId, 'manage', { is: 'members' });
			if (!who.ok) return who;
			const email = normaliseEmail(emailText);
			if (email === undefined)
				return refuse('invalid', `“${emailText.slice(0, 80)}” is not an email address. Nobody was added.`);
			const user = await db
				.selectFrom('user')
				.select(['id', 'name', 'disabled_at'])
				.where('email', '=', email)
				.executeTakeFirst();
			if (!user || user.disabled_at !== null)
				return refuse(
					'not_found',
					`Nobody here has an account with ${email}. An admin can make one (People, or “user create”); someone who was there needs none: add them as a person and send them a link.`,
				);
			if (role !== 'lead' && (await isLastLead(analysisId, user.id))) return lastLead();
			const personId = await whoTheyAre(db, analysisId, user, email, role === 'interviewee', userId, now());
			await db
				.insertInto('membership')
				.values({
					analysis_id: analysisId,
					user_id: user.id,
					role,
					person_id: personId,
					added_by: userId,
					added_at: now(),
				})
				.onConflict((conflict) =>
					conflict.columns(['analysis_id', 'user_id']).doUpdateSet({
						role,
						...(personId !== null && { person_id: personId }),
					}),
				)
				.execute();
			changed(analysisId, user.id);
			return ok({ userId: user.id });
		},
		async change(userId, analysisId, memberId, role) {
			const who = await allow(db, now, userId, analysisId, 'manage', { is: 'members' });
			if (!who.ok) return who;
			const row = await db
				.selectFrom('membership')
				.select('person_id')
				.where('analysis_id', '=', analysisId)
				.where('user_id', '=', memberId)
				.executeTakeFirst();
			if (!row) return notFound('member');
			if (role !== 'lead' && (await isLastLead(analysisId, memberId))) return lastLead();
			if (role === 'interviewee' && row.person_id === null)
				return refuse(
					'conflict',
					'An interviewee is someone of the cast, and this member is not linked to one. Send them a link from their line among the people instead.',
				);
			await db
				.updateTable('membership')
				.set({ role })
				.where('analysis_id', '=', analysisId)
				.where('user_id', '=', memberId)
				.execute();
			changed(analysisId, memberId);
			return ok(undefined);
		},
		async wasThere(userId, analysisId, author) {
			const who = await allow(db, now, userId, analysisId, 'write', { is: 'people' });
			if (!who.ok) return who;
			const user = await db
				.selectFrom('user')
				.select(['id', 'name', 'email'])
				.where('id', '=', userId)
				.where('kind', '=', 'account')
				.executeTakeFirst();
			if (!user) return forbidden();
			const personId =
				who.value.personId ?? (await whoTheyAre(db, analysisId, user, user.email, true, userId, now()));
			if (personId === null) return notFound('person');
			await db
				.updateTable('membership')
				.set({ person_id: personId })
				.where('analysis_id', '=', analysisId)
				.where('user_id', '=', userId)
				.where('person_id', 'is', null)
				.execute();
			if (author !== undefined) await putAuthorLink(db, analysisId, author, personId);
			live.publish(analysisId, 'people');
			live.publish(analysisId, 'members');
			return ok({ personId });
		},
		async remove(userId, analysisId, memberId) {
			const actor = await standing(db, userId, analysisId, now);
			if (!can(actor, 'read', { is: 'analysis' })) return notFound('analysis');
			if (memberId !== userId && !can(actor, 'manage', { is: 'members' })) return forbidden();
			if (await isLastLead(analysisId, memberId)) return lastLead();
			const removed = await db
				.deleteFrom('membership')
				.where('analysis_id', '=', analysisId)
				.where('user_id', '=', memberId)
				.executeTakeFirst();
			if (Number(removed.numDeletedRows) === 0) return notFound('member');
			changed(analysisId, memberId);
			return ok(undefined);
		},
	};
}

/**
 * Who a member with an account is in the cast: the person who signs in as them, or who has their address. Where
 * there must be one (an interviewee, someone who says that they were there) it is made. Drafts hang on this link,
 * hence nothing but the account, its address and the person's own link (auth/invitations.ts) can make it.
 */
async function whoTheyAre(
	db: CoreDb,
	analysisId: string,
	user: { readonly id: string; readonly name: string },
	email: string | null,
	mustBe: boolean,
	addedBy: string,
	at: number,
): Promise<string | null> {
	const byEmail = async () => {
		const found = email === null ? undefined : await findPersonByEmail(db, email);
		return found && (found.user_id === null || found.user_id === user.id) ? found : undefined;
	};
	const person = (await findPersonOfUser(db, user.id)) ?? (await byEmail());
	const involvement = { analysis_id: analysisId, part: null, added_by: addedBy, added_at: at };
	if (person) {
		const isInCast = await db
			.selectFrom('involvement')
			.select('person_id')
			.where('analysis_id', '=', analysisId)
			.where('person_id', '=', person.id)
			.executeTakeFirst();
		if (!isInCast && !mustBe) return null;
		await putInvolvement(db, { ...involvement, person_id: person.id });
		return person.id;
	}
	if (!mustBe) return null;
	const id = newId('person');
	await insertPerson(db, {
		id,
		name: user.name,
		email,
		title: null,
		team_id: null,
		zone: null,
		location: null,
		user_id: user.id,
		is_chosen_name: 0,
		created_at: at,
	});
	await putInvolvement(db, { ...involvement, person_id: id });
	return id;
}
