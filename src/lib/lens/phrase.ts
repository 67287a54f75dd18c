/** Findings for those who show them: each with the sentence it stands in, by which a writer’s choice is remembered. */
import type { Finding } from './finding.ts';
import type { Lens } from './lens.ts';
import { sentencesOf } from './sentences.ts';

/** A finding and its whole sentence. */
export interface Phrase extends Finding {
	readonly sentence: string;
}

/** What `lens.read(text)` finds, with sentences. Never throws. */
export function readPhrases(lens: Lens, text: string): readonly Phrase[] {
	const sentences = sentencesOf(text);
	const phrases: Phrase[] = [];
	let at = 0;
	for (const findings of lens.readBySentence(text)) {
		const sentence = sentences[at++]?.text ?? '';
		for (const finding of findings) phrases.push({ ...finding, sentence });
	}
	return phrases;
}
