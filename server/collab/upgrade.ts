/** HTTP upgrades: which are ours, who may have one, and the socket that comes of it. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Hocuspocus } from '@hocuspocus/server';
import { WebSocketServer, type WebSocket } from 'ws';
import { documentName, parseDocumentName } from '#lib/model/documents.ts';
import type { SocketRefusal } from '#lib/model/refusals.ts';
import type { Journal } from '../journal/journal.ts';
import { admit, readUpgrade, type Upgrade } from './authenticate.ts';
import { authFrame } from './frames.ts';
import type { Hold } from './hold.ts';
import type { Context } from './open-document.ts';
import { plainDialect, plainDocument } from './plain-yjs.ts';
import { limits, type CollabDeps, type Identity } from './ports.ts';
import { Socket, type SocketOptions } from './socket.ts';
import { UpgradeLimit } from './upgrade-limit.ts';

/** All sockets share it: what Hocuspocus would read from a request is in our context already. */
const noRequest = new Request('http://localhost/');
/** A client that does not answer a close frame is cut off. */
const closeTimeoutMs = 2_000;

export interface UpgradePorts {
	readonly deps: CollabDeps;
	readonly hocuspocus: Hocuspocus<Context>;
	readonly hold: Hold;
	readonly journal: Journal;
	readonly sockets: Set<Socket>;
	readonly onRefused: (reason: SocketRefusal) => void;
	readonly isDraining: () => boolean;
}

/** Returns the function that takes upgrades: false for those that are none of ours. */
export function createUpgrade(
	ports: UpgradePorts,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean {
	const { deps } = ports;
	const limit = new UpgradeLimit();
	const server = new WebSocketServer({
		noServer: true,
		clientTracking: false,
		perMessageDeflate: false,
		// Just above our own limit, which closes with a reason people can be told.
		maxPayload: limits.frame + 1024,
		closeTimeout: closeTimeoutMs,
	} as ConstructorParameters<typeof WebSocketServer>[0]);
	return (request, duplex, head) => {
		const upgrade = readUpgrade(request);
		const plainName = upgrade && plainDocument(upgrade.pathname);
		if (!upgrade || (upgrade.pathname !== '/collab' && plainName === undefined)) return false;
		duplex.on('error', () => duplex.destroy());
		if (ports.isDraining()) answer(duplex, '503 Service Unavailable');
		else
			admit(request, upgrade.credentials, deps).then(
				(identity) => {
					const address = deps.addressOf(request);
					if (identity === 'forbidden' || identity === 'signed-out') limit.failed(address);
					if (identity === 'forbidden') return answer(duplex, '403 Forbidden');
					const isAllowed =
						typeof identity === 'object' ? limit.allows(identity.userId) : limit.allowsUnproven(address);
					if (!isAllowed) return answer(duplex, '429 Too Many Requests');
					server.handleUpgrade(request, duplex, head, (ws) =>
						open(ws, duplex, upgrade, identity, plainName, { ...ports, failed: () => limit.failed(address) }),
					);
				},
				(error: unknown) => {
					deps.log.error({ err: error }, 'an upgrade could not be judged');
					answer(duplex, '500 Internal Server Error');
				},
			);
		return true;
	};
}

function open(
	ws: WebSocket,
	duplex: Duplex,
	{ credentials, schemaVersion }: Upgrade,
	identity: Identity | undefined | 'signed-out',
	plainName: string | undefined,
	ports: UpgradePorts & { readonly failed: () => void },
): void {
	const options: SocketOptions = {
		hold: ports.hold,
		credentials,
		identity: identity === 'signed-out' ? undefined : identity,
		schemaVersion,
		currentAddress: (name) => currentAddress(name, ports.journal),
		onRefused(reason) {
			if (reason === 'signed-out') ports.failed();
			ports.onRefused(reason);
		},
		...(plainName !== undefined && { dialect: plainDialect(plainName) }),
	};
	const socket = new Socket(ws, duplex, options);
	ws.on('error', () => ws.terminate());
	// Browsers cannot read the status of a refused upgrade; a close code they can.
	if (identity === 'signed-out') return socket.refuse('signed-out');
	const client = ports.hocuspocus.handleConnection(socket, noRequest, { socket });
	const deliver = (frame: Uint8Array) => client.handleMessage(frame);
	ports.sockets.add(socket);
	ws.on('message', (data: Buffer) =>
		socket.receive(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), deliver),
	);
	ws.on('close', (code, reason) => {
		ports.sockets.delete(socket);
		client.handleClose({ code, reason: reason.toString() });
	});
	if (plainName !== undefined) socket.receiveFrame(authFrame(plainName, credentials.token ?? ''), deliver);
}

/** The address a name without `@epoch` means; one that nobody has when it is no name of ours. */
async function currentAddress(name: string, journal: Journal): Promise<string> {
	const parsed = parseDocumentName(name);
	const row = parsed && (await journal.find(documentName(parsed.ref)));
	return `${name}@${row?.epoch ?? 0}`;
}

function answer(duplex: Duplex, status: string): void {
	duplex.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
