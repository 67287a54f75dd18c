/**
 * Undo that brings back all of what it took. While Yjs puts one removed item back it looks for its neighbours along what
 * earlier undos made, and cuts items there; of an item that is itself to be put back, and is cut then, it only puts back
 * what lies before the cut, and the words behind it are lost. Cut before, each part is put back. The next release that
 * looks after its own cuts makes this needless.
 */
import * as Y from 'yjs';

/** Watches every undo in a document from now on; returns how to stop. */
export function keepUndoWhole(doc: Y.Doc): () => void {
	const cut = (transaction: Y.Transaction) => {
		if (transaction.origin instanceof Y.UndoManager) cutAll(transaction);
	};
	doc.on('beforeTransaction', cut);
	return () => doc.off('beforeTransaction', cut);
}

/** Yjs joins again afterwards what may be joined. */
function cutAll(transaction: Y.Transaction): void {
	const made: Y.ID[] = [];
	for (const structs of transaction.doc.store.clients.values())
		for (const struct of structs)
			if (struct instanceof Y.Item && struct.redone !== null) made.push(struct.redone);
	// What is cut may have been put back in its turn: that is cut at the same place.
	for (const first of made)
		for (let id: Y.ID | null = first; id;) {
			const item: Y.Item | Y.GC = Y.getItemCleanStart(transaction, id);
			id = item instanceof Y.Item ? item.redone : null;
		}
}
