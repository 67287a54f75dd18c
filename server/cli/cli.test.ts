/** The command line as people run it: a process of its own, alone and beside a running server. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { announceRunning } from './running.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Some ten processes a test, on machines that do other things too.
vi.setConfig({ testTimeout: 120_000 });

const password = 'a few words in a row';

let dataDir = '';
let server: ChildProcess | undefined;

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'second-story-cli-'));
});
afterEach(async () => {
	await stop();
	rmSync(dataDir, { recursive: true, force: true });
});

interface Said {
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

function cli(...words: string[]): Promise<Said> {
	return new Promise((resolve) => {
		execFile(
			process.execPath,
			['--disable-warning=ExperimentalWarning', 'server/cli/main.ts', ...words],
			{ cwd: root, env: { ...process.env, DATA_DIR: dataDir, npm_lifecycle_event: '' } },
			(error, out, err) =>
				resolve({ code: error ? Number(error.code) : 0, out: out.trim(), err: err.trim() }),
		);
	});
}

/** A server on the data, without pages: what the command line talks to is in front of them. */
async function start(): Promise<string> {
	const started = spawn(process.execPath, ['tests/support/serve-front.ts'], {
		cwd: root,
		env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	server = started;
	return new Promise((resolve, reject) => {
		started.once('exit', () => reject(new Error('the server did not start')));
		started.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
	});
}

async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
	const running = server;
	if (!running) return;
	server = undefined;
	await new Promise((resolve) => {
		running.once('exit', resolve);
		running.kill(signal);
	});
}

const userCreate = (email: string) =>
	cli('user', 'create', '--email', email, '--name', 'Ines', '--password', password);

test('[CM1] an account and a token are made alone, and the token works beside a running server', async () => {
	expect(await userCreate('ines@tidewell.example')).toMatchObject({ code: 0, err: '' });
	const origin = await start();
	const { out: token } = await cli('token', 'create', '--email', 'Ines@Tidewell.example');
	const me = await fetch(`${origin}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
	expect(await me.json()).toMatchObject({ email: 'ines@tidewell.example', isAdmin: false });
	const made = await cli(
		'user',
		'create',
		'--email=dev@tidewell.example',
		'--name=Dev',
		`--password=${password}`,
		'--admin',
		'--json',
	);
	expect(JSON.parse(made.out)).toEqual({ id: expect.stringMatching(/^usr_/) });
});

test('[CM2] what cannot be done is one clear line and exit 1; machines get it as JSON', async () => {
	const said = await cli('token', 'create', '--email', 'nobody@y.example');
	expect(said).toEqual({
		code: 1,
		out: '',
		err: 'There is no account with the address nobody@y.example. Make it with “user create” first.',
	});
	const json = await cli('restore', '/nowhere.zip', '--json');
	expect({ code: json.code, answer: JSON.parse(json.out) }).toEqual({
		code: 1,
		answer: { error: { code: 'invalid', message: '/nowhere.zip is not there. Nothing was changed.' } },
	});
});

test('[CM3] the file that leads to the server is for its owner only, and one left by a killed server misleads nobody', async () => {
	await start();
	expect(statSync(join(dataDir, 'server.json')).mode & 0o777).toBe(0o600);
	await stop('SIGKILL');
	expect(await userCreate('ines@tidewell.example')).toMatchObject({ code: 0 });
	// Its process id lives again as someone else's, and another server sits on its port.
	const stranger = createServer((_, answer) => answer.end('hello'));
	await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
	const address = stranger.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	announceRunning(dataDir, { pid: process.pid, host: '127.0.0.1', port, secret: 'x' });
	expect(await userCreate('dev@tidewell.example')).toMatchObject({ code: 0 });
	await new Promise((resolve) => stranger.close(resolve));
});

test('[CM4] nobody commands the server without the secret of this start', async () => {
	const origin = await start();
	const body = JSON.stringify({ command: 'doctor', options: {}, files: [] });
	for (const secret of ['', 'x', 'x'.repeat(43)]) {
		const headers = { 'x-cli-secret': secret };
		expect((await fetch(`${origin}/cli`, { method: 'POST', body, headers })).status).toBe(404);
	}
	const { secret } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { secret: string };
	const headers = { 'x-cli-secret': secret };
	expect((await fetch(`${origin}/cli`, { method: 'POST', body, headers })).status).toBe(200);
	expect((await fetch(`${origin}/cli`, { method: 'POST', body: 'nonsense', headers })).status).toBe(200);
	// Restoring below a running server would pull the files from under it.
	expect(await cli('restore', join(dataDir, 'x.zip'))).toMatchObject({ code: 1, err: /Stop it/ });
});

test('[CM5] doctor finds a well installation well, and a damaged row not', async () => {
	await userCreate('ines@tidewell.example');
	const well = JSON.parse((await cli('doctor', '--json')).out) as { healthy: boolean; findings: unknown[] };
	expect(well.healthy).toBe(true);
	const { DatabaseSync } = await import('node:sqlite');
	const journal = new DatabaseSync(join(dataDir, 'journal.db'));
	journal.exec(
		`INSERT INTO document (name, kind, analysis_id, epoch, head, schema_version, created_at) VALUES ('analysis/ana_1234/notes', 'notes', 'ana_1234', 1, 1, 1, 1);
		 INSERT INTO document_update (document, seq, user_id, client_id, at, bytes, checksum) VALUES ('analysis/ana_1234/notes', 1, 'usr_1', 1, 1, x'00', 'wrong');`,
	);
	journal.close();
	const ill = await cli('doctor');
	expect(ill).toMatchObject({
		code: 1,
		out: expect.stringContaining('analysis/ana_1234/notes row 1 is damaged'),
	});
});

test('[CM6] a file that is no backup changes nothing', async () => {
	await userCreate('ines@tidewell.example');
	const file = join(dataDir, 'not-a.zip');
	writeFileSync(file, 'PK and then nothing');
	expect(await cli('restore', file)).toMatchObject({
		code: 1,
		err: expect.stringContaining('Nothing was changed'),
	});
	expect(await cli('token', 'create', '--email', 'ines@tidewell.example')).toMatchObject({ code: 0 });
});

test('[CM8] files and folders are imported as through the browser, and the analysis is exported', async () => {
	await userCreate('ines@tidewell.example');
	const origin = await start();
	const { out: token } = await cli('token', 'create', '--email', 'ines@tidewell.example');
	const made = await fetch(`${origin}/api/v1/analyses`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify({ title: 'The night ingestion went quiet' }),
	});
	const { id } = (await made.json()) as { id: string };
	const sample = join(root, 'sample', 'evidence');
	const imported = await cli(
		'import',
		join(sample, 'zoom-part-1.vtt'),
		'--analysis',
		id,
		'--recorded-from=2026-03-11T02:24:05Z',
		'--json',
	);
	expect(JSON.parse(imported.out)).toEqual({
		sources: [expect.objectContaining({ format: 'webvtt', first: '2026-03-11T02:24:08.120Z' })],
	});
	const folder = await cli('import', join(sample, 'slack-export'), '--analysis', id);
	expect(folder).toMatchObject({ code: 0, out: expect.stringContaining('560 records, 0 lines skipped') });
	expect(await cli('import', '/nowhere.log', '--analysis', id)).toEqual({
		code: 1,
		out: '',
		err: 'nowhere.log: There is no such file. Nothing was imported.',
	});
	expect(await cli('import', join(sample, 'git-log.txt'), '--analysis', 'ana_0000')).toMatchObject({
		code: 1,
	});

	const out = join(dataDir, 'analysis.json');
	expect(await cli('export', id, '--format', 'json', '--out', out)).toMatchObject({ code: 0 });
	expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ version: 2, analysisId: id });
	expect(await cli('export', id, '--format', 'odt', '--out', out)).toMatchObject({
		code: 1,
		err: expect.stringContaining('md, html, json, csv, timesketch'),
	});

	const file = join(dataDir, 'timeline.csv');
	writeFileSync(
		file,
		'message,datetime,timestamp_desc\nStarted,2026-03-11T02:14:07Z,Start\nNo time,,Start\n',
	);
	expect(await cli('timeline', 'import', file, '--analysis', id)).toEqual({
		code: 0,
		out: 'Added 1 event from timeline.csv.\nLine 3 was left out. It says no time.',
		err: '',
	});
	expect(await cli('export', id, '--format', 'timesketch', '--out', out)).toMatchObject({ code: 0 });
	expect(readFileSync(out, 'utf8')).toContain('Started,2026-03-11T02:14:07.000000+00:00,Event time,');
	expect(await cli('timeline', 'import', out, '--analysis', id)).toMatchObject({
		code: 0,
		out: 'Added 0 events from analysis.json.\n1 was there already.',
	});
	expect(await cli('timeline', 'import', file, '--analysis', id, '--kind', 'blame')).toMatchObject({
		code: 1,
	});
});
