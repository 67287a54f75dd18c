/** Node's request and response as the web's: so that one handler serves HTTP, tests and development alike. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

/** A `Request` whose body streams from the socket; nothing is held in memory. */
export function toRequest(incoming: IncomingMessage, origin: string): Request {
	const headers = new Headers();
	for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2)
		headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '');
	const method = incoming.method ?? 'GET';
	const hasBody = method !== 'GET' && method !== 'HEAD';
	const init: RequestInit & { duplex?: 'half' } = { method, headers };
	if (hasBody) {
		init.body = Readable.toWeb(incoming) as unknown as ReadableStream<Uint8Array>;
		init.duplex = 'half';
	}
	return new Request(new URL(incoming.url ?? '/', origin), init);
}

/** Writes a `Response` out, streaming; a client that leaves midway ends the stream quietly. */
export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
	outgoing.statusCode = response.status;
	for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
	const cookies = response.headers.getSetCookie();
	if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
	if (!response.body) {
		outgoing.end();
		return;
	}
	try {
		await pipeline(Readable.fromWeb(response.body as NodeReadableStream<Uint8Array>), outgoing);
	} catch {
		outgoing.destroy();
	}
}

/** The address of the client, believing as many `X-Forwarded-For` entries from the right as there are own proxies. */
export function addressOf(incoming: IncomingMessage, trustedHops: number): string {
	const direct = incoming.socket.remoteAddress ?? '';
	if (trustedHops === 0) return direct;
	const chain = String(incoming.headers['x-forwarded-for'] ?? '')
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
	return chain.at(-trustedHops) ?? direct;
}
