/** Rows of mail: what people chose, what waits, and which notification went into which mail. Never what anything says. */
import type { MailChoiceTable, MailTable } from './calibration-tables.ts';
import type { CoreTables } from './tables.ts';
import type { Kysely } from 'kysely';

type Db = Kysely<CoreTables>;

/** Something that is for someone, unread, in an analysis that they are still a member of. */
export interface MailItemRow {
	readonly notification_id: string;
	readonly kind: string;
	readonly created_at: number;
	readonly analysis_id: string;
	readonly analysis_title: string;
	readonly user_id: string;
	readonly user_kind: 'account' | 'guest';
	readonly user_name: string;
	readonly user_email: string | null;
	/** Who they are in this analysis. */
	readonly person_id: string | null;
	readonly person_email: string | null;
	/** What whoever caused it is called. */
	readonly by_name: string | null;
	readonly choice: MailChoiceTable['choice'] | null;
	readonly chosen_at: number | null;
}

function items(db: Db) {
	return db
		.selectFrom('notification')
		.innerJoin('analysis', 'analysis.id', 'notification.analysis_id')
		.innerJoin('membership', (join) =>
			join
				.onRef('membership.analysis_id', '=', 'notification.analysis_id')
				.on((on) =>
					on.or([
						on('notification.user_id', '=', on.ref('membership.user_id')),
						on('notification.person_id', '=', on.ref('membership.person_id')),
					]),
				),
		)
		.innerJoin('user', 'user.id', 'membership.user_id')
		.leftJoin('person', 'person.id', 'membership.person_id')
		.leftJoin('mail_choice', 'mail_choice.user_id', 'user.id')
		.leftJoin('user as author', 'author.id', 'notification.by_user_id')
		.select([
			'notification.id as notification_id',
			'notification.kind',
			'notification.created_at',
			'notification.analysis_id',
			'analysis.title as analysis_title',
			'user.id as user_id',
			'user.kind as user_kind',
			'user.name as user_name',
			'user.email as user_email',
			'membership.person_id',
			'person.email as person_email',
			'author.name as by_name',
			'mail_choice.choice',
			'mail_choice.changed_at as chosen_at',
		])
		.where('analysis.deleted_at', 'is', null)
		.where('user.disabled_at', 'is', null)
		.where('notification.read_at', 'is', null)
		.orderBy('notification.created_at')
		.orderBy('notification.id');
}

/** What was not mailed yet to whoever may be mailed at all, and has no mail under way; oldest first. */
export function listUnmailed(
	db: Db,
	{ since, until, limit }: { readonly since: number; readonly until: number; readonly limit: number },
): Promise<MailItemRow[]> {
	return items(db)
		.leftJoin('mail_item', (join) =>
			join
				.onRef('mail_item.notification_id', '=', 'notification.id')
				.onRef('mail_item.user_id', '=', 'user.id'),
		)
		.where('mail_item.mail_id', 'is', null)
		.where('notification.created_at', '>=', since)
		.where('notification.created_at', '<=', until)
		.where((where) =>
			where.or([
				where('mail_choice.choice', 'in', ['daily', 'mention']),
				where.and([where('mail_choice.choice', 'is', null), where('user.kind', '=', 'guest')]),
			]),
		)
		.where('user.id', 'not in', (query) =>
			query.selectFrom('mail').select('mail.user_id').where('mail.state', 'in', ['waiting', 'sending']),
		)
		.limit(limit)
		.execute();
}

/** What a mail was made for, as far as it is still unread and still open to whom it is for. */
export function listMailItems(db: Db, mailId: string): Promise<MailItemRow[]> {
	return items(db)
		.innerJoin('mail_item', (join) =>
			join
				.onRef('mail_item.notification_id', '=', 'notification.id')
				.onRef('mail_item.user_id', '=', 'user.id'),
		)
		.where('mail_item.mail_id', '=', mailId)
		.execute();
}

/** When each of these users was mailed last. */
export async function listLastMails(
	db: Db,
	userIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
	if (userIds.length === 0) return new Map();
	const rows = await db
		.selectFrom('mail')
		.select(({ fn }) => ['mail.user_id', fn.max('mail.created_at').as('last_at')])
		.where('mail.user_id', 'in', userIds)
		.groupBy('mail.user_id')
		.execute();
	return new Map(rows.map(({ user_id, last_at }) => [user_id, Number(last_at)]));
}

/** Puts a mail into the queue for what is in no mail yet. False, and nothing is written, when all of it is. */
export async function insertMail(
	db: Db,
	row: MailTable,
	notificationIds: readonly string[],
): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const taken = await trx
			.insertInto('mail_item')
			.values(notificationIds.map((id) => ({ notification_id: id, user_id: row.user_id, mail_id: row.id })))
			.onConflict((conflict) => conflict.columns(['notification_id', 'user_id']).doNothing())
			.executeTakeFirst();
		if (Number(taken.numInsertedOrUpdatedRows ?? 0n) === 0) return false;
		await trx.insertInto('mail').values(row).execute();
		return true;
	});
}

/** What is due, longest waiting first. */
export function listDueMails(db: Db, at: number, limit: number): Promise<MailTable[]> {
	return db
		.selectFrom('mail')
		.selectAll()
		.where('state', '=', 'waiting')
		.where('due_at', '<=', at)
		.orderBy('due_at')
		.orderBy('id')
		.limit(limit)
		.execute();
}

/** Takes a waiting mail to send it. False when another node has it. */
export async function claimMail(db: Db, id: string, at: number): Promise<boolean> {
	const result = await db
		.updateTable('mail')
		.set(({ eb }) => ({ state: 'sending' as const, attempts: eb('attempts', '+', 1), changed_at: at }))
		.where('id', '=', id)
		.where('state', '=', 'waiting')
		.executeTakeFirst();
	return Number(result.numUpdatedRows) > 0;
}

/** Says what became of a mail that was claimed. */
export async function settleMail(
	db: Db,
	id: string,
	row: Pick<MailTable, 'state' | 'changed_at'> & Partial<Pick<MailTable, 'due_at'>>,
): Promise<void> {
	await db.updateTable('mail').set(row).where('id', '=', id).where('state', '=', 'sending').execute();
}

/** Gives up on what was being sent when its process ended: it may have arrived, and nothing is mailed twice. */
export async function giveUpMails(db: Db, claimedBefore: number, at: number): Promise<void> {
	await db
		.updateTable('mail')
		.set({ state: 'given_up', changed_at: at })
		.where('state', '=', 'sending')
		.where('changed_at', '<', claimedBefore)
		.execute();
}

/** Forgets mails that are long settled. */
export async function deleteOldMails(db: Db, before: number): Promise<void> {
	const old = (query: Db) =>
		query
			.selectFrom('mail')
			.select('mail.id')
			.where('mail.changed_at', '<', before)
			.where('mail.state', 'not in', ['waiting', 'sending']);
	await db.transaction().execute(async (trx) => {
		await trx.deleteFrom('mail_item').where('mail_id', 'in', old(trx)).execute();
		await trx.deleteFrom('mail').where('id', 'in', old(trx)).execute();
	});
}

/** What someone chose; undefined when they never did. */
export async function findMailChoice(db: Db, userId: string): Promise<MailChoiceTable | undefined> {
	return db.selectFrom('mail_choice').selectAll().where('user_id', '=', userId).executeTakeFirst();
}

export async function putMailChoice(db: Db, row: MailChoiceTable): Promise<void> {
	const { choice, changed_at } = row;
	await db
		.insertInto('mail_choice')
		.values(row)
		.onConflict((conflict) => conflict.column('user_id').doUpdateSet({ choice, changed_at }))
		.execute();
}

/** The address at which a user is reached: of their account, or of the person their link was made for. */
export async function findMailAddress(db: Db, userId: string): Promise<string | null> {
	const user = await db
		.selectFrom('user')
		.select(['kind', 'email'])
		.where('id', '=', userId)
		.executeTakeFirst();
	if (!user || user.kind === 'account') return user?.email ?? null;
	const person = await db
		.selectFrom('membership')
		.innerJoin('person', 'person.id', 'membership.person_id')
		.select('person.email')
		.where('membership.user_id', '=', userId)
		.where('person.email', 'is not', null)
		.executeTakeFirst();
	return person?.email ?? null;
}

/** Of these rounds, which have closed, and who said "not this time" in which: a reminder of them is void. */
export async function listOverRounds(
	db: Db,
	roundIds: readonly string[],
): Promise<{ readonly closed: ReadonlySet<string>; readonly declined: ReadonlySet<string> }> {
	if (roundIds.length === 0) return { closed: new Set(), declined: new Set() };
	const closed = await db
		.selectFrom('round')
		.select('id')
		.where('id', 'in', roundIds)
		.where('closed_at', 'is not', null)
		.execute();
	const declined = await db
		.selectFrom('round_person')
		.select(['round_id', 'person_id'])
		.where('round_id', 'in', roundIds)
		.where('declined_at', 'is not', null)
		.execute();
	return {
		closed: new Set(closed.map(({ id }) => id)),
		declined: new Set(declined.map(({ round_id, person_id }) => `${round_id}/${person_id}`)),
	};
}
