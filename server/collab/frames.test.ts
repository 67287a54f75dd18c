import { createServer } from 'node:net';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { wireOf } from './frames.ts';

test('[WF1] a client of `ws` reads every length we frame ourselves, and the same message framed again', async () => {
	const messages = [0, 1, 125, 126, 65_535, 65_536, 200_000].map((length) =>
		new Uint8Array(length).map((_, index) => index + length),
	);
	const server = createServer((socket) => {
		socket.once('data', (request) => {
			const key = /sec-websocket-key: (\S+)/i.exec(request.toString())?.[1] ?? '';
			const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
			socket.write(
				`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
			);
			for (const message of messages) for (const _ of [1, 2]) socket.write(wireOf(message));
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const client = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false });
	const received: Uint8Array[] = [];
	await new Promise<void>((resolve, reject) => {
		client.on('error', reject);
		client.on('message', (data: Buffer, isBinary) => {
			if (!isBinary) return reject(new Error('not binary'));
			received.push(new Uint8Array(data));
			if (received.length === 2 * messages.length) resolve();
		});
	});
	client.terminate();
	server.close();
	expect(received).toEqual(messages.flatMap((message) => [message, message]));
});
