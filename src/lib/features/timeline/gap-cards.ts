/** Where the cards of gaps lie on the lanes: in their gap, and where they hide least of what happened. Pure. */
import type { Gap } from '#lib/model/timeline.ts';
import { laneHeight, type Layout, type Mark } from './layout.ts';

/** In px; what stands in a card is laid out for it. */
export const cardWidth = 124;
const cardHeight = 62;

export interface GapCard {
	readonly gap: Gap;
	/** Its middle. */
	readonly x: number;
	/** Its upper edge. */
	readonly y: number;
}

/** What of a layout the cards depend on. */
export interface Lanes {
	readonly silences: readonly Pick<Layout['silences'][number], 'gap' | 'from' | 'to' | 'rows'>[];
	/** Lane by lane. */
	readonly marks: readonly (readonly Pick<Mark, 'x' | 'label'>[])[];
	readonly width: number;
}

/**
 * A card for each gap that is wide enough for one. `resting` says where cards were: one that hides no more there stays.
 * Of two whose usual places cover each other only that of the narrower gap is there.
 */
export function gapCards(lanes: Lanes, resting: ReadonlyMap<string, number> = new Map()): readonly GapCard[] {
	const placed: GapCard[] = [];
	const isTaken = (spot: { readonly x: number; readonly y: number }) =>
		placed.some(({ x, y }) => Math.abs(x - spot.x) < cardWidth + 6 && Math.abs(y - spot.y) < cardHeight);
	for (const { gap, from, to, rows } of lanes.silences.toSorted((a, b) => a.to - a.from - (b.to - b.from))) {
		const [left, right] = [Math.max(from, 0), Math.min(to, lanes.width)];
		const [first, end] = rows;
		if (right - left < cardWidth - 30 || end - first < 2) continue;
		const middle = Math.min(Math.max((left + right) / 2, cardWidth / 2), lanes.width - cardWidth / 2);
		const usual =
			Math.min(152, Math.max(0, (end - first) * laneHeight - cardHeight - 8)) + first * laneHeight;
		if (isTaken({ x: middle, y: usual })) continue;
		const rest = resting.get(gap.id);
		const [least, most] = [left + cardWidth / 2, right - cardWidth / 2];
		const ys = [rest ?? usual, usual];
		for (let row = first + 1; row * laneHeight + cardHeight / 2 <= end * laneHeight; row++)
			ys.push(row * laneHeight - cardHeight / 2);
		let best: { readonly x: number; readonly y: number } = { x: middle, y: usual };
		let [hides, away] = [Infinity, Infinity];
		for (const x of least < most ? [middle, least, most] : [middle])
			for (const y of ys) {
				if (isTaken({ x, y })) continue;
				const hidden = hiddenBy(lanes.marks, x, y);
				const moved = Math.abs(y - (rest ?? usual)) + Math.abs(x - middle) / 2;
				if (hidden > hides || (hidden === hides && moved >= away)) continue;
				[hides, away] = [hidden, moved];
				best = { x, y };
			}
		placed.push({ gap, ...best });
	}
	return placed;
}

/** Glyphs weigh more than labels: a label can be read by pointing at its glyph. */
function hiddenBy(marks: Lanes['marks'], x: number, y: number): number {
	let hides = 0;
	const [from, to] = [x - cardWidth / 2, x + cardWidth / 2];
	const [first, last] = [
		Math.max(0, Math.floor(y / laneHeight) - 1),
		Math.ceil((y + cardHeight) / laneHeight),
	];
	for (let row = first; row <= last; row++) {
		const line = (row + 0.5) * laneHeight;
		if (line < y - 8 || line > y + cardHeight + 8) continue;
		for (const { x: at, label } of marks[row] ?? [])
			if (at > from - 9 && at < to + 9) hides += 4;
			else if (label?.side === 'right' && at < from && at + 14 + label.width > from) hides++;
			else if (label?.side === 'left' && at > to && at - 14 - label.width < to) hides++;
	}
	return hides;
}
