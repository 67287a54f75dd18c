/**
 * What a page is shown of a document before the document itself is there. Only timelines have one: decoding ten
 * thousand events takes a browser longer than all else it does to draw them.
 */
import { gzipSync } from 'node:zlib';
import type * as Y from 'yjs';
import { parseDocumentName } from '#lib/model/documents.ts';
import { readTimeline } from '#lib/model/timeline.ts';
import { toWire } from '#lib/model/timeline-wire.ts';

/** The reading of a document of that name as JSON, packed with gzip; undefined for kinds that have none. */
export function packedReading(name: string, doc: Y.Doc): Uint8Array | undefined {
	if (parseDocumentName(name)?.ref.kind !== 'timeline') return undefined;
	// The lowest level: a quarter of the time of the usual one, and a tenth of the bytes are left.
	return gzipSync(JSON.stringify(toWire(readTimeline(doc))), { level: 1 });
}
