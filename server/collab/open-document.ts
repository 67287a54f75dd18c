/** A document that is open in memory, and who sits at it. */
import type { Document } from '@hocuspocus/server';
import type { DocumentRef } from '#lib/model/documents.ts';
import type { Identity } from './ports.ts';
import type { Socket } from './socket.ts';

export interface OpenDocument {
	/** `name@epoch`, its key in Hocuspocus and on the wire. */
	readonly address: string;
	readonly name: string;
	readonly epoch: number;
	readonly ref: DocumentRef;
	readonly document: Document;
	/** Whom each Yjs client id belongs to; ids of people who only read are here and in no table. */
	readonly owners: Map<number, string>;
	/** seq up to which the journal is in memory without a hole. */
	seq: number;
	/** Gap updates per user, while any are pending. */
	readonly gaps: Map<string, { readonly bytes: number; readonly updates: number }>;
	/** Set once memory is ahead of the journal, or the epoch is over: nothing of it may leave or be kept. */
	retired: boolean;
}

/** One connection of one socket to one document: what Hocuspocus carries as context. */
export interface Seat {
	readonly socket: Socket;
	readonly identity: Identity;
	readonly ref: DocumentRef;
	readonly address: string;
	/** As `can()` said at the last look; a change closes the socket, to be opened anew. */
	readonly canWrite: boolean;
	/** Whether the client is too old to write here. */
	readonly isStale: boolean;
	/** The one client id whose presence this connection speaks for. */
	presenceId: number | undefined;
	/** The client id of its newest update. */
	clientId: number;
	/** Client ids it was the first to use here. */
	newClients: number;
	/** An update about to be applied that reaches past what is known, and so is journaled as it came. */
	gap: Uint8Array | undefined;
	/** Presence ids in the message at hand, and those of them it removes. */
	presenceIds: ReadonlySet<number>;
	removedIds: ReadonlySet<number>;
}

export interface Context {
	readonly socket: Socket;
	/** There from authentication on. */
	readonly seat?: Seat;
}
