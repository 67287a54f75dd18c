/** Where the doubt of a time can be taken hold of: the ends of its gradient on the lanes. */
import type { Edge } from './doubt.ts';
import { laneHeight, type Layout, type Mark } from './layout.ts';

/** How near an edge a pointer must be, and how far from the glyph, which is for moving it whole. */
const reach = 6;
const clear = 11;

/** The edge at a place of the lanes: the nearest one that is not under its glyph. */
export function edgeAt(
	{ marks }: Layout,
	x: number,
	y: number,
): { readonly mark: Mark; readonly edge: Edge } | undefined {
	let found: { mark: Mark; edge: Edge } | undefined;
	let nearest = reach;
	for (const mark of marks[Math.floor(y / laneHeight)] ?? []) {
		if (!mark.doubt || Math.abs(mark.x - x) < clear) continue;
		const { from, to, shape } = mark.doubt;
		const ends: readonly (readonly [Edge, number])[] = [
			...(shape === 'after' ? [] : [['earliest', from] as const]),
			...(shape === 'before' ? [] : [['latest', to] as const]),
		];
		for (const [edge, at] of ends)
			if (Math.abs(at - x) <= nearest) {
				nearest = Math.abs(at - x);
				found = { mark, edge };
			}
	}
	return found;
}
