import { getSchema } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { proseExtensions } from './extensions.ts';
import { blocksOf } from './highlights.ts';
import { rangesOf, readableText } from './lens-marks.ts';

const schema = getSchema(proseExtensions());
const chip = () => schema.node('eventChip', { eventId: null });
const words = (text: string, ...marks: readonly string[]) =>
	schema.text(
		text,
		marks.map((name) => schema.mark(name)),
	);
const paragraph = (...content: readonly Node[]) => schema.node('paragraph', null, content);
const doc = (...content: readonly Node[]) => schema.node('doc', null, content);
const read = (whole: Node) => blocksOf(whole).map((block) => readableText(whole, block));

test('[LE12] code, block quotes and quotes by reference are not read; chips and inline code are no words', () => {
	const whole = doc(
		schema.node('heading', { level: 2 }, [words('The 😀 night')]),
		schema.node('blockquote', null, [paragraph(words('They should have known.'))]),
		schema.node('codeBlock', null, [words('should()')]),
		schema.node('recordQuote', { recordId: null }),
		schema.node('bulletList', null, [
			schema.node('listItem', null, [
				paragraph(words('At '), chip(), words(' we ran '), words('apply', 'code'), words(' twice')),
			]),
		]),
		paragraph(words('One'), schema.node('hardBreak'), words('two', 'bold')),
	);
	expect(read(whole)).toEqual([
		'The 😀 night',
		undefined,
		undefined,
		undefined,
		'At \uFFFC we ran \uFFFC\uFFFC\uFFFC\uFFFC\uFFFC twice',
		'One\ntwo',
	]);
});

test('[LE12] a stretch that holds a chip is marked on both sides of it, and marks of the text do not part it', () => {
	const block = paragraph(
		words('x We '),
		words('should', 'bold'),
		chip(),
		words(' have'),
		words('run', 'code'),
	);
	const whole = doc(block);
	const [placed] = blocksOf(whole);
	if (!placed) throw new Error('no block');
	expect(rangesOf(placed, { start: 2, end: 20 })).toEqual([
		{ from: 3, to: 12 },
		{ from: 13, to: 18 },
	]);
});

test('[LE12] offsets in the text of a block are positions in it, whatever stands between', () => {
	const inline = fc.oneof(
		fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).map((text) => words(text)),
		fc.string({ minLength: 1, maxLength: 8 }).map((text) => words(text, 'bold')),
		fc.string({ minLength: 1, maxLength: 8 }).map((text) => words(text, 'code')),
		fc.constantFrom(0, 1).map((which) => (which === 0 ? chip() : schema.node('hardBreak'))),
	);
	const block = fc.array(inline, { maxLength: 8 }).map((content) => paragraph(...content));
	fc.assert(
		fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), (blocks, a, b) => {
			const whole = doc(...blocks);
			for (const placed of blocksOf(whole)) {
				const text = readableText(whole, placed) ?? '';
				expect(text.length).toBe(placed.node.content.size);
				const [start, end] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y) as [
					number,
					number,
				];
				const marked = rangesOf(placed, { start, end }).map(({ from, to }) => whole.textBetween(from, to));
				expect(marked.join('')).toBe(spoken(placed.node, start, end));
			}
		}),
	);
});

/** The characters of a block between two offsets that are neither code nor anything but characters, one by one. */
function spoken(node: Node, start: number, end: number): string {
	let said = '';
	for (let at = start; at < end; at++) {
		const child = node.childAfter(at);
		if (child.node?.isText && !child.node.marks.some(({ type }) => type.name === 'code'))
			said += child.node.text?.[at - child.offset] ?? '';
	}
	return said;
}
