import { expect, test } from 'vitest';
import type { Gap } from '#lib/model/timeline.ts';
import { gapCards, type Lanes } from './gap-cards.ts';
import { laneHeight } from './layout.ts';

const gap = (id: string) => ({ id }) as Gap;
const lanes = (marks: Record<number, number[]>, ...silences: readonly [string, number, number][]): Lanes => ({
	silences: silences.map(([id, from, to]) => ({ gap: gap(id), from, to, rows: [0, 8] as const })),
	marks: Array.from({ length: 8 }, (_, row) => (marks[row] ?? []).map((x) => ({ x, label: undefined }))),
	width: 800,
});
const places = (cards: ReturnType<typeof gapCards>) => cards.map(({ gap: { id }, x, y }) => [id, x, y]);

test('[LY26] the card of a gap lies in its middle while nothing is there, and beside the glyphs where something is', () => {
	expect(places(gapCards(lanes({}, ['a', 200, 600])))).toEqual([['a', 400, 152]]);
	const busy = lanes({ 3: [400], 4: [380], 5: [420] }, ['a', 200, 600]);
	const [card] = gapCards(busy);
	const rows = [Math.floor((card?.y ?? 0) / laneHeight), Math.ceil(((card?.y ?? 0) + 62) / laneHeight)];
	const isClear = card?.x !== 400 || (rows[1] ?? 0) <= 3 || (rows[0] ?? 0) >= 6;
	expect([card?.gap.id, isClear]).toEqual(['a', true]);
});

test('[LY26] it stays where it is as long as it hides no more there', () => {
	const empty = lanes({}, ['a', 200, 600]);
	expect(places(gapCards(empty, new Map([['a', 209]])))).toEqual([['a', 400, 209]]);
	const busy = lanes({ 5: [400, 410], 6: [400] }, ['a', 200, 600]);
	expect(places(gapCards(busy, new Map([['a', 209]])))).not.toEqual([['a', 400, 209]]);
});

test('[LY26] a gap too narrow for a card has none, and of two that would cover each other the narrower speaks', () => {
	expect(places(gapCards(lanes({}, ['wide', 100, 700], ['narrow', 300, 500], ['slit', 10, 60])))).toEqual([
		['narrow', 400, 152],
	]);
});
