/** A version of the narrative, from its bytes: read, and put back. Apart from `narrative.ts`, since few pages need it. */
import * as Y from 'yjs';
import { narrativeOf, readNarrativeBlocks } from './narrative.ts';
import type { Origin } from './origin.ts';
import type { Block } from './prose.ts';
import { restoreBlocks } from './prose-restore.ts';

/** The blocks of a version; what cannot be read is left out and counted. */
export function readVersionBlocks(bytes: Uint8Array): ReturnType<typeof readNarrativeBlocks> {
	const doc = new Y.Doc();
	try {
		Y.applyUpdate(doc, bytes);
		return readNarrativeBlocks(doc);
	} finally {
		doc.destroy();
	}
}

/** Makes the narrative read as a version of it did, as one edit. False, and nothing changed, when that cannot be. */
export function restoreNarrative(doc: Y.Doc, version: readonly Block[], origin: Origin): boolean {
	return restoreBlocks(narrativeOf(doc), version, origin);
}
