import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { difference, editText } from './text-diff.ts';

const me = { source: 'local', userId: 'usr_me00' } as const;

test('[TX1] applying the difference gives the new text, and never splits a character in two', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
			const { at, remove, insert } = difference(before, after);
			expect(before.slice(0, at) + insert + before.slice(at + remove)).toBe(after);
			expect([before.slice(0, at), insert].every((part) => part.isWellFormed())).toBe(true);
		}),
	);
	expect(difference('a😀b', 'a😁b')).toEqual({ at: 1, remove: 2, insert: '😁' });
});

test('[TX2] two people who edit different ends of a text both keep their words', () => {
	const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
	const text = mine.getText('prose');
	text.insert(0, 'Lag is climbing.');
	Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
	editText(text, 'Still: Lag is climbing.', me);
	editText(theirs.getText('prose'), 'Lag is climbing. On the call, three agree.', me);
	Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
	expect(text.toString()).toBe('Still: Lag is climbing. On the call, three agree.');
});
