/** Where most of the evidence lies: a commit from years ago would otherwise squeeze one night into a line. */
import type { Bar, Range } from './Histogram.svelte';

/** Below this span all of it is one story. */
const spanUs = 3 * 24 * 60 * 60 * 1_000_000;
/** Looked into so often at most: 160 bars each time lead from ten years to a minute. */
const looks = 4;

/** The busiest stretch of a histogram; undefined when all of it is close together, or there is nothing. */
export function busiestOf(bars: readonly Bar[]): Range | undefined {
	const [first] = bars;
	const end = bars.at(-1);
	if (!first || !end || end.toUs - first.fromUs <= spanUs) return undefined;
	const counts = bars.map(({ logs, chat, alerts }) => logs + chat + alerts);
	const most = Math.max(...counts);
	// A few rows in each of the weeks around are not yet the stretch.
	const isBusy = (index: number) => (counts[index] ?? 0) * 100 > most;
	let from = counts.indexOf(most);
	let to = from;
	while (isBusy(from - 1)) from--;
	while (isBusy(to + 1)) to++;
	const range = { fromUs: bars[from]?.fromUs ?? 0, toUs: bars[to]?.toUs ?? 0 };
	return range.toUs - range.fromUs < (end.toUs - first.fromUs) / 2 ? range : undefined;
}

/**
 * The bars of the busiest stretch, looked into until it no longer shrinks; `look` gives those of a range, or
 * undefined when it can't, and then what was found so far is enough. Undefined as `busiestOf` is.
 */
export async function lookInto(
	bars: readonly Bar[],
	look: (range: Range) => Promise<readonly Bar[] | undefined>,
): Promise<readonly Bar[] | undefined> {
	let found: readonly Bar[] | undefined;
	for (let step = 0; step < looks; step++) {
		const range = busiestOf(found ?? bars);
		const closer = range && (await look(range));
		if (!closer || closer.length === 0) break;
		found = closer;
	}
	return found;
}
