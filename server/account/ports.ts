/** What accounts need of the rest of the house. */
import type * as Y from 'yjs';
import type { Databases } from '#db/open.server.ts';
import type { Anchor } from '#lib/model/anchor.ts';
import type { DocumentRef } from '#lib/model/documents.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import type { Origin } from '#lib/model/origin.ts';
import type { ThreadKind, ThreadTarget } from '#lib/model/thread.ts';
import type { Announcer } from '../live.ts';
import type { Outcome } from '../refusal.ts';

/** A record as the person in it may see it. */
export interface Trace {
	readonly id: string;
	/** What people call its source: "#incident-142". */
	readonly source: string;
	/** RFC 3339 in UTC. */
	readonly at: string;
	readonly author: string | null;
	/** A kind of record: `message`, `cue`, `log` … */
	readonly kind: string;
	readonly text: string;
}

export interface AccountPorts {
	readonly databases: Databases;
	readonly live: Announcer;
	readonly now?: () => number;
	/** Reads a document as it is now. */
	read<T>(ref: DocumentRef, reader: (doc: Y.Doc) => T): Promise<T>;
	/** Writes in a person's name; durable when it resolves. */
	writeAs<T>(userId: string, ref: DocumentRef, verb: (doc: Y.Doc, origin: Origin) => T): Promise<T>;
	/** Takes words out for good and raises the epoch. */
	erase(ref: DocumentRef, remove: (doc: Y.Doc, origin: Origin) => void): Promise<number>;
	/** Records of the analysis by id; those that are gone are left out. */
	traces(analysis: AnalysisId, ids: readonly string[]): Promise<readonly Trace[]>;
	/** Opens a thread in a person's name. */
	takeThread(
		analysisId: string,
		thread: {
			readonly on: ThreadTarget;
			readonly anchor?: Anchor | undefined;
			readonly kind: ThreadKind;
			readonly comments: readonly { readonly by: string; readonly at: number; readonly body: string }[];
		},
	): Promise<Outcome<string>>;
}
