/** Contested times in words. */
import type { Claim } from '#lib/model/timeline.ts';

/** “Priya says”, “the dashboard says”, “before that it stood at”, “somebody says”: the time follows. */
export function wordsOfClaim(
	{ personId, source }: Pick<Claim, 'personId' | 'source'>,
	nameOf: (id: string) => string,
): string {
	if (personId !== '') return `${nameOf(personId)} says`;
	if (source === 'as it stood') return 'It stood at';
	return source === '' ? 'Somebody says' : `${source} says`;
}
