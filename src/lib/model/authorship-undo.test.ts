import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { TakenOut } from './authorship-undo.ts';

/** A text of two: what the second takes out of it and puts in, as rows, and what undo brings back of it. */
function undone(edits: readonly { readonly at: number; readonly length: number; readonly ends: boolean }[]) {
	const doc = new Y.Doc();
	doc.clientID = 2;
	const text = doc.getText('text');
	const other = new Y.Doc();
	other.clientID = 1;
	other.getText('text').insert(0, 'she read the plan twice');
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
	const undo = new Y.UndoManager(text, { captureTimeout: Number.MAX_SAFE_INTEGER });
	const putIn = new Map<number, number>();
	const known = new TakenOut();
	const letters = new Map<string, string>();
	let [row, comes] = [0, ''];
	doc.on('afterTransaction', ({ deleteSet, beforeState, afterState }: Y.Transaction) => {
		row++;
		const [from, to] = [beforeState, afterState].map((state) => state.get(2) ?? 0) as [number, number];
		comes = '';
		for (let clock = from; clock < to; clock++) {
			putIn.set(clock, row);
			const item = Y.getItem(doc.store, Y.createID(2, clock));
			comes += (item.content as Y.ContentString).str.charAt(clock - item.id.clock);
		}
		const taken = [...deleteSet.clients].flatMap(([client, ranges]) =>
			ranges.flatMap(({ clock, len }) =>
				Array.from({ length: len }, (_, index) => ({
					client,
					clock: clock + index,
					text: letters.get(`${client}:${clock + index}`) ?? '',
					putIn: client === 2 ? (putIn.get(clock + index) ?? 0) : 0,
				})),
			),
		);
		if (!undo.undoing) known.add(row, taken);
	});
	const remember = () => {
		for (let item = text._start; item; item = item.right)
			if (item.content instanceof Y.ContentString)
				for (let index = 0; index < item.length; index++)
					letters.set(`${item.id.client}:${item.id.clock + index}`, item.content.str.charAt(index));
	};
	for (const { at, length, ends } of edits) {
		remember();
		const place = at % (text.length + 1);
		if (length > 0) text.delete(place, Math.min(length, text.length - place));
		else text.insert(place, ' again');
		if (ends) undo.stopCapturing();
	}
	remember();
	comes = '';
	undo.undo();
	return { comes, known, letters };
}

test('[AU1] what undo puts in is found among what its writer took out, letter by letter', () => {
	const edit = fc.record({ at: fc.nat(60), length: fc.nat(6), ends: fc.boolean() });
	fc.assert(
		fc.property(fc.array(edit, { minLength: 1, maxLength: 20 }), (edits) => {
			const { comes, known, letters } = undone(edits);
			fc.pre(comes !== '');
			const found = known.find(comes);
			expect(found?.text).toBe(comes);
			const ids = (found?.clients ?? []).map((client, index) => `${client}:${found?.clocks[index]}`);
			expect(ids.map((id) => letters.get(id)).join('')).toBe(comes);
			expect(new Set(ids).size).toBe(ids.length);
		}),
	);
});
test('[AU3] what nobody took out is not found', () => {
	const known = new TakenOut();
	known.add(
		1,
		'plan'.split('').map((text, clock) => ({ client: 1, clock, text, putIn: 0 })),
	);
	expect(known.find('pla')).toBeUndefined();
	expect(known.find('plans')).toBeUndefined();
	expect(known.find('plan')?.clocks).toEqual([0, 1, 2, 3]);
});
test('[AU1] of what was put in and taken out again within the same edits nothing comes back', () => {
	const known = new TakenOut();
	const taken = (text: string, from: number, putIn: number) =>
		text.split('').map((letter, index) => ({ client: 1, clock: from + index, text: letter, putIn }));
	known.add(3, taken('plan', 0, 0));
	// Typed in row 2, before anything was taken out.
	known.add(4, taken(' B', 10, 2));
	expect(known.find('plan B')?.clocks).toEqual([0, 1, 2, 3, 10, 11]);
	expect(known.find('plan')?.clocks).toEqual([0, 1, 2, 3]);
});
