/** What a transaction on the notes did, as acts. */
import type * as Y from 'yjs';
import { pageChanges } from '#lib/model/notes.ts';
import type { Act, Subject } from './act.ts';

export function notesActs(transaction: Y.Transaction, whole: Subject): readonly Act[] {
	return [...pageChanges(transaction)].map(([id, change]): Act => {
		const on = { kind: 'page', id } as const;
		if (change.is === 'added') return { on, act: 'added', words: 'began {}' };
		if (change.is === 'removed') return { on, act: 'removed', words: 'removed {}' };
		if (change.fields.has('bodyProse')) return { on, act: 'wrote', words: 'wrote in {}' };
		if (change.fields.has('title')) return { on, act: 'renamed', words: 'renamed {}' };
		return { on: whole, act: 'arranged', words: 'arranged the notes' };
	});
}
