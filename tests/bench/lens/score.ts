/** How well findings agree with a reader, sentence by sentence: the set of kinds found against the set labelled. */
import { findingKinds } from '#lib/lens/finding.ts';
import type { Labelled } from './corpus.ts';
import type { Found } from './keywords.ts';

export interface Score {
	readonly precision: number;
	readonly recall: number;
	readonly f1: number;
	/** Labels of sentences in which their kind was found. */
	readonly agreed: number;
	/** The share of those whose wording was marked: intersection over union of at least a half. */
	readonly spans: number;
}

type Kind = (typeof findingKinds)[number];

/** Micro-averaged over the kinds given: each kind of each sentence is found or not, and labelled or not. */
export function score(
	corpus: readonly Labelled[],
	find: (text: string) => readonly Found[],
	kinds: readonly Kind[] = findingKinds,
): Score {
	let [both, onlyFound, onlyLabelled, agreed, marked] = [0, 0, 0, 0, 0];
	for (const { text, labels } of corpus) {
		const found = find(text);
		for (const kind of kinds) {
			const isFound = found.some((one) => one.kind === kind);
			const isLabelled = labels.some((one) => one.kind === kind);
			if (isFound && isLabelled) both++;
			else if (isFound) onlyFound++;
			else if (isLabelled) onlyLabelled++;
		}
		for (const label of labels) {
			const same = found.filter(({ kind }) => kind === label.kind && kinds.includes(kind));
			if (same.length === 0) continue;
			agreed++;
			if (same.some((one) => overlap(one, label) >= 0.5)) marked++;
		}
	}
	return {
		precision: share(both, both + onlyFound),
		recall: share(both, both + onlyLabelled),
		f1: share(2 * both, 2 * both + onlyFound + onlyLabelled),
		agreed,
		spans: share(marked, agreed),
	};
}

interface Range {
	readonly start: number;
	readonly end: number;
}

function overlap(a: Range, b: Range): number {
	const both = Math.min(a.end, b.end) - Math.max(a.start, b.start);
	return both <= 0 ? 0 : both / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

/** In per cent, to a tenth. Nothing of nothing is all of it. */
const share = (part: number, whole: number) => (whole === 0 ? 100 : Math.round((part / whole) * 1000) / 10);
