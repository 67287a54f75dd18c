import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { storeBehind, type Storing } from './store-behind.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A document, the same elsewhere, and a copy that notes what is stored. */
function world() {
	const [doc, elsewhere] = [new Y.Doc(), new Y.Doc()];
	const stored: Uint8Array[] = [];
	const _storeUpdate = (update: Uint8Array) => void stored.push(update);
	const copy = { doc, _storeUpdate, _destroyed: false } as Storing & { _destroyed: boolean };
	doc.on('update', _storeUpdate);
	storeBehind(copy);
	const others = (text: string) => {
		elsewhere.getText('t').insert(0, text);
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(elsewhere, Y.encodeStateVector(doc)), 'network');
	};
	const held = () => {
		const back = new Y.Doc();
		for (const update of stored) Y.applyUpdate(back, update);
		return back.getText('t').toString();
	};
	return { doc, copy, stored, others, held };
}

test('[TY6] what others write is stored some at a time, and soon', () => {
	const { stored, others, held, doc } = world();
	for (const letter of 'abc') others(letter);
	expect(stored.length).toBe(0);
	vi.runAllTimers();
	expect([stored.length, held()]).toEqual([1, doc.getText('t').toString()]);
});

test('[TY6] what is written here is stored at once, with all that it builds on', () => {
	const { doc, stored, others, held } = world();
	others('theirs ');
	doc.getText('t').insert(doc.getText('t').length, 'mine');
	expect([stored.length, held()]).toEqual([1, 'theirs mine']);
	vi.runAllTimers();
	expect(stored.length).toBe(1);
});

test('[TY6] a copy that is given up is written no more', () => {
	const { copy, stored, others } = world();
	others('late');
	copy._destroyed = true;
	vi.runAllTimers();
	expect(stored).toEqual([]);
});
