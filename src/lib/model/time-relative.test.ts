import { expect, test } from 'vitest';
import { parseInstant } from './instant.ts';
import { parseRelative, type Named } from './time-relative.ts';
import { parseWhen } from './time-text.ts';
import type { When } from './time.ts';

const near = parseInstant('2026-03-11T03:00:00Z') ?? 0;
const at = (text: string): When => {
	const parsed = parseWhen(text, { zone: 'UTC', near });
	if (!parsed.ok) throw new Error(parsed.why);
	return parsed.when;
};
const us = (time: string) => parseInstant(`2026-03-11T${time}Z`);
const mk = (title: string, label: string, when: string, who: string[] = []): Named => ({
	title,
	label,
	who,
	when: at(when),
});
const night = [
	mk('PagerDuty pages Priya: IngestLagHigh', 'paged', '02:14:07', ['Priya Raghunathan']),
	mk('Acknowledges; joins the call', 'joins', '03:14', ['Sofia Brandt']),
	mk('Joins: “Could be mine”', '', '02:33', ['LeadEng']),
	mk('Decide to roll the change back', 'roll it back', 'about 02:41'),
	mk('Notes what the dashboard shows', '', '02:55'),
	mk('Second note to customers', 'second note', '02:50'),
	mk('The tide turns', '', 'before 02:00'),
	mk('Someone hums', '', 'order only'),
];
const read = (typed: string) => parseRelative(typed, night, 'UTC');
const bounds = (typed: string) => {
	const found = read(typed);
	return found?.is === 'found' ? [found.when.form, found.when.earliest, found.when.latest] : found?.is;
};

test('[TI11] before and after another event take over its own bound', () => {
	expect(bounds('before Sofia joins')).toEqual(['before', undefined, us('03:14:00')]);
	expect(bounds('After roll it back')).toEqual(['after', us('02:39:00'), undefined]);
	expect(bounds('before decide to roll the change back')).toEqual(['before', undefined, us('02:43:00')]);
});

test('[TI11] what was written stays beside it', () => {
	const found = read('  before   the page');
	expect(found?.is === 'found' && [found.when.written, found.when.latest]).toEqual([
		'before the page',
		us('02:14:07'),
	]);
});

test('[TI11] where several are named so all are offered, the best first', () => {
	expect(bounds('after joins')).toEqual(['after', us('03:14:00'), undefined]);
	const found = read('after the note');
	expect(found?.is === 'several' && found.choices.map(({ title }) => title)).toEqual([
		'Second note to customers',
		'Notes what the dashboard shows',
	]);
});

test('[TI11] an event without such a bound is refused in one sentence; what names none is left to others', () => {
	expect(read('after the tide turns')).toEqual({
		is: 'unplaced',
		why: 'Nobody knows from when “The tide turns” was, so it sets no bound.',
	});
	expect(read('before someone hums')?.is).toBe('unplaced');
	expect([read('before the flood'), read('about the page'), read('before')]).toEqual([
		undefined,
		undefined,
		undefined,
	]);
});
