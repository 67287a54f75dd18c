/**
 * Ids are opaque strings with a prefix that names their kind, typed so that swapped arguments do not compile.
 * They are made here only, and parsed only where something enters from outside.
 */
import { uint32 } from 'lib0/random';

declare const brand: unique symbol;
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

const prefixes = {
	user: 'usr',
	session: 'ses',
	invitation: 'inv',
	token: 'tok',
	analysis: 'ana',
	person: 'per',
	team: 'tea',
	system: 'sys',
	source: 'src',
	event: 'evt',
	gap: 'gap',
	presence: 'pre',
	claim: 'clm',
	knowing: 'knw',
	question: 'que',
	theme: 'thm',
	hypothesis: 'hyp',
	page: 'pag',
	picture: 'pic',
	thread: 'thr',
	comment: 'com',
	account: 'acc',
	quote: 'quo',
	version: 'ver',
	round: 'rnd',
	story: 'sto',
	group: 'grp',
	notification: 'not',
	mail: 'mai',
} as const;

export type Kind = keyof typeof prefixes;
export type UserId = Id<'user'>;
export type AnalysisId = Id<'analysis'>;
export type PersonId = Id<'person'>;
export type SystemId = Id<'system'>;
export type SourceId = Id<'source'>;
/** `<sourceId>.<row>`: where the record lies, and which it is. */
export type RecordId = Id<'record'>;
export type TeamId = Id<'team'>;
export type EventId = Id<'event'>;
export type GapId = Id<'gap'>;
export type PresenceId = Id<'presence'>;
export type ClaimId = Id<'claim'>;
export type KnowingId = Id<'knowing'>;
export type QuestionId = Id<'question'>;
export type ThemeId = Id<'theme'>;
export type HypothesisId = Id<'hypothesis'>;
export type PageId = Id<'page'>;
export type PictureId = Id<'picture'>;
export type ThreadId = Id<'thread'>;
export type QuoteId = Id<'quote'>;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 20;

/** A new id: 100 random bits, letters that survive being read aloud. */
export function newId<K extends Kind>(kind: K): Id<K> {
	let letters = '';
	// Six letters of each number: asking for randomness is what an id costs, and ten thousand may come at once.
	for (let index = 0, bits = 0; index < length; index++, bits >>>= 5) {
		if (index % 6 === 0) bits = uint32();
		letters += alphabet[bits & 31];
	}
	return `${prefixes[kind]}_${letters}` as Id<K>;
}

/** The id, when the text has the shape of one of that kind; says nothing about whether such a thing exists. */
export function parseId<K extends Kind>(kind: K, text: unknown): Id<K> | undefined {
	return typeof text === 'string' && new RegExp(`^${prefixes[kind]}_[0-9a-z]{4,40}$`).test(text)
		? (text as Id<K>)
		: undefined;
}

/** The record id made of its source and its row there; rows are decimal and stay below 2^53. */
export function recordId(source: SourceId, row: number | bigint): RecordId {
	return `${source}.${row}` as RecordId;
}

/** Where a record lies, or undefined when the text is no record id. */
export function parseRecordId(text: unknown): { source: SourceId; row: number } | undefined {
	if (typeof text !== 'string') return undefined;
	const match = /^(src_[0-9a-z]{4,40})\.(\d{1,16})$/.exec(text);
	return match ? { source: match[1] as SourceId, row: Number(match[2]) } : undefined;
}
