/** The first bytes of a Hocuspocus frame: the address it is for, and what kind of message follows. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** The message types of Hocuspocus 4. */
export const messageType = {
	sync: 0,
	awareness: 1,
	auth: 2,
	queryAwareness: 3,
	syncReply: 4,
	stateless: 5,
	close: 7,
	syncStatus: 8,
} as const;

/** What a client has reason to send. */
const fromClients: ReadonlySet<number> = new Set([
	messageType.sync,
	messageType.awareness,
	messageType.auth,
	messageType.queryAwareness,
	messageType.syncReply,
	messageType.close,
]);

export interface Head {
	/** As the client wrote it. */
	readonly address: string;
	readonly type: number;
	/** Where the message type begins. */
	readonly start: number;
}

/** Reads the head of a frame from a client; undefined when no client of ours could have written it. */
export function readHead(frame: Uint8Array): Head | undefined {
	try {
		const decoder = decoding.createDecoder(frame);
		const address = decoding.readVarString(decoder);
		const start = decoder.pos;
		const type = decoding.readVarUint(decoder);
		// \0 separates a session of Hocuspocus' "session awareness", which would open a document twice on one socket.
		return address.includes('\0') || !fromClients.has(type) ? undefined : { address, type, start };
	} catch {
		return undefined;
	}
}

let lastFrame: Uint8Array | undefined;
let lastAddress = '';

/** The address of a frame of ours. A broadcast hands the same frame to every socket, hence the memory of one. */
export function addressOf(frame: Uint8Array): string {
	if (frame === lastFrame) return lastAddress;
	lastAddress = decoding.readVarString(decoding.createDecoder(frame));
	lastFrame = frame;
	return lastAddress;
}

let lastMessage: Uint8Array | undefined;
let lastWire: Uint8Array = new Uint8Array();

/**
 * A message as the bytes of one unmasked, whole, binary WebSocket frame (RFC 6455 §5.2). A broadcast hands the same
 * message to every socket, hence the memory of one: framed once, it is written in one piece instead of two.
 */
export function wireOf(message: Uint8Array): Uint8Array {
	if (message === lastMessage) return lastWire;
	const { byteLength } = message;
	const headLength = byteLength < 126 ? 2 : byteLength < 2 ** 16 ? 4 : 10;
	const wire = new Uint8Array(headLength + byteLength);
	const head = new DataView(wire.buffer);
	head.setUint8(0, 0x82);
	if (headLength === 2) head.setUint8(1, byteLength);
	else if (headLength === 4) {
		head.setUint8(1, 126);
		head.setUint16(2, byteLength);
	} else {
		head.setUint8(1, 127);
		head.setBigUint64(2, BigInt(byteLength));
	}
	wire.set(message, headLength);
	lastMessage = message;
	lastWire = wire;
	return wire;
}

/** The same message under another address. */
export function readdressed(frame: Uint8Array, start: number, address: string): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarString(encoder, address);
	encoding.writeUint8Array(encoder, frame.subarray(start));
	return encoding.toUint8Array(encoder);
}

/** Where the message type of a frame of ours begins. */
export function bodyStart(frame: Uint8Array): number {
	const decoder = decoding.createDecoder(frame);
	decoder.pos = decoding.readVarUint(decoder) + decoder.pos;
	return decoder.pos;
}

/** Whether a frame of ours only says that an update was taken. */
export function isAcknowledgement(frame: Uint8Array): boolean {
	return frame[bodyStart(frame)] === messageType.syncStatus;
}

/** The first message of a connection to a document. */
export function authFrame(address: string, token: string): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarString(encoder, address);
	encoding.writeVarUint(encoder, messageType.auth);
	encoding.writeVarUint(encoder, 0);
	encoding.writeVarString(encoder, token);
	return encoding.toUint8Array(encoder);
}
