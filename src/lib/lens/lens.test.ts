import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from './finding.ts';
import { createLens } from './lens.ts';
import { rules } from './rules.ts';
import { sentencesOf } from './sentences.ts';

const read = (text: string) => createLens().read(text);
const kindsIn = (text: string) => read(text).map(({ kind }) => kind);

/** Texts as people write them, with everything that has ever gone wrong with offsets. */
const sentence = fc.constantFrom(
	...rules.flatMap(({ marks, leaves }) => [...marks, ...leaves]).map((text) => text.replace(/[[\]]/g, '')),
	'🔥 The fix was deployed 🚒 by noon.',
	'“We should have tested it,” said Ana.',
	'He said the team failed to look.',
	'– no',
);
const break_ = fc.constantFrom(' ', '\n', '\r\n', '\n\n', '\r\n\r\n', '  ', '\n- ', '\n# ', '\n> ', ' 😀 ');
const prose = fc.array(fc.tuple(sentence, break_), { maxLength: 12 }).map((parts) => parts.flat().join(''));

test('[LE3] offsets are exact, also behind characters of two units and beside carriage returns', () => {
	const text = '🔥🔥 It burned.\r\nThe fix was deployed.\r\n\r\n👩‍🚒 We should have tested it.';
	expect(read(text).map(({ start, end }) => text.slice(start, end))).toEqual([
		'The fix was deployed',
		'We should have tested it',
	]);
	fc.assert(
		fc.property(prose, (words) => {
			for (const finding of read(words)) {
				expect(words.slice(finding.start, finding.end)).toBe(finding.text);
				expect(finding.text.trim()).toBe(finding.text);
				expect(finding.text.isWellFormed()).toBe(true);
				expect(finding.text.length).toBeGreaterThan(0);
			}
		}),
	);
});

test('[LE7] it never throws, whatever people, systems and events are called', () => {
	const names = fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 4 });
	fc.assert(
		fc.property(names, names, names, (people, systems, events) => {
			const lens = createLens({ people: [...people, 'Ana'], systems: [...systems, 'web-3'], events });
			expect(lens.read('Ana should have checked web-3.').map(({ kind }) => kind)).toEqual(['counterfactual']);
		}),
	);
});

test('[LE4] the findings of a text are those of its sentences, shifted', () => {
	fc.assert(
		fc.property(prose, (words) => {
			const apart = sentencesOf(words).flatMap(({ start, text }) =>
				read(text).map((finding) => ({ ...finding, start: finding.start + start, end: finding.end + start })),
			);
			expect(read(words)).toEqual(apart);
		}),
	);
});

test('[LE4] sentences hold every word of a text, in order and apart', () => {
	fc.assert(
		fc.property(fc.oneof(prose, fc.string({ unit: 'grapheme' })), (words) => {
			let end = 0;
			let kept = '';
			for (const { start, text } of sentencesOf(words)) {
				expect(start).toBeGreaterThanOrEqual(end);
				expect(words.slice(start, start + text.length)).toBe(text);
				end = start + text.length;
				kept += text;
			}
			expect(kept.replace(/\s/gu, '')).toBe(words.replace(/\s/gu, ''));
		}),
	);
});

test('[LE5] reading on after an edit finds what reading afresh finds', () => {
	fc.assert(
		fc.property(
			prose,
			fc.array(fc.tuple(fc.nat(), fc.nat(9), fc.string({ maxLength: 4 }))),
			(first, edits) => {
				const lens = createLens();
				let text = first;
				for (const [seed, remove, insert] of edits) {
					const at = text.length === 0 ? 0 : seed % text.length;
					text = text.slice(0, at) + insert + text.slice(at + remove);
					expect(lens.read(text)).toEqual(read(text));
				}
			},
		),
		{ numRuns: 20 },
	);
});

test('[LE5] a text longer than its memory is read whole', () => {
	const many = Array.from({ length: 4500 }, (_, n) => `${n} obviously.`).join(' ');
	expect(read(many)).toHaveLength(4500);
});

test('[LE6] quotations, chat and reported speech are left alone', () => {
	for (const quoted of [
		'“We should have tested it. It was human error,” it says.',
		'The channel reads "the root cause was the cache" at 02:10.',
		'fejta [5:21 PM] we should have tested it',
		'> The team failed to look.',
		'He said that they should have known.',
		'The flag is called `should_have been deployed`.',
	])
		expect(kindsIn(quoted), quoted).toEqual([]);
	expect(kindsIn('The fix was “sort of” deployed.')).toEqual([]);
	expect(kindsIn('“It’s green,” Ana typed, and the fix was deployed.')).toEqual(['passive-agentless']);
});

test('[LE6] a quotation is never cut in two', () => {
	expect(sentencesOf('Ana wrote: “It is up. We should wait.” Then it fell.').map(({ text }) => text)).toEqual(
		['Ana wrote: “It is up. We should wait.” Then it fell.'],
	);
	expect(sentencesOf('It ran v1.2, e.g. On Monday. Then it fell.\nStill down.\n\nUp')).toHaveLength(4);
});

test('[LE7] it never throws, whatever the text', () => {
	fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void read(text)));
	fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => void read(text)));
	const pieces = fc.constantFrom(
		'was',
		'not',
		'by',
		'’',
		"n't",
		'"',
		'“',
		'\ud83d',
		'.',
		'(',
		'the',
		'failed to',
		'\n',
	);
	fc.assert(fc.property(fc.array(pieces, { maxLength: 80 }), (parts) => void read(parts.join(' '))));
});

test('[LE8] a question is made of the names that the sentence holds, and of no others', () => {
	const lens = createLens({ people: ['LeadEng', 'Ana'], systems: ['the plan'], events: ['the deletion'] });
	const asked = (text: string) => lens.read(text).map(({ question }: Finding) => question);
	expect(asked('LeadEng should have noticed that the plan was larger.')).toEqual([
		'What told LeadEng at the time that this was the sensible thing to do?',
	]);
	expect(asked('A dry run in the plan would have shown LeadEng the two volumes.')).toEqual([
		'What did the plan show LeadEng then, and what did it leave out?',
	]);
	expect(asked('The root cause of the deletion was a stale file.')).toEqual([
		'What else had to be there for the deletion to happen, and what kept it from being worse?',
	]);
	expect(asked('The operator failed to update the page.')).toEqual([
		'What was the operator trying to get done, and what did they have to go by?',
	]);
	expect(asked('At noon a fix was deployed.')).toEqual([
		'Who worked on the fix, what were they seeing just then, and what were they hoping for?',
	]);
	expect(asked('We forgot to update the page.')[0]).toMatch(/^What was the person trying/);
});
