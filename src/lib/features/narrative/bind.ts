/** Binds an editor to a live document: its text, its own undo, and what happens when it grows older than the text. */
import type { Extension } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import type * as Y from 'yjs';
import type { LiveDocument } from '#lib/live/document.svelte.ts';
import { countStrangers } from '#lib/model/prose.ts';

/** The text itself. Undo reverts only what this tab wrote, by typing or by verbs under the document's origin. */
export function boundTo(live: LiveDocument, fragment: Y.XmlFragment): Extension {
	return Collaboration.configure({
		fragment,
		yUndoOptions: { trackedOrigins: [live.origin] },
	}) as Extension;
}

/**
 * Calls back, before the editor can touch it, when the text holds something this page does not know: the editor
 * would delete it for everyone (y-prosemirror removes what its schema rejects). Returns how to stop.
 */
export function guardStrangers(fragment: Y.XmlFragment, found: () => void): () => void {
	const { doc } = fragment;
	if (!doc) return () => undefined;
	const look = (transaction: Y.Transaction) => {
		if (!transaction.local && touches(transaction, fragment) && countStrangers(fragment) > 0) found();
	};
	doc.on('beforeObserverCalls', look);
	return () => doc.off('beforeObserverCalls', look);
}

function touches(transaction: Y.Transaction, fragment: Y.XmlFragment): boolean {
	for (const type of transaction.changed.keys())
		for (let at: unknown = type; at !== null && at !== undefined; at = (at as Y.AbstractType<unknown>).parent)
			if (at === fragment) return true;
	return false;
}
