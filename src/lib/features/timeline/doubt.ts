/** How sure a time is, changed by hand: wider, narrower, or one edge moved. Each makes one whole new time. */
import { minute, second, type Micros } from '#lib/model/instant.ts';
import { anchorOf, toggleAbout, type When } from '#lib/model/time.ts';

export type Edge = 'earliest' | 'latest';

/** Half widths that a step leads through. */
const steps: readonly Micros[] = [
	10 * second,
	30 * second,
	...[1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 720].map((count) => count * minute),
];

/**
 * The time one step less or more sure: an exact one becomes “about”, and one narrowed to nothing exact again.
 * Undefined where there is nothing to widen or narrow.
 */
export function widened(when: When, way: 'wider' | 'narrower'): When | undefined {
	const at = anchorOf(when);
	if (at === undefined) return undefined;
	if (when.form === 'exact') return way === 'wider' ? toggleAbout(when) : undefined;
	const { earliest, latest } = when;
	if ((when.form !== 'about' && when.form !== 'between') || earliest === undefined || latest === undefined)
		return undefined;
	const before = stepped(at - earliest, way);
	const after = stepped(latest - at, way);
	if (before === 0 && after === 0) return toggleAbout({ ...when, form: 'about', best: at });
	return { ...when, earliest: at - before, latest: at + after, written: '' };
}

/** The next half width; 0 below the narrowest. A side that is sure stays sure. */
function stepped(width: Micros, way: 'wider' | 'narrower'): Micros {
	if (width <= 0) return 0;
	if (way === 'wider') return steps.find((step) => step > width) ?? width * 2;
	return steps.findLast((step) => step < width) ?? 0;
}

/**
 * The time with one edge of its doubt at another instant. The edge of an “about” stops at its likeliest instant,
 * that of a “between” at the other edge; an open side that is given an edge makes a “between”.
 */
export function edged(when: When, edge: Edge, to: Micros): When {
	const { form, earliest, latest, best, ...rest } = when;
	const moved = { ...rest, written: '' };
	if (form === 'about' && best !== undefined) {
		const bounds = { earliest: earliest ?? best, latest: latest ?? best, best };
		return edge === 'earliest'
			? { ...moved, form, ...bounds, earliest: Math.min(to, best) }
			: { ...moved, form, ...bounds, latest: Math.max(to, best) };
	}
	if (edge === 'earliest' && latest !== undefined)
		return { ...moved, form: 'between', earliest: Math.min(to, latest), latest };
	if (edge === 'latest' && earliest !== undefined)
		return { ...moved, form: 'between', earliest, latest: Math.max(to, earliest) };
	return when;
}
