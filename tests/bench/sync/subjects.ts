/** The servers measured, and how a client of each speaks. */
import { schemaVersion } from '#lib/model/documents.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peers } from '#tests/bench/peers/install.ts';
import { startProcess, type ServerProcess } from '#tests/support/server-process.ts';

export const subjects = ['second-story', 'hocuspocus', 'y-websocket', 'ws'] as const;
export type Subject = (typeof subjects)[number];

export interface Running {
	readonly subject: Subject;
	readonly process: ServerProcess;
	/** Names of four documents; idle connections spread over more where there are more. */
	readonly documents: readonly string[];
	/** Where a client connects for a document. */
	url(document: string): string;
	/** The token of the nth person. */
	token(person: number): string;
	kill(): Promise<void>;
}

export async function startSubject(subject: Subject, people: number): Promise<Running> {
	const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
	const server = await start(subject, dataDir, people);
	const { port, analysis, tokens } = server;
	const kinds = ['timeline', 'inquiry', 'notes', 'narrative'];
	return {
		subject,
		process: server,
		documents: kinds.map((kind) => (subject === 'second-story' ? `analysis/${analysis}/${kind}@1` : kind)),
		url: (document) =>
			subject === 'second-story'
				? `ws://127.0.0.1:${port}/collab?v=${schemaVersion}`
				: `ws://127.0.0.1:${port}/${subject === 'hocuspocus' ? '' : document}`,
		token: (person) => tokens?.[person % tokens.length] ?? 'any',
		async kill() {
			await server.kill();
			await rm(dataDir, { recursive: true, force: true });
		},
	};
}

function start(subject: Subject, dataDir: string, people: number): Promise<ServerProcess> {
	const flags = ['--expose-gc'];
	switch (subject) {
		case 'second-story':
			return startProcess('serve.ts', [dataDir, String(people)], flags);
		case 'hocuspocus':
			return startProcess('serve-stock.ts', ['-'], flags);
		case 'y-websocket':
			return startProcess(new URL('y-websocket.js', peers), [], flags);
		case 'ws':
			return startProcess(new URL('ws.js', peers), [], flags);
	}
}
