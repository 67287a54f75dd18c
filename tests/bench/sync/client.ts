/** A client that is cheap to have two hundred of: it makes real Yjs edits, and looks into frames without applying them. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import WebSocket from 'ws';
import * as Y from 'yjs';
import type { Running } from './subjects.ts';

const mark = 0x23;
/** Edits are found again in the bytes of updates, merged ones too, as `##` and seven characters. */
const labelLength = 7;

export class LoadClient {
	readonly #ws: WebSocket;
	readonly #server: Running;
	readonly #document: string;
	readonly #doc: Y.Doc;
	/** Resolves once the server has sent what it has. */
	readonly synced: Promise<void>;
	/** Told the label of each edit that arrives. */
	onEdit: (label: string) => void = () => {};

	constructor(server: Running, document: string, person: number, doc = new Y.Doc()) {
		this.#server = server;
		this.#document = document;
		this.#doc = doc;
		const { promise, resolve } = Promise.withResolvers<void>();
		this.synced = promise;
		this.#ws = new WebSocket(server.url(document), { perMessageDeflate: false });
		this.#ws.binaryType = 'nodebuffer';
		this.#ws.on('error', () => {});
		this.#ws.on('open', () => {
			if (server.subject === 'ws') return resolve();
			if (this.#isAddressed) this.#authenticate(server.token(person));
			this.#send((encoder) => sync.writeSyncStep1(encoder, doc));
		});
		this.#ws.on('message', (data: Buffer) => this.#receive(data, resolve));
	}

	/** Makes an edit that carries a label; one key per client, so that documents do not grow. */
	edit(label: string): void {
		this.#doc.once('update', (update: Uint8Array) => {
			if (this.#server.subject === 'ws') this.#ws.send(update);
			else this.#send((encoder) => sync.writeUpdate(encoder, update));
		});
		this.#doc.getMap('m').set(String(this.#doc.clientID), `##${label}`);
	}

	close(): void {
		this.#ws.terminate();
	}

	/** Hocuspocus frames begin with the name of their document. */
	get #isAddressed(): boolean {
		return this.#server.subject === 'second-story' || this.#server.subject === 'hocuspocus';
	}

	#authenticate(token: string): void {
		const encoder = encoding.createEncoder();
		encoding.writeVarString(encoder, this.#document);
		encoding.writeVarUint(encoder, 2);
		encoding.writeVarUint(encoder, 0);
		encoding.writeVarString(encoder, token);
		encoding.writeVarString(encoder, '4.8.0');
		this.#ws.send(encoding.toUint8Array(encoder));
	}

	#send(write: (encoder: encoding.Encoder) => void): void {
		const encoder = encoding.createEncoder();
		if (this.#isAddressed) encoding.writeVarString(encoder, this.#document);
		encoding.writeVarUint(encoder, 0);
		write(encoder);
		this.#ws.send(encoding.toUint8Array(encoder));
	}

	#receive(data: Buffer, synced: () => void): void {
		if (this.#server.subject === 'ws') return this.#look(data);
		const decoder = decoding.createDecoder(data);
		if (this.#isAddressed) decoder.pos = decoding.readVarUint(decoder) + decoder.pos;
		const type = decoding.readVarUint(decoder);
		if (type !== 0 && type !== 4) return;
		const kind = decoding.readVarUint(decoder);
		const payload = decoding.readVarUint8Array(decoder);
		if (kind === 0) this.#send((encoder) => sync.writeSyncStep2(encoder, this.#doc, payload));
		else if (kind === 1) synced();
		else this.#look(payload);
	}

	#look(update: Uint8Array): void {
		for (let at = 0; at + 1 + labelLength < update.length; at++) {
			if (update[at] !== mark || update[at + 1] !== mark) continue;
			this.onEdit(String.fromCharCode(...update.subarray(at + 2, at + 2 + labelLength)));
			at += 1 + labelLength;
		}
	}
}

/** The nth label. */
export function labelOf(edit: number): string {
	return edit.toString(36).padStart(labelLength, '0');
}

/** Opens clients some at a time. */
export async function openAll(count: number, open: (index: number) => LoadClient): Promise<LoadClient[]> {
	const clients: LoadClient[] = [];
	for (let from = 0; from < count; from += 50) {
		const some = Array.from({ length: Math.min(50, count - from) }, (_, index) => open(from + index));
		await Promise.all(some.map(({ synced }) => synced));
		clients.push(...some);
	}
	return clients;
}
