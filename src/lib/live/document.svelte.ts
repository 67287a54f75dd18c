/** One document, live: its Y.Doc, its local copy, its connection, who else is in it, and whether all is saved. */
import { HocuspocusProvider } from '@hocuspocus/provider';
import type { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { Awareness } from 'y-protocols/awareness';
import { documentName, keptLocally, proseKinds, type DocumentRef } from '#lib/model/documents.ts';
import { placeUndone } from '#lib/model/undo-places.ts';
import { keepUndoWhole } from '#lib/model/undo-whole.ts';
import type { Origin } from '#lib/model/origin.ts';
import {
	parseRefusal,
	parseServerMessage,
	type ServerMessage,
	type SocketRefusal,
} from '#lib/model/refusals.ts';
import { GatheringProvider } from './gathering.ts';
import { forget, keepLocally, localName } from './local-copy.ts';
import type { Whole } from './whole-copy.ts';
import { wholeOf } from './state.ts';
import type { Socket } from './socket.svelte.ts';

/** Someone else in the same document; name and colour are the server's word. */
export interface Peer {
	readonly clientId: number;
	readonly userId: string;
	readonly name: string;
	/** 1 to 6. */
	readonly colour: number;
	/** What they show of themselves: cursor, selection. Anything may be in here; read it with care. */
	readonly state: Readonly<Record<string, unknown>>;
}

export type Link =
	/** Waiting for the first answer. What is shown comes from the local copy, if there is one. */
	| { readonly is: 'connecting' }
	| { readonly is: 'live' }
	| { readonly is: 'offline' }
	| { readonly is: 'refused'; readonly reason: SocketRefusal };

/** Where a reading is not drawn, as in a tab nobody looks at, the document waits no longer than this. */
const shownWithinMs = 1000;

/** The origin of what came whole from the server. */
const fetched: Origin = { source: 'connection' };

export class LiveDocument {
	readonly ref: DocumentRef;
	/** `analysis/…@<epoch>`. */
	readonly name: string;
	readonly doc = new Y.Doc();
	/** The origin of this tab's own edits: pass it to verbs; undo managers track it. */
	readonly origin: Origin;
	/** Whether there is content to show: from the local copy or from the server. */
	ready = $state(false);
	/** What the server read in the document, to be shown until it is `ready`: JSON of its kind's own shape. */
	reading = $state.raw<unknown>();
	/** Whether the server takes edits of ours. True until it says otherwise, so that offline typing goes on. */
	writable = $state(true);
	link = $state.raw<Link>({ is: 'connecting' });
	/** Edits not yet durable on the server. */
	unsent = $state(0);
	peers = $state.raw<readonly Peer[]>([]);

	readonly #socket: Socket;
	readonly #epoch: number;
	readonly #userId: string;
	readonly #local: string;
	readonly #messages = new Set<(message: ServerMessage) => void>();
	#provider: HocuspocusProvider | undefined;
	#copy: IndexeddbPersistence | undefined;
	readonly #shown = Promise.withResolvers<void>();
	/** The copy that is being begun. */
	#copying: Promise<void> | undefined;
	/** Destroyed, or refused for good: nothing of it may be kept any more. */
	#ended = false;

	constructor(socket: Socket, ref: DocumentRef, epoch: number, userId: string) {
		this.#socket = socket;
		this.ref = ref;
		this.name = `${documentName(ref)}@${epoch}`;
		this.origin = { source: 'local', userId };
		this.#local = localName(userId, this.name);
		this.#epoch = epoch;
		this.#userId = userId;
		placeUndone(this.doc);
		keepUndoWhole(this.doc);
		void this.#start();
	}

	get awareness(): Awareness | undefined {
		return this.#provider?.awareness ?? undefined;
	}
	/** The provider, for editors that bind carets to it. Undefined until the local copy has been read. */
	get provider(): HocuspocusProvider | undefined {
		return this.#provider;
	}

	/** Shows fields of one's own presence in this document; null takes one back. */
	present(fields: Readonly<Record<string, unknown>>): void {
		for (const [key, value] of Object.entries(fields)) this.awareness?.setLocalStateField(key, value);
	}

	/** An undo manager that knows only this tab's own edits to the given roots. */
	undoOf(types: Y.AbstractType<unknown> | Y.AbstractType<unknown>[]): Y.UndoManager {
		return new Y.UndoManager(types as never, { trackedOrigins: new Set([this.origin]), captureTimeout: 500 });
	}

	/** Hears the server's messages in this document; returns how to stop. */
	onMessage(hear: (message: ServerMessage) => void): () => void {
		this.#messages.add(hear);
		return () => this.#messages.delete(hear);
	}

	/** Says that the reading has been drawn, and that the document may take the time that it takes. */
	shown(): void {
		this.#shown.resolve();
	}

	/** Lets go. What was typed and not yet sent stays in the local copy. */
	async destroy(): Promise<void> {
		this.#ended = true;
		window.removeEventListener('keydown', this.#key);
		this.#provider?.destroy();
		await this.#copying;
		await this.#copy?.destroy();
		this.doc.destroy();
	}

	async #start(): Promise<void> {
		if (keptLocally.has(this.ref.kind)) {
			// Who has nothing of a long timeline gets it whole beside the socket. While nobody listens to the document,
			// Yjs needs not write down again what it has just read, which would take half as long once more.
			const whole = wholeOf(this.ref, this.#epoch, this.#userId);
			const reading = await whole.reading;
			if (reading !== undefined && !this.#ended) {
				performance.mark(`document ${this.ref.kind}`);
				this.reading = reading;
				// Reading the document keeps the page busy for as long as all else together: the picture comes first.
				await Promise.race([
					this.#shown.promise,
					new Promise((resolve) => setTimeout(resolve, shownWithinMs)),
				]);
			}
			const state = await whole.state;
			if (state && !this.#ended) {
				Y.applyUpdate(this.doc, state, fetched);
				const came = { state, vector: Y.encodeStateVector(this.doc) };
				this.#arrived();
				// The first picture comes before the copy; a change, before both: what was typed must be kept.
				const changed = new Promise<void>((resolve) => this.doc.once('update', () => resolve()));
				void Promise.race([atLeisure(), changed]).then(() => (this.#copying = this.#keep(came)));
				await new Promise((resolve) => setTimeout(resolve));
			} else await this.#keep();
		}
		if (this.#ended) return;
		if (this.doc.store.clients.size > 0) this.#arrived();
		const Provider = proseKinds.has(this.ref.kind) ? GatheringProvider : HocuspocusProvider;
		this.#provider = new Provider({
			websocketProvider: this.#socket.provider,
			name: this.name,
			document: this.doc,
			token: 'session',
			onAuthenticated: ({ scope }) => {
				this.writable = scope === 'read-write';
				this.link = { is: 'live' };
			},
			onAuthenticationFailed: ({ reason }) => void this.#refused(parseRefusal(reason) ?? 'forbidden'),
			onSynced: () => this.#arrived(),
			onUnsyncedChanges: ({ number }) => {
				this.unsent = number;
			},
			onClose: () => {
				if (this.link.is !== 'refused') this.link = { is: 'offline' };
			},
			onStateless: ({ payload }) => this.#heard(payload),
			onAwarenessChange: () => this.#readPeers(),
		});
		this.#provider.attach();
		window.addEventListener('keydown', this.#key, { passive: true });
	}

	readonly #key = () => {
		if (this.#provider instanceof GatheringProvider) this.#provider.keyPressed();
	};

	/** The copy first: what was typed offline must be in the document before the server is asked what it lacks. */
	async #keep(came?: Whole): Promise<void> {
		if (this.#ended) return;
		const copy = await keepLocally(this.#local, this.doc, came);
		this.#copy = copy;
		// Refused meanwhile: it must not stay behind.
		if (this.#ended && this.link.is === 'refused') await this.#drop();
	}

	async #drop(): Promise<void> {
		const copy = this.#copy;
		this.#copy = undefined;
		await copy?.destroy();
		await forget(this.#local);
	}

	/** Marked for whoever measures how long it takes from here to a picture, and until one may write. */
	#arrived(): void {
		if (!this.ready && this.reading === undefined) performance.mark(`document ${this.ref.kind}`);
		if (!this.ready) performance.mark(`ready ${this.ref.kind}`);
		this.ready = true;
		this.reading = undefined;
	}

	#heard(payload: string): void {
		const message = parseServerMessage(payload);
		if (!message) return;
		if ('readOnly' in message) this.writable = false;
		for (const hear of this.#messages) hear(message);
	}

	async #refused(reason: SocketRefusal): Promise<void> {
		this.link = { is: 'refused', reason };
		this.writable = false;
		// An erased epoch, or a right that is gone: what this browser kept of it must go too (DESIGN §5.8).
		if (reason !== 'epoch' && reason !== 'forbidden' && reason !== 'revoked') return;
		this.#ended = true;
		await this.#drop();
	}

	#readPeers(): void {
		const states = this.awareness?.getStates() ?? new Map<number, Record<string, unknown>>();
		const peers: Peer[] = [];
		for (const [clientId, state] of states) {
			if (clientId === this.doc.clientID || state['idle'] === true) continue;
			const user = state['user'] as { id?: unknown; name?: unknown; colour?: unknown } | undefined;
			if (typeof user?.id !== 'string' || typeof user.name !== 'string') continue;
			const colour = typeof user.colour === 'number' ? user.colour : 1;
			peers.push({ clientId, userId: user.id, name: user.name, colour, state });
		}
		this.peers = peers;
	}
}

/** When the page is there, and has nothing better to do. */
function atLeisure(): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(() => {
			if (typeof requestIdleCallback === 'undefined') resolve();
			else requestIdleCallback(() => resolve(), { timeout: 2000 });
		}, 1500);
	});
}
