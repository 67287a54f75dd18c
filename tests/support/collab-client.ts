/** Clients of the collaboration server: the stock provider as pages use it, and a bare one that can lie. */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import WebSocket from 'ws';
import * as Y from 'yjs';

/** Waits until `fact` holds; rejects with `what` after `timeoutMs`. */
export async function until(what: string, fact: () => boolean, timeoutMs = 20_000): Promise<void> {
	const end = performance.now() + timeoutMs;
	while (!fact()) {
		if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain until ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

/**
 * A socket as browsers have it: closed while it still connects, it says nothing. That of `ws` throws then, at whoever
 * does not listen; and a client refused a moment ago is connecting anew whenever a test happens to end.
 */
export class PageSocket extends WebSocket {
	constructor(...given: ConstructorParameters<typeof WebSocket>) {
		super(...given);
		this.on('error', () => {});
	}
}

export interface HonestClient {
	readonly doc: Y.Doc;
	readonly provider: HocuspocusProvider;
	readonly socket: HocuspocusProviderWebsocket;
	/** Reasons of refused authentications and of closed sockets, as they came. */
	readonly refusals: string[];
	/** Resolves once everything typed so far is durable. */
	saved(): Promise<void>;
	destroy(): void;
}

/** A page: the stock provider, with a token or a session cookie. */
export function openHonest(
	url: string,
	name: string,
	options: { token?: string; doc?: Y.Doc; delay?: number } = {},
): HonestClient {
	const refusals: string[] = [];
	const doc = options.doc ?? new Y.Doc();
	const socket = new HocuspocusProviderWebsocket({
		url,
		WebSocketPolyfill: PageSocket,
		delay: options.delay ?? 50,
		minDelay: options.delay ?? 50,
		maxDelay: 500,
	});
	const provider = new HocuspocusProvider({
		websocketProvider: socket,
		name,
		document: doc,
		token: options.token ?? '',
		onAuthenticationFailed: ({ reason }) => refusals.push(reason),
		onClose: ({ event }) => {
			if (event.code >= 4000) refusals.push(event.reason);
		},
	});
	provider.attach();
	return {
		doc,
		provider,
		socket,
		refusals,
		saved: () => until(`${name} is saved`, () => provider.synced && provider.unsyncedChanges === 0),
		destroy() {
			provider.destroy();
			socket.destroy();
		},
	};
}

/** A message from the server, as far as tests look into it. */
export interface Received {
	readonly type: number;
	/** Sub-type of sync and auth messages, 0 or 1 of an acknowledgement. */
	readonly sub: number;
	readonly payload: Uint8Array;
	readonly text: string;
}

/** A client that sends whatever bytes it is told to. */
export class BareClient {
	readonly received: Received[] = [];
	readonly name: string;
	closed: { code: number; reason: string } | undefined;
	readonly ws: WebSocket;

	private constructor(ws: WebSocket, name: string) {
		this.ws = ws;
		this.name = name;
		ws.on('message', (data: Buffer) => this.received.push(read(new Uint8Array(data))));
		ws.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
		ws.on('error', () => {});
	}

	/** Opens the socket; with a token also the document. */
	static async open(
		url: string,
		name: string,
		options: { token?: string; headers?: Record<string, string> } = {},
	): Promise<BareClient> {
		const ws = new WebSocket(url, { headers: options.headers ?? {} });
		const client = new BareClient(ws, name);
		await until('the socket is open or closed', () => ws.readyState !== WebSocket.CONNECTING);
		if (options.token !== undefined) {
			client.authenticate(options.token);
			await until('there is an answer', () => client.received.length > 0 || client.closed !== undefined);
		}
		return client;
	}

	send(type: number, write: (encoder: encoding.Encoder) => void = () => {}): void {
		const encoder = encoding.createEncoder();
		encoding.writeVarString(encoder, this.name);
		encoding.writeVarUint(encoder, type);
		write(encoder);
		this.ws.send(encoding.toUint8Array(encoder));
	}
	authenticate(token: string): void {
		this.send(2, (encoder) => {
			encoding.writeVarUint(encoder, 0);
			encoding.writeVarString(encoder, token);
			encoding.writeVarString(encoder, '4.8.0');
		});
	}
	update(bytes: Uint8Array): void {
		this.send(0, (encoder) => {
			encoding.writeVarUint(encoder, 2);
			encoding.writeVarUint8Array(encoder, bytes);
		});
	}
	step1(stateVector = Y.encodeStateVector(new Y.Doc())): void {
		this.send(0, (encoder) => {
			encoding.writeVarUint(encoder, 0);
			encoding.writeVarUint8Array(encoder, stateVector);
		});
	}
	awareness(bytes: Uint8Array): void {
		this.send(1, (encoder) => encoding.writeVarUint8Array(encoder, bytes));
	}
	/** Acknowledgements of applied updates. */
	get acks(): number {
		return this.received.filter(({ type, sub }) => type === 8 && sub === 1).length;
	}
	/** Reason of a refused authentication. */
	get denied(): string | undefined {
		return this.received.find(({ type, sub }) => type === 2 && sub === 1)?.text;
	}
	/** Waits until the server has shut the socket, and says why. */
	async refusal(): Promise<string> {
		await until('the socket is refused', () => this.closed !== undefined);
		return this.closed?.reason ?? '';
	}
	close(): void {
		this.ws.terminate();
	}
}

function read(data: Uint8Array): Received {
	const decoder = decoding.createDecoder(data);
	decoding.readVarString(decoder);
	const type = decoding.readVarUint(decoder);
	const nothing = new Uint8Array();
	if (type === 0 || type === 4) {
		const sub = decoding.readVarUint(decoder);
		return { type, sub, payload: decoding.readVarUint8Array(decoder), text: '' };
	}
	if (type === 1) return { type, sub: 0, payload: decoding.readVarUint8Array(decoder), text: '' };
	if (type === 2) {
		const sub = decoding.readVarUint(decoder);
		return { type, sub, payload: nothing, text: decoding.readVarString(decoder) };
	}
	if (type === 8) return { type, sub: decoding.readVarUint(decoder), payload: nothing, text: '' };
	return { type, sub: 0, payload: nothing, text: decoding.readVarString(decoder) };
}
