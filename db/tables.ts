/**
 * Every table of the core, as Kysely sees them: singular snake_case, `…_at` in integer
 * milliseconds UTC, `…_us` in integer microseconds UTC, `…_json` as text, yes/no as 0 and 1, so that one set
 * of queries serves SQLite and PostgreSQL. The rows of evidence live in a file per source (db/evidence.ts); the journal's in db/journal-tables.ts.
 */
import type { Generated } from 'kysely';
import type {
	ThreadTable,
	CommentTable,
	CommentReactionTable,
	ThreadSeenTable,
	SharedAccountTable,
	QuoteTable,
	PassageSeenTable,
	VersionTable,
	RoundTable,
	RoundPersonTable,
	RoundPassageTable,
	RoundAnswerTable,
	PictureTable,
	StoryTable,
	StoryChoiceTable,
	StoryNameTable,
	StoryNamingTable,
	StoryReadTable,
	NotificationTable,
	MailChoiceTable,
	MailTable,
	MailItemTable,
} from './calibration-tables.ts';

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
	story_naming: StoryNamingTable;
	story_name: StoryNameTable;
	story_read: StoryReadTable;
	notification: NotificationTable;
	mail_choice: MailChoiceTable;
	mail: MailTable;
	mail_item: MailItemTable;
	activity: ActivityTable;
	audit: AuditTable;
}
