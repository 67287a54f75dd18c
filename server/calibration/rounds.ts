/** Rounds as the analysts lead them: whom to ask, opening, answers as they come, reminding, what changed, closing. */
import { listShared } from '#db/account.ts';
import { appendActivity } from '#db/activity.ts';
import { listCast, type CastRow } from '#db/person.ts';
import {
	closeRound,
	findRound,
	findVersion,
	forgetReminders,
	insertRound,
	listRoundAnswers,
	listRoundPassages,
	listRoundPeople,
	listRounds,
} from '#db/round.ts';
import type { RoundTable, VersionTable } from '#db/calibration-tables.ts';
import { can, type Action } from '#lib/model/access.ts';
import { newId, type AnalysisId } from '#lib/model/ids.ts';
import { mentionFinder } from '#lib/model/mentions.ts';
import { readNarrative } from '#lib/model/narrative.ts';
import type { Passage } from '#lib/model/prose.ts';
import { eventsById, readTimeline } from '#lib/model/timeline.ts';
import { clock } from '../account/desk.ts';
import type { PassageAnswer } from '../account/parts.ts';
import { digestOf, withTimes, type Resolved } from '../account/passages.ts';
import { resolvePassages } from '../account/resolve-passages.ts';
import { standing } from '../analysis/standing.ts';
import type { User } from '../auth/caller.ts';
import { listed } from '../listed.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { compareVersions, type PassageChange } from './compare-versions.ts';
import { comparable, readVersion } from './frozen.ts';
import { proposePassages, reasons, type ProposedPassage, type Reason } from './propose-passages.ts';
import { sendReminders } from './reminders.ts';
import type { RoundPorts } from './round-ports.ts';
import { textsOf } from './round-texts.ts';

/** What everyone is asked, unless the analysts put it otherwise. */
export const plainQuestions: readonly string[] = [
	'Is this how it was, from where you were?',
	'What would a reader need to know that isn’t here?',
	'Is there anything here that isn’t yours to say, or that you’d rather not have said?',
];

export interface Proposal {
	/** The number the next round would have. */
	readonly number: number;
	readonly questions: readonly string[];
	readonly people: readonly {
		readonly personId: string;
		readonly name: string;
		/** Whether they can open their part: by an account, or by a link that still works. */
		readonly canAnswer: boolean;
		readonly passages: readonly ProposedPassage[];
	}[];
}

export interface RoundDraft {
	readonly people: readonly { readonly personId: string; readonly passageIds: readonly string[] }[];
	readonly questions?: readonly string[] | undefined;
}

export interface AskedPassage {
	readonly passageId: string;
	readonly why: Reason;
	readonly text: string;
	readonly answer: PassageAnswer | null;
	readonly words: string;
	readonly answeredAt: string | null;
	/** The thread its author made of it. */
	readonly threadId: string | null;
}

export interface AskedPerson {
	readonly personId: string;
	readonly name: string;
	readonly canAnswer: boolean;
	readonly state: 'answered' | 'begun' | 'silent' | 'not_this_time';
	readonly remindedAt: string | null;
	readonly passages: readonly AskedPassage[];
}

/** A round as the analysts see it. Nobody else ever does. */
export interface Round {
	readonly number: number;
	readonly openedAt: string;
	readonly openedBy: string;
	readonly closedAt: string | null;
	readonly questions: readonly string[];
	readonly people: readonly AskedPerson[];
}

export interface RoundChanges {
	readonly since: number;
	readonly number: number;
	readonly edits: number;
	readonly rewritten: number;
	readonly changes: readonly PassageChange[];
}

export interface Rounds {
	/** Newest first. */
	list(userId: string, analysisId: string): Promise<Outcome<readonly Round[]>>;
	/** Who the narrative is about as it stands now, and where. */
	propose(userId: string, analysisId: string): Promise<Outcome<Proposal>>;
	/** Freezes the narrative and asks people about their passages of it. One round is open at a time. */
	open(user: Pick<User, 'id'>, analysisId: string, draft: RoundDraft): Promise<Outcome<Round>>;
	/** Reminds whoever has not answered everything, once a day at most, except those who said "not this time". */
	remind(user: User, analysisId: string, number: number): Promise<Outcome<{ reminded: readonly string[] }>>;
	/** What changed in the narrative from the round before to this one. */
	changes(userId: string, analysisId: string, number: number): Promise<Outcome<RoundChanges>>;
	/** `isLast`: refused while somebody named or quoted has not seen their passages and nothing was chosen for them. */
	close(
		user: User,
		analysisId: string,
		number: number,
		how: { readonly isLast: boolean },
	): Promise<Outcome<Round>>;
}

export function createRounds(ports: RoundPorts): Rounds {
	const { core } = ports.databases;
	const now = () => clock(ports);

	/** Who may not read rounds learns nothing of them. */
	async function allow(userId: string, analysisId: string, action: Action): Promise<Outcome<void>> {
		const actor = await standing(core, userId, analysisId, now);
		if (!can(actor, 'read', { is: 'rounds' })) return notFound('round');
		return can(actor, action, { is: 'rounds' })
			? ok(undefined)
			: forbidden('Only the lead closes a round. Nothing was changed.');
	}

	async function proposalsIn(
		analysisId: string,
		cast: readonly CastRow[],
		passages: readonly Passage[],
		resolved: Resolved,
	): Promise<ReadonlyMap<string, readonly ProposedPassage[]>> {
		const timeline = await ports.read({ analysis: analysisId as AnalysisId, kind: 'timeline' }, readTimeline);
		const events = new Map<string, { readonly people: Iterable<string> }>(eventsById(timeline));
		const told = new Map<string, string[]>();
		for (const { event_id, person_id } of await listShared(core, analysisId))
			if (event_id !== null) told.set(event_id, [...(told.get(event_id) ?? []), person_id]);
		return proposePassages(passages, mentionFinder(cast), resolved, {
			of: (eventId) => events.get(eventId)?.people ?? [],
			told: (eventId) => told.get(eventId) ?? [],
		});
	}

	/** Whose accounts or links open their part. */
	async function whoCanAnswer(analysisId: string): Promise<ReadonlySet<string>> {
		const members = await core
			.selectFrom('membership')
			.innerJoin('user', 'user.id', 'membership.user_id')
			.select('membership.person_id')
			.where('membership.analysis_id', '=', analysisId)
			.where('membership.person_id', 'is not', null)
			.where('user.kind', '=', 'account')
			.execute();
		const links = await core
			.selectFrom('invitation')
			.select('person_id')
			.where('analysis_id', '=', analysisId)
			.where('revoked_at', 'is', null)
			.where('expires_at', '>', now())
			.execute();
		return new Set([...members, ...links].flatMap(({ person_id }) => person_id ?? []));
	}

	async function version(analysisId: string, { version_id }: RoundTable): Promise<VersionTable> {
		const row = await findVersion(core, analysisId, version_id);
		if (!row) throw new Error(`the round's version ${version_id} is gone`);
		return row;
	}

	async function view(analysisId: string, row: RoundTable): Promise<Round> {
		const cast = new Map((await listCast(core, analysisId)).map((person) => [person.id, person]));
		const reachable = await whoCanAnswer(analysisId);
		const passages = await listRoundPassages(core, row.id);
		const texts = await textsOf(ports, analysisId, passages, () => version(analysisId, row));
		const answers = new Map(
			(await listRoundAnswers(core, row.id)).map((answer) => [
				`${answer.person_id} ${answer.passage_id}`,
				answer,
			]),
		);
		const opener = await core
			.selectFrom('user')
			.select('name')
			.where('id', '=', row.opened_by)
			.executeTakeFirst();
		const people = (await listRoundPeople(core, row.id)).map((person): AskedPerson => {
			const own = passages
				.filter(({ person_id }) => person_id === person.person_id)
				.map(({ passage_id, why }): AskedPassage => {
					const said = answers.get(`${person.person_id} ${passage_id}`);
					return {
						passageId: passage_id,
						why: reasons.find((known) => known === why) ?? 'asked',
						text: texts.get(passage_id) ?? '',
						answer: said?.answer ?? null,
						words: said?.words ?? '',
						answeredAt: said ? iso(said.answered_at) : null,
						threadId: said?.thread_id ?? null,
					};
				});
			const answered = own.filter(({ answer }) => answer !== null).length;
			return {
				personId: person.person_id,
				name: cast.get(person.person_id)?.name ?? 'Someone',
				canAnswer: reachable.has(person.person_id),
				state:
					answered === own.length
						? 'answered'
						: person.declined_at !== null
							? 'not_this_time'
							: answered > 0
								? 'begun'
								: 'silent',
				remindedAt: person.reminded_at === null ? null : iso(person.reminded_at),
				passages: own,
			};
		});
		return {
			number: row.number,
			openedAt: iso(row.opened_at),
			openedBy: opener?.name ?? 'Someone',
			closedAt: row.closed_at === null ? null : iso(row.closed_at),
			questions: JSON.parse(row.questions_json) as string[],
			people: people.toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
		};
	}

	async function noteActivity(analysisId: string, userId: string, row: RoundTable, words: string) {
		await appendActivity(core, {
			analysis_id: analysisId,
			user_id: userId,
			subject_kind: 'round',
			subject_id: row.id,
			words,
			at: now(),
		});
		ports.live.publish(analysisId, 'rounds');
	}

	const rounds: Rounds = {
		async list(userId, analysisId) {
			const right = await allow(userId, analysisId, 'read');
			if (!right.ok) return right;
			const found: Round[] = [];
			for (const row of await listRounds(core, analysisId)) found.push(await view(analysisId, row));
			return ok(found);
		},
		async propose(userId, analysisId) {
			const right = await allow(userId, analysisId, 'write');
			if (!right.ok) return right;
			const analysis = analysisId as AnalysisId;
			const cast = await listCast(core, analysisId);
			const passages = await ports.read({ analysis, kind: 'narrative' }, readNarrative);
			const resolved = await resolvePassages(ports, analysis, passages);
			const proposals = await proposalsIn(analysisId, cast, passages, resolved);
			const reachable = await whoCanAnswer(analysisId);
			const [latest] = await listRounds(core, analysisId);
			return ok({
				number: (latest?.number ?? 0) + 1,
				questions: latest ? (JSON.parse(latest.questions_json) as string[]) : plainQuestions,
				people: cast.flatMap(({ id, name }) => {
					const own = proposals.get(id);
					return own ? [{ personId: id, name, canAnswer: reachable.has(id), passages: own }] : [];
				}),
			});
		},
		async open(user, analysisId, draft) {
			const right = await allow(user.id, analysisId, 'write');
			if (!right.ok) return right;
			const analysis = analysisId as AnalysisId;
			const [latest] = await listRounds(core, analysisId);
			if (latest && latest.closed_at === null)
				return refuse('conflict', `Round ${latest.number} is still open. Close it first; its answers stay.`);
			const frozen = await ports.freeze(analysis);
			if (!frozen)
				return refuse(
					'unavailable',
					'The narrative is being put in order just now, so no round was opened. Try again in a moment.',
				);
			const passages = readVersion(frozen, readNarrative);
			const cast = await listCast(core, analysisId);
			const resolved = await resolvePassages(ports, analysis, passages);
			const proposals = await proposalsIn(analysisId, cast, passages, resolved);
			const order = new Map(
				passages.map((passage, place) => [passage.passageId as string, { passage, place }]),
			);
			const round: RoundTable = {
				id: newId('round'),
				analysis_id: analysisId,
				number: (latest?.number ?? 0) + 1,
				version_id: newId('version'),
				questions_json: JSON.stringify(draft.questions ?? plainQuestions),
				opened_by: user.id,
				opened_at: now(),
				closed_by: null,
				closed_at: null,
			};
			const asked = new Map(draft.people.map(({ personId, passageIds }) => [personId, new Set(passageIds)]));
			const rows: Parameters<typeof insertRound>[1] = {
				version: {
					id: round.version_id,
					analysis_id: analysisId,
					document: frozen.document,
					seq: frozen.seq,
					schema_version: frozen.schemaVersion,
					bytes: frozen.bytes,
					name: `Round ${round.number}`,
					made_by: user.id,
					made_at: now(),
				},
				round,
				people: [...asked].map(([personId, chosen]) => {
					// Being shown them all is what having seen one's passages means; events alone name nobody.
					const theirs = (proposals.get(personId) ?? []).flatMap(({ passageId, why, text }) =>
						why === 'named' || why === 'quoted' ? [{ passageId, why, text }] : [],
					);
					const isWhole = theirs.length > 0 && theirs.every(({ passageId }) => chosen.has(passageId));
					return {
						round_id: round.id,
						person_id: personId,
						digest: isWhole ? digestOf(theirs) : null,
						reminded_at: null,
						declined_at: null,
					};
				}),
				passages: [...asked].flatMap(([personId, chosen]) =>
					[...chosen]
						.toSorted((a, b) => (order.get(a)?.place ?? 0) - (order.get(b)?.place ?? 0))
						.map((passageId, place) => {
							const passage = order.get(passageId)?.passage;
							return {
								round_id: round.id,
								person_id: personId,
								passage_id: passageId,
								place,
								why: proposals.get(personId)?.find((one) => one.passageId === passageId)?.why ?? 'asked',
								text: passage && !passage.quote ? withTimes(passage.text, passage.chips, resolved) : null,
							};
						}),
				),
			};
			if (draft.people.some(({ personId }) => !cast.some(({ id }) => id === personId)))
				return notFound('person in this analysis');
			if (rows.passages.some(({ passage_id }) => !order.has(passage_id)))
				return refuse(
					'conflict',
					'Some of these passages were rewritten while you chose. Nothing was opened; here is how they stand now.',
				);
			const opened = await core
				.transaction()
				.execute((trx) => insertRound(trx, rows))
				.then(
					() => true,
					async (error: unknown) => {
						// Somebody else opened the round of this number a moment ago.
						if (await findRound(core, analysisId, round.number)) return false;
						throw error;
					},
				);
			if (!opened) return refuse('conflict', `Round ${round.number} was opened by somebody else just now.`);
			await noteActivity(analysisId, user.id, round, `opened round ${round.number}`);
			return ok(await view(analysisId, round));
		},
		async remind(user, analysisId, number) {
			const right = await allow(user.id, analysisId, 'write');
			if (!right.ok) return right;
			const row = await findRound(core, analysisId, number);
			if (!row) return notFound('round');
			if (row.closed_at !== null)
				return refuse('conflict', `Round ${number} is closed. Nobody was reminded.`);
			return sendReminders(ports, user, row, (await view(analysisId, row)).people);
		},
		async changes(userId, analysisId, number) {
			const right = await allow(userId, analysisId, 'read');
			if (!right.ok) return right;
			const row = await findRound(core, analysisId, number);
			const earlier = await findRound(core, analysisId, number - 1);
			if (!row || !earlier) return notFound('earlier round');
			const analysis = analysisId as AnalysisId;
			const [older, newer] = [
				await comparable(ports, analysis, await version(analysisId, earlier)),
				await comparable(ports, analysis, await version(analysisId, row)),
			];
			return ok({ since: earlier.number, number, ...compareVersions(older, newer) });
		},
		async close(user, analysisId, number, { isLast }) {
			const right = await allow(user.id, analysisId, 'manage');
			if (!right.ok) return right;
			const row = await findRound(core, analysisId, number);
			if (!row) return notFound('round');
			if (isLast) {
				const before = await ports.before(user, analysisId);
				if (!before.ok) return before;
				const waiting = before.value.filter(
					({ seen, choice }) => !seen && (choice === null || choice === 'wait'),
				);
				if (waiting.length > 0)
					return refuse(
						'conflict',
						`${listed(waiting.map(({ name }) => name))} ${waiting.length === 1 ? 'has' : 'have'} not seen all their passages. For ${waiting.length === 1 ? 'them' : 'each of them'} “wait” is still chosen: choose something else, and close the round again. It is still open.`,
						{ people: waiting.map(({ personId }) => personId) },
					);
			}
			if (!(await closeRound(core, row.id, { closed_by: user.id, closed_at: now() })))
				return refuse('conflict', `Round ${number} is closed already.`);
			await forgetReminders(core, row);
			await noteActivity(
				analysisId,
				user.id,
				row,
				isLast ? `closed round ${number}, the last one` : `closed round ${number}`,
			);
			return ok(await view(analysisId, { ...row, closed_by: user.id, closed_at: now() }));
		},
	};
	return rounds;
}

const iso = (at: number): string => new Date(at).toISOString();
