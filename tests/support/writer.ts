/** A client that knows exactly which of its edits were acknowledged, and survives its server. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import WebSocket from 'ws';
import * as Y from 'yjs';

/** What waits for an acknowledgement: edits by their keys, in the order of their frames. */
type Unacknowledged = readonly string[];

export class Writer {
	readonly doc = new Y.Doc();
	/** Keys of edits the server said are saved. */
	readonly acknowledged = new Set<string>();
	/** Close codes from 4000 up, with their reasons. */
	readonly refusals: string[] = [];
	readonly #name: string;
	readonly #token: string;
	/** Keys written and not yet acknowledged, on whatever connection. */
	readonly #owed = new Set<string>();
	#frames: Unacknowledged[] = [];
	#ws: WebSocket | undefined;
	#synced = Promise.withResolvers<void>();

	constructor(name: string, token: string) {
		this.#name = name;
		this.#token = token;
		this.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin === this) return;
			this.#frames.push(typeof origin === 'string' ? [origin] : []);
			this.#send(0, (encoder) => sync.writeUpdate(encoder, update));
		});
	}

	/** Edits that a crash of both sides would take. */
	get owed(): number {
		return this.#owed.size;
	}

	get isOffline(): boolean {
		return this.#ws?.readyState === WebSocket.CLOSED;
	}

	/** Connects; resolves once what the server has is here and what is here has been sent. */
	async connect(url: string): Promise<void> {
		this.#synced = Promise.withResolvers();
		this.#frames = [];
		const ws = new WebSocket(url, { perMessageDeflate: false });
		this.#ws = ws;
		ws.binaryType = 'nodebuffer';
		ws.on('open', () => {
			this.#send(2, (encoder) => {
				encoding.writeVarUint(encoder, 0);
				encoding.writeVarString(encoder, this.#token);
				encoding.writeVarString(encoder, '4.8.0');
			});
			this.#send(0, (encoder) => sync.writeSyncStep1(encoder, this.doc));
		});
		ws.on('message', (data: Buffer) => this.#receive(new Uint8Array(data)));
		ws.on('error', () => {});
		ws.on('close', (code, reason) => {
			if (code >= 4000) this.refusals.push(`${code} ${reason.toString()}`);
			this.#frames = [];
			this.#synced.resolve();
		});
		await this.#synced.promise;
	}

	/** Makes one edit, known by its key. */
	edit(key: string): void {
		this.#owed.add(key);
		this.doc.transact(() => this.doc.getMap('edits').set(key, 1), key);
	}

	disconnect(): void {
		this.#ws?.terminate();
	}

	#send(type: number, write: (encoder: encoding.Encoder) => void): void {
		if (this.#ws?.readyState !== WebSocket.OPEN) return;
		const encoder = encoding.createEncoder();
		encoding.writeVarString(encoder, this.#name);
		encoding.writeVarUint(encoder, type);
		write(encoder);
		this.#ws.send(encoding.toUint8Array(encoder));
	}

	#receive(data: Uint8Array): void {
		const decoder = decoding.createDecoder(data);
		decoding.readVarString(decoder);
		const type = decoding.readVarUint(decoder);
		if (type === 8) {
			const isApplied = decoding.readVarUint(decoder) === 1;
			for (const key of this.#frames.shift() ?? []) {
				if (!isApplied) continue;
				this.acknowledged.add(key);
				this.#owed.delete(key);
			}
		} else if (type === 0 || type === 4) this.#sync(decoder);
		else if (type === 2 && decoding.readVarUint(decoder) === 1)
			this.refusals.push(`denied ${decoding.readVarString(decoder)}`);
	}

	#sync(decoder: decoding.Decoder): void {
		const kind = decoding.readVarUint(decoder);
		const payload = decoding.readVarUint8Array(decoder);
		if (kind === 0) {
			// The answer holds everything written so far, so its acknowledgement is theirs.
			this.#frames.push([...this.#owed]);
			const missing = Y.encodeStateAsUpdate(this.doc, payload);
			this.#send(0, (encoder) => {
				encoding.writeVarUint(encoder, 1);
				encoding.writeVarUint8Array(encoder, missing);
			});
			return;
		}
		Y.applyUpdate(this.doc, payload, this);
		if (kind === 1) this.#synced.resolve();
	}
}
