/** What every format is: a pure reader from bytes to records. */
import type { Assumption, ParsedRecord, SourceOptions } from '../record.ts';

/** One file as a format sees it. */
export interface InputFile {
	/** Its path inside the upload: `incident-142/2026-03-11.json`. */
	readonly path: string;
	readonly bytes: number;
	/** Its first bytes, at most 64 KiB. */
	readonly head: Buffer;
	/** The whole file. Throws `Unreadable` above what a format may hold in memory. */
	whole(): Buffer;
	/** The file in pieces, in order. */
	pieces(): Iterable<Buffer>;
}

/** Where a format puts what it finds. */
export interface Reading {
	readonly options: SourceOptions;
	/** The zone to read unzoned stamps in: what was said, else the analysis' own. */
	readonly zone: string;
	/** Today, µs: to guess a missing year. */
	readonly nowUs: number;
	emit(record: ParsedRecord): void;
	/** Leaves a line out and says why; it still takes a number, so that ids stay the same under other options. */
	skip(file: number, line: number, reason: string, text: string): void;
	assume(assumption: Assumption): void;
	/** Counts something worth telling: `replies`. */
	tally(name: string, by?: number): void;
	/** Suggests what the source might be called. */
	call(name: string): void;
}

export interface Format {
	readonly name: string;
	/** How people read it: "Slack export". */
	readonly title: string;
	/** How sure it is that these files are of its kind: 0 not at all, 100 quite. Looks at paths and heads only. */
	detect(files: readonly InputFile[]): number;
	read(files: readonly InputFile[], reading: Reading): void;
}

/** A file that cannot be used at all. Its message is the one clear sentence that people see. */
export class Unreadable extends Error {}

/** What a format may hold in memory at once. */
export const wholeFileLimit = 256 * 1024 * 1024;
/** The longest text of one record, in UTF-8 bytes; what is longer is cut and says so. */
export const recordTextLimit = 64 * 1024;

/** A file held in memory: for tests and pastes. */
export function fileOf(path: string, content: string | Uint8Array): InputFile {
	const buffer = Buffer.from(content);
	return {
		path,
		bytes: buffer.length,
		head: buffer.subarray(0, 65_536),
		whole: () => buffer,
		pieces: () => [buffer],
	};
}

/** The text, cut where it is too long to be one record. */
export function cutText(text: string): string {
	if (text.length <= recordTextLimit / 4) return text;
	if (Buffer.byteLength(text) <= recordTextLimit) return text;
	const bytes = Buffer.from(text).subarray(0, recordTextLimit);
	return `${bytes.toString('utf8').replace(/\uFFFD$/, '')}… (cut here; the whole line is in the original)`;
}

/** Whether a file begins like a JSON document, so that it must not be taken for lines of text. */
export function looksLikeJson(head: Uint8Array): boolean {
	const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 2000)).toString('utf8');
	return /^\uFEFF?\s*(?:\{\s*(?:"|\})|\[\s*(?:[{"\]]|\[))/.test(text);
}
