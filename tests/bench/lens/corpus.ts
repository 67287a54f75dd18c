/**
 * The sentences that a reader labelled. They belong to their sources and are no part of this repository: the bench
 * reads them where they are, beside it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { FindingKind } from '#lib/lens/finding.ts';

export interface Label {
	readonly kind: FindingKind;
	readonly start: number;
	readonly end: number;
}

export interface Labelled {
	readonly id: string;
	readonly text: string;
	readonly labels: readonly Label[];
	/** One of the third that nobody looked at while rules were written. */
	readonly isHeldOut: boolean;
}

/** `LENS_CORPUS` names another set of the same form. */
const file =
	process.env['LENS_CORPUS'] ?? new URL('../../../../shared/data/language/corpus.jsonl', import.meta.url);

/** Undefined when it is not there. */
export function readCorpus(): readonly Labelled[] | undefined {
	if (!existsSync(file)) return undefined;
	return readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => {
			const { id, text, labels } = JSON.parse(line) as {
				id: string;
				text: string;
				labels: readonly { kind: FindingKind | 'none'; start: number; end: number }[];
			};
			return {
				id,
				text,
				labels: labels.flatMap(({ kind, start, end }) =>
					kind === 'none' ? [] : [{ kind, start: units(text, start), end: units(text, end) }],
				),
				isHeldOut: createHash('sha256').update(id).digest().readUInt32BE(0) % 3 === 0,
			};
		});
}

/** The labels count characters; the lens counts UTF-16. */
function units(text: string, characters: number): number {
	let at = 0;
	for (let n = 0; n < characters; n++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
	return at;
}
