import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeAnchor, resolveAnchor } from './anchor.ts';
import { newId } from './ids.ts';
import { appendBlocks, narrativeOf, readNarrative, readNarrativeBlocks } from './narrative.ts';
import type { Block, HeadingLevel, PassageId } from './prose.ts';
import { moveSection, placeAbove, placeBelow, stretchesOf } from './section.ts';

const origin = { source: 'local', userId: 'usr_test' } as const;
const heading = (level: HeadingLevel, text: string): Block => ({
	is: 'heading',
	level,
	content: [{ is: 'text', text, marks: [] }],
});
const paragraph = (text: string): Block => ({ is: 'paragraph', content: [{ is: 'text', text, marks: [] }] });

function written(...blocks: readonly Block[]) {
	const doc = new Y.Doc();
	appendBlocks(doc, blocks, origin);
	const root = narrativeOf(doc);
	const say = () => readNarrative(doc).map(({ text }) => text);
	const id = (title: string): PassageId => {
		const found = readNarrative(doc).find(({ text }) => text === title);
		if (!found) throw new Error(`no passage says ${title}`);
		return found.passageId;
	};
	return { doc, root, say, id };
}
const story = () =>
	written(
		paragraph('lead'),
		heading(2, 'A'),
		paragraph('a'),
		heading(3, 'A1'),
		paragraph('a1'),
		heading(2, 'B'),
		paragraph('b and more words than the others have'),
		heading(2, 'C'),
	);

test('[SE1] a section moves with everything under it, before a heading or to the end', () => {
	const { root, say, id } = story();
	expect(moveSection(root, id('A'), id('C'), origin).is).toBe('moved');
	expect(say()).toEqual(['lead', 'B', 'b and more words than the others have', 'A', 'a', 'A1', 'a1', 'C']);
	expect(moveSection(root, id('C'), id('B'), origin)).toEqual({ is: 'moved', passageId: id('C') });
	expect(moveSection(root, id('B'), 'end', origin)).toEqual({ is: 'moved', passageId: id('B') });
	expect(say()).toEqual(['lead', 'C', 'A', 'a', 'A1', 'a1', 'B', 'b and more words than the others have']);
	expect(moveSection(root, id('A'), id('A1'), origin)).toEqual({ is: 'same' });
	expect(moveSection(root, 'p9-9', 'end', origin)).toEqual({ is: 'gone' });
});

test('[SE2] one place up is before the one above that is no smaller; one place down is behind the next', () => {
	const { root, id } = story();
	const stretches = stretchesOf(root);
	expect(placeAbove(stretches, id('B'))).toBe(id('A'));
	expect(placeAbove(stretches, id('A1'))).toBe(id('A'));
	expect(placeAbove(stretches, id('A'))).toBeUndefined();
	expect(placeBelow(stretches, id('A'))).toBe(id('C'));
	expect(placeBelow(stretches, id('B'))).toBe('end');
	expect(placeBelow(stretches, id('A1'))).toBe(id('C'));
	expect(placeBelow(stretches, id('C'))).toBeUndefined();
});

test('[SE3] where somebody else is at work nothing is written anew; where both sides are, nothing moves', () => {
	const { root, say, id } = story();
	const at = (title: string) =>
		new Set([root.toArray().findIndex((child) => child.toString().includes(`>${title}<`))]);
	const before = id('B');
	expect(moveSection(root, id('A'), id('C'), origin, at('B')).is).toBe('moved');
	expect(id('B')).toBe(before);
	expect(say().slice(0, 4)).toEqual(['lead', 'B', 'b and more words than the others have', 'A']);
	const busy = new Set([...at('A'), ...at('B')]);
	expect(moveSection(root, id('A'), id('B'), origin, busy)).toEqual({ is: 'occupied' });
});

test('[SE4] threads on a moved section stay on their words, chips keep their events, and undo is one step', () => {
	const eventId = newId('event');
	const { doc, root, id } = written(
		heading(2, 'First'),
		paragraph('The gateway kept saying yes all night.'),
		heading(2, 'Second'),
		{
			is: 'paragraph',
			content: [
				{ is: 'text', text: 'Green at ', marks: [{ is: 'bold' }] },
				{ is: 'chip', eventId },
			],
		},
	);
	const anchors = ['kept saying yes', 'Green at'].map((quote) => {
		const passage = readNarrative(doc).find(({ text }) => text.includes(quote));
		const start = passage?.text.indexOf(quote) ?? 0;
		const anchor =
			passage && makeAnchor(root, { passageId: passage.passageId, quote, start, end: start + quote.length });
		if (!anchor) throw new Error('no anchor');
		return { anchor, quote };
	});
	const undo = new Y.UndoManager(root, { trackedOrigins: new Set([origin]) });
	const before = readNarrativeBlocks(doc).blocks;
	moveSection(root, id('Second'), id('First'), origin);
	const moved = readNarrativeBlocks(doc).blocks;
	expect(moved).toEqual([...before.slice(2), ...before.slice(0, 2)]);
	const check = () => {
		for (const { anchor, quote } of anchors) {
			const resolution = resolveAnchor(root, anchor);
			if (resolution.is !== 'placed') throw new Error(`${quote} is ${resolution.is}`);
			const { passageId, start, end } = resolution.place;
			const passage = readNarrative(doc).find((one) => one.passageId === passageId);
			expect(passage?.text.slice(start, end)).toBe(quote);
		}
	};
	check();
	undo.undo();
	expect(readNarrativeBlocks(doc).blocks).toEqual(before);
	check();
});

test('[SE1] whatever is moved where, nothing is lost and nothing is there twice', () => {
	const level = fc.constantFrom<HeadingLevel>(2, 3);
	fc.assert(
		fc.property(
			fc.array(level, { minLength: 1, maxLength: 8 }),
			fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 8 }),
			(levels, moves) => {
				const { root, say } = written(
					...levels.flatMap((one, index) => [heading(one, `H${index}`), paragraph(`p${index}`)]),
				);
				const all = say().toSorted();
				for (const [which, where, who] of moves) {
					const stretches = stretchesOf(root);
					const own = stretches[which % stretches.length];
					if (!own) continue;
					const words = say().slice(own.from, own.to);
					const target = stretches[where % (stretches.length + 1)]?.passageId ?? 'end';
					const result = moveSection(root, own.passageId, target, origin, new Set([who % root.length]));
					expect(say().toSorted()).toEqual(all);
					if (result.is !== 'moved') continue;
					const now = stretchesOf(root).find(({ passageId }) => passageId === result.passageId);
					// It may have come under a larger one, or have smaller ones behind it now.
					expect(say().slice(now?.from ?? 0, (now?.from ?? 0) + words.length)).toEqual(words);
				}
			},
		),
	);
});
