/** What the one port answers before SvelteKit is asked: health, the API, the redirect to the one true host. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { handleApi } from '../api/handle.ts';
import { answerCommand } from '../cli/answer.ts';
import { commandPath } from '../cli/running.ts';
import type { Services } from '../services.ts';
import { addressOf, sendResponse, toRequest } from './web.ts';

export type Next = () => void;

/**
 * A connect-style handler: answers, or calls `next` for pages. Never throws. `commandSecret` opens the door of the
 * command line.
 */
export function createFront(
	services: Services,
	commandSecret: string,
): (request: IncomingMessage, response: ServerResponse, next: Next) => void {
	const { config } = services;
	const host = new URL(config.origin).host;
	return (incoming, outgoing, next) => {
		const path = (incoming.url ?? '/').split('?', 1)[0] ?? '/';
		if (path === '/healthz') return plain(outgoing, 200, 'ok');
		if (path === '/readyz') {
			services.ready().then(
				(isReady) => plain(outgoing, isReady ? 200 : 503, isReady ? 'ready' : 'not ready'),
				() => plain(outgoing, 503, 'not ready'),
			);
			return;
		}
		if (path === commandPath) return void answerCommand(services, commandSecret, incoming, outgoing);
		if (path.startsWith('/api/v1/')) {
			const id = crypto.randomUUID();
			outgoing.setHeader('x-request-id', id);
			const started = performance.now();
			outgoing.on('close', () => {
				// The path without its query: search words and tokens are content.
				services.log.info(
					{
						id,
						method: incoming.method,
						path,
						status: outgoing.statusCode,
						ms: Math.round(performance.now() - started),
					},
					'request',
				);
			});
			void handleApi(
				toRequest(incoming, config.origin),
				addressOf(incoming, config.trustedProxyHops),
				services,
			).then((response) => sendResponse(response, outgoing));
			return;
		}
		// Cookies and the socket's Origin check belong to one host: who types `localhost` is sent there.
		const asked = incoming.headers.host;
		if (asked !== undefined && asked !== host && /^localhost(:|$)/.test(asked) && incoming.method === 'GET') {
			outgoing.writeHead(307, { location: config.origin + (incoming.url ?? '/') }).end();
			return;
		}
		next();
	};
}

function plain(outgoing: ServerResponse, status: number, text: string): void {
	outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}
