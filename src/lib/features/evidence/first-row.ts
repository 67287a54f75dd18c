/** Where to begin reading: a commit from years ago would otherwise be the first thing seen of one night. */
import type { Bar } from './Histogram.svelte';

/** Below this span all of it is one story, and it begins at the beginning. */
const spanUs = 3 * 24 * 60 * 60 * 1_000_000;

/**
 * How many rows lie before the busiest stretch of a histogram in order of time: 0 when all of it is close together
 * or there is nothing.
 */
export function firstRowOf(bars: readonly Bar[]): number {
	const [first] = bars;
	const last = bars.at(-1);
	if (!first || !last || last.toUs - first.fromUs <= spanUs) return 0;
	const counts = bars.map(({ logs, chat, alerts }) => logs + chat + alerts);
	const most = Math.max(...counts);
	let at = counts.indexOf(most);
	// A few rows in each of the weeks before are not yet the stretch.
	while (at > 0 && (counts[at - 1] ?? 0) * 100 > most) at--;
	return counts.slice(0, at).reduce((sum, count) => sum + count, 0);
}
