import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeAnchor, resolveAnchor } from './anchor.ts';
import { appendBlocks, narrativeOf, readNarrative, readNarrativeBlocks } from './narrative.ts';
import { restoreNarrative } from './version.ts';
import { newId } from './ids.ts';
import type { Block, Inline } from './prose.ts';
import { restoreBlocks } from './prose-restore.ts';

const origin = { source: 'local', userId: 'usr_ines' } as const;
const text = (words: string): Inline => ({ is: 'text', text: words, marks: [] });
const paragraph = (words: string): Block => ({ is: 'paragraph', content: words === '' ? [] : [text(words)] });
const heading = (words: string): Block => ({ is: 'heading', level: 2, content: [text(words)] });

function document(blocks: readonly Block[]): Y.Doc {
	const doc = new Y.Doc();
	appendBlocks(doc, blocks, origin);
	return doc;
}
const blocksOf = (doc: Y.Doc) => readNarrativeBlocks(doc).blocks;

const words = fc.constantFrom(
	'The plan',
	'showed five brokers',
	'to replace',
	'She read it twice',
	'Then they met',
);
const aBlock: fc.Arbitrary<Block> = fc.oneof(
	fc.array(words, { maxLength: 4 }).map((some) => paragraph(some.join(' '))),
	words.map(heading),
	words.map((some): Block => ({
		is: 'paragraph',
		content: [{ is: 'text', text: some, marks: [{ is: 'bold' }] }],
	})),
	fc.constant<Block>({ is: 'paragraph', content: [text('At '), { is: 'chip', eventId: newId('event') }] }),
	words.map((some): Block => ({ is: 'list', ordered: false, items: [[paragraph(some)]] })),
);

test('[VS3] any text becomes any other by one edit, and undo brings it back', () => {
	fc.assert(
		fc.property(fc.array(aBlock, { maxLength: 8 }), fc.array(aBlock, { maxLength: 8 }), (now, then) => {
			const doc = document(now);
			const before = blocksOf(doc);
			const target = blocksOf(document(then));
			const undo = new Y.UndoManager(narrativeOf(doc), { trackedOrigins: new Set([origin]) });
			let edits = 0;
			doc.on('afterTransaction', ({ origin: by }) => (edits += by === origin ? 1 : 0));
			expect(restoreNarrative(doc, target, origin)).toBe(true);
			expect([blocksOf(doc), edits]).toEqual([target, 1]);
			undo.undo();
			expect(blocksOf(doc)).toEqual(before);
			undo.destroy();
		}),
	);
});
test('[VS3] blocks that are the same keep their ids, and so do those rewritten', () => {
	const doc = document([heading('Before'), paragraph('The plan showed five brokers to replace.')]);
	const version = blocksOf(doc);
	const ids = readNarrative(doc).map(({ passageId }) => passageId);
	restoreNarrative(
		doc,
		[heading('Before'), paragraph('The plan showed nothing to replace.'), paragraph('New.')],
		origin,
	);
	restoreNarrative(doc, version, origin);
	expect(readNarrative(doc).map(({ passageId }) => passageId)).toEqual(ids);
});
test('[VS4] a thread on words that stand keeps them, and what another writes meanwhile stays', () => {
	const doc = document([paragraph('She read the plan twice.'), paragraph('The apply came back green.')]);
	const version = blocksOf(doc);
	restoreNarrative(
		doc,
		[paragraph('She read the plan once, in a hurry.'), paragraph('The apply came back green.')],
		origin,
	);
	const fragment = narrativeOf(doc);
	const [first] = readNarrative(doc);
	const anchor =
		first && makeAnchor(fragment, { passageId: first.passageId, start: 4, end: 17, quote: 'read the plan' });
	const other = new Y.Doc();
	Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
	restoreNarrative(
		other,
		[
			...blocksOf(other).slice(0, 1),
			paragraph('The apply came back green, she saw.'),
			paragraph('Meanwhile.'),
		],
		origin,
	);
	restoreNarrative(doc, version, origin);
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
	expect(readNarrative(doc).map((passage) => passage.text)).toEqual([
		'She read the plan twice.',
		'The apply came back green, she saw.',
		'Meanwhile.',
	]);
	expect(anchor && resolveAnchor(fragment, anchor)).toMatchObject({ is: 'placed', by: 'position' });
});
test('[VS3] a text with something nobody knows is left as it is', () => {
	const doc = document([paragraph('Kept.')]);
	narrativeOf(doc).insert(1, [new Y.XmlElement('hologram')]);
	expect(restoreBlocks(narrativeOf(doc), [], origin)).toBe(false);
	expect(narrativeOf(doc).length).toBe(2);
});
