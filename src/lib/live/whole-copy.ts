/** Begins the local copy of a long document with what came of it; fetched when one is to be begun. */
import type { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';

/** A document as it came from the server, and the state vector it had then. */
export interface Whole {
	readonly state: Uint8Array;
	readonly vector: Uint8Array;
}

/**
 * Makes a copy that was begun with nothing that of a document. Begun with the document, it would write all of it down
 * anew: ten thousand events keep a page busy for 150 ms, and their bytes are at hand.
 */
export function turnTo(copy: IndexeddbPersistence, doc: Y.Doc, { state, vector }: Whole): void {
	const begun = copy.doc;
	begun.off('update', copy._storeUpdate);
	begun.off('destroy', copy.destroy);
	// Another tab may have begun it meanwhile.
	if (begun.store.clients.size > 0) Y.applyUpdate(doc, Y.encodeStateAsUpdate(begun), copy);
	copy.doc = doc;
	copy._storeUpdate(state, undefined);
	copy._storeUpdate(Y.encodeStateAsUpdate(doc, vector), undefined);
	doc.on('update', copy._storeUpdate);
	doc.on('destroy', copy.destroy);
}
