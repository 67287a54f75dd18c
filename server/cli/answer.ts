/** The server's side of the command line: runs a command for whoever has this start's secret. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { refuse, type Outcome } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { CommandAnswer, CommandRequest } from './command.ts';
import { commands } from './commands.ts';
import { secretHeader } from './running.ts';

/** Answers one request at `commandPath`. Without the secret it is as if nothing were there. Never rejects. */
export async function answerCommand(
	services: Services,
	secret: string,
	incoming: IncomingMessage,
	outgoing: ServerResponse,
): Promise<void> {
	if (incoming.method !== 'POST' || !same(String(incoming.headers[secretHeader] ?? ''), secret)) {
		outgoing.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
		return;
	}
	const outcome = await run(services, incoming);
	outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(outcome));
}

async function run(services: Services, incoming: IncomingMessage): Promise<Outcome<CommandAnswer>> {
	try {
		const asked = (await json(incoming)) as CommandRequest;
		const command = commands.find(({ name }) => name === asked.command);
		if (command?.where !== 'beside')
			return refuse(
				'invalid',
				'The running server does not know this command; it may be of another version. Restart it.',
			);
		services.log.info({ command: command.name }, 'command line');
		return await command.run(services, asked);
	} catch (error) {
		services.log.error({ err: error }, 'a command met a bug');
		return refuse(
			'unavailable',
			'Something broke on the server; its log says what. What was saved before is safe.',
		);
	}
}

function same(given: string, secret: string): boolean {
	const [one, other] = [Buffer.from(given), Buffer.from(secret)];
	return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}
