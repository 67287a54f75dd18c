/** Reads one source from its blobs into a record file. Runs inside the import worker; tests call it directly. */
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import type { BlobStore } from './blob-store.ts';
import { Unreadable, wholeFileLimit, type InputFile } from './formats/format.ts';
import { readFiles, type ReadContext } from './formats/read.ts';
import { RecordFileBuilder } from './record-file.ts';
import type { SourceFile, SourceSummary } from './record.ts';
import { unpack, unpackLimits } from './unpack.ts';

export interface ImportJob extends ReadContext {
	readonly uploads: readonly SourceFile[];
	/** Where the record file is built; nothing lies there after a refusal. */
	readonly target: string;
	/** What all the files of an archive may come to, bytes. */
	readonly maxBytes: number;
}

export type ImportResult =
	| { readonly ok: true; readonly summary: SourceSummary }
	| { readonly ok: false; readonly message: string };

const pieceBytes = 1024 * 1024;

/** `progress` is told how far it is, 0 to 1000, and `stored` which blobs were made of an archive. A file that cannot be used is an answer, not an exception. */
export async function runImport(
	job: ImportJob,
	blobs: BlobStore,
	progress: (done: number) => void,
	stored: (sha256: string) => void,
): Promise<ImportResult> {
	const builder = new RecordFileBuilder(job.target);
	try {
		const files = await unpack(job.uploads, blobs, { total: job.maxBytes, ...unpackLimits }, stored);
		const readable = files.filter((file) => file.isArchive !== true);
		const meter = new Meter(readable, progress);
		const inputs = readable.map((file) => inputOf(file, blobs, meter));
		const result = readFiles(inputs, job, (record, number) => builder.add(record, number));
		if (result.records === 0)
			throw new Unreadable(nothingFound(result.format.title, result.skipped[0]?.reason));
		const summary = builder.finish((share) => progress(Math.round(600 + 390 * share)));
		// Formats number the files they were given; archives stand before them in the list of all.
		return {
			ok: true,
			summary: {
				format: result.format.name,
				name: result.name,
				files: [...readable, ...files.filter((file) => file.isArchive === true)],
				counts: {
					records: summary.records,
					skipped: result.skippedCount,
					authors: summary.authors,
					more: result.tallies,
				},
				firstUs: summary.firstUs,
				lastUs: summary.lastUs,
				assumptions: result.assumptions,
				skipped: result.skipped,
			},
		};
	} catch (error) {
		builder.abandon();
		rmSync(job.target, { force: true });
		if (error instanceof Unreadable) return { ok: false, message: error.message };
		throw error;
	}
}

function nothingFound(title: string, reason: string | undefined): string {
	const why = reason === undefined ? '' : ` The first thing left out: ${reason}.`;
	return `Read as ${title}, this file gives no records.${why} Nothing was imported.`;
}

/** Tells how much of all files was read: the first six tenths of the way. */
class Meter {
	readonly #total: number;
	readonly #progress: (done: number) => void;
	#done = 0;

	constructor(files: readonly SourceFile[], progress: (done: number) => void) {
		this.#total = files.reduce((sum, file) => sum + file.bytes, 1);
		this.#progress = progress;
	}

	add(bytes: number): void {
		this.#done += bytes;
		this.#progress(Math.round((600 * Math.min(this.#done, this.#total)) / this.#total));
	}
}

function inputOf(file: SourceFile, blobs: BlobStore, meter: Meter): InputFile {
	const path = blobs.path(file.sha256);
	return {
		path: file.path,
		bytes: file.bytes,
		head: readHead(path),
		whole() {
			if (file.bytes > wholeFileLimit)
				throw new Unreadable(
					`${file.path} is one JSON document of ${Math.round(file.bytes / 1024 / 1024)} MiB; ${wholeFileLimit / 1024 / 1024} is the most. Split it, or save it as one object per line. Nothing was imported.`,
				);
			const bytes = Buffer.concat([...pieces(path)]);
			meter.add(bytes.length);
			return bytes;
		},
		*pieces() {
			for (const piece of pieces(path)) {
				yield piece;
				meter.add(piece.length);
			}
		},
	};
}

function readHead(path: string): Buffer {
	const file = openSync(path, 'r');
	try {
		const head = Buffer.alloc(Math.min(65_536, fstatSync(file).size));
		return head.subarray(0, readSync(file, head));
	} finally {
		closeSync(file);
	}
}

function* pieces(path: string): Generator<Buffer> {
	const file = openSync(path, 'r');
	try {
		for (;;) {
			const piece = Buffer.allocUnsafe(pieceBytes);
			const read = readSync(file, piece);
			if (read === 0) return;
			yield piece.subarray(0, read);
		}
	} finally {
		closeSync(file);
	}
}
