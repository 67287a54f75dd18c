/** Shared moments, quotes, and who has read their passages. */
import { sql, type Kysely } from 'kysely';
import { holdAnalysis } from './hold.ts';
import type { Dialect } from './columns.ts';
import type { PassageSeenTable, QuoteTable, SharedAccountTable } from './calibration-tables.ts';
import type { CoreTables } from './tables.ts';

type Db = Kysely<CoreTables>;

/** The shared moments of an analysis, by person and time of sharing; of one person when given. */
export function listShared(db: Db, analysisId: string, personId?: string): Promise<SharedAccountTable[]> {
	let query = db.selectFrom('shared_account').selectAll().where('analysis_id', '=', analysisId);
	if (personId !== undefined) query = query.where('person_id', '=', personId);
	return query.orderBy('person_id').orderBy('shared_at').orderBy('id').execute();
}

export function findShared(db: Db, analysisId: string, id: string): Promise<SharedAccountTable | undefined> {
	return db
		.selectFrom('shared_account')
		.selectAll()
		.where('analysis_id', '=', analysisId)
		.where('id', '=', id)
		.executeTakeFirst();
}

/** Shares a moment, in place of the copy that was there. */
export async function putShared(db: Db, row: SharedAccountTable): Promise<void> {
	await db.transaction().execute(async (trx) => {
		await holdAnalysis(trx, row.analysis_id);
		const before = await moment(trx, row.analysis_id, row.person_id, row.event_id).executeTakeFirst();
		if (before)
			await trx
				.updateTable('shared_account')
				.set({ ...row, id: before.id })
				.where('id', '=', before.id)
				.execute();
		else await trx.insertInto('shared_account').values(row).execute();
	});
}

const moment = (db: Db, analysisId: string, personId: string, eventId: string | null) =>
	db
		.selectFrom('shared_account')
		.selectAll()
		.where('analysis_id', '=', analysisId)
		.where('person_id', '=', personId)
		.where('event_id', eventId === null ? 'is' : '=', eventId as never);

/**
 * Removes the copy of one moment (or, without `eventId`, of all), and the words of every quote from it; the quotes
 * stay as references without text. False when nothing was shared.
 */
export async function deleteShared(
	db: Db,
	analysisId: string,
	personId: string,
	eventId: string | null | undefined,
	at: number,
): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const rows = await (
			eventId === undefined
				? trx
						.selectFrom('shared_account')
						.selectAll()
						.where('analysis_id', '=', analysisId)
						.where('person_id', '=', personId)
				: moment(trx, analysisId, personId, eventId)
		).execute();
		const quotes = trx
			.updateTable('quote')
			.set({ text: '', consent: 'withdrawn', answered_at: at })
			.where('analysis_id', '=', analysisId)
			.where('person_id', '=', personId);
		// Everything is taken back: so is what was quoted from an interview.
		if (eventId === undefined) await quotes.execute();
		if (rows.length === 0) return false;
		const ids = rows.map(({ id }) => id);
		await quotes.where('shared_account_id', 'in', ids).execute();
		await trx.deleteFrom('shared_account').where('id', 'in', ids).execute();
		return true;
	});
}

/**
 * Makes sure that deleted rows are in no file: SQLite overwrites them (`secure_delete`), but pages of the
 * write-ahead log keep older versions until it is emptied. PostgreSQL's vacuum and log are the operator's.
 */
export async function forgetDeleted(db: Db, dialect: Dialect): Promise<void> {
	if (dialect !== 'sqlite') return;
	await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db);
}

/** The quotes of an analysis, newest last; of one person when given. */
export function listQuotes(db: Db, analysisId: string, personId?: string): Promise<QuoteTable[]> {
	let query = db.selectFrom('quote').selectAll().where('analysis_id', '=', analysisId);
	if (personId !== undefined) query = query.where('person_id', '=', personId);
	return query.orderBy('asked_at').orderBy('id').execute();
}

export async function insertQuote(db: Db, row: QuoteTable): Promise<void> {
	await db.insertInto('quote').values(row).execute();
}

/** Answers for a quote; without a yes its text leaves. False when there is no such quote of this person. */
export async function updateConsent(
	db: Db,
	quote: { readonly analysisId: string; readonly personId: string; readonly id: string },
	consent: 'yes' | 'no' | 'withdrawn',
	at: number,
): Promise<boolean> {
	const result = await db
		.updateTable('quote')
		.set({ consent, answered_at: at, ...(consent !== 'yes' && { text: '' }) })
		.where('id', '=', quote.id)
		.where('analysis_id', '=', quote.analysisId)
		.where('person_id', '=', quote.personId)
		// What was taken back is gone: there is no text to say yes to.
		.where('consent', 'in', ['asked', 'yes'])
		.executeTakeFirst();
	return Number(result.numUpdatedRows) > 0;
}

export function listSeen(db: Db, analysisId: string): Promise<PassageSeenTable[]> {
	return db.selectFrom('passage_seen').selectAll().where('analysis_id', '=', analysisId).execute();
}

/** Notes that a person has read their passages as they stand. */
export async function putSeen(db: Db, row: PassageSeenTable): Promise<void> {
	const { digest, seen_at, answer } = row;
	await db
		.insertInto('passage_seen')
		.values(row)
		.onConflict((conflict) =>
			conflict.columns(['analysis_id', 'person_id']).doUpdateSet({ digest, seen_at, answer }),
		)
		.execute();
}
