import { expect, test } from 'vitest';
import { ownTime, readersWords } from './own-time.ts';

test('[PA12] a time is said as the person lived it, date included, and by UTC after it', () => {
	const portland = { zone: 'America/Los_Angeles', location: 'Portland' };
	expect([
		ownTime('2026-03-11T01:38:00Z', 'exact', portland),
		ownTime('2026-03-11T12:00:00.5Z', 'about', { zone: 'Asia/Tokyo' }),
	]).toEqual([
		{ own: 'Tuesday 10 March, 18:38 in Portland', utc: '11 March, 01:38 UTC' },
		{ own: 'Wednesday 11 March, about 21:00 in Tokyo', utc: '12:00 UTC' },
	]);
});

test('[PA13] who reads is named, as long as they can be', () => {
	expect([
		readersWords(['Ines Caldeira']),
		readersWords(['Ines Caldeira', 'Dev Banerjee']),
		readersWords(['A', 'B', 'C', 'D']),
		readersWords([]),
	]).toEqual(['Ines', 'Ines and Dev', 'the analysts', 'the analysts']);
});
