/** A round as one person asked in it sees it: their passages, their answers, and what became of their last ones. */
import { listSeen, putSeen } from '#db/account.ts';
import {
	findRound,
	findVersion,
	forgetReminders,
	listRoundAnswers,
	listRoundPassages,
	listRoundPeople,
	listRounds,
	markPosted,
	putRoundAnswer,
	updateRoundPerson,
} from '#db/round.ts';
import type {
	RoundAnswerTable,
	RoundPassageTable,
	RoundPersonTable,
	RoundTable,
} from '#db/calibration-tables.ts';
import { forgetAnswerReplies } from '#db/notification.ts';
import { listComments, listThreads } from '#db/thread.ts';
import { longestQuote, makeAnchor, parseAnchor } from '#lib/model/anchor.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { narrativeOf, readNarrative } from '#lib/model/narrative.ts';
import type { ThreadKind } from '#lib/model/thread.ts';
import type { WordChange } from '#lib/model/word-diff.ts';
import { clock, ownerOf } from '../account/desk.ts';
import type { PassageAnswer } from '../account/parts.ts';
import { analystsOf } from '../auth/invitations.ts';
import { notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { compareVersions } from './compare-versions.ts';
import { comparable, readVersion } from './frozen.ts';
import { reasons, type Reason } from './propose-passages.ts';
import { repliesIn, type OwnReply } from './own-threads.ts';
import type { RoundPorts } from './round-ports.ts';
import { textsOf } from './round-texts.ts';

/** What became of a passage since they were last asked. */
export interface OwnChange {
	readonly words: readonly WordChange[];
	/** They had said something about it before: a disagreement, something missing, words, or a thread. */
	readonly isAnswered: boolean;
}

export interface OwnRoundPassage {
	readonly passageId: string;
	readonly why: Reason;
	readonly text: string;
	readonly answer: PassageAnswer | null;
	readonly words: string;
	/** Whether it became a thread for everyone who works on the analysis. */
	readonly isPosted: boolean;
	/** In the thread that they made of it, after their own words; null when there is no such thread. */
	readonly replies: readonly OwnReply[] | null;
	/** Since the last round that asked them; null when it reads as it did, or is new to them. */
	readonly change: OwnChange | null;
}

export interface OwnRound {
	readonly number: number;
	readonly isOpen: boolean;
	readonly openedAt: string;
	/** Who reads the answers: names, leads first. */
	readonly readers: readonly string[];
	readonly questions: readonly string[];
	readonly notThisTime: boolean;
	/** The number of the last round that asked them; null when this is the first. */
	readonly since: number | null;
	readonly passages: readonly OwnRoundPassage[];
	/** Passages they were asked about last time that are no longer among theirs. */
	readonly gone: readonly { readonly text: string; readonly isAnswered: boolean }[];
}

/** What they answered in a round before the newest that asks them. */
export interface OwnEarlierRound {
	readonly number: number;
	readonly passages: readonly OwnRoundPassage[];
}

export interface OwnRounds {
	/** The newest round that asks the caller, null when none does; and what they answered before, newest first. */
	get(
		userId: string,
		analysisId: string,
	): Promise<Outcome<{ round: OwnRound | null; earlier: readonly OwnEarlierRound[] }>>;
	/** Notes an answer, in place of an earlier one. Only the analysts read it. */
	answer(
		userId: string,
		analysisId: string,
		number: number,
		passageId: string,
		reply: { readonly answer: PassageAnswer; readonly words: string },
	): Promise<Outcome<void>>;
	/** Copies an answer's words into a thread on the passage, in its author's name. */
	post(userId: string, analysisId: string, number: number, passageId: string): Promise<Outcome<void>>;
	/** Says more in the thread that one made of an answer. No other thread is there for them. */
	reply(
		userId: string,
		analysisId: string,
		number: number,
		passageId: string,
		body: string,
	): Promise<Outcome<void>>;
	/** Says that one won't answer this time, which ends reminders; or takes that back. */
	decline(userId: string, analysisId: string, number: number, isDeclined: boolean): Promise<Outcome<void>>;
}

interface Place {
	readonly round: RoundTable;
	readonly personId: string;
	readonly asked: RoundPersonTable;
	readonly passages: readonly RoundPassageTable[];
	readonly answers: readonly RoundAnswerTable[];
}

const kinds: Readonly<Record<PassageAnswer, ThreadKind>> = {
	yes: 'agreement',
	differs: 'differs',
	missing: 'note',
	not_mine: 'note',
};

export function createOwnRounds(ports: RoundPorts): OwnRounds {
	const { core } = ports.databases;
	const now = () => clock(ports);

	/** Undefined when this round does not ask them. */
	async function placeIn(round: RoundTable, personId: string): Promise<Place | undefined> {
		const asked = (await listRoundPeople(core, round.id)).find(({ person_id }) => person_id === personId);
		return (
			asked && {
				round,
				personId,
				asked,
				passages: await listRoundPassages(core, round.id, personId),
				answers: await listRoundAnswers(core, round.id, personId),
			}
		);
	}

	/** The caller's own place in one round; whoever is not asked in it learns nothing of it. */
	async function enter(userId: string, analysisId: string, number: number): Promise<Outcome<Place>> {
		const owner = await ownerOf(ports, userId, analysisId);
		if (!owner.ok) return owner;
		const round = await findRound(core, analysisId, number);
		const place = round && (await placeIn(round, owner.value.person.id));
		return place ? ok(place) : notFound('round');
	}

	async function versionOf({ analysis_id, version_id }: RoundTable) {
		const row = await findVersion(core, analysis_id, version_id);
		if (!row) throw new Error(`the round's version ${version_id} is gone`);
		return row;
	}

	/** What became of the passages of `earlier`, by their ids then. Both texts were theirs to read. */
	async function since(userId: string, earlier: Place, place: Place) {
		const analysis = place.round.analysis_id as AnalysisId;
		const threads = new Set(
			(await listThreads(core, analysis))
				.filter(
					({ opened_by, opened_at, on_kind }) =>
						opened_by === userId &&
						on_kind === 'passage' &&
						// What is said once the text is frozen has changed nothing in it.
						opened_at < place.round.opened_at,
				)
				.flatMap(({ anchor_json }) => parseAnchor(anchor_json)?.passageId ?? []),
		);
		const spoke = new Set<string>([
			...threads,
			...earlier.answers
				.filter(({ answer, words }) => answer !== 'yes' || words !== '')
				.map(({ passage_id }) => passage_id),
		]);
		const { changes } = compareVersions(
			await comparable(ports, analysis, await versionOf(earlier.round)),
			await comparable(ports, analysis, await versionOf(place.round)),
		);
		const then = new Map(earlier.passages.map((row) => [row.passage_id, row]));
		const theirs = new Set(place.passages.map(({ passage_id }) => passage_id));
		const becameOf = new Map<string, OwnChange>();
		const gone: { text: string; isAnswered: boolean }[] = [];
		for (const { before, after, words } of changes) {
			const was = before === null ? undefined : then.get(before);
			if (!was || before === null) continue;
			const isAnswered = spoke.has(before);
			if (after !== null && theirs.has(after)) becameOf.set(after, { words, isAnswered });
			else if (was.text !== null) gone.push({ text: was.text, isAnswered });
		}
		return { becameOf, gone };
	}

	/** Their passages of a round with what they said, and what was said to it. */
	async function passagesOf(
		userId: string,
		{ round, passages, answers }: Place,
		becameOf?: ReadonlyMap<string, OwnChange>,
	): Promise<OwnRoundPassage[]> {
		const texts = await textsOf(ports, round.analysis_id, passages, () => versionOf(round));
		const found: OwnRoundPassage[] = [];
		for (const { passage_id, why } of passages) {
			const said = answers.find((answer) => answer.passage_id === passage_id);
			found.push({
				passageId: passage_id,
				why: reasons.find((known) => known === why) ?? 'asked',
				text: texts.get(passage_id) ?? '',
				answer: said?.answer ?? null,
				words: said?.words ?? '',
				isPosted: said !== undefined && said.thread_id !== null,
				replies: said ? await repliesTo(userId, round.analysis_id, said) : null,
				change: becameOf?.get(passage_id) ?? null,
			});
		}
		return found;
	}

	async function repliesTo(
		userId: string,
		analysisId: string,
		{ thread_id }: RoundAnswerTable,
	): Promise<readonly OwnReply[] | null> {
		if (thread_id === null) return null;
		const comments = await listComments(core, analysisId, thread_id);
		const [first] = comments;
		// By an earlier link of theirs they were another user.
		return first ? repliesIn(comments, new Set([userId, first.author_id])) : null;
	}

	return {
		async get(userId, analysisId) {
			const owner = await ownerOf(ports, userId, analysisId);
			if (!owner.ok) return owner;
			const places: Place[] = [];
			for (const round of await listRounds(core, analysisId)) {
				const place = await placeIn(round, owner.value.person.id);
				if (place) places.push(place);
			}
			const [place, ...before] = places;
			if (!place) return ok({ round: null, earlier: [] });
			const { round, asked } = place;
			const [last] = before;
			const changed = last && (await since(userId, last, place));
			const earlier: OwnEarlierRound[] = [];
			for (const one of before) {
				const passages = await passagesOf(userId, one);
				const answered = passages.filter(({ answer }) => answer !== null);
				if (answered.length > 0) earlier.push({ number: one.round.number, passages: answered });
			}
			return ok({
				earlier,
				round: {
					number: round.number,
					isOpen: round.closed_at === null,
					openedAt: iso(round.opened_at),
					readers: await analystsOf(core, analysisId),
					questions: JSON.parse(round.questions_json) as string[],
					notThisTime: asked.declined_at !== null,
					since: last?.round.number ?? null,
					passages: await passagesOf(userId, place, changed?.becameOf),
					gone: changed?.gone ?? [],
				},
			});
		},
		async answer(userId, analysisId, number, passageId, { answer, words }) {
			const entry = await enter(userId, analysisId, number);
			if (!entry.ok) return entry;
			const { round, personId, asked, passages } = entry.value;
			if (!passages.some(({ passage_id }) => passage_id === passageId)) return notFound('passage');
			if (round.closed_at !== null)
				return refuse(
					'conflict',
					`Round ${number} was closed, so nothing was noted. What you answered before is kept.`,
				);
			const noted = await putRoundAnswer(core, {
				round_id: round.id,
				person_id: personId,
				passage_id: passageId,
				answer,
				words,
				answered_at: now(),
				thread_id: null,
			});
			if (!noted)
				return refuse(
					'conflict',
					'You have posted this answer, so it stays as it is. Ask whoever invited you to change it with you.',
				);
			// Whoever answers after all is asked again like everyone.
			if (asked.declined_at !== null)
				await updateRoundPerson(core, round.id, personId, { declined_at: null });
			await noteSeen(entry.value);
			ports.live.publish(analysisId, 'rounds');
			return ok(undefined);
		},
		async post(userId, analysisId, number, passageId) {
			const entry = await enter(userId, analysisId, number);
			if (!entry.ok) return entry;
			const { round, answers } = entry.value;
			const said = answers.find(({ passage_id }) => passage_id === passageId);
			if (!said) return notFound('answer');
			if (said.thread_id !== null) return refuse('conflict', 'You have posted this answer already.');
			if (said.words.trim() === '')
				return refuse('invalid', 'Write a few words first: an answer alone is for the analysts.');
			const on = await targetOf(round, passageId);
			if (!on)
				return refuse(
					'conflict',
					'This passage is a quote or too long to hang a thread on, so your words stay with the analysts.',
				);
			const taken = await ports.takeThread(analysisId, {
				...on,
				kind: kinds[said.answer],
				comments: [{ by: userId, at: now(), body: said.words }],
			});
			if (!taken.ok) return taken;
			await markPosted(core, said, taken.value);
			ports.live.publish(analysisId, 'threads');
			ports.live.publish(analysisId, 'rounds');
			return ok(undefined);
		},
		async reply(userId, analysisId, number, passageId, body) {
			const entry = await enter(userId, analysisId, number);
			if (!entry.ok) return entry;
			const said = entry.value.answers.find(({ passage_id }) => passage_id === passageId);
			const replies = said && (await repliesTo(userId, analysisId, said));
			if (!replies || said.thread_id === null) return notFound('thread');
			await ports.reply({ analysisId, threadId: said.thread_id, by: userId, body });
			await forgetAnswerReplies(core, said.thread_id, entry.value.personId);
			return ok(undefined);
		},
		async decline(userId, analysisId, number, isDeclined) {
			const entry = await enter(userId, analysisId, number);
			if (!entry.ok) return entry;
			const { round, personId } = entry.value;
			await updateRoundPerson(core, round.id, personId, { declined_at: isDeclined ? now() : null });
			if (isDeclined) await forgetReminders(core, round, personId);
			ports.live.publish(analysisId, 'rounds');
			return ok(undefined);
		},
	};

	/** Once they have answered all of them, and had them all before them, they have seen their passages. */
	async function noteSeen({ round, personId, asked, passages }: Place): Promise<void> {
		const answers = await listRoundAnswers(core, round.id, personId);
		if (answers.length < passages.length) return;
		await forgetReminders(core, round, personId);
		const seen = (await listSeen(core, round.analysis_id)).find(({ person_id }) => person_id === personId);
		// What they have read since, outside the round, is newer than what the round froze.
		const isOlder = seen !== undefined && seen.seen_at > round.opened_at && seen.digest !== asked.digest;
		if (asked.digest === null || isOlder) return;
		await putSeen(core, {
			analysis_id: round.analysis_id,
			person_id: personId,
			digest: asked.digest,
			seen_at: now(),
			answer: answers.find(({ answer }) => answer !== 'yes')?.answer ?? 'yes',
		});
	}

	/** Made in the frozen text, where the words are: in the live one its anchor finds them, or keeps them. */
	async function targetOf(round: RoundTable, passageId: string) {
		return readVersion(await versionOf(round), (doc) => {
			const passage = readNarrative(doc).find((one) => one.passageId === passageId);
			if (!passage) return undefined;
			const { quote, text } = passage;
			if (quote?.is === 'record' && quote.recordId !== undefined) return { on: { record: quote.recordId } };
			const words = text.slice(0, longestQuote);
			const on = { passageId: passage.passageId, quote: words, start: 0, end: words.length };
			const anchor = makeAnchor(narrativeOf(doc), on);
			return anchor && { on, anchor };
		});
	}
}

const iso = (at: number): string => new Date(at).toISOString();
