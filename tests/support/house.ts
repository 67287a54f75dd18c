/** A whole server in the test's own process, on a fresh DATA_DIR: services and API, without a port. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handleApi } from '#server/api/handle.ts';
import { readConfig } from '#server/config.ts';
import { createServices, type Services } from '#server/services.ts';

const origin = 'http://127.0.0.1:1';

/** An answer of the API: its status and its JSON, undefined when there was no body. */
export interface Answer {
	readonly status: number;
	// The tests say what they expect; a type here would only repeat it.
	// oxlint-disable-next-line typescript/no-explicit-any -- JSON of whatever endpoint was asked
	readonly body: any;
	readonly headers: Headers;
}

/** Someone who calls the API: by token, by session cookie, or signed out. */
export interface Client {
	readonly userId: string;
	readonly name: string;
	readonly headers: Readonly<Record<string, string>>;
	call(method: string, path: string, body?: unknown): Promise<Answer>;
	get(path: string): Promise<Answer>;
	post(path: string, body?: unknown): Promise<Answer>;
}

export interface House {
	readonly services: Services;
	readonly dataDir: string;
	/** Makes an account and calls with its token. */
	user(name: string, options?: { isAdmin?: boolean }): Promise<Client>;
	/** Calls with a session cookie, as browsers do; without one, as someone signed out. */
	browser(cookie?: string): Client;
	close(): Promise<void>;
}

export async function openHouse(): Promise<House> {
	const dataDir = await mkdtemp(join(tmpdir(), 'second-story-'));
	const services = await createServices(
		readConfig({ DATA_DIR: dataDir, ORIGIN: origin, LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent' }),
	);
	const client = (userId: string, name: string, headers: Record<string, string>): Client => {
		const call: Client['call'] = async (method, path, body) => {
			const response = await handleApi(
				new Request(`${origin}/api/v1${path}`, {
					method,
					headers: { origin, ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
					...(body !== undefined && { body: JSON.stringify(body) }),
				}),
				'127.0.0.1',
				services,
			);
			const text = await response.text();
			const isJson = response.headers.get('content-type')?.includes('json') ?? false;
			return {
				status: response.status,
				body: isJson && text !== '' ? JSON.parse(text) : text || undefined,
				headers: response.headers,
			};
		};
		return {
			userId,
			name,
			headers,
			call,
			get: (path) => call('GET', path),
			post: (path, body) => call('POST', path, body ?? {}),
		};
	};
	return {
		services,
		dataDir,
		async user(name, { isAdmin = false } = {}) {
			const made = await services.accounts.create({
				email: `${name}@house.example`,
				name,
				password: 'a few words in a row',
				isAdmin,
			});
			if (!made.ok) throw new Error(made.refusal.message);
			const token = await services.sessions.makeToken(made.value.userId, 'test');
			return client(made.value.userId, name, { authorization: `Bearer ${token}` });
		},
		browser: (cookie) => client('', '', cookie === undefined ? {} : { cookie }),
		async close() {
			await services.close();
			await rm(dataDir, { recursive: true, force: true });
		},
	};
}

/** The value of the session cookie that an answer set, to send back. */
export function cookieOf(answer: Answer): string {
	return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}
