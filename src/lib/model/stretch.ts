/** Where most of it happened: a cause from months ago would otherwise squeeze the night into a line. */
import { hour, type Micros } from './instant.ts';

export interface Stretch {
	readonly from: Micros;
	readonly to: Micros;
}

/** Stretches are parted by more than this. */
const quiet = 12 * hour;

/** The stretch with the most instants, the earliest of equals. Undefined without instants. */
export function densestStretch(instants: readonly Micros[]): Stretch | undefined {
	const sorted = instants.toSorted((a, b) => a - b);
	let best: (Stretch & { count: number }) | undefined;
	let start = 0;
	for (let index = 1; index <= sorted.length; index++) {
		const before = sorted[index - 1] ?? 0;
		const here = sorted[index];
		if (here !== undefined && here - before <= quiet) continue;
		const count = index - start;
		if (!best || count > best.count) best = { from: sorted[start] ?? 0, to: before, count };
		start = index;
	}
	return best && { from: best.from, to: best.to };
}
