/** A source as a row: what it was made of, what it is called, and what reading it came to. */
import { createHash } from 'node:crypto';
import type { SourceRow } from '#db/source.ts';
import type { SourceFile, SourceSummary } from './record.ts';
import { filesOf } from './source-view.ts';

/** What was uploaded: not what was found inside. */
export function uploadsOf(row: SourceRow): SourceFile[] {
	const files = filesOf(row);
	return files
		.filter((file) => file.isInner !== true)
		.map(({ path, sha256, bytes }) => ({ path, sha256, bytes }));
}

/** What tells an upload from others, and what it is called. */
export function identify(files: readonly SourceFile[]): { sha256: string; fileName: string; bytes: number } {
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
	const [only] = files;
	if (files.length === 1 && only) return { sha256: only.sha256, fileName: only.path, bytes };
	const listed = files.map((file) => `${file.path}\0${file.sha256}\n`).sort();
	const folder = only?.path.split('/')[0] ?? 'folder';
	return { sha256: createHash('sha256').update(listed.join('')).digest('hex'), fileName: folder, bytes };
}

/** A file's name without its ending. */
export const plainName = (fileName: string): string =>
	(fileName.split('/').at(-1) ?? fileName)
		.replace(/(?<=.)\.[A-Za-z0-9]{1,6}(?:\.(?:gz|zst))?$/, '')
		.slice(0, 200) || fileName;

/** The sentence for what has to be said first. */
export function unsaid(what: string, because: string): string {
	switch (what) {
		case 'recordedFrom':
			return `Say when it began (recordedFrom), because ${because}. Nothing was imported.`;
		case 'date':
			return `Say which day it is from (date), because ${because}. Nothing was imported.`;
		default:
			return `Say its ${what}, because ${because}. Nothing was imported.`;
	}
}

/** The columns of a source that was read. */
export function readColumns(
	summary: SourceSummary,
	status: 'proposed' | 'ready',
	job: { keepName: boolean },
) {
	return {
		status,
		progress: 1000,
		format: summary.format,
		...(job.keepName || summary.name === undefined ? {} : { name: summary.name }),
		assumptions_json: JSON.stringify(summary.assumptions),
		counts_json: JSON.stringify(summary.counts),
		first_us: summary.firstUs ?? null,
		last_us: summary.lastUs ?? null,
		skipped_json: JSON.stringify(summary.skipped),
		files_json: JSON.stringify(summary.files),
		refusal: null,
	};
}

/** Any content as a stream. */
export async function* streamOf(
	content: string | Uint8Array | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
	if (typeof content === 'string') yield Buffer.from(content);
	else if (content instanceof Uint8Array) yield content;
	else yield* content;
}
