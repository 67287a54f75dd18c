/**
 * One lens on a thread of its own: loading it takes longer than a keystroke may wait. It answers the page that started
 * it, and has no other way out: it asks nothing of any network and keeps nothing.
 */
import type { Names } from '#lib/lens/finding.ts';
import { createLens } from '#lib/lens/lens.ts';
import { readPhrases, type Phrase } from '#lib/lens/phrase.ts';

/** Names from now on, or a text to read. */
export type Order = { readonly names: Names } | { readonly id: number; readonly text: string };
export interface Answer {
	readonly id: number;
	readonly phrases: readonly Phrase[];
}

let lens = createLens();

addEventListener('message', ({ data }: MessageEvent<Order>) => {
	if ('names' in data) lens = createLens(data.names);
	else {
		const answer: Answer = { id: data.id, phrases: readPhrases(lens, data.text) };
		postMessage(answer);
	}
});
