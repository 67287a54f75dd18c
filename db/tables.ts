/**
 * Every table of the core and the journal, as Kysely sees them: singular snake_case, `…_at` in integer
 * milliseconds UTC, `…_us` in integer microseconds UTC, `…_json` as text, yes/no as 0 and 1, so that one set
 * of queries serves SQLite and PostgreSQL. The rows of evidence live in a file per source (db/evidence.ts).
 */
import type { Generated } from 'kysely';

/** A person who signs in (`account`), or who holds an invitation and needs no account (`guest`). */
export interface UserTable {
	id: string;
	kind: 'account' | 'guest';
	email: string | null;
	name: string;
	/** 1 to 6: which of the six collaborator colours. */
	colour: number;
	is_admin: number;
	created_at: number;
	disabled_at: number | null;
}

export interface CredentialTable {
	user_id: string;
	/** PHC string of argon2id. */
	password_hash: string;
	changed_at: number;
}

/** A link that sets a password once: for a new account, or one that lost its password. */
export interface PasswordLinkTable {
	user_id: string;
	secret_hash: Uint8Array;
	expires_at: number;
}

export interface SessionTable {
	id: string;
	user_id: string;
	secret_hash: Uint8Array;
	created_at: number;
	/** Last time the session was checked and slid forward. */
	verified_at: number;
	/** Absolute end, whatever the activity. */
	expires_at: number;
	invitation_id: string | null;
	user_agent: string | null;
}

export interface InvitationTable {
	id: string;
	analysis_id: string;
	person_id: string;
	role: string;
	token_hash: Uint8Array;
	/** The guest this invitation signs in, made at its first exchange. */
	user_id: string | null;
	created_by: string;
	created_at: number;
	expires_at: number;
	revoked_at: number | null;
	last_used_at: number | null;
}

export interface ApiTokenTable {
	id: string;
	user_id: string;
	name: string;
	secret_hash: Uint8Array;
	created_at: number;
	last_used_at: number | null;
	revoked_at: number | null;
}

/** What the organisation has said about itself, one row a key: its name, its signed statement. */
export interface SettingTable {
	key: string;
	value_json: string;
}

export interface AnalysisTable {
	id: string;
	title: string;
	/** The organisation's own number for the happening, as text. */
	number: string | null;
	summary: string;
	standfirst: string;
	subject: string;
	effort: string;
	stage: string;
	/** IANA zone in which the analysis speaks. */
	zone: string;
	/** The day it is about, yyyy-mm-dd, when known. */
	date: string | null;
	planned_minutes: number | null;
	used_minutes: number;
	is_sample: number;
	created_by: string;
	created_at: number;
	deleted_at: number | null;
}

export interface PersonTable {
	id: string;
	/** The name shown; a person may have chosen one. */
	name: string;
	email: string | null;
	title: string | null;
	team_id: string | null;
	zone: string | null;
	location: string | null;
	user_id: string | null;
	/** 1 when the name shown was chosen by the person for stories and is not their own. */
	is_chosen_name: number;
	created_at: number;
}

export interface TeamTable {
	id: string;
	name: string;
}

export interface SystemTable {
	id: string;
	name: string;
}

/** That a person has a part in an analysis, and which. */
export interface InvolvementTable {
	analysis_id: string;
	person_id: string;
	part: string | null;
	added_by: string;
	added_at: number;
}

/** Which author of records is which person, within one analysis. */
export interface AuthorLinkTable {
	analysis_id: string;
	author: string;
	person_id: string;
}

export interface MembershipTable {
	analysis_id: string;
	user_id: string;
	role: string;
	/** Who this member is in the analysis' own cast, when they were there. */
	person_id: string | null;
	added_by: string;
	added_at: number;
}

/** A stretch in which the lead lets named people write as contributors. */
export interface GroupSessionTable {
	id: string;
	analysis_id: string;
	started_by: string;
	started_at: number;
	ends_at: number;
	/** Set when the lead ends it early. */
	ended_at: number | null;
}

export interface GroupSessionMemberTable {
	group_session_id: string;
	user_id: string;
}

export interface SourceTable {
	id: string;
	analysis_id: string;
	/** Name of the format in server/evidence/formats, once known. */
	format: string | null;
	/** What people call it: "#incident-142". */
	name: string;
	file_name: string;
	sha256: string;
	bytes: number;
	status: 'reading' | 'proposed' | 'ready' | 'refused';
	/** What it becomes once it is read. */
	goal: 'proposed' | 'ready';
	/** How far reading has come, 0 to 1000; -1 when it is being read for the second time after a crash. */
	progress: number;
	zone: string | null;
	recorded_from_us: number | null;
	offset_us: number;
	options_json: string;
	assumptions_json: string;
	counts_json: string;
	first_us: number | null;
	last_us: number | null;
	skipped_json: string;
	/** The files it was made of, in order: path, SHA-256, bytes (server/evidence/record.ts). */
	files_json: string;
	/** One clear sentence when refused. */
	refusal: string | null;
	added_by: string;
	added_at: number;
}

export interface ThreadTable {
	id: string;
	analysis_id: string;
	on_kind: 'passage' | 'event' | 'record';
	/** Passage: the document's kind (`narrative` or `notes`); event or record: its id. */
	subject_id: string;
	/** The server-made anchor (model/anchor.ts) of a passage. */
	anchor_json: string | null;
	quote: string | null;
	kind: string;
	/** For a correction: the wording proposed. */
	proposal: string | null;
	opened_by: string;
	opened_at: number;
	resolved_at: number | null;
	resolved_by: string | null;
	resolution: string | null;
}

export interface CommentTable {
	id: string;
	thread_id: string;
	author_id: string;
	body: string;
	created_at: number;
	edited_at: number | null;
	deleted_at: number | null;
}

/** A sign somebody gave to a comment. */
export interface CommentReactionTable {
	comment_id: string;
	user_id: string;
	/** One of `reactionKinds` (model/thread.ts). */
	kind: string;
	given_at: number;
}

export interface ThreadSeenTable {
	thread_id: string;
	user_id: string;
	seen_at: number;
}

/** A moment of an account, copied to the analysts by its owner's act and removed by its owner's act. */
export interface SharedAccountTable {
	id: string;
	analysis_id: string;
	person_id: string;
	/** The event it is about; null for "Tell it your way". */
	event_id: string | null;
	told: string;
	saw: string;
	knew: string;
	wanted: string;
	hard: string;
	via: 'wrote' | 'interview';
	/** Whether words of it may be quoted. */
	quotable: 'ask' | 'yes' | 'no';
	shared_at: number;
}

/** Words of an account used elsewhere, by reference; the text leaves with the consent. */
export interface QuoteTable {
	id: string;
	analysis_id: string;
	person_id: string;
	shared_account_id: string | null;
	text: string;
	consent: 'asked' | 'yes' | 'no' | 'withdrawn';
	asked_by: string;
	asked_at: number;
	answered_at: number | null;
}

/** That a person has read the passages that name or quote them, as they stood. */
export interface PassageSeenTable {
	analysis_id: string;
	person_id: string;
	/** SHA-256 of the passages shown, hex: a later rewrite asks again. */
	digest: string;
	seen_at: number;
	/** `yes`, `differs`, `missing` or `not_mine`; words, if any, went into a thread. */
	answer: string | null;
}

/** Full bytes of a document as it stood, named or published. */
export interface VersionTable {
	id: string;
	analysis_id: string;
	document: string;
	seq: number;
	schema_version: number;
	bytes: Uint8Array;
	name: string;
	made_by: string;
	made_at: number;
}

/** One round of calibration: a version of the narrative, shown to people in their passages. */
export interface RoundTable {
	id: string;
	analysis_id: string;
	/** 1 for the first round of the analysis, counting up. */
	number: number;
	version_id: string;
	/** The three questions put to everyone asked. */
	questions_json: string;
	opened_by: string;
	opened_at: number;
	closed_by: string | null;
	closed_at: number | null;
}

export interface RoundPersonTable {
	round_id: string;
	person_id: string;
	/** Which passages they are, as `passage_seen.digest`; null when they were not shown all that are theirs. */
	digest: string | null;
	reminded_at: number | null;
	/** They said "not this time": nobody reminds them again. */
	declined_at: number | null;
}

export interface RoundPassageTable {
	round_id: string;
	person_id: string;
	passage_id: string;
	/** Where it stands among theirs, from 0. */
	place: number;
	why: string;
	/** As it read; null for a quote, whose words stay where the consent is. */
	text: string | null;
}

/** What one person said about one passage. Read by the analysts only; posted words are in the thread as well. */
export interface RoundAnswerTable {
	round_id: string;
	person_id: string;
	passage_id: string;
	answer: 'yes' | 'differs' | 'missing' | 'not_mine';
	/** Empty for an answer alone. */
	words: string;
	answered_at: number;
	/** Set once its author posted it. */
	thread_id: string | null;
}

/** A picture in the texts of an analysis; its bytes are a blob. */
export interface PictureTable {
	id: string;
	analysis_id: string;
	sha256: string;
	kind: 'png' | 'jpeg' | 'webp' | 'gif';
	bytes: number;
	width: number;
	height: number;
	added_by: string;
	added_at: number;
}

export interface StoryTable {
	id: string;
	analysis_id: string;
	/** 1 for the first publication of the analysis, counting up. */
	number: number;
	title: string;
	standfirst: string;
	/** The whole story as published (server/story/snapshot.ts). */
	body_json: string;
	audience: 'members' | 'link';
	/** The secret in the link, when by link. */
	link_token: string | null;
	published_by: string;
	published_at: number;
	withdrawn_at: number | null;
}

/** What was chosen for a person who had not seen their passage when the story went out. */
export interface StoryChoiceTable {
	analysis_id: string;
	person_id: string;
	choice: 'wait' | 'leave_out' | 'role' | 'override';
	reason: string | null;
	made_by: string;
	made_at: number;
}

export interface StoryReadTable {
	story_id: string;
	user_id: string;
	read_at: number;
}

export interface NotificationTable {
	id: string;
	/** Whom it is for: a user, or a person who has no user yet. */
	user_id: string | null;
	person_id: string | null;
	analysis_id: string;
	kind: string;
	body: string;
	created_at: number;
	read_at: number | null;
	/** Who caused it, where somebody did. */
	by_user_id: string | null;
}

/** Whether someone wants mail; absent until they said. */
export interface MailChoiceTable {
	user_id: string;
	choice: 'never' | 'daily' | 'mention';
	changed_at: number;
}

/** A mail that waits, is being sent, or was settled one way or the other. It holds no words. */
export interface MailTable {
	id: string;
	user_id: string;
	state: 'waiting' | 'sending' | 'sent' | 'dropped' | 'given_up';
	created_at: number;
	due_at: number;
	attempts: number;
	changed_at: number;
}

/** Which mail a notification went into: one for each whom it is for, ever. */
export interface MailItemTable {
	notification_id: string;
	user_id: string;
	mail_id: string;
}

/** Who did what, in words. */
export interface ActivityTable {
	seq: Generated<number>;
	analysis_id: string;
	user_id: string;
	subject_kind: string;
	subject_id: string;
	words: string;
	at: number;
}

/** Security events, without content. */
export interface AuditTable {
	seq: Generated<number>;
	user_id: string | null;
	action: string;
	detail_json: string;
	at: number;
}

export interface CoreTables {
	user: UserTable;
	credential: CredentialTable;
	password_link: PasswordLinkTable;
	session: SessionTable;
	invitation: InvitationTable;
	api_token: ApiTokenTable;
	setting: SettingTable;
	analysis: AnalysisTable;
	person: PersonTable;
	team: TeamTable;
	system: SystemTable;
	involvement: InvolvementTable;
	author_link: AuthorLinkTable;
	membership: MembershipTable;
	group_session: GroupSessionTable;
	group_session_member: GroupSessionMemberTable;
	source: SourceTable;
	thread: ThreadTable;
	comment: CommentTable;
	comment_reaction: CommentReactionTable;
	thread_seen: ThreadSeenTable;
	shared_account: SharedAccountTable;
	quote: QuoteTable;
	passage_seen: PassageSeenTable;
	version: VersionTable;
	round: RoundTable;
	round_person: RoundPersonTable;
	round_passage: RoundPassageTable;
	round_answer: RoundAnswerTable;
	picture: PictureTable;
	story: StoryTable;
	story_choice: StoryChoiceTable;
	story_read: StoryReadTable;
	notification: NotificationTable;
	mail_choice: MailChoiceTable;
	mail: MailTable;
	mail_item: MailItemTable;
	activity: ActivityTable;
	audit: AuditTable;
}

/** One Y.Doc: its current epoch and the head of its journal. */
export interface DocumentTable {
	/** Without `@epoch`: `analysis/ana_…/timeline`. */
	name: string;
	kind: string;
	analysis_id: string;
	subject_id: string | null;
	epoch: number;
	/** seq of the newest row. */
	head: number;
	schema_version: number;
	created_at: number;
}

export interface DocumentUpdateTable {
	document: string;
	seq: number;
	user_id: string;
	client_id: number;
	at: number;
	bytes: Uint8Array;
	/** First 8 bytes of the SHA-256 of `bytes`, hex: a flipped bit is told from a good row at load. */
	checksum: string;
}

export interface DocumentSnapshotTable {
	document: string;
	seq: number;
	bytes: Uint8Array;
	checksum: string;
	made_at: number;
	/** Of kinds that pages are shown before they have the document: JSON, packed. Made anew with each snapshot. */
	reading: Uint8Array | null;
}

/** Which user a Yjs client id belongs to, for ever. */
export interface DocumentClientTable {
	document: string;
	client_id: number;
	user_id: string;
}

/** In a file of its own on SQLite, so that an fsync of the journal waits for nobody; beside the core on PostgreSQL. */
export interface JournalTables {
	document: DocumentTable;
	document_update: DocumentUpdateTable;
	document_snapshot: DocumentSnapshotTable;
	document_client: DocumentClientTable;
}
