/** A source as the interface and scripts see it. */
import type { SourceRow } from '#db/source.ts';
import { formats } from './formats/all.ts';
import { formatUs } from './formats/instant.ts';
import type { Assumption, SkippedLine, SourceCounts, SourceFile, SourceOptions } from './record.ts';

export interface SourceView {
	readonly id: string;
	readonly status: 'reading' | 'proposed' | 'ready' | 'refused';
	/** How far reading has come, 0 to 1000. */
	readonly progress: number;
	readonly format: string | null;
	/** How people read the format: "Slack export". */
	readonly formatTitle: string | null;
	readonly name: string;
	readonly fileName: string;
	readonly sha256: string;
	readonly bytes: number;
	readonly counts: SourceCounts;
	readonly first: string | null;
	readonly last: string | null;
	readonly assumptions: readonly Assumption[];
	readonly skipped: readonly SkippedLine[];
	readonly files: readonly SourceFile[];
	readonly options: {
		readonly zone: string | null;
		readonly year: number | null;
		readonly date: string | null;
		readonly recordedFrom: string | null;
		/** Milliseconds that its clock was behind; zero when it was right. */
		readonly offsetMs: number;
	};
	/** Why it was refused, or why reading it anew was. */
	readonly refusal: string | null;
	readonly addedBy: string;
	readonly addedAt: string;
}

export const noCounts: SourceCounts = { records: 0, skipped: 0, authors: 0, more: {} };

export function sourceView(row: SourceRow): SourceView {
	const options = optionsOf(row);
	return {
		id: row.id,
		status: row.status,
		progress: row.progress,
		format: row.format,
		formatTitle: formats.find((format) => format.name === row.format)?.title ?? null,
		name: row.name,
		fileName: row.file_name,
		sha256: row.sha256,
		bytes: row.bytes,
		counts: JSON.parse(row.counts_json) as SourceCounts,
		first: row.first_us === null ? null : formatUs(row.first_us),
		last: row.last_us === null ? null : formatUs(row.last_us),
		assumptions: JSON.parse(row.assumptions_json) as Assumption[],
		skipped: JSON.parse(row.skipped_json) as SkippedLine[],
		files: filesOf(row),
		options: {
			zone: options.zone ?? null,
			year: options.year ?? null,
			date: options.date ?? null,
			recordedFrom: options.recordedFromUs === undefined ? null : formatUs(options.recordedFromUs),
			offsetMs: (options.offsetUs ?? 0) / 1000,
		},
		refusal: row.refusal,
		addedBy: row.added_by,
		addedAt: new Date(row.added_at).toISOString(),
	};
}

export const optionsOf = (row: SourceRow): SourceOptions => JSON.parse(row.options_json) as SourceOptions;
/** Those that were read come first, in the order records number them; archives follow. */
export function filesOf(row: SourceRow): readonly SourceFile[] {
	let files = parsed.get(row);
	if (!files) {
		files = JSON.parse(row.files_json) as SourceFile[];
		parsed.set(row, files);
	}
	return files;
}
/** A page names the file of each of its records, and an export has thousands of files. */
const parsed = new WeakMap<SourceRow, readonly SourceFile[]>();
