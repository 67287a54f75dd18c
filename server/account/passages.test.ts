import { expect, test } from 'vitest';
import { newId } from '#lib/model/ids.ts';
import { chipCharacter } from '#lib/model/prose.ts';
import { withTimes } from './passages.ts';

const eventId = newId('event');
/** A text with a chip at each `*`, all of one event at that time. */
const read = (text: string, time: string | undefined) => {
	const chips = text.split('').flatMap((letter, at) => (letter === '*' ? [{ at, eventId }] : []));
	return withTimes(text.replaceAll('*', chipCharacter), chips, { timeOf: () => time });
};

test('[AC9] in plain text an event that is cited is its time, once: not where the time is written beside it', () => {
	expect(read('At * Sofia saw it.', '01:38')).toBe('At 01:38 Sofia saw it.');
	expect(read('At 06:22 * Sofia counted.', '06:22')).toBe('At 06:22 Sofia counted.');
	expect(read('They went flat around * ~02:07, all at once.', 'about 02:07')).toBe(
		'They went flat around ~02:07, all at once.',
	);
	expect(read('It ended at 03:14 *.', '03:14')).toBe('It ended at 03:14.');
	expect(read('First *, then *.', '02:10')).toBe('First 02:10, then 02:10.');
	expect(read('He read it *.', undefined)).toBe('He read it ….');
	// At that hour of another day, something else was.
	expect(read('It was down from * until 02:41 the next day.', '10 Mar, 02:41')).toBe(
		'It was down from 10 Mar, 02:41 until 02:41 the next day.',
	);
	expect(read('Paged on 12 Mar, 02:41 *.', '12 Mar, 02:41')).toBe('Paged on 12 Mar, 02:41.');
	expect(read('The disks were full at 02:03 *.', '02:03 to 05:51')).toBe(
		'The disks were full at 02:03 02:03 to 05:51.',
	);
	expect(read('It failed at 02:41 (*) and nobody saw it.', '02:41')).toBe(
		'It failed at 02:41 and nobody saw it.',
	);
	expect(read('The boards went flat around *.', 'about 02:07')).toBe('The boards went flat around 02:07.');
});
