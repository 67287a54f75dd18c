/** Reads files with a format and hands on its records: what the import worker and the tests share. */
import type { Assumption, ParsedRecord, SkippedLine, SourceOptions } from '../record.ts';
import { chooseFormat } from './all.ts';
import type { Format, InputFile } from './format.ts';

/** What reading came to, besides the records. */
export interface ReadResult {
	readonly format: Format;
	readonly name: string | undefined;
	readonly records: number;
	readonly assumptions: readonly Assumption[];
	/** The first 200. */
	readonly skipped: readonly SkippedLine[];
	readonly skippedCount: number;
	readonly tallies: Readonly<Record<string, number>>;
}

const skippedShown = 200;

export interface ReadContext {
	readonly options: SourceOptions;
	/** Of the analysis: for stamps that name none. */
	readonly zone: string;
	readonly nowUs: number;
}

/** `put` gets each record with its number, counted from 1 over records and skipped lines alike. Throws `Unreadable`. */
export function readFiles(
	files: readonly InputFile[],
	context: ReadContext,
	put: (record: ParsedRecord, number: number) => void,
): ReadResult {
	const format = chooseFormat(files, context.options.format);
	const assumptions = new Map<string, Assumption>();
	const skipped: SkippedLine[] = [];
	const tallies: Record<string, number> = {};
	const offsetUs = context.options.offsetUs ?? 0;
	let name: string | undefined;
	let number = 0;
	let records = 0;
	let skippedCount = 0;
	format.read(files, {
		options: context.options,
		zone: context.options.zone ?? context.zone,
		nowUs: context.nowUs,
		emit(record) {
			number++;
			records++;
			put(offsetUs === 0 ? record : shifted(record, offsetUs), number);
		},
		skip(file, line, reason, text) {
			number++;
			skippedCount++;
			const path = files.length > 1 ? files[file]?.path : undefined;
			if (skipped.length < skippedShown)
				skipped.push({
					...(path === undefined ? {} : { file: path }),
					line,
					reason,
					text: text.slice(0, 400),
				});
		},
		assume(assumption) {
			assumptions.set(`${assumption.what} ${assumption.because}`, assumption);
		},
		tally(word, by = 1) {
			tallies[word] = (tallies[word] ?? 0) + by;
		},
		call(text) {
			name = text;
		},
	});
	return { format, name, records, assumptions: [...assumptions.values()], skipped, skippedCount, tallies };
}

const shifted = (record: ParsedRecord, offsetUs: number): ParsedRecord => ({
	...record,
	atUs: record.atUs + offsetUs,
	...(record.untilUs === undefined ? {} : { untilUs: record.untilUs + offsetUs }),
});
