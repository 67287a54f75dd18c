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

test('[MN1] a description names somebody by all its words, small or large at its head, and never by one of them', () => {
	const team = [
		...cast,
		{ id: 'team', name: 'The Northgate data team' },
		{ id: 'customer', name: 'Our customer' },
	];
	const found = mentionFinder(team);
	expect(
		found('The night before, the Northgate data team wrote. The team of Sofia: our customer waits.'),
	).toEqual([
		{ id: 'team', start: 18, end: 41 },
		{ id: 'sofia', start: 61, end: 66 },
		{ id: 'customer', start: 68, end: 80 },
	]);
	expect(renameMentions('The Northgate data team wrote.', found, new Map([['team', 'a customer']]))).toBe(
		'A customer wrote.',
	);
});

test('[MN1] an empty cast names nobody', () => {
	expect(mentionFinder([])('Sofia')).toEqual([]);
});
