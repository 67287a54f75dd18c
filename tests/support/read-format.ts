/** Reads literal files the way an import does, in memory. */
import { fileOf } from '#server/evidence/formats/format.ts';
import { formatUs } from '#server/evidence/formats/instant.ts';
import { readFiles, type ReadResult } from '#server/evidence/formats/read.ts';
import type { ParsedRecord, SourceOptions } from '#server/evidence/record.ts';

export interface ReadFiles extends Omit<ReadResult, 'records' | 'format'> {
	readonly records: readonly ParsedRecord[];
	readonly format: string;
	/** `[at, author, text]` of each record. */
	readonly told: readonly (readonly [string, string | undefined, string])[];
	/** The raw bytes of each record, as text. */
	readonly raw: readonly string[];
}

/** Today is 22 November 2026 where a year is guessed. */
export function readFormat(
	files: Readonly<Record<string, string | Uint8Array>>,
	options: SourceOptions = {},
	zone = 'UTC',
): ReadFiles {
	const inputs = Object.entries(files).map(([path, content]) => fileOf(path, content));
	const records: ParsedRecord[] = [];
	const result = readFiles(inputs, { options, zone, nowUs: Date.UTC(2026, 10, 22) * 1000 }, (record) =>
		records.push(record),
	);
	return {
		...result,
		format: result.format.name,
		records,
		told: records.map(({ atUs, author, text }) => [formatUs(atUs), author, text] as const),
		raw: records.map(({ file, byteOffset, byteLength }) =>
			(inputs[file]?.whole() ?? Buffer.alloc(0)).toString('utf8', byteOffset, byteOffset + byteLength),
		),
	};
}
