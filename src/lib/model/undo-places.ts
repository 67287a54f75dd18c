/**
 * Words that undo brings back, put where everybody will find them. Yjs makes a restored item say that it stands between
 * two items that need not be neighbours any more (yjs issue 794); who already has what lies between may then order it
 * otherwise, and two screens with the same updates read another order of words for good. In the moment it is made its
 * true neighbours are known, so it is made to name those, as anything typed does. The next release that names
 * them itself makes this needless.
 */
import * as Y from 'yjs';

/** Watches every undo in a document from now on; returns how to stop. */
export function placeUndone(doc: Y.Doc): () => void {
	const place = (transaction: Y.Transaction) => {
		// Before anything of it is sent: an update is encoded when all observers have been called.
		if (transaction.local && transaction.origin instanceof Y.UndoManager) placeAll(transaction);
	};
	doc.on('beforeObserverCalls', place);
	return () => doc.off('beforeObserverCalls', place);
}

function placeAll({ doc: { store, clientID }, beforeState }: Y.Transaction): void {
	const structs = store.clients.get(clientID) ?? [];
	const began = beforeState.get(clientID) ?? 0;
	for (let at = structs.length - 1; at >= 0; at--) {
		const item = structs[at];
		if (!item || item.id.clock < began) return;
		// What is kept under a name stands in no order.
		if (!(item instanceof Y.Item) || item.parentSub !== null) continue;
		item.origin = before(item, 'left')?.lastId ?? null;
		item.rightOrigin = before(item, 'right')?.id ?? null;
	}
}

/** The nearest neighbour on one side that was there when it was made: what is younger came between later. */
function before(item: Y.Item, side: 'left' | 'right'): Y.Item | null {
	const { client, clock } = item.id;
	let next = item[side];
	while (next && next.id.client === client && next.id.clock > clock) next = next[side];
	return next;
}
