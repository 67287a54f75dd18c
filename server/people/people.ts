/** The cast of an analysis: people, their teams, the systems, and which authors of records they are. */
import {
	deleteInvolvement,
	ensureNamed,
	findCast,
	findPerson,
	findPersonByEmail,
	insertPerson,
	listAuthorLinks,
	listCast,
	listNamed,
	listOthers,
	putAuthorLink,
	putInvolvement,
	updatePerson,
	type CastRow,
} from '#db/person.ts';
import type { CoreDb } from '#db/open.server.ts';
import { can, type Action, type Actor, type Resource } from '#lib/model/access.ts';
import { newId } from '#lib/model/ids.ts';
import { isZone } from '#lib/model/instant.ts';
import { standing } from '../analysis/standing.ts';
import { normaliseEmail } from '../auth/accounts.ts';
import type { Announcer } from '../live.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';

export interface Person {
	readonly id: string;
	readonly name: string;
	/** Told to those who may invite; null to others. */
	readonly email: string | null;
	readonly title: string | null;
	readonly team: string | null;
	/** IANA zone: their local hour. */
	readonly zone: string | null;
	readonly location: string | null;
	/** Their part in this analysis, in a few words. */
	readonly part: string | null;
	readonly isChosenName: boolean;
	/** The user they sign in as, when they have an account. */
	readonly userId: string | null;
	/** Authors of records who are this person. */
	readonly authors: readonly string[];
}

export interface PersonDraft {
	readonly name?: string | undefined;
	readonly email?: string | null | undefined;
	readonly title?: string | null | undefined;
	/** By name; made when there is none of that name. */
	readonly team?: string | null | undefined;
	readonly zone?: string | null | undefined;
	readonly location?: string | null | undefined;
	readonly part?: string | null | undefined;
	readonly isChosenName?: boolean | undefined;
	/** Adds these; who was someone else's becomes theirs. */
	readonly authors?: readonly string[] | undefined;
}

export interface Named {
	readonly id: string;
	readonly name: string;
}

export interface People {
	/** The cast, by name. */
	list(userId: string, analysisId: string): Promise<Outcome<readonly Person[]>>;
	get(userId: string, analysisId: string, personId: string): Promise<Outcome<Person>>;
	/**
	 * Gives someone a part in the analysis: a person known to the organisation (by `personId`, or by the email
	 * address), else a new one.
	 */
	add(
		userId: string,
		analysisId: string,
		draft: PersonDraft & { readonly personId?: string | undefined },
	): Promise<Outcome<{ id: string; isNew: boolean }>>;
	change(userId: string, analysisId: string, personId: string, draft: PersonDraft): Promise<Outcome<Person>>;
	/** Takes them out of this analysis; the person stays known. Refused while they have words or a link here. */
	remove(userId: string, analysisId: string, personId: string): Promise<Outcome<void>>;
	/** People of the organisation outside this analysis whose name or address begins so; 20 at most. */
	others(userId: string, analysisId: string, begins: string): Promise<Outcome<readonly Named[]>>;
	/** Says which person an author of records is; null for none. */
	linkAuthor(
		userId: string,
		analysisId: string,
		author: string,
		personId: string | null,
	): Promise<Outcome<void>>;
	listNamed(userId: string, analysisId: string, what: 'team' | 'system'): Promise<Outcome<readonly Named[]>>;
	/** The one of that name, whatever its case; made when there is none. */
	addNamed(
		userId: string,
		analysisId: string,
		what: 'team' | 'system',
		name: string,
	): Promise<Outcome<Named>>;
}

export interface PeopleDeps {
	readonly db: CoreDb;
	readonly live: Announcer;
	readonly now?: () => number;
}

export function createPeople({ db, live, now = Date.now }: PeopleDeps): People {
	const allowed = (userId: string, analysisId: string, action: Action) =>
		allow(db, now, userId, analysisId, action, { is: 'people' });

	/** The row's fields a draft sets; a refusal when one of them cannot be taken. */
	const columnsOf = async (draft: PersonDraft) => {
		if (draft.name !== undefined && (draft.name.trim() === '' || draft.name.trim().length > 120))
			return refuse('invalid', 'A name has between 1 and 120 characters. Nothing was changed.');
		const email = draft.email ? normaliseEmail(draft.email) : draft.email;
		if (draft.email && email === undefined)
			return refuse('invalid', `“${draft.email.slice(0, 80)}” is not an email address. Nothing was changed.`);
		if (draft.zone && !isZone(draft.zone))
			return refuse(
				'invalid',
				`“${draft.zone.slice(0, 60)}” is not a time zone; use a name like Europe/London. Nothing was changed.`,
			);
		const team = draft.team?.trim();
		return ok({
			...(draft.name !== undefined && { name: draft.name.trim() }),
			...(email !== undefined && { email }),
			...(draft.title !== undefined && { title: blankIsNull(draft.title) }),
			...(draft.location !== undefined && { location: blankIsNull(draft.location) }),
			...(draft.zone !== undefined && { zone: blankIsNull(draft.zone) }),
			...(draft.isChosenName !== undefined && { is_chosen_name: draft.isChosenName ? 1 : 0 }),
			...(draft.team !== undefined && {
				team_id: team ? await ensureNamed(db, 'team', team, () => newId('team')) : null,
			}),
		});
	};

	const people: People = {
		async list(userId, analysisId) {
			const who = await allowed(userId, analysisId, 'read');
			if (!who.ok) return who;
			const links = await authorsByPerson(db, analysisId);
			const rows = await listCast(db, analysisId);
			return ok(rows.map((row) => person(row, links.get(row.id) ?? [], who.value)));
		},
		async get(userId, analysisId, personId) {
			const who = await allowed(userId, analysisId, 'read');
			if (!who.ok) return who;
			const row = await findCast(db, analysisId, personId);
			if (!row) return notFound('person');
			const links = await authorsByPerson(db, analysisId);
			return ok(person(row, links.get(personId) ?? [], who.value));
		},
		async add(userId, analysisId, draft) {
			const who = await allowed(userId, analysisId, 'write');
			if (!who.ok) return who;
			const columns = await columnsOf(draft);
			if (!columns.ok) return columns;
			const { name, email, ...rest } = columns.value;
			const known = await knownPerson(db, draft.personId, email ?? undefined);
			if (draft.personId !== undefined && !known) return notFound('person');
			if (!known && name === undefined) return refuse('invalid', 'Say their name. Nothing was created.');
			const id = known?.id ?? newId('person');
			if (!known)
				await insertPerson(db, {
					id,
					name: name ?? '',
					email: email ?? null,
					title: null,
					team_id: null,
					zone: null,
					location: null,
					user_id: null,
					is_chosen_name: 0,
					...rest,
					created_at: now(),
				});
			const added = { analysis_id: analysisId, person_id: id, added_by: userId, added_at: now() };
			await putInvolvement(db, { ...added, part: blankIsNull(draft.part) ?? null });
			for (const author of draft.authors ?? []) await putAuthorLink(db, analysisId, author, id);
			live.publish(analysisId, 'people');
			return ok({ id, isNew: !known });
		},
		async change(userId, analysisId, personId, draft) {
			const who = await allowed(userId, analysisId, 'write');
			if (!who.ok) return who;
			if (!(await findCast(db, analysisId, personId))) return notFound('person');
			const columns = await columnsOf(draft);
			if (!columns.ok) return columns;
			await updatePerson(db, personId, columns.value);
			if (draft.part !== undefined)
				await db
					.updateTable('involvement')
					.set({ part: blankIsNull(draft.part) })
					.where('analysis_id', '=', analysisId)
					.where('person_id', '=', personId)
					.execute();
			for (const author of draft.authors ?? []) await putAuthorLink(db, analysisId, author, personId);
			live.publish(analysisId, 'people');
			return people.get(userId, analysisId, personId);
		},
		async remove(userId, analysisId, personId) {
			const who = await allowed(userId, analysisId, 'write');
			if (!who.ok) return who;
			if (!(await findCast(db, analysisId, personId))) return notFound('person');
			if (await hasWords(db, analysisId, personId, now()))
				return refuse(
					'conflict',
					'They have shared words here, are a member, or hold a link that still opens. Revoke the link or remove the membership first; shared words can be taken back only by them.',
				);
			await deleteInvolvement(db, analysisId, personId);
			live.publish(analysisId, 'people');
			return ok(undefined);
		},
		async others(userId, analysisId, begins) {
			const who = await allowed(userId, analysisId, 'write');
			if (!who.ok) return who;
			const rows = begins.trim() === '' ? [] : await listOthers(db, analysisId, begins.trim());
			return ok(rows.map(({ id, name, title }) => ({ id, name: title ? `${name}, ${title}` : name })));
		},
		async linkAuthor(userId, analysisId, author, personId) {
			const who = await allowed(userId, analysisId, 'write');
			if (!who.ok) return who;
			if (personId !== null && !(await findCast(db, analysisId, personId))) return notFound('person');
			await putAuthorLink(db, analysisId, author, personId);
			live.publish(analysisId, 'people');
			return ok(undefined);
		},
		async listNamed(userId, analysisId, what) {
			const who = await allowed(userId, analysisId, 'read');
			return who.ok ? ok(await listNamed(db, what)) : who;
		},
		async addNamed(userId, analysisId, what, text) {
			const who = await allowWritingEvents(db, now, userId, analysisId);
			if (!who.ok) return who;
			const name = text.trim();
			const id = await ensureNamed(db, what, name, () => newId(what));
			live.publish(analysisId, 'people');
			return ok({ id, name });
		},
	};
	return people;
}

/** The actor when they may; otherwise what they are told: who may not even read learns nothing of the analysis. */
export async function allow(
	db: CoreDb,
	now: () => number,
	userId: string,
	analysisId: string,
	action: Action,
	resource: Resource,
): Promise<Outcome<Actor>> {
	const actor = await standing(db, userId, analysisId, now);
	if (!can(actor, 'read', { is: 'analysis' })) return notFound('analysis');
	return can(actor, action, resource) ? ok(actor) : forbidden();
}

/** Whoever writes the timeline may name a system that is not known yet. */
function allowWritingEvents(db: CoreDb, now: () => number, userId: string, analysisId: string) {
	return allow(db, now, userId, analysisId, 'write', { is: 'document', kind: 'timeline' });
}

function person(row: CastRow, authors: readonly string[], actor: Actor): Person {
	return {
		id: row.id,
		name: row.name,
		email: can(actor, 'write', { is: 'people' }) ? row.email : null,
		title: row.title,
		team: row.team,
		zone: row.zone,
		location: row.location,
		part: row.part,
		isChosenName: row.is_chosen_name === 1,
		userId: row.user_id,
		authors,
	};
}

async function authorsByPerson(db: CoreDb, analysisId: string): Promise<Map<string, string[]>> {
	const found = new Map<string, string[]>();
	for (const { author, person_id } of await listAuthorLinks(db, analysisId))
		found.set(person_id, [...(found.get(person_id) ?? []), author].toSorted());
	return found;
}

async function knownPerson(db: CoreDb, personId: string | undefined, email: string | undefined) {
	if (personId !== undefined) return findPerson(db, personId);
	return email === undefined ? undefined : findPersonByEmail(db, email);
}

async function hasWords(db: CoreDb, analysisId: string, personId: string, at: number): Promise<boolean> {
	const shared = await db
		.selectFrom('shared_account')
		.select('id')
		.where('analysis_id', '=', analysisId)
		.where('person_id', '=', personId)
		.executeTakeFirst();
	const link = await db
		.selectFrom('invitation')
		.select('id')
		.where('analysis_id', '=', analysisId)
		.where('person_id', '=', personId)
		.where('revoked_at', 'is', null)
		.where('expires_at', '>', at)
		.executeTakeFirst();
	const member = await db
		.selectFrom('membership')
		.select('user_id')
		.where('analysis_id', '=', analysisId)
		.where('person_id', '=', personId)
		.executeTakeFirst();
	return (shared ?? link ?? member) !== undefined;
}

function blankIsNull<T extends string | null | undefined>(text: T): T | null {
	return typeof text === 'string' && text.trim() === '' ? null : (text ?? null);
}
