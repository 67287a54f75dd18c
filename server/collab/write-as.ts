/** The server's own hand in documents: it writes in a person's name, and reads what is there. */
import type { Hocuspocus } from '@hocuspocus/server';
import { uint32 } from 'lib0/random';
import type * as Y from 'yjs';
import { documentName, type DocumentRef } from '#lib/model/documents.ts';
import type { Origin } from '#lib/model/origin.ts';
import type { Journal } from '../journal/journal.ts';
import type { OpenDocuments } from './documents.ts';
import type { Context, OpenDocument } from './open-document.ts';
import { Refused } from './refused.ts';

/** Changes a document through the verbs of the model, in one transaction. Must not be async. */
export type Verb<T> = (doc: Y.Doc, origin: Origin) => T;

export class ServerHand {
	readonly #hocuspocus: Hocuspocus<Context>;
	readonly #documents: OpenDocuments;
	readonly #journal: Journal;
	/** One Yjs client id per user, document and process. */
	readonly #clientIds = new Map<string, number>();

	constructor(hocuspocus: Hocuspocus<Context>, documents: OpenDocuments, journal: Journal) {
		this.#hocuspocus = hocuspocus;
		this.#documents = documents;
		this.#journal = journal;
	}

	/**
	 * Writes in a person's name. Live editors see it as anybody's edit. Resolves, with what the verb returned, once
	 * it is durable; rejects when the disk did not take it, when the document does not exist, and with whatever the
	 * verb threw. Asks nobody whether the person may: that is the caller's to know.
	 */
	async writeAs<T>(userId: string, ref: DocumentRef, verb: Verb<T>): Promise<T> {
		return this.#withDocument(ref, async (open) => {
			const { document, address } = open;
			const clientId = this.#clientId(open, userId);
			const origin: Origin = { source: 'local', userId, context: { userId, clientId } };
			const before = document.clientID;
			document.clientID = clientId;
			let result: T;
			try {
				result = document.transact(() => verb(document, origin), origin);
			} finally {
				document.clientID = before;
			}
			await this.#journal.whenDurable(address);
			return result;
		});
	}

	/** Reads a document as it is now; what is returned is durable by then. The reader must only read. */
	async read<T>(ref: DocumentRef, reader: (doc: Y.Doc) => T): Promise<T> {
		return this.#withDocument(ref, async ({ document, address }) => {
			const result = reader(document);
			await this.#journal.whenDurable(address);
			return result;
		});
	}

	async #withDocument<T>(ref: DocumentRef, work: (open: OpenDocument) => Promise<T>): Promise<T> {
		const name = documentName(ref);
		const row = await this.#journal.find(name);
		if (!row) throw new Error(`there is no document ${name}`);
		const address = `${name}@${row.epoch}`;
		const direct = await this.#hocuspocus.openDirectConnection(address).catch((error: unknown) => {
			// Refusals are for the wire; a caller here wants an error with a name.
			throw error instanceof Refused ? new Error(`${address} cannot be opened: ${error.reason}`) : error;
		});
		try {
			const open = this.#documents.get(address);
			if (!open) throw new Error(`${address} was taken out of service while it was being opened`);
			return await work(open);
		} finally {
			await direct.disconnect();
		}
	}

	#clientId(open: OpenDocument, userId: string): number {
		const key = `${open.address} ${userId}`;
		const known = this.#clientIds.get(key);
		if (known !== undefined && open.owners.get(known) === userId) return known;
		let clientId = uint32();
		while (open.owners.has(clientId)) clientId = uint32();
		this.#clientIds.set(key, clientId);
		open.owners.set(clientId, userId);
		this.#journal.claim({ address: open.address, document: open.name, clientId, userId });
		return clientId;
	}
}
