import { expect, test } from 'vitest';
import { compareVersions, type Compared } from './compare-versions.ts';

const texts = (...given: readonly [string, string][]): readonly Compared[] =>
	given.map(([passageId, text]) => ({ passageId, text }));

test('[RD6] what changed between two versions is told passage by passage; a move alone is no change', () => {
	const older = texts(
		['a', 'It was calm.'],
		['b', 'Sofia went home.'],
		['c', 'The boards were green all night.'],
		['d', 'Gone.'],
	);
	const newer = texts(
		['b', 'Sofia went home.'],
		['x', 'The boards were green until two.'],
		['y', 'Something new.'],
		['a', 'It was quiet and calm.'],
	);
	const same = (text: string) => ({ is: 'same', text });
	expect(compareVersions(older, newer)).toEqual({
		changes: [
			{
				...{ before: 'c', after: 'x', isRewritten: false },
				words: [
					same('The boards were green '),
					{ is: 'removed', text: 'all night' },
					{ is: 'added', text: 'until two' },
					same('.'),
				],
			},
			{ before: null, after: 'y', isRewritten: false, words: [{ is: 'added', text: 'Something new.' }] },
			{ before: 'd', after: null, isRewritten: false, words: [{ is: 'removed', text: 'Gone.' }] },
			{
				...{ before: 'a', after: 'a', isRewritten: false },
				words: [same('It was '), { is: 'added', text: 'quiet and ' }, same('calm.')],
			},
		],
		edits: 4,
		rewritten: 0,
	});
	expect(compareVersions(older, older)).toEqual({ changes: [], edits: 0, rewritten: 0 });
});
