/** "Your part in this story": what one person sees of an analysis, built for them alone (DESIGN §3). */
import { listQuotes, listSeen, listShared, putSeen } from '#db/account.ts';
import { listCast } from '#db/person.ts';
import { can } from '#lib/model/access.ts';
import { missingMoments, openMoments, type MomentKey } from '#lib/model/account.ts';
import { anchorOf } from '#lib/model/time.ts';
import type { AnalysisId, PersonId } from '#lib/model/ids.ts';
import { formatInstant } from '#lib/model/instant.ts';
import { mentionFinder } from '#lib/model/mentions.ts';
import { readNarrative } from '#lib/model/narrative.ts';
import { parsePassageId, type Passage } from '#lib/model/prose.ts';
import { analystsOf, setting } from '../auth/invitations.ts';
import { notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { clock, ensureAccount, ownerOf, ownEvents, type Owner } from './desk.ts';
import type { MomentTrace } from './own-moments.ts';
import { digestOf, passagesByPerson, type OwnPassage } from './passages.ts';
import type { AccountPorts } from './ports.ts';
import { resolvePassages } from './resolve-passages.ts';

/** An event of theirs. */
export interface PartMoment {
	readonly key: string;
	/** Keys of events that were merged into it: what was written there is still there. */
	readonly former: readonly string[];
	readonly title: string;
	readonly kind: string;
	readonly form: string;
	/** RFC 3339; null when only the order is known. */
	readonly at: string | null;
	readonly until: string | null;
	readonly traces: readonly MomentTrace[];
}

/** A moment of theirs that the analysts have a copy of. */
export interface SharedCopy {
	readonly key: string;
	readonly sharedAt: string;
	readonly quotable: 'ask' | 'yes' | 'no';
	readonly words: Readonly<Record<'told' | 'saw' | 'knew' | 'wanted' | 'hard', string>>;
}

export const answers = ['yes', 'differs', 'missing', 'not_mine'] as const;
export type PassageAnswer = (typeof answers)[number];

/** Something they are to be told: a reminder, a story that went out before they had seen it, a reply. */
export interface PartNotice {
	readonly id: string;
	readonly at: string;
	readonly body: string;
	/** The reply itself stands on their page; once it was read there, the notice is gone. */
	readonly isReply: boolean;
}

export interface Part {
	readonly analysis: {
		readonly id: string;
		readonly title: string;
		readonly summary: string;
		readonly date: string | null;
	};
	readonly person: {
		readonly id: string;
		readonly name: string;
		readonly zone: string | null;
		/** Where they live, for “in Portland”. */
		readonly location: string | null;
	};
	/** Who reads what they share: names, leads first. */
	readonly readers: readonly string[];
	readonly moments: readonly PartMoment[];
	readonly shared: readonly SharedCopy[];
	readonly passages: readonly OwnPassage[];
	/** Says which passages these are; sent back with an answer. */
	readonly digest: string;
	readonly seen: {
		readonly at: string;
		readonly answer: PassageAnswer | null;
		readonly isCurrent: boolean;
	} | null;
	readonly quotes: readonly {
		readonly id: string;
		readonly text: string;
		readonly consent: string;
		readonly askedBy: string;
	}[];
	/** What they are to be told, newest first. */
	readonly notices: readonly PartNotice[];
	/** When their link was used, and with what: so that they can see if somebody else holds it. */
	readonly openings: readonly { readonly at: string; readonly device: string }[];
	/** What the organisation promises in writing; null when it has not. */
	readonly statement: string | null;
	/** Published stories of this analysis, which taking back cannot reach. */
	readonly publishedStories: number;
	/** The newest of them, to be read; null when there is none that they may read. */
	readonly storyId: string | null;
}

/** How one person of the cast stands towards what is written about them. */
export interface Reader {
	readonly personId: string;
	readonly name: string;
	readonly passages: readonly OwnPassage[];
	readonly digest: string;
	readonly seen: 'never' | 'before' | 'now';
	readonly answer: PassageAnswer | null;
}

export interface Parts {
	/** The caller's own part. Asks nothing of the account's document: their drafts never pass through here. */
	get(userId: string, analysisId: string): Promise<Outcome<Part>>;
	/** Makes ready the moments one can write in; those that exist stay as they are. */
	open(userId: string, analysisId: string): Promise<Outcome<{ epoch: number }>>;
	/** Notes that they have read their passages, and posts their words as a thread when they gave any. */
	answer(
		userId: string,
		analysisId: string,
		reply: {
			readonly digest: string;
			readonly answer: PassageAnswer;
			readonly passageId?: string | undefined;
			/** Posted in their name, for everyone who works on the analysis. */
			readonly words?: string | undefined;
		},
	): Promise<Outcome<void>>;
	/** Posts "I remember it differently" on an event of theirs, in their name. */
	differ(userId: string, analysisId: string, key: string, words: string): Promise<Outcome<void>>;
	/** Everyone whom the narrative names or quotes, with what they have seen. For publication; asks for no right. */
	readers(analysisId: string): Promise<readonly Reader[]>;
}

export function createParts(ports: AccountPorts): Parts {
	const { core } = ports.databases;
	const iso = (at: number) => new Date(at).toISOString();

	const readers = async (analysisId: string): Promise<readonly Reader[]> => {
		const cast = await listCast(core, analysisId);
		const passages = await passagesOf(ports, analysisId, cast);
		const seen = new Map((await listSeen(core, analysisId)).map((row) => [row.person_id, row]));
		return cast.flatMap(({ id, name }) => {
			const own = passages.get(id) ?? [];
			if (own.length === 0) return [];
			const digest = digestOf(own);
			const row = seen.get(id);
			return [
				{
					personId: id,
					name,
					passages: own,
					digest,
					seen: row === undefined ? 'never' : row.digest === digest ? 'now' : 'before',
					answer: answers.find((known) => known === row?.answer) ?? null,
				} as const,
			];
		});
	};

	return {
		async get(userId, analysisId) {
			const owner = await ownerOf(ports, userId, analysisId);
			if (!owner.ok) return owner;
			const { actor, person } = owner.value;
			const analysis = await core
				.selectFrom('analysis')
				.select(['id', 'title', 'summary', 'date'])
				.where('id', '=', analysisId)
				.executeTakeFirstOrThrow();
			const own = (await readers(analysisId)).find(({ personId }) => personId === person.id);
			const passages = own?.passages ?? [];
			const digest = digestOf(passages);
			const seen = (await listSeen(core, analysisId)).find(({ person_id }) => person_id === person.id);
			const stories = await core
				.selectFrom('story')
				.select('id')
				.where('analysis_id', '=', analysisId)
				.where('withdrawn_at', 'is', null)
				.orderBy('number', 'desc')
				.execute();
			return ok({
				analysis,
				person: { id: person.id, name: person.name, zone: person.zone, location: person.location },
				readers: await analystsOf(core, analysisId),
				moments: await momentsOf(ports, analysisId, person.id),
				shared: (await listShared(core, analysisId, person.id)).map((row) => ({
					key: row.event_id ?? 'whole',
					sharedAt: iso(row.shared_at),
					quotable: row.quotable,
					words: { told: row.told, saw: row.saw, knew: row.knew, wanted: row.wanted, hard: row.hard },
				})),
				passages,
				digest,
				seen: seen
					? {
							at: iso(seen.seen_at),
							answer: answers.find((known) => known === seen.answer) ?? null,
							isCurrent: seen.digest === digest,
						}
					: null,
				quotes: await quotesOf(ports, analysisId, person.id),
				notices: (
					await core
						.selectFrom('notification')
						.select(['id', 'kind', 'body', 'created_at'])
						.where('analysis_id', '=', analysisId)
						.where('person_id', '=', person.id)
						// A reply stands on the page itself.
						.where((where) =>
							where.or([where('read_at', 'is', null), where('kind', 'not like', 'answer_reply/%')]),
						)
						.orderBy('created_at', 'desc')
						.execute()
				).map(({ id, kind, body, created_at }) => ({
					...{ id, body, at: iso(created_at) },
					isReply: kind.startsWith('answer_reply/'),
				})),
				openings: await openingsOf(ports, owner.value),
				statement: await setting(core, 'statement'),
				publishedStories: stories.length,
				storyId: can(actor, 'read', { is: 'story' }) ? (stories[0]?.id ?? null) : null,
			});
		},
		async open(userId, analysisId) {
			const owner = await ownerOf(ports, userId, analysisId);
			if (!owner.ok) return owner;
			const { person, ref } = owner.value;
			const events = await ownEvents(ports, analysisId, person.id);
			const keys: MomentKey[] = ['whole', ...events.map(({ event }) => event.id)];
			await ensureAccount(ports, ref);
			const missing = await ports.read(ref, (doc) => missingMoments(doc, keys));
			if (missing.length > 0)
				await ports.writeAs(userId, ref, (doc, origin) => openMoments(doc, missing, origin));
			const row = await ports.databases.journal
				.selectFrom('document')
				.select('epoch')
				.where('analysis_id', '=', analysisId)
				.where('kind', '=', 'account')
				.where('subject_id', '=', person.id)
				.executeTakeFirstOrThrow();
			return ok({ epoch: row.epoch });
		},
		async answer(userId, analysisId, { digest, answer, passageId, words }) {
			const owner = await ownerOf(ports, userId, analysisId);
			if (!owner.ok) return owner;
			const { person } = owner.value;
			const own = (await readers(analysisId)).find(({ personId }) => personId === person.id);
			if (own?.digest !== digest)
				return refuse(
					'conflict',
					'These passages were rewritten while you read. Nothing was noted; here is how they stand now.',
				);
			if (words !== undefined) {
				const passage = own.passages.find((one) => one.passageId === passageId) ?? own.passages[0];
				const id = parsePassageId(passage?.passageId);
				const on = id && (await wholePassage(ports, analysisId, id));
				if (!on) return notFound('passage');
				const at = clock(ports);
				const taken = await ports.takeThread(analysisId, {
					on,
					kind: answer === 'differs' ? 'differs' : 'note',
					comments: [{ by: userId, at, body: words }],
				});
				if (!taken.ok) return taken;
				ports.live.publish(analysisId, 'threads');
			}
			await putSeen(core, {
				analysis_id: analysisId,
				person_id: person.id,
				digest,
				seen_at: clock(ports),
				answer,
			});
			return ok(undefined);
		},
		async differ(userId, analysisId, key, words) {
			const owner = await ownerOf(ports, userId, analysisId);
			if (!owner.ok) return owner;
			const events = await ownEvents(ports, analysisId, owner.value.person.id);
			const event = events.find(
				({ event: { id }, former }) => id === key || former.some((one) => one === key),
			)?.event;
			if (!event) return notFound('moment');
			const comments = [{ by: userId, at: clock(ports), body: words }];
			const taken = await ports.takeThread(analysisId, {
				on: { event: event.id },
				kind: 'differs',
				comments,
			});
			if (!taken.ok) return taken;
			ports.live.publish(analysisId, 'threads');
			return ok(undefined);
		},
		readers,
	};
}

async function momentsOf(
	ports: AccountPorts,
	analysisId: string,
	personId: string,
): Promise<readonly PartMoment[]> {
	return (await ownEvents(ports, analysisId, personId)).map(({ event, former, title, traces }) => {
		const at = anchorOf(event.when);
		const until = event.when.end && anchorOf(event.when.end);
		return {
			key: event.id,
			former,
			title,
			kind: event.kind,
			form: event.when.form,
			at: at === undefined ? null : formatInstant(at),
			until: until === undefined ? null : formatInstant(until),
			traces,
		};
	});
}

async function passagesOf(
	ports: AccountPorts,
	analysisId: string,
	cast: readonly { readonly id: string; readonly name: string }[],
): Promise<ReadonlyMap<string, readonly OwnPassage[]>> {
	const analysis = analysisId as AnalysisId;
	const passages = await ports.read({ analysis, kind: 'narrative' }, readNarrative);
	return passagesByPerson(passages, mentionFinder(cast), await resolvePassages(ports, analysis, passages));
}

async function quotesOf(ports: AccountPorts, analysisId: string, personId: string) {
	const { core } = ports.databases;
	const rows = await listQuotes(core, analysisId, personId);
	const asking = [...new Set(rows.map(({ asked_by }) => asked_by))];
	const users =
		asking.length === 0
			? []
			: await core.selectFrom('user').select(['id', 'name']).where('id', 'in', asking).execute();
	return rows.map(({ id, text, consent, asked_by }) => ({
		id,
		text,
		consent,
		askedBy: users.find((user) => user.id === asked_by)?.name ?? 'Someone',
	}));
}

/** The sessions that this person's links opened, newest first. */
async function openingsOf({ databases: { core } }: AccountPorts, { person, ref }: Owner) {
	const rows = await core
		.selectFrom('session')
		.innerJoin('invitation', 'invitation.id', 'session.invitation_id')
		.select(['session.created_at', 'session.user_agent'])
		.where('invitation.person_id', '=', person.id as PersonId)
		.where('invitation.analysis_id', '=', ref.analysis)
		.orderBy('session.created_at', 'desc')
		.limit(10)
		.execute();
	return rows.map(({ created_at, user_agent }) => ({
		at: new Date(created_at).toISOString(),
		device: deviceOf(user_agent ?? ''),
	}));
}

/** A browser's long name for itself as people would say it. */
function deviceOf(userAgent: string): string {
	const pick = (names: readonly [RegExp, string][]) =>
		names.find(([pattern]) => pattern.test(userAgent))?.[1];
	const browser = pick([
		[/Edg/, 'Edge'],
		[/Firefox/, 'Firefox'],
		[/Chrom/, 'Chrome'],
		[/Safari/, 'Safari'],
	]);
	const system = pick([
		[/iPhone/, 'iPhone'],
		[/iPad/, 'iPad'],
		[/Android/, 'Android'],
		[/Mac OS/, 'Mac'],
		[/Windows/, 'Windows'],
		[/Linux/, 'Linux'],
	]);
	return [browser ?? 'A browser', system && `on ${system}`].filter(Boolean).join(' ');
}

/** The whole of a passage as something a thread can hang on. */
async function wholePassage(ports: AccountPorts, analysisId: string, id: Passage['passageId']) {
	const passages = await ports.read({ analysis: analysisId as AnalysisId, kind: 'narrative' }, readNarrative);
	const passage = passages.find(({ passageId }) => passageId === id);
	return passage && { passageId: id, quote: passage.text, start: 0, end: passage.text.length };
}
