import { expect, test } from 'vitest';
import { placeBetween, runsOf } from './draft-runs.ts';

const passage = {
	text: 'Green at \uFFFC. They made dinner.',
	marks: [{ is: 'bold', start: 0, end: 5 }] as const,
	chips: [{ at: 9, label: '01:52' }],
};

test('[CO5] a frozen passage is cut where its look changes, and every character is in one run', () => {
	const span = { id: 'thr_1', start: 12, end: 21, isActive: false };
	const runs = runsOf(passage, [span, { id: 'thr_2', start: 17, end: 21, isActive: true }]);
	expect(runs.map(({ text, isChip, marks, thread }) => [text, isChip, marks, thread?.id])).toEqual([
		['Green', false, ['bold'], undefined],
		[' at ', false, [], undefined],
		['01:52', true, [], undefined],
		['. ', false, [], undefined],
		['They ', false, [], 'thr_1'],
		['made', false, [], 'thr_2'],
		[' dinner.', false, [], undefined],
	]);
	expect(runs.map(({ start, end }) => passage.text.slice(start, end)).join('')).toBe(passage.text);
});

test('[CO5] how an author says that words are known is told once, where those words end', () => {
	const said = { ...passage, marks: [{ is: 'recollection', start: 12, end: 29 }] as const };
	const runs = runsOf(said, [{ id: 'thr_1', start: 17, end: 21, isActive: false }]);
	expect(runs.map(({ text, endsMark }) => [text, endsMark])).toEqual([
		['Green at ', false],
		['01:52', false],
		['. ', false],
		['They ', false],
		['made', false],
		[' dinner.', true],
	]);
	const halves = [
		{ is: 'inference', start: 12, end: 17 },
		{ is: 'inference', start: 17, end: 29 },
	] as const;
	expect(runsOf({ ...passage, marks: halves }, []).map(({ endsMark }) => endsMark)).toEqual([
		false,
		false,
		false,
		false,
		true,
	]);
});

test('[CO5] a selection is a place in the text: chips whole, no blanks at its ends', () => {
	const chip = { start: 9, end: 10, isChip: true };
	const words = { start: 10, end: 29, isChip: false };
	expect(placeBetween(passage.text, { ...chip, offset: 3 }, { ...words, offset: 6 })).toEqual({
		start: 9,
		end: 16,
		quote: '\uFFFC. They',
	});
	expect(
		placeBetween(passage.text, { start: 5, end: 9, isChip: false, offset: 0 }, { ...chip, offset: 0 }),
	).toEqual({ start: 6, end: 8, quote: 'at' });
	expect(placeBetween(passage.text, { ...words, offset: 1 }, { ...words, offset: 2 })).toBeUndefined();
});
