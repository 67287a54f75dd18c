/** Who wrote some words, in the order in which they stand: as one tells it, not letter by letter. */

/** As the API tells it. */
export interface AuthoredRun {
	readonly from: number;
	readonly to: number;
	readonly user: { readonly id: string; readonly name: string } | null;
	readonly at: string | null;
}

/** Words of one author, of one day. */
export interface Told {
	/** Null where nobody knows any more. */
	readonly user: AuthoredRun['user'];
	readonly at: string | null;
	readonly words: string;
}

/**
 * Says of a stretch of a text who wrote which of its words. Spaces and signs between two words of one author are no
 * words of another's. Undefined when the runs are not those of this text: it was written on meanwhile.
 */
export function tell(
	text: string,
	runs: readonly AuthoredRun[],
	stretch: { readonly start: number; readonly end: number },
	dayOf: (at: string) => string,
): readonly Told[] | undefined {
	if ((runs.at(-1)?.to ?? 0) !== text.length) return undefined;
	const told: Told[] = [];
	for (const { from, to, user, at } of runs) {
		const words = text.slice(Math.max(from, stretch.start), Math.min(to, stretch.end));
		if (words === '') continue;
		const last = told.at(-1);
		const isSame =
			last !== undefined &&
			last.user?.id === user?.id &&
			(last.at === null || at === null ? last.at === at : dayOf(last.at) === dayOf(at));
		if (last && (isSame || !/[\p{L}\p{N}]/u.test(words)))
			told[told.length - 1] = { ...last, words: last.words + words };
		else told.push({ user, at, words });
	}
	return told.map((each) => ({ ...each, words: each.words.trim() })).filter(({ words }) => words !== '');
}

/** A day as people say it: "today", "yesterday", "Wednesday 11 March", with its year when that is another. */
export function dayWords(at: string | number, now: number, zone?: string): string {
	const part = (when: string | number, options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).format(new Date(when));
	const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'numeric', year: 'numeric' };
	if (part(at, day) === part(now, day)) return 'today';
	if (part(at, day) === part(now - 24 * 3_600_000, day)) return 'yesterday';
	const isThisYear = part(at, { year: 'numeric' }) === part(now, { year: 'numeric' });
	return part(at, {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		...(!isThisYear && { year: 'numeric' }),
	}).replace(',', '');
}
