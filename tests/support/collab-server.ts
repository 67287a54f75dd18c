/** Collaboration on a real port over a real journal, with a register of people instead of sessions. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insertDocuments } from '#db/document.ts';
import { openDatabases, type Databases } from '#db/open.server.ts';
import type { Actor, Role } from '#lib/model/access.ts';
import { plainKinds, type DocumentRef, schemaVersion } from '#lib/model/documents.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import type { Proof } from '#server/auth/caller.ts';
import { createCollab, type Collab } from '#server/collab/collab.ts';
import type { Edit, Identity, Log } from '#server/collab/ports.ts';

export const analysis = 'ana_1testtest1' as AnalysisId;
export const origin = 'http://story.test';

/** A log that keeps what it was told. */
export class TestLog implements Log {
	readonly entries: { level: string; fields: object; message: string }[] = [];
	info(fields: object, message: string): void {
		this.entries.push({ level: 'info', fields, message });
	}
	warn(fields: object, message: string): void {
		this.entries.push({ level: 'warn', fields, message });
	}
	error(fields: object, message: string): void {
		this.entries.push({ level: 'error', fields, message });
	}
}

export interface TestServer {
	readonly collab: Collab;
	readonly databases: Databases;
	readonly log: TestLog;
	readonly dataDir: string;
	readonly port: number;
	/** `ws://…/collab?v=` and the version. */
	readonly url: string;
	/** Sets who someone is in the analysis; their token is `token-<userId>`. */
	admit(userId: string, role: Role | undefined, also?: Partial<Actor>): void;
	/** Makes tokens and cookies of a user worthless. */
	expire(userId: string): void;
	create(refs: readonly DocumentRef[]): Promise<void>;
	/** Stops serving and opens everything anew from the same files. */
	restart(): Promise<TestServer>;
	close(): Promise<void>;
}

interface Register {
	readonly people: Map<string, Actor>;
	readonly expired: Set<string>;
}

/**
 * Over files of its own, or over databases that several nodes share and the caller closes. Starts with lead `ada`,
 * analysts `bo` and `cy`, reader `rex`, `boom`, about whom nobody can be asked without an exception, and the
 * analysis' own documents.
 */
export async function startCollab(shared?: Databases, onEdit?: (edit: Edit) => void): Promise<TestServer> {
	const dataDir = await mkdtemp(join(tmpdir(), 'collab-'));
	const register: Register = { people: new Map(), expired: new Set() };
	const server = await serve(dataDir, register, shared, onEdit);
	server.admit('ada', 'lead');
	server.admit('bo', 'analyst');
	server.admit('cy', 'analyst');
	server.admit('rex', 'reader');
	server.admit('boom', 'analyst');
	await server.create(plainKinds.map((kind) => ({ analysis, kind })));
	return server;
}

async function serve(
	dataDir: string,
	register: Register,
	shared?: Databases,
	onEdit?: (edit: Edit) => void,
): Promise<TestServer> {
	const { people, expired } = register;
	const databases = shared ?? (await openDatabases({ dataDir }));
	const log = new TestLog();
	const collab = createCollab({
		databases,
		log,
		...(onEdit && { onEdit }),
		addressOf: (request) => request.socket.remoteAddress ?? '',
		isOwnOrigin: (candidate) => candidate === origin,
		async identify({ cookie, token }): Promise<Identity | undefined> {
			const userId = /^token-(\w+)$/.exec(token ?? '')?.[1] ?? /session=(\w+)/.exec(cookie ?? '')?.[1];
			if (userId === undefined || !people.has(userId) || expired.has(userId)) return undefined;
			const proof: Proof = { by: 'session', sessionId: `ses-${userId}`, invitationId: null };
			return { userId, proof, name: userId.toUpperCase(), colour: 3 };
		},
		stands: async (proof) => proof.by === 'session' && !expired.has(proof.sessionId.slice(4)),
		standing: async (userId, analysisId) => {
			if (userId === 'boom') throw new Error('a bug in what decides rights');
			return (
				(analysisId === analysis && people.get(userId)) || { userId, role: undefined, personId: undefined }
			);
		},
	});
	const http = createServer();
	http.on('upgrade', (request, socket, head) => {
		if (!collab.upgrade(request, socket, head as Buffer)) socket.destroy();
	});
	const port = await listen(http);
	const stop = async () => {
		await collab.drain();
		http.closeAllConnections();
		await new Promise((resolve) => http.close(resolve));
		if (!shared) await databases.close();
	};
	return {
		collab,
		databases,
		log,
		dataDir,
		port,
		url: `ws://127.0.0.1:${port}/collab?v=${schemaVersion}`,
		admit: (userId, role, also) => people.set(userId, { userId, role, personId: undefined, ...also }),
		expire: (userId) => expired.add(userId),
		create: (refs) => insertDocuments(databases.journal, refs, Date.now()),
		async restart() {
			await stop();
			return serve(dataDir, register, shared, onEdit);
		},
		async close() {
			await stop();
			await rm(dataDir, { recursive: true, force: true });
		},
	};
}

async function listen(http: Server): Promise<number> {
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const address = http.address();
	if (typeof address !== 'object' || address === null) throw new Error('no port');
	return address.port;
}
