import { expect, test } from 'vitest';
import { roleWords } from './material.ts';

test('[ST9] a role reads in a sentence: small letters, but acronyms and names keep theirs', () => {
	expect(
		[
			'Infra lead',
			'Analytics Engineer',
			'SRE',
			'VP Engineering at Northgate',
			'Head of Data Platform',
			'Data team of Northgate, a customer',
		].map((title) => roleWords(title, 'Data Platform')),
	).toEqual([
		'the infra lead',
		'the analytics engineer',
		'the SRE',
		'the VP engineering at Northgate',
		'the head of Data Platform',
		'the data team of Northgate, a customer',
	]);
	expect([roleWords(' ', 'Support'), roleWords(null, null)]).toEqual([
		'someone in Support',
		'someone who was there',
	]);
});
