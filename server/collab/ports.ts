/** What collaboration needs from the rest of the house, and what it knows of a person. */
import type { IncomingMessage } from 'node:http';
import type * as Y from 'yjs';
import type { Databases } from '#db/open.server.ts';
import type { Actor } from '#lib/model/access.ts';
import type { DocumentRef } from '#lib/model/documents.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import type { Proof } from '../auth/caller.ts';
import type { Log } from '../journal/log.ts';

export type { Log };

/** Who speaks through a socket, as everybody in a document sees them. */
export interface Identity {
	readonly userId: string;
	/** Asked again every minute whether it still stands. */
	readonly proof: Proof;
	readonly name: string;
	/** 1 to 6: which of the six collaborator colours. */
	readonly colour: number;
}

/** As they came: nothing here has been checked. */
export interface Credentials {
	/** The whole Cookie header. */
	readonly cookie?: string | undefined;
	/** The token of `Authorization: Bearer`, of `?token=`, or of a Hocuspocus provider. */
	readonly token?: string | undefined;
}

/** A change that somebody made here; what other nodes took is theirs to tell. */
export interface Edit {
	readonly ref: DocumentRef;
	/** As the journal will have it. */
	readonly userId: string;
	/** Being told of at this moment; its document is the live one, to be read only. */
	readonly transaction: Y.Transaction;
	/** Resolves, once that is settled, to whether it is on disk and not erased. Ask after this turn of the event loop. */
	readonly isKept: () => Promise<boolean>;
}

export interface CollabDeps {
	readonly databases: Databases;
	/** Whether pages of this origin are ours. Asked for every upgrade that brings an Origin header. */
	readonly isOwnOrigin: (origin: string) => boolean;
	/** Where a request comes from, as far as proxies are believed. */
	readonly addressOf: (request: IncomingMessage) => string;
	/** Resolves undefined for whatever is missing, unknown, expired or revoked. */
	readonly identify: (credentials: Credentials) => Promise<Identity | undefined>;
	/** Whether the session or token is still good; does not count as its use. */
	readonly stands: (proof: Proof) => Promise<boolean>;
	/** How someone stands towards an analysis now; without a part in it, `role` is undefined. */
	readonly standing: (userId: string, analysisId: AnalysisId) => Promise<Actor>;
	readonly log: Log;
	/** Told of each change in the turn in which it is applied, so it must be quick; what it throws is logged. */
	readonly onEdit?: (edit: Edit) => void;
}

/** What nothing honest meets (DESIGN §5.5). Bytes, unless the name says otherwise. */
export const limits = {
	frame: 8 * 1024 * 1024,
	/** Of updates whose forerunners are missing, per user and document. */
	pendingGap: 64 * 1024,
	/** Each is merged with all that are pending: their number costs time, not their size. */
	pendingGapUpdates: 100,
	/** Of one presence state as JSON. */
	awareness: 4 * 1024,
	documentsPerSocket: 64,
	sendBuffer: 8 * 1024 * 1024,
	/** Of shared types within shared types, and of JSON values. */
	depth: 32,
	/** New Yjs client ids one connection may bring into one document: offline tabs, not floods. */
	clientsPerConnection: 64,
	/** Messages a second in the long run, and at once. More makes the socket wait, not fail. */
	messagesPerSecond: 200,
	messagesAtOnce: 1_000,
	/** Messages ahead of the rate at which waiting turns into refusal. */
	messagesOwed: 20_000,
	/** Milliseconds a socket may stay without having opened any document. */
	idleBeforeAuthenticationMs: 60_000,
} as const;
