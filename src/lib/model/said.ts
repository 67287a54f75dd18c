/**
 * What an author says of their own words: that they are an inference, or somebody's recollection. It lies in the text
 * as a mark; whoever prints it sets a letter behind the words, and explains the letters that were used at the end.
 */
export const ways = ['inference', 'recollection'] as const;
export type Way = (typeof ways)[number];

/** The letter behind the words. */
export const letterOf: Readonly<Record<Way, string>> = { inference: 'i', recollection: 'r' };
/** What it is called, for who hears the text instead of seeing it. */
export const nameOf: Readonly<Record<Way, string>> = { inference: 'inference', recollection: 'recollection' };
/** What it means, for the end of a story. */
export const meaningOf: Readonly<Record<Way, string>> = {
	inference: 'Inference: the authors think so from what they read and heard; no record says it.',
	recollection: 'Recollection: as somebody remembers it; no record says it.',
};

/** The way that some of these words are said in, wherever they lie in blocks of any kind; in the order of `ways`. */
export function waysUsed(blocks: unknown): readonly Way[] {
	const used = new Set<Way>();
	const visit = (value: unknown): void => {
		if (typeof value !== 'object' || value === null) return;
		if (!Array.isArray(value) && 'marks' in value && Array.isArray(value.marks)) {
			const way = wayIn(value.marks.map((mark: unknown) => nameIn(mark)));
			if (way) used.add(way);
		}
		for (const inner of Object.values(value)) visit(inner);
	};
	visit(blocks);
	return ways.filter((way) => used.has(way));
}

const nameIn = (mark: unknown): unknown =>
	typeof mark === 'object' && mark !== null && 'is' in mark ? mark.is : mark;

/** The way among the names of marks, if any. */
export function wayIn(marks: Iterable<unknown>): Way | undefined {
	for (const mark of marks) if (mark === 'inference' || mark === 'recollection') return mark;
	return undefined;
}

/**
 * Behind which parts of a line a letter stands: where words that were said one way end. What takes no mark itself (a
 * chip, a line break, code) parts nothing. `undefined` as a part's way with `bridges` false is plain text.
 */
export function endings(
	parts: readonly { readonly way: Way | undefined; readonly bridges: boolean }[],
): readonly (Way | undefined)[] {
	return parts.map(({ way }, index) => {
		if (way === undefined) return undefined;
		const next = parts.slice(index + 1).find((part) => part.way !== undefined || !part.bridges);
		return next?.way === way ? undefined : way;
	});
}
