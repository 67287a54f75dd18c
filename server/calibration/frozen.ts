/** The narrative as a version froze it: its bytes made, and read again. */
import * as Y from 'yjs';
import type { VersionTable } from '#db/calibration-tables.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { readNarrative } from '#lib/model/narrative.ts';
import { withTimes } from '../account/passages.ts';
import type { AccountPorts } from '../account/ports.ts';
import { resolvePassages } from '../account/resolve-passages.ts';
import type { Compared } from './compare-versions.ts';

/** A document as it was durable at one moment. */
export interface Frozen {
	readonly document: string;
	readonly seq: number;
	readonly schemaVersion: number;
	/** One Yjs update, without the words that had been deleted. */
	readonly bytes: Uint8Array;
}

/** Opens a version for reading, and lets go of it. */
export function readVersion<T>({ bytes }: Pick<VersionTable, 'bytes'>, reader: (doc: Y.Doc) => T): T {
	const doc = new Y.Doc();
	try {
		Y.applyUpdate(doc, bytes);
		return reader(doc);
	} finally {
		doc.destroy();
	}
}

/** Its passages with words, for comparing. Quotes are left out: what changes about them is their speaker's to say. */
export async function comparable(
	ports: Pick<AccountPorts, 'databases' | 'read' | 'traces'>,
	analysis: AnalysisId,
	version: Pick<VersionTable, 'bytes'>,
): Promise<readonly Compared[]> {
	const passages = readVersion(version, readNarrative).filter(({ quote }) => quote === undefined);
	const resolved = await resolvePassages(ports, analysis, passages);
	return passages.map(({ passageId, text, chips }) => ({
		passageId,
		text: withTimes(text, chips, resolved),
	}));
}
