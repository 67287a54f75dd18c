/** Rounds and the versions they freeze hold on every store: SQLite and PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	claimReminder,
	closeRound,
	deleteRoundAnswers,
	findRound,
	findVersion,
	insertRound,
	listAnsweredPassages,
	listRoundAnswers,
	listRoundPassages,
	listRoundPeople,
	listRounds,
	markPosted,
	putRoundAnswer,
	updateRoundPerson,
} from '#db/round.ts';
import type { RoundAnswerTable } from '#db/calibration-tables.ts';
import { newId } from '#lib/model/ids.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';

describe.each(stores)('on $name', ({ open }) => {
	let store: TestDatabases;
	beforeAll(async () => {
		store = await open();
	});
	afterAll(() => store.close());

	/** A round of two people and three passages. */
	async function aRound(analysisId: string, number: number) {
		const { core: db } = store.databases;
		const id = newId('round');
		const version = {
			...{ id: newId('version'), analysis_id: analysisId, document: `analysis/${analysisId}/narrative` },
			...{ seq: 7, schema_version: 1, bytes: new Uint8Array([0, 255, 13]), name: `Round ${number}` },
			...{ made_by: 'usr_ines', made_at: 1000 },
		};
		const round = {
			...{ id, analysis_id: analysisId, number, version_id: version.id, questions_json: '[]' },
			...{ opened_by: 'usr_ines', opened_at: 1000, closed_by: null, closed_at: null },
		};
		const person = (person_id: string, digest: string | null) => ({
			...{ round_id: id, person_id, digest, reminded_at: null, declined_at: null },
		});
		const passage = (person_id: string, passage_id: string, place: number, text: string | null) => ({
			...{ round_id: id, person_id, passage_id, place, why: text === null ? 'quoted' : 'named', text },
		});
		const people = [person('per_hana', null), person('per_sofia', 'abc')];
		const passages = [
			passage('per_hana', 'p1-9', 0, null),
			passage('per_sofia', 'p1-9', 0, 'First.'),
			passage('per_sofia', 'p1-2', 1, 'Second.'),
		];
		const rows = { version, round, people, passages };
		await db.transaction().execute((trx) => insertRound(trx, rows));
		return rows;
	}
	const answer = (roundId: string, more: Partial<RoundAnswerTable> = {}): RoundAnswerTable => ({
		...{ round_id: roundId, person_id: 'per_sofia', passage_id: 'p1-9', answer: 'differs' },
		...{ words: 'I was awake.', answered_at: 2000, thread_id: null },
		...more,
	});

	test('[RD1] a round comes back whole, its version byte for byte, and its number is its own', async () => {
		const { core: db } = store.databases;
		const analysisId = newId('analysis');
		const first = await aRound(analysisId, 1);
		const second = await aRound(analysisId, 2);
		const { round, version, people, passages } = first;
		expect(await listRounds(db, analysisId)).toEqual([second.round, round]);
		expect(await findRound(db, analysisId, 1)).toEqual(round);
		expect(await findRound(db, newId('analysis'), 1)).toBeUndefined();
		const found = await findVersion(db, analysisId, version.id);
		expect(found && { ...found, bytes: new Uint8Array(found.bytes) }).toEqual(version);
		expect(await listRoundPeople(db, round.id)).toEqual(people);
		expect(await listRoundPassages(db, round.id)).toEqual(passages);
		expect(await listRoundPassages(db, round.id, 'per_hana')).toEqual(passages.slice(0, 1));
		await expect(aRound(analysisId, 2)).rejects.toThrow();
		expect(await listRounds(db, analysisId)).toHaveLength(2);
	});

	test('[RD3] an answer takes the place of the one before, until it was posted', async () => {
		const { core: db } = store.databases;
		const analysisId = newId('analysis');
		const { round } = await aRound(analysisId, 1);
		expect(await putRoundAnswer(db, answer(round.id))).toBe(true);
		const changed = answer(round.id, { answer: 'yes', words: '', answered_at: 3000 });
		expect(await putRoundAnswer(db, changed)).toBe(true);
		expect(await listRoundAnswers(db, round.id)).toEqual([changed]);
		await markPosted(db, changed, 'thr_one');
		expect(await putRoundAnswer(db, answer(round.id))).toBe(false);
		expect(await listRoundAnswers(db, round.id, 'per_sofia')).toEqual([{ ...changed, thread_id: 'thr_one' }]);
		expect(await listRoundAnswers(db, round.id, 'per_hana')).toEqual([]);
	});

	test('[RD4] one’s answers go from the rounds of one analysis, and nobody else’s', async () => {
		const { core: db } = store.databases;
		const analysisId = newId('analysis');
		const here = await aRound(analysisId, 1);
		const elsewhere = await aRound(newId('analysis'), 1);
		const hers = answer(here.round.id, { person_id: 'per_hana' });
		const other = answer(elsewhere.round.id);
		for (const row of [answer(here.round.id), hers, other]) await putRoundAnswer(db, row);
		await deleteRoundAnswers(db, analysisId, 'per_sofia');
		expect(await listRoundAnswers(db, here.round.id)).toEqual([hers]);
		expect(await listRoundAnswers(db, elsewhere.round.id)).toEqual([other]);
	});

	test('[RD17] what people answered about is found with the words they were shown', async () => {
		const { core: db } = store.databases;
		const analysisId = newId('analysis');
		const { round, passages } = await aRound(analysisId, 1);
		const elsewhere = await aRound(newId('analysis'), 1);
		const [shown] = passages.filter(({ person_id }) => person_id === 'per_sofia');
		const said = answer(round.id, { passage_id: shown?.passage_id ?? '' });
		for (const row of [said, answer(elsewhere.round.id)]) await putRoundAnswer(db, row);
		expect(await listAnsweredPassages(db, analysisId)).toEqual([
			{ person_id: 'per_sofia', passage_id: shown?.passage_id, text: shown?.text },
		]);
	});

	test('[RD5] a reminder and a “not this time” are noted; a round closes once', async () => {
		const { core: db } = store.databases;
		const analysisId = newId('analysis');
		const { round, people } = await aRound(analysisId, 1);
		const claim = (at: number) => claimReminder(db, round.id, 'per_sofia', { at, every: 10 });
		expect([await claim(5), await claim(14), await claim(15)]).toEqual([true, false, true]);
		await updateRoundPerson(db, round.id, 'per_sofia', { declined_at: 6 });
		expect(await listRoundPeople(db, round.id)).toEqual([
			people[0],
			{ ...people[1], reminded_at: 15, declined_at: 6 },
		]);
		const closed = { closed_by: 'usr_ines', closed_at: 9 };
		expect(await closeRound(db, round.id, closed)).toBe(true);
		expect(await closeRound(db, round.id, { ...closed, closed_at: 10 })).toBe(false);
		expect(await findRound(db, analysisId, 1)).toEqual({ ...round, ...closed });
	});
});
