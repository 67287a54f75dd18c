/**
 * `/y/<document>`: the protocol of stock y-websocket over the same documents. Its messages are those of Hocuspocus
 * without the address in front, so a plain client is a socket with another dialect: screen, journal, presence,
 * rights and revocation are the very same code. It knows no acknowledgement, so it cannot know what is saved.
 */
import * as encoding from 'lib0/encoding';
import { bodyStart, messageType } from './frames.ts';
import type { Dialect } from './socket.ts';

/** The document in the path of an upgrade; undefined when it is not below `/y/`. */
export function plainDocument(pathname: string): string | undefined {
	if (!pathname.startsWith('/y/')) return undefined;
	try {
		return decodeURIComponent(pathname.slice('/y/'.length));
	} catch {
		return '';
	}
}

/** The dialect of a client that speaks of one document only. */
export function plainDialect(name: string): Dialect {
	const head = encoding.encode((encoder) => encoding.writeVarString(encoder, name));
	return {
		toFrame(message) {
			const type = message[0];
			if (type !== messageType.sync && type !== messageType.awareness && type !== messageType.queryAwareness)
				return undefined;
			const frame = new Uint8Array(head.byteLength + message.byteLength);
			frame.set(head);
			frame.set(message, head.byteLength);
			return frame;
		},
		fromFrame(frame) {
			const body = frame.subarray(bodyStart(frame));
			switch (body[0]) {
				case messageType.sync:
				case messageType.awareness:
					return body;
				case messageType.syncReply:
					return Uint8Array.of(messageType.sync, ...body.subarray(1));
				default:
					return undefined;
			}
		},
	};
}
