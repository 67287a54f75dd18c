/** All that is kept of what was done to a document, for whatever tells its history. */
import { verifyRows } from './snapshot.ts';
import { checksumOf, type JournalStore, type StoredRow } from './store.ts';
import { JournalDamage } from './snapshot.ts';

/** Rows in order, and what they build on. */
export interface Past {
	/** What stood before the first row, where words were taken out for good; nobody knows any more who wrote what. */
	readonly base: Uint8Array | undefined;
	readonly rows: readonly StoredRow[];
}

/** Reads it, verified. Undefined when there is no such document; throws `JournalDamage` as loading does. */
export async function readPast(
	store: Pick<JournalStore, 'load' | 'rowsAfter'>,
	name: string,
): Promise<Past | undefined> {
	const rows = await store.rowsAfter(name, 0);
	if (rows[0]?.seq === 1) {
		verifyRows(name, rows, 0, 0);
		return { base: undefined, rows };
	}
	const stored = await store.load(name);
	if (!stored) return undefined;
	const { snapshot } = stored;
	if (snapshot && checksumOf(snapshot.bytes) !== snapshot.checksum)
		throw new JournalDamage(name, 'its snapshot fails its checksum, and its rows do not reach back');
	verifyRows(name, stored.rows, snapshot?.seq ?? 0, stored.row.head);
	return { base: snapshot?.bytes, rows: stored.rows };
}
