/** Words shared by the formats that read evidence, the files that hold it and the search over it. */

/** What a record is. Its group decides where it stands in the histogram. */
export const recordKinds = [
	'log',
	'message',
	/** A chat system's own words: someone joined, a topic was set. */
	'notice',
	'cue',
	'alert',
	'page',
	'update',
	'commit',
	'picture',
] as const;
export type RecordKind = (typeof recordKinds)[number];

/** The three stripes of the histogram. */
export type RecordGroup = 'logs' | 'chat' | 'alerts';

export const groupOf: Readonly<Record<RecordKind, RecordGroup>> = {
	log: 'logs',
	commit: 'logs',
	message: 'chat',
	notice: 'chat',
	cue: 'chat',
	update: 'chat',
	picture: 'chat',
	alert: 'alerts',
	page: 'alerts',
};

export const levels = ['trace', 'debug', 'info', 'notice', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof levels)[number];

/** How exact the time as written is; `order` means that only the place in the file is known. */
export const precisions = ['microsecond', 'millisecond', 'second', 'minute', 'day', 'order'] as const;
export type Precision = (typeof precisions)[number];

/** Who speaks: someone, a program that posts in their place, or a machine that logs. */
export const authorKinds = ['person', 'bot', 'system'] as const;
export type AuthorKind = (typeof authorKinds)[number];

/** One record as a format reads it. */
export interface ParsedRecord {
	/** Microseconds since the epoch, before the source's clock offset is applied. */
	readonly atUs: number;
	/** When it ended, for what lasts: a cue. */
	readonly untilUs?: number | undefined;
	readonly atWritten: string;
	readonly precision: Precision;
	readonly author?: string | undefined;
	readonly authorKind?: AuthorKind | undefined;
	readonly kind: RecordKind;
	readonly level?: Level | undefined;
	readonly text: string;
	/** Other fields worth finding: `tenant=northgate request=4f1c`. */
	readonly fields?: string | undefined;
	/** Which of the source's files, counted from 0. */
	readonly file: number;
	/** Line, or number of the element within its file, counted from 1. */
	readonly line: number;
	/** Where its raw bytes lie in that file. */
	readonly byteOffset: number;
	readonly byteLength: number;
	/** What people cite it by; the line number when undefined. */
	readonly key?: string | undefined;
	/** Key of the record that began its thread. */
	readonly thread?: string | undefined;
	/** What the format knows besides: reactions, edits, ids. */
	readonly meta?: Readonly<Record<string, unknown>> | undefined;
}

/** A guess that a person should see before it counts. */
export interface Assumption {
	/** Which option answers it, or the field it is about. */
	readonly what: 'zone' | 'year' | 'recordedFrom' | 'date' | 'offset' | 'order' | 'epoch' | 'encoding';
	/** Null: it has to be said before the source can count. */
	readonly value: string | null;
	readonly because: string;
}

/** A line that was left out, and why. */
export interface SkippedLine {
	readonly file?: string;
	readonly line: number;
	readonly reason: string;
	readonly text: string;
}

/** What people may say about a source when they add it. */
export interface SourceOptions {
	readonly format?: string | undefined;
	/** IANA zone or offset for stamps that state none. */
	readonly zone?: string | undefined;
	/** Year of the first record, for stamps that state none. */
	readonly year?: number | undefined;
	/** yyyy-mm-dd of the first record, for stamps with a time of day only. */
	readonly date?: string | undefined;
	/** When the recording began, µs since the epoch. */
	readonly recordedFromUs?: number | undefined;
	/** Added to every instant, µs: how far the clock that wrote it was behind. */
	readonly offsetUs?: number | undefined;
}

/** One file of a source. Its raw bytes are a blob of their own. */
export interface SourceFile {
	readonly path: string;
	readonly sha256: string;
	readonly bytes: number;
	/** True for an archive: what was inside it was read. */
	readonly isArchive?: boolean;
	/** True for what was inside an archive. */
	readonly isInner?: boolean;
}

export interface SourceCounts {
	readonly records: number;
	readonly skipped: number;
	/** People who wrote or spoke; for logs, the machines that did. */
	readonly authors: number;
	/** What else the format counted: joins, replies, reactions. */
	readonly more: Readonly<Record<string, number>>;
}

/** What reading a source came to. */
export interface SourceSummary {
	readonly format: string;
	readonly name: string | undefined;
	readonly files: readonly SourceFile[];
	readonly counts: SourceCounts;
	readonly firstUs: number | undefined;
	readonly lastUs: number | undefined;
	readonly assumptions: readonly Assumption[];
	readonly skipped: readonly SkippedLine[];
}
