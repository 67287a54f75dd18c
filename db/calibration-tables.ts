/**
 * The tables of what people tell, say of a draft and are told of it: threads, accounts, rounds, stories, news.
 * Columns are named as in db/tables.ts.
 */
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

/** How everyone is named in the story that goes out next, unless something was chosen for them; absent is by name. */
export interface StoryNamingTable {
	analysis_id: string;
	everyone: 'name' | 'role';
	made_by: string;
	made_at: number;
}

/** How one person is named in the story that goes out next. */
export interface StoryNameTable {
	analysis_id: string;
	person_id: string;
	naming: 'name' | 'role' | 'pseudonym';
	/** Null unless it is by pseudonym. */
	pseudonym: string | null;
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
