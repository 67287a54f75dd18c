/** One WebSocket of one client: what it may send at what pace, what waits for it, and how it is shut. */
import type { Duplex } from 'node:stream';
import type { WebSocketLike } from '@hocuspocus/server';
import { WebSocket } from 'ws';
import { refusals, type SocketRefusal } from '#lib/model/refusals.ts';
import { addressOf, bodyStart, messageType, readHead, readdressed, wireOf, type Head } from './frames.ts';
import type { Hold } from './hold.ts';
import type { Seat } from './open-document.ts';
import { limits, type Credentials, type Identity } from './ports.ts';

/** How the bytes of a client differ from Hocuspocus frames; see plain-yjs.ts. */
export interface Dialect {
	/** Undefined: a malformed message. */
	toFrame(message: Uint8Array): Uint8Array | undefined;
	/** Undefined: this client has no such message. */
	fromFrame(frame: Uint8Array): Uint8Array | undefined;
}

export interface SocketOptions {
	readonly hold: Hold;
	readonly credentials: Credentials;
	/** Who came with the upgrade; undefined when tokens come with each document. */
	readonly identity: Identity | undefined;
	/** `?v=`; undefined when silent about it. */
	readonly schemaVersion: number | undefined;
	readonly dialect?: Dialect;
	/** The current address of a name without `@epoch`. */
	readonly currentAddress: (name: string) => Promise<string>;
	/** Told of every refusal, once for a socket. */
	readonly onRefused: (reason: SocketRefusal) => void;
}

export class Socket implements WebSocketLike {
	readonly identity: Identity | undefined;
	readonly credentials: Credentials;
	readonly schemaVersion: number | undefined;
	readonly seats = new Set<Seat>();
	/** People and analyses for which this socket was, or is being, let in: what revoking looks at. */
	readonly identities = new Set<Identity>();
	readonly analysisIds = new Set<string>();
	heldBytes = 0;
	readonly #ws: WebSocket;
	readonly #duplex: Duplex;
	readonly #options: SocketOptions;
	/** From the name a client uses to the address it means, and back; only for names without `@epoch`. */
	#addresses: Map<string, string> | undefined;
	#names: Map<string, string> | undefined;
	#looking: Map<string, Uint8Array[]> | undefined;
	/** Addresses that were refused: what else comes for them is dropped until they authenticate anew. */
	#denied: Set<string> | undefined;
	#tokens: number = limits.messagesAtOnce;
	#countedAt = performance.now();
	#isRefused = false;
	/**
	 * Bytes of frames under way that alone are more than a reader may let pile up: a document of fifty thousand
	 * events goes out as one, and what follows it at once must not count as slowness.
	 */
	#large = 0;

	/** `ws` speaks, without compression, over `duplex`. */
	constructor(ws: WebSocket, duplex: Duplex, options: SocketOptions) {
		this.#ws = ws;
		this.#duplex = duplex;
		this.#options = options;
		this.identity = options.identity;
		this.credentials = options.credentials;
		this.schemaVersion = options.schemaVersion;
		if (options.identity) this.identities.add(options.identity);
	}

	/** Whether it can only ever speak of one document. */
	get isSingle(): boolean {
		return this.#options.dialect !== undefined;
	}

	get readyState(): number {
		return this.#ws.readyState;
	}

	/** Hocuspocus speaks: held until safe. */
	send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
		if (data instanceof Uint8Array && !this.#isRefused) this.#options.hold.send(this, data);
	}

	/** Sends a frame that is safe, unless this reader has let too much pile up. */
	sendNow(frame: Uint8Array): void {
		if (this.#ws.readyState !== WebSocket.OPEN) return;
		const piled = this.#ws.bufferedAmount + this.heldBytes;
		if (piled <= limits.sendBuffer) this.#large = 0;
		if (piled > limits.sendBuffer + this.#large) {
			this.refuse('slow');
			// The close frame would wait behind what is not being read.
			this.#ws.terminate();
			return;
		}
		if (frame.byteLength > limits.sendBuffer) this.#large += frame.byteLength;
		const message = this.#outgoing(frame);
		// Straight to the stream: without compression `ws` would write its head and these bytes at once as well, but
		// each of two hundred times anew.
		if (message) this.#duplex.write(wireOf(message));
	}

	/** Hocuspocus closes. */
	close(code?: number, reason?: string): void {
		this.#ws.close(code, reason);
	}

	/** Shuts the socket and says why. Whatever still arrives from it is dropped. */
	refuse(reason: SocketRefusal): void {
		if (this.#isRefused) return;
		this.#isRefused = true;
		this.#options.onRefused(reason);
		this.#ws.close(refusals[reason].code, reason);
	}

	/** Drops what comes for an address whose authentication was refused. */
	deny(address: string): void {
		this.#denied ??= new Set();
		if (this.#denied.size >= 2 * limits.documentsPerSocket) return this.refuse('rate');
		this.#denied.add(address);
	}

	/** Ends it because the server does; clients connect anew by themselves. Whatever still arrives is dropped. */
	restart(): void {
		this.#isRefused = true;
		this.#ws.close(serviceRestart, 'restart');
	}

	/** A message arrived: hands its frame to `deliver`, now or when its address is known. */
	receive(message: Uint8Array, deliver: (frame: Uint8Array) => void): void {
		if (this.#isRefused) return;
		if (message.byteLength > limits.frame) return this.refuse('too-large');
		this.#countMessage();
		const frame = this.#options.dialect ? this.#options.dialect.toFrame(message) : message;
		if (frame) this.receiveFrame(frame, deliver);
		else this.refuse('malformed');
	}

	/** As `receive`, for a frame that is ours already. */
	receiveFrame(frame: Uint8Array, deliver: (frame: Uint8Array) => void): void {
		const head = readHead(frame);
		if (!head) return this.refuse('malformed');
		if (/@\d+$/.test(head.address)) this.#admit(frame, head, head.address, deliver);
		else this.#translate(frame, head, deliver);
	}

	#admit(frame: Uint8Array, head: Head, address: string, deliver: (frame: Uint8Array) => void): void {
		if (this.#denied?.has(address)) {
			if (head.type !== messageType.auth) return;
			this.#denied.delete(address);
		}
		deliver(address === head.address ? frame : readdressed(frame, head.start, address));
	}

	/** A name without `@epoch` means the current one: looked up once for this socket. */
	#translate(frame: Uint8Array, head: Head, deliver: (frame: Uint8Array) => void): void {
		const known = this.#addresses?.get(head.address);
		if (known !== undefined) return this.#admit(frame, head, known, deliver);
		const waiting = this.#looking?.get(head.address);
		if (waiting) {
			if (waiting.length >= limits.messagesAtOnce) return this.refuse('rate');
			waiting.push(frame);
			return;
		}
		this.#looking ??= new Map();
		if (this.#looking.size + (this.#names?.size ?? 0) >= 2 * limits.documentsPerSocket)
			return this.refuse('rate');
		const frames = [frame];
		this.#looking.set(head.address, frames);
		this.#options.currentAddress(head.address).then(
			(address) => {
				this.#looking?.delete(head.address);
				(this.#addresses ??= new Map()).set(head.address, address);
				(this.#names ??= new Map()).set(address, head.address);
				for (const one of frames) this.#admit(one, readHead(one)!, address, deliver);
			},
			() => this.refuse('internal'),
		);
	}

	#outgoing(frame: Uint8Array): Uint8Array | undefined {
		if (this.#options.dialect) return this.#options.dialect.fromFrame(frame);
		if (!this.#names) return frame;
		const name = this.#names.get(addressOf(frame));
		return name === undefined ? frame : readdressed(frame, bodyStart(frame), name);
	}

	/** Beyond the rate the socket is not read for as long as it owes; only far beyond it is refused. */
	#countMessage(): void {
		const now = performance.now();
		const earned = ((now - this.#countedAt) * limits.messagesPerSecond) / 1000;
		this.#tokens = Math.min(limits.messagesAtOnce, this.#tokens + earned) - 1;
		this.#countedAt = now;
		if (this.#tokens >= 0 || this.#ws.isPaused) return;
		if (this.#tokens < -limits.messagesOwed) return this.refuse('rate');
		this.#ws.pause();
		setTimeout(() => this.#ws.resume(), (-this.#tokens * 1000) / limits.messagesPerSecond).unref();
	}
}

/** RFC 6455. */
const serviceRestart = 1012;
