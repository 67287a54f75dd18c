import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { placeUndone } from '#lib/model/undo-places.ts';
import { Dice } from './dice.ts';
import { mendUndo, Writing, type Writer } from './writers.ts';

/** The letters that one undo, or redo, is to put back. */
function owed({ doc }: Writer, step: Y.UndoManager['undoStack'][number] | undefined): readonly Y.ID[] {
	const ids: Y.ID[] = [];
	for (const [client, ranges] of step?.deletions.clients ?? [])
		for (const { clock, len } of ranges)
			for (let at = clock; at < clock + len; at++) {
				const id = Y.createID(client, at);
				const item = Y.getItem(doc.store, id);
				const isText = item instanceof Y.Item && item.content instanceof Y.ContentString;
				if (isText && item.redone === null && step && !Y.isDeleted(step.insertions, id)) ids.push(id);
			}
	return ids;
}
/** Whether a letter was not put back, though what it was in stands. */
function isLost({ doc }: Writer, id: Y.ID): boolean {
	const { redone, parent } = Y.getItem(doc.store, id) as Y.Item;
	const block = parent instanceof Y.AbstractType ? parent._item : null;
	return redone === null && (block?.deleted !== true || block.redone !== null);
}

/** How many letters undo and redo lose while three write one narrative. */
function lettersLost(seed: number, edits: number, mend: (doc: Y.Doc) => void): number {
	const writing = new Writing({ dice: new Dice(seed), staysOnline: true, mend });
	let lost = 0;
	for (const writer of writing.writers)
		for (const verb of ['undo', 'redo'] as const) {
			const { undo } = writer;
			const take = undo[verb].bind(undo);
			undo[verb] = () => {
				const letters = owed(writer, undo[`${verb}Stack`].at(-1));
				const step = take();
				lost += letters.filter((id) => isLost(writer, id)).length;
				return step;
			};
		}
	while (writing.edits < edits) writing.step();
	writing.close();
	return lost;
}

/** Of the first hundred, these lose words by Yjs alone within so many edits. */
const seeds = [
	[6, 220],
	[36, 530],
] as const;

test('[UP2] undo and redo put back every letter that they took', () => {
	expect(seeds.map(([seed, edits]) => lettersLost(seed, edits, mendUndo))).toEqual([0, 0]);
});
test('[UP2] the run would notice: by Yjs alone some words stay lost', () => {
	expect(seeds.map(([seed, edits]) => lettersLost(seed, edits, placeUndone))).toEqual([15, 1]);
});
