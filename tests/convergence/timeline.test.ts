import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { timelineCollections } from '#lib/model/timeline.ts';
import { converge, fromAfar, type UndoOf } from './timeline.ts';

const seeds = Array.from({ length: 12 }, (_, index) => index + 1);

test.each(seeds)(
	'[TL12] three to eight replicas with every verb, offline periods, undo and redo read the same timeline; undo takes nothing of another’s; seed %i',
	(seed) => {
		const run = converge(seed);
		expect({ seed, wrong: run.wrong }).toEqual({ seed, wrong: undefined });
		expect(run.operations).toBeGreaterThan(50);
	},
);
test('[TL12] the run would notice an undo that takes back what others did', () => {
	const everybodys: UndoOf = (doc, origin) => {
		const roots = Object.values(timelineCollections).map(({ name }) => doc.getMap(name));
		const manager = new Y.UndoManager(roots as never, { trackedOrigins: new Set([origin, fromAfar]) });
		return {
			undo: () => (manager.undo() ? 'done' : 'nothing'),
			redo: () => (manager.redo() ? 'done' : 'nothing'),
			cut: () => manager.stopCapturing(),
			destroy: () => manager.destroy(),
		};
	};
	expect(seeds.slice(0, 4).map((seed) => converge(seed, everybodys).wrong)).toEqual(
		seeds
			.slice(0, 4)
			.map(() =>
				expect.stringMatching(/^operation \d+, replica \d: ((undo|redo) (took|deleted)|cannot read)/),
			),
	);
});
test('[TL12] a seed tells the same run again', () => {
	const [once, again] = [converge(7), converge(7)];
	expect(again).toEqual(once);
});
