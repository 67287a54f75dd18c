import { expect, test } from 'vitest';
import { makeAnchor, type Resolution } from '#lib/model/anchor.ts';
import { readPassages } from '#lib/model/prose.ts';
import { holdAnchors, ours, type Anchors } from './anchors.ts';

const scale = { edits: 150, threads: 12, every: 3 };
const seeds = Array.from({ length: 10 }, (_, index) => index + 1);

test.each(seeds)(
	'[AN10] three write, split, join, move, undo and go offline: every thread is on its words or says that it is not, alike everywhere; seed %i',
	(seed) => {
		const run = holdAnchors(seed, scale);
		expect(run).toMatchObject({ wrong: undefined, edits: scale.edits });
		expect(Math.min(run.said.placed, run.said.edited, run.said.orphaned)).toBeGreaterThan(0);
	},
);
test.each([
	[10, 106],
	[259, 66],
])('[AN10] words that concurrent edits left twice in one block are not lost; seed %i', (seed, edits) => {
	expect(holdAnchors(seed, { ...scale, edits: edits + 20 }).wrong).toBeUndefined();
});

const wrongOf = (anchors: Anchors) => seeds.map((seed) => holdAnchors(seed, scale, anchors).wrong);
const every = (matching: RegExp) => seeds.map(() => expect.stringMatching(matching));
test('[AN10] the run would notice an anchor that is not verified against its words', () => {
	const unverified: Anchors = {
		...ours,
		// What the two positions enclose, whatever it says now.
		resolve: (fragment, anchors) =>
			ours
				.resolve(fragment, anchors)
				.map((answer): Resolution =>
					answer.is === 'edited' ? { ...answer, is: 'placed', by: 'position' } : answer,
				),
	};
	expect(wrongOf(unverified)).toEqual(every(/lies on “/));
});
test('[AN10] the run would notice words that are not looked for', () => {
	const unsearched: Anchors = {
		...ours,
		resolve: (fragment, anchors) =>
			ours
				.resolve(fragment, anchors)
				.map((answer): Resolution =>
					answer.is === 'placed' && answer.by === 'search' ? { is: 'orphaned' } : answer,
				),
		follow: (fragment, anchors) =>
			ours
				.follow(fragment, anchors)
				.map((each) =>
					each.resolution.is === 'placed' && each.resolution.by === 'search'
						? { resolution: { is: 'orphaned' }, fresh: undefined }
						: each,
				),
	};
	expect(wrongOf(unsearched)).toEqual(every(/is said to be gone, and it stands/));
});
test('[AN10] the run would notice a search that takes the first place it finds', () => {
	const careless: Anchors = {
		...ours,
		resolve: (fragment, anchors) =>
			ours.resolve(fragment, anchors).map((answer): Resolution => {
				const [passage] = readPassages(fragment);
				return answer.is === 'orphaned' && passage
					? { is: 'placed', by: 'search', place: { passageId: passage.passageId, start: 0, end: 9 } }
					: answer;
			}),
	};
	expect(wrongOf(careless)).toEqual(every(/lies on “/));
});
test('[AN10] a seed tells the same run again', () => {
	expect(holdAnchors(7, scale)).toEqual(holdAnchors(7, { ...scale }, { ...ours, make: makeAnchor }));
});
