/** Rounds of calibration and the versions they freeze. A round is always asked for within its analysis. */
import type { Kysely } from 'kysely';
import type {
	RoundAnswerTable,
	RoundPassageTable,
	RoundPersonTable,
	RoundTable,
	VersionTable,
} from './calibration-tables.ts';
import type { CoreTables } from './tables.ts';

type Db = Kysely<CoreTables>;

/** The rounds of an analysis, newest first. */
export function listRounds(db: Db, analysisId: string): Promise<RoundTable[]> {
	return db
		.selectFrom('round')
		.selectAll()
		.where('analysis_id', '=', analysisId)
		.orderBy('number', 'desc')
		.execute();
}

export function findRound(db: Db, analysisId: string, number: number): Promise<RoundTable | undefined> {
	return db
		.selectFrom('round')
		.selectAll()
		.where('analysis_id', '=', analysisId)
		.where('number', '=', number)
		.executeTakeFirst();
}

/** Writes a round whole: the version it freezes, whom it asks, and which passages they are shown. */
export async function insertRound(
	db: Db,
	rows: {
		readonly version: VersionTable;
		readonly round: RoundTable;
		readonly people: readonly RoundPersonTable[];
		readonly passages: readonly RoundPassageTable[];
	},
): Promise<void> {
	await db.insertInto('version').values(rows.version).execute();
	await db.insertInto('round').values(rows.round).execute();
	for (const person of rows.people) await db.insertInto('round_person').values(person).execute();
	for (const passage of rows.passages) await db.insertInto('round_passage').values(passage).execute();
}

/** Closes an open round. False when it was closed before. */
export async function closeRound(
	db: Db,
	roundId: string,
	row: Pick<RoundTable, 'closed_by' | 'closed_at'>,
): Promise<boolean> {
	const result = await db
		.updateTable('round')
		.set(row)
		.where('id', '=', roundId)
		.where('closed_at', 'is', null)
		.executeTakeFirst();
	return Number(result.numUpdatedRows) > 0;
}

/** Who is asked in a round. */
export function listRoundPeople(db: Db, roundId: string): Promise<RoundPersonTable[]> {
	return db
		.selectFrom('round_person')
		.selectAll()
		.where('round_id', '=', roundId)
		.orderBy('person_id')
		.execute();
}

export async function updateRoundPerson(
	db: Db,
	roundId: string,
	personId: string,
	row: Pick<RoundPersonTable, 'declined_at'>,
): Promise<void> {
	await db
		.updateTable('round_person')
		.set(row)
		.where('round_id', '=', roundId)
		.where('person_id', '=', personId)
		.execute();
}

/** Notes that somebody is reminded now. False when they were within `every` ms before. */
export async function claimReminder(
	db: Db,
	roundId: string,
	personId: string,
	{ at, every }: { readonly at: number; readonly every: number },
): Promise<boolean> {
	const result = await db
		.updateTable('round_person')
		.set({ reminded_at: at })
		.where('round_id', '=', roundId)
		.where('person_id', '=', personId)
		.where((where) => where.or([where('reminded_at', 'is', null), where('reminded_at', '<=', at - every)]))
		.executeTakeFirst();
	return Number(result.numUpdatedRows) > 0;
}

/** Takes away reminders of a round: one person's, or everybody's. */
export async function forgetReminders(
	db: Db,
	{ id, analysis_id }: Pick<RoundTable, 'id' | 'analysis_id'>,
	personId?: string,
): Promise<void> {
	let query = db
		.deleteFrom('notification')
		.where('analysis_id', '=', analysis_id)
		.where('kind', '=', `round_reminder/${id}`);
	if (personId !== undefined) query = query.where('person_id', '=', personId);
	await query.execute();
}

/** The passages shown in a round, each person's in reading order; of one person when given. */
export function listRoundPassages(db: Db, roundId: string, personId?: string): Promise<RoundPassageTable[]> {
	let query = db.selectFrom('round_passage').selectAll().where('round_id', '=', roundId);
	if (personId !== undefined) query = query.where('person_id', '=', personId);
	return query.orderBy('person_id').orderBy('place').execute();
}

/** The answers of a round; of one person when given. */
export function listRoundAnswers(db: Db, roundId: string, personId?: string): Promise<RoundAnswerTable[]> {
	let query = db.selectFrom('round_answer').selectAll().where('round_id', '=', roundId);
	if (personId !== undefined) query = query.where('person_id', '=', personId);
	return query.orderBy('person_id').orderBy('passage_id').execute();
}

/** What a person answered in all rounds of an analysis. */
export function listPersonAnswers(db: Db, analysisId: string, personId: string): Promise<RoundAnswerTable[]> {
	return db
		.selectFrom('round_answer')
		.innerJoin('round', 'round.id', 'round_answer.round_id')
		.selectAll('round_answer')
		.where('round.analysis_id', '=', analysisId)
		.where('round_answer.person_id', '=', personId)
		.execute();
}

/** The users that a person is and was in an analysis: an account, and one for each link they were sent. */
export async function listPersonUsers(db: Db, analysisId: string, personId: string): Promise<string[]> {
	const rows = await db
		.selectFrom('membership')
		.select('user_id')
		.where('analysis_id', '=', analysisId)
		.where('person_id', '=', personId)
		.execute();
	return rows.map(({ user_id }) => user_id);
}

/** One answer a person and passage; a later one takes its place, unless it was posted. False then. */
export async function putRoundAnswer(db: Db, row: RoundAnswerTable): Promise<boolean> {
	const { answer, words, answered_at } = row;
	const result = await db
		.insertInto('round_answer')
		.values(row)
		.onConflict((conflict) =>
			conflict
				.columns(['round_id', 'person_id', 'passage_id'])
				.doUpdateSet({ answer, words, answered_at })
				.where('round_answer.thread_id', 'is', null),
		)
		.executeTakeFirst();
	return Number(result.numInsertedOrUpdatedRows ?? 0n) > 0;
}

/** Notes the thread that an answer became. */
export async function markPosted(
	db: Db,
	{ round_id, person_id, passage_id }: RoundAnswerTable,
	threadId: string,
): Promise<void> {
	await db
		.updateTable('round_answer')
		.set({ thread_id: threadId })
		.where('round_id', '=', round_id)
		.where('person_id', '=', person_id)
		.where('passage_id', '=', passage_id)
		.execute();
}

/** Takes away what a person said in the rounds of an analysis. What they posted stays in its thread. */
export async function deleteRoundAnswers(db: Db, analysisId: string, personId: string): Promise<void> {
	await db
		.deleteFrom('round_answer')
		.where('person_id', '=', personId)
		.where('round_id', 'in', (query) =>
			query.selectFrom('round').select('round.id').where('round.analysis_id', '=', analysisId),
		)
		.execute();
}

export function findVersion(db: Db, analysisId: string, id: string): Promise<VersionTable | undefined> {
	return db
		.selectFrom('version')
		.selectAll()
		.where('analysis_id', '=', analysisId)
		.where('id', '=', id)
		.executeTakeFirst();
}

/** How many answers of the newest round see it otherwise and became no thread. */
export async function countDiffering(db: Db, analysisId: string): Promise<number> {
	const [newest] = await listRounds(db, analysisId);
	if (!newest) return 0;
	const answers = await listRoundAnswers(db, newest.id);
	return answers.filter(({ answer, thread_id }) => answer === 'differs' && thread_id === null).length;
}

/** Which passages people answered about in any round of an analysis, in the words they were shown; null of quotes. */
export function listAnsweredPassages(
	db: Db,
	analysisId: string,
): Promise<Pick<RoundPassageTable, 'person_id' | 'passage_id' | 'text'>[]> {
	return db
		.selectFrom('round_passage')
		.innerJoin('round', 'round.id', 'round_passage.round_id')
		.innerJoin('round_answer', (join) =>
			join
				.onRef('round_answer.round_id', '=', 'round_passage.round_id')
				.onRef('round_answer.person_id', '=', 'round_passage.person_id')
				.onRef('round_answer.passage_id', '=', 'round_passage.passage_id'),
		)
		.select(['round_passage.person_id', 'round_passage.passage_id', 'round_passage.text'])
		.where('round.analysis_id', '=', analysisId)
		.execute();
}
