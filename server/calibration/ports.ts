/** What threads need of the rest: documents, who someone is, what exists, and a way to say that something changed. */
import type * as Y from 'yjs';
import type { Actor } from '#lib/model/access.ts';
import type { DocumentRef } from '#lib/model/documents.ts';
import type { AnalysisId, EventId, RecordId } from '#lib/model/ids.ts';

/** The narrative as a round froze it. */
export interface FrozenDraft {
	/** The round's number. */
	readonly round: number;
	readonly frozenAt: number;
	readonly bytes: Uint8Array;
}

export interface ThreadPorts {
	standing(userId: string, analysisId: string): Promise<Actor>;
	/** Reads a document as it is now. */
	read<T>(ref: DocumentRef, reader: (doc: Y.Doc) => T): Promise<T>;
	hasEvent(analysis: AnalysisId, event: EventId): Promise<boolean>;
	hasRecord(analysis: AnalysisId, record: RecordId): Promise<boolean>;
	/** The text of one round, or of the newest one; undefined when there is none. */
	frozen(analysis: AnalysisId, round?: number): Promise<FrozenDraft | undefined>;
	/** Tells whom a new comment is for: those it mentions, and those who spoke in the thread before. */
	notify(comment: {
		readonly analysisId: string;
		readonly threadId: string;
		readonly by: string;
		readonly body: string;
	}): Promise<void>;
	/** Tells open pages that threads changed, never what. */
	publish(analysisId: string): void;
}
