import { getSchema } from '@tiptap/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { proseExtensions } from './extensions.ts';
import { matchesIn, matchFrom, patternOf, type Query } from './find-matches.ts';

const schema = getSchema(proseExtensions());
const words = (text: string, ...marks: readonly string[]) =>
	schema.text(
		text,
		marks.map((name) => schema.mark(name)),
	);
const chip = () => schema.node('eventChip', { eventId: null });
const paragraph = (...content: ReturnType<typeof words>[]) => schema.node('paragraph', null, content);
const doc = (...content: ReturnType<typeof paragraph>[]) => schema.node('doc', null, content);

function found(whole: ReturnType<typeof doc>, query: string, how: Partial<Query> = {}): readonly string[] {
	const pattern = patternOf({ words: query, asWritten: false, wholeWords: false, ...how });
	return pattern === undefined
		? []
		: matchesIn(whole, pattern, new WeakMap()).map(({ from, to }) => whole.textBetween(from, to, '|', '*'));
}

test('[EN10] words are found over marks, in lists and code, and not over chips, breaks and blocks', () => {
	const whole = doc(
		paragraph(words('The ga'), words('te', 'bold'), words('way said')),
		schema.node('bulletList', null, [
			schema.node('listItem', null, [paragraph(words('gate'), chip(), words('way'))]),
		]),
		schema.node('codeBlock', null, [words('GATEWAY=1')]),
		schema.node('recordQuote', { recordId: null }),
		paragraph(words('gate'), schema.node('hardBreak'), words('way')),
	);
	expect(found(whole, 'gateway')).toEqual(['gateway', 'GATEWAY']);
	expect(found(whole, 'gateway', { asWritten: true })).toEqual(['gateway']);
	expect(found(whole, '\uFFFC')).toEqual([]);
});

test('[EN10] signs are themselves, whole words are whole, and quotation marks are alike however they are drawn', () => {
	const whole = doc(paragraph(words('It’s “fine”. (a.b) axb über überall 3.5%')));
	expect(found(whole, "it's")).toEqual(['It’s']);
	expect(found(whole, '"fine"')).toEqual(['“fine”']);
	expect(found(whole, 'a.b')).toEqual(['a.b']);
	expect(found(whole, 'über', { wholeWords: true })).toEqual(['über']);
	expect(found(whole, 'ber', { wholeWords: true })).toEqual([]);
	expect(found(whole, '3.5%')).toEqual(['3.5%']);
	expect(found(whole, '')).toEqual([]);
});

test('[EN10] whatever is looked for, what is found is what was asked, in order and apart', () => {
	const text = fc
		.string({ unit: 'grapheme', maxLength: 40 })
		.map((one) => one.replaceAll(/[\n\r\uFFFC]/g, ' '));
	fc.assert(
		fc.property(text, text, fc.boolean(), (whole, query, wholeWords) => {
			const pattern = patternOf({ words: query, asWritten: true, wholeWords });
			if (!pattern || whole === '') return;
			const matches = matchesIn(doc(paragraph(words(whole))), pattern, new WeakMap());
			let last = 0;
			for (const { from, to } of matches) {
				expect(from).toBeGreaterThanOrEqual(last);
				expect(to - from).toBe(query.length);
				last = to;
			}
			if (!wholeWords && whole.includes(query)) expect(matches.length).toBeGreaterThan(0);
		}),
	);
});

test('[EN10] looking goes round at the end, and finds nothing in nothing', () => {
	const matches = [
		{ from: 3, to: 4 },
		{ from: 9, to: 10 },
	];
	expect([0, 3, 4, 10].map((at) => matchFrom(matches, at))).toEqual([0, 0, 1, 0]);
	expect(matchFrom([], 5)).toBe(-1);
});
