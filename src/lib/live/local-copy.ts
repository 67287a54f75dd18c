/** Copies of documents in this browser (IndexedDB): whose they are and of which epoch is in their name. */
import { IndexeddbPersistence, clearDocument } from 'y-indexeddb';
import * as Y from 'yjs';
import { storeBehind } from './store-behind.ts';
import type { Whole } from './whole-copy.ts';

const prefix = 'second-story:';

/** The database name of a user's copy of a document. */
export function localName(userId: string, nameAtEpoch: string): string {
	return `${prefix}${userId}:${nameAtEpoch}`;
}

/**
 * Fills the document from the local copy and keeps the copy from then on. Undefined when this browser keeps
 * nothing (private windows), which is not an error. Of what came `whole` those bytes are kept.
 */
export async function keepLocally(
	name: string,
	doc: Y.Doc,
	whole?: Whole,
): Promise<IndexeddbPersistence | undefined> {
	if (!(await canKeep())) return undefined;
	const copy = new IndexeddbPersistence(name, whole ? new Y.Doc() : doc);
	storeBehind(copy);
	await copy.whenSynced;
	if (whole) (await import('./whole-copy.ts')).turnTo(copy, doc, whole);
	return copy;
}

/** The names of all copies there are; undefined where the browser does not tell. */
async function names(): Promise<ReadonlySet<string | undefined> | undefined> {
	if (typeof indexedDB === 'undefined') return new Set();
	if (!('databases' in indexedDB)) return undefined;
	const all = await indexedDB.databases().catch(() => undefined);
	return all && new Set(all.map(({ name }) => name));
}

/** Asked as soon as there is a script: while a page is being made its answer would wait behind that. */
const atStart = { names: names(), until: performance.now() + 5_000 };

/** Whether there may be a copy of that name. */
export async function mayHaveCopy(name: string): Promise<boolean> {
	const known = await (performance.now() < atStart.until ? atStart.names : names());
	return known === undefined || known.has(name);
}

/** Forgets one copy. */
export async function forget(name: string): Promise<void> {
	await clearDocument(name);
}

/** Forgets every copy of ours, or of other users and older epochs only. Called at sign-out. */
export async function forgetAll(keep: (name: string) => boolean = () => false): Promise<void> {
	if (!('databases' in indexedDB)) return;
	const all = await indexedDB.databases();
	await Promise.all(
		all
			.map(({ name }) => name ?? '')
			.filter((name) => name.startsWith(prefix) && !keep(name))
			.map((name) => clearDocument(name)),
	);
}

async function canKeep(): Promise<boolean> {
	if (typeof indexedDB === 'undefined') return false;
	return new Promise((resolve) => {
		try {
			const probe = indexedDB.open(`${prefix}probe`);
			probe.addEventListener('success', () => {
				probe.result.close();
				resolve(true);
			});
			probe.addEventListener('error', () => resolve(false));
		} catch {
			resolve(false);
		}
	});
}
