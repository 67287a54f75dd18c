/** What stories need from the rest of the house. */
import type * as Y from 'yjs';
import type { DocumentRef } from '#lib/model/documents.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import type { Topic } from '#lib/model/refusals.ts';
import type { Reader } from '../account/parts.ts';
import type { Trace } from '../account/ports.ts';

export interface StoryPorts {
	/** Reads a document as it stands. */
	read<T>(ref: DocumentRef, reader: (doc: Y.Doc) => T): Promise<T>;
	/** The records that still exist among those asked for. */
	traces(analysis: AnalysisId, ids: readonly string[]): Promise<readonly Trace[]>;
	/** Everyone whom the narrative names or quotes, with what they have seen. */
	readers(analysisId: string): Promise<readonly Reader[]>;
	/** Whether authors of records are people; programs that write in a chat are not. */
	people(userId: string, analysisId: string): Promise<ReadonlySet<string>>;
	/** Tells open pages that something changed. */
	publish(analysisId: string, topic: Topic): void;
}
