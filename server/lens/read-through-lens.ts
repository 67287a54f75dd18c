import { setImmediate } from 'node:timers/promises';
import type { Finding } from '#lib/lens/finding.ts';
import type { Lens } from '#lib/lens/lens.ts';
import { ok, refuse, type Outcome } from '../refusal.ts';

/** Some thirty thousand words: more than any story, and half a second of one processor. */
export const longestText = 200_000;

/** After so many ms others get their turn. */
const turn = 10;

// Loaded when it is first asked for: its lexicon takes a third of a second that a start need not wait for.
let loaded: Promise<() => Lens> | undefined;

/** The findings of a text. A long one is read in turns with everything else that the server does; nothing is kept. */
export async function readThroughLens(
	text: string,
): Promise<Outcome<{ readonly findings: readonly Finding[] }>> {
	if (text.length > longestText)
		return refuse('too_large', 'That is more than 200,000 characters. Send it in smaller parts.');
	loaded ??= import('#lib/lens/lens.ts').then(({ createLens }) => createLens);
	const lens = (await loaded)();
	const findings: Finding[] = [];
	let since = performance.now();
	for (const found of lens.readBySentence(text)) {
		findings.push(...found);
		if (performance.now() - since < turn) continue;
		await setImmediate();
		since = performance.now();
	}
	return ok({ findings });
}
