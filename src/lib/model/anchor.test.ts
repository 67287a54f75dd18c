import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
	followAnchors,
	makeAnchor,
	parseAnchor,
	resolveAnchor,
	type Anchor,
	type Resolution,
} from './anchor.ts';
import { newId } from './ids.ts';
import { appendBlocks, narrativeOf, readNarrative } from './narrative.ts';
import type { Block } from './prose.ts';

const origin = { source: 'local', userId: 'usr_test' } as const;
const paragraph = (...words: readonly string[]): Block => ({
	is: 'paragraph',
	content: words.map((text) =>
		text === '@' ? { is: 'chip', eventId: newId('event') } : { is: 'text', text, marks: [] },
	),
});

function written(...blocks: readonly Block[]) {
	const doc = new Y.Doc();
	appendBlocks(doc, blocks, origin);
	return { doc, root: narrativeOf(doc) };
}

function anchorOn(root: Y.XmlFragment, quote: string): Anchor {
	for (const { passageId, text } of readNarrative(root.doc as Y.Doc)) {
		const start = text.indexOf(quote);
		if (start < 0) continue;
		const anchor = makeAnchor(root, { passageId, quote, start, end: start + quote.length });
		if (anchor) return JSON.parse(JSON.stringify(anchor)) as Anchor;
	}
	throw new Error(`no passage says ${quote}`);
}

function textOf(root: Y.XmlFragment, block: number, child = 0): Y.XmlText {
	const text = (root.get(block) as Y.XmlElement).get(child);
	if (!(text instanceof Y.XmlText)) throw new Error('no text there');
	return text;
}

function wordsAt(root: Y.XmlFragment, resolution: Resolution): string | undefined {
	if (resolution.is === 'orphaned') return undefined;
	const { passageId, start, end } = resolution.place;
	return readNarrative(root.doc as Y.Doc)
		.find((passage) => passage.passageId === passageId)
		?.text.slice(start, end);
}

const story = () =>
	written(
		paragraph(
			'The apply came back green at ',
			'@',
			'. They closed the laptop and made dinner. Nothing was wrong.',
		),
		paragraph('The buffer held for twenty-one minutes.'),
	);

test('[AN1] an anchor moves along with edits before, around and behind it', () => {
	const { root } = story();
	const anchor = anchorOn(root, 'closed the laptop');
	textOf(root, 0).insert(0, 'Then: ');
	textOf(root, 0, 2).insert(2, 'Slowly, ');
	textOf(root, 0, 2).insert(textOf(root, 0, 2).length, ' At last.');
	const resolution = resolveAnchor(root, anchor);
	expect(resolution).toMatchObject({ is: 'placed', by: 'position' });
	expect(wordsAt(root, resolution)).toBe('closed the laptop');
});

test('[AN2] it can enclose a chip, start at one and end at one', () => {
	const { root } = story();
	for (const quote of ['green at \uFFFC. They', '\uFFFC. They', 'green at \uFFFC', '\uFFFC']) {
		const anchor = anchorOn(root, quote);
		textOf(root, 0).insert(0, 'x');
		expect(wordsAt(root, resolveAnchor(root, anchor))).toBe(quote);
	}
});

test('[AN3] typing at its edges does not widen it; a word changed inside keeps it, marked as edited', () => {
	const { root } = story();
	const anchor = anchorOn(root, 'closed the laptop and made dinner');
	const text = textOf(root, 0, 2);
	text.insert(text.toString().indexOf('closed'), 'quietly ');
	text.insert(text.toString().indexOf(' dinner') + 7, ' early');
	expect(wordsAt(root, resolveAnchor(root, anchor))).toBe('closed the laptop and made dinner');
	const at = text.toString().indexOf('laptop');
	text.delete(at, 6);
	text.insert(at, 'computer');
	const resolution = resolveAnchor(root, anchor);
	expect(resolution.is).toBe('edited');
	expect(wordsAt(root, resolution)).toBe('closed the computer and made dinner');
});

test('[AN4] words that an editor deletes and writes anew (Enter, a chip in between) are found again', () => {
	const { doc, root } = story();
	const anchor = anchorOn(root, 'made dinner');
	const text = textOf(root, 0, 2);
	doc.transact(() => {
		const at = text.toString().indexOf('They');
		const tail = text.toString().slice(at);
		text.delete(at, tail.length);
		const fresh = new Y.XmlElement('paragraph');
		fresh.insert(0, [new Y.XmlText(tail)]);
		root.insert(1, [fresh]);
	}, origin);
	const resolution = resolveAnchor(root, anchor);
	expect(resolution).toMatchObject({ is: 'placed', by: 'search' });
	expect(wordsAt(root, resolution)).toBe('made dinner');
	const again = followAnchors(root, [anchor])[0]?.fresh;
	expect(again?.quote).toBe('made dinner');
	textOf(root, 1).insert(0, 'And so: ');
	expect(again && resolveAnchor(root, again)).toMatchObject({ is: 'placed', by: 'position' });
});

test('[AN5] a rewritten passage orphans it; its words are not lost', () => {
	const { root } = story();
	const anchor = anchorOn(root, 'twenty-one minutes');
	const text = textOf(root, 1);
	text.delete(0, text.length);
	text.insert(0, 'It held for about a third of an hour.');
	expect(resolveAnchor(root, anchor)).toEqual({ is: 'orphaned' });
	root.delete(1, 1);
	expect(resolveAnchor(root, anchor)).toEqual({ is: 'orphaned' });
	expect(anchor.quote).toBe('twenty-one minutes');
});

test('[AN6] the same short words elsewhere are not taken for it', () => {
	const { root } = written(paragraph('It was fine before.'), paragraph('At night it was late.'));
	const anchor = anchorOn(root, 'it was');
	root.delete(1, 1);
	textOf(root, 0).insert(0, 'Yes, it was said. ');
	expect(resolveAnchor(root, anchor)).toEqual({ is: 'orphaned' });
});

test('[AN7] every screen resolves alike, also the one that deleted and undid', () => {
	const { doc, root } = story();
	const anchor = anchorOn(root, 'closed the laptop');
	const undo = new Y.UndoManager(root, { trackedOrigins: new Set([origin]), captureTimeout: 0 });
	doc.transact(() => textOf(root, 0, 2).delete(0, 30), origin);
	undo.undo();
	const other = new Y.Doc();
	Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
	const here = resolveAnchor(root, anchor);
	expect(here).toEqual(resolveAnchor(narrativeOf(other), anchor));
	expect(wordsAt(root, here)).toBe('closed the laptop');
});

test('[AN8] an anchor is made of what stands there, or not at all', () => {
	const { root } = written(paragraph('one two two three'), {
		is: 'record',
		recordId: undefined,
		pull: false,
	});
	const [first, second] = readNarrative(root.doc as Y.Doc);
	if (!first || !second) throw new Error('two passages');
	const at = (quote: string, start: number, end: number, passageId = first.passageId) =>
		makeAnchor(root, { passageId, quote, start, end })?.quote;
	expect([
		at('one', 0, 3),
		// A little off, and said once: found.
		at('three', 0, 5),
		// A little off, and said twice: refused.
		at('two', 0, 3),
		at('four', 0, 4),
		at('', 0, 0),
		at('one', 0, 3, second.passageId),
		at('one', 0, 3, 'p1-1'),
	]).toEqual(['one', 'three', undefined, undefined, undefined, undefined, undefined]);
});

test('[AN9] stored nonsense is refused or orphaned, never thrown', () => {
	const { root } = story();
	const anchor = anchorOn(root, 'green at');
	expect([null, '', '{', '7', '{}', JSON.stringify({ ...anchor, quote: 3 })].map(parseAnchor)).toEqual(
		Array.from({ length: 6 }, () => undefined),
	);
	fc.assert(
		fc.property(fc.jsonValue(), fc.jsonValue(), (start, end) => {
			const parsed = parseAnchor(JSON.stringify({ ...anchor, quote: 'nowhere said', start, end }));
			expect(parsed && resolveAnchor(root, parsed)).toEqual({ is: 'orphaned' });
		}),
		{ seed: 5, numRuns: 200 },
	);
});

test('[AN10] under any edits it resolves to its words, to most of them, or to nothing, alike everywhere', () => {
	const words = fc.constantFrom('night', 'quiet ', ' they', 'x', 'made dinner', '. ');
	const edit = fc.tuple(fc.boolean(), fc.nat(1), fc.nat(80), fc.nat(12), words);
	fc.assert(
		fc.property(fc.array(edit, { maxLength: 15 }), (edits) => {
			const { doc, root } = story();
			const anchor = anchorOn(root, 'the laptop and made dinner');
			const other = new Y.Doc();
			Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
			for (const [isOther, block, at, length, insert] of edits) {
				const text = textOf(narrativeOf(isOther ? other : doc), block, block === 0 ? 2 : 0);
				const from = Math.min(at, text.length);
				text.delete(from, Math.min(length, text.length - from));
				text.insert(from, insert);
			}
			Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
			Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
			const here = resolveAnchor(root, anchor);
			expect(resolveAnchor(narrativeOf(other), anchor)).toEqual(here);
			if (here.is === 'placed') expect(wordsAt(root, here)).toBe(anchor.quote);
			if (here.is === 'edited') expect(wordsAt(root, here)).not.toBe('');
		}),
		{ seed: 11, numRuns: 150 },
	);
});

test('[AN11] the same words elsewhere are not taken for words that were written anew', () => {
	const { doc, root } = written(
		paragraph('At dawn it was green again.'),
		paragraph('Then it was green again.'),
	);
	const anchor = anchorOn(root, 'it was green again');
	expect(anchor.rivals).toHaveLength(1);
	doc.transact(() => {
		const fresh = new Y.XmlElement('paragraph');
		fresh.insert(0, [new Y.XmlText('And then, it was green again.')]);
		root.delete(0, 1);
		root.insert(0, [fresh]);
	}, origin);
	// What stands around agrees better with the other one; it stood there already.
	expect(resolveAnchor(root, anchor)).toMatchObject({
		is: 'placed',
		by: 'search',
		place: { passageId: readNarrative(doc)[0]?.passageId, start: 10 },
	});
	root.delete(0, 1);
	// Only the other one is left, and little around it agrees.
	expect(resolveAnchor(root, { ...anchor, prefix: 'At dawn: ', suffix: ', so.' })).toEqual({
		is: 'orphaned',
	});
});
test('[AN12] of two places alike none is guessed at', () => {
	const { root } = written(paragraph('First.'), paragraph('He closed the laptop and left.'));
	const anchor = anchorOn(root, 'closed the laptop');
	root.delete(1, 1);
	appendBlocks(
		root.doc as Y.Doc,
		[paragraph('He closed the laptop and left.'), paragraph('He closed the laptop and left.')],
		origin,
	);
	expect(resolveAnchor(root, anchor)).toEqual({ is: 'orphaned' });
	root.delete(2, 1);
	expect(wordsAt(root, resolveAnchor(root, anchor))).toBe('closed the laptop');
});
