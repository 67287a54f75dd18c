/** Writes what others do into the local copy some at a time, instead of a transaction of IndexedDB for each letter. */
import type { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';

/** What others wrote may be missing from the copy for so long: it came from the server, and is safe there. */
const behindMs = 400;

/** What of a local copy this needs. */
export type Storing = Pick<IndexeddbPersistence, 'doc' | '_storeUpdate' | '_destroyed'>;

/**
 * From now on what is written here is stored at once, as before, and along with all that it builds on; what comes from
 * elsewhere within `behindMs`. With ten others typing that is one write in ten.
 */
export function storeBehind(copy: Storing): void {
	const store = copy._storeUpdate;
	let waiting: Uint8Array[] = [];
	let timer: ReturnType<typeof setTimeout> | undefined;
	const flush = () => {
		clearTimeout(timer);
		timer = undefined;
		const updates = waiting;
		waiting = [];
		if (!copy._destroyed && updates.length > 0) store(merged(updates), undefined);
	};
	const behind = (update: Uint8Array, origin: unknown, _doc?: Y.Doc, transaction?: Y.Transaction) => {
		if (origin === copy) return;
		waiting.push(update);
		if (transaction?.local === false) timer ??= setTimeout(flush, behindMs);
		else flush();
	};
	copy.doc.off('update', store);
	copy._storeUpdate = behind;
	copy.doc.on('update', behind);
	// Whoever leaves may be offline when they come back.
	if (typeof addEventListener !== 'function') return;
	// The page outlives its documents, and must not keep them.
	const weak = new WeakRef(flush);
	addEventListener('pagehide', () => weak.deref()?.());
}

const merged = (updates: readonly Uint8Array[]): Uint8Array =>
	updates.length === 1 ? (updates[0] as Uint8Array) : Y.mergeUpdates([...updates]);
