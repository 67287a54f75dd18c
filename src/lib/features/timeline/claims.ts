/** Contested times in words. */
import type { Claim } from '#lib/model/timeline.ts';

/** “Priya says”, “dashboard:”, “It stood at”, “Somebody says”: the time follows. */
export function wordsOfClaim(
	{ personId, source }: Pick<Claim, 'personId' | 'source'>,
	nameOf: (id: string) => string,
): string {
	if (personId !== '') return `${nameOf(personId)} says`;
	if (source === 'as it stood') return 'It stood at';
	return source === '' ? 'Somebody says' : `${source}:`;
}
