import { expect, test } from 'vitest';
import { mentionFinder, renameMentions } from './mentions.ts';

const cast = [
	{ id: 'sofia', name: 'Sofia Brandt' },
	{ id: 'mark', name: 'Mark Bell' },
	{ id: 'marcus', name: 'Marcus Bell' },
	{ id: 'wei', name: 'Wei-Lin Chou' },
];
const find = mentionFinder(cast);
const who = (text: string) => find(text).map(({ id }) => id);

test('[MN1] a whole name is one mention; a given name or surname counts where nobody shares it', () => {
	expect(who('Sofia Brandt paged Marcus; Brandt waited.')).toEqual(['sofia', 'marcus', 'sofia']);
	expect(who('Bell was there')).toEqual([]);
});

test('[MN1] parts of words and other cases name nobody', () => {
	expect(who('mark it as Sofias, the Marker said')).toEqual([]);
	expect(who('Wei-Lin’s note, then (Wei-Lin)')).toEqual(['wei', 'wei']);
});

test('[MN2] a renamed person is renamed everywhere, with a capital where a sentence begins', () => {
	const words = new Map([['sofia', 'the engineer on call']]);
	expect(renameMentions('Sofia woke. Then Sofia Brandt joined Mark. Brandt slept.', find, words)).toBe(
		'The engineer on call woke. Then the engineer on call joined Mark. The engineer on call slept.',
	);
});

test('[MN1] an empty cast names nobody', () => {
	expect(mentionFinder([])('Sofia')).toEqual([]);
});
