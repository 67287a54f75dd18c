/** Services and API in a process of their own (`serve-front.ts`), with everything it prints, and people who call it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface FrontProcess {
	readonly origin: string;
	/** Everything it has printed, its log included. */
	output(): string;
	/** Calls the API with a bearer token; undefined for someone signed out. */
	call(
		token: string | undefined,
		method: string,
		path: string,
		body?: unknown,
	): Promise<{ readonly status: number; readonly text: string; readonly cookie: string }>;
	/** Ends it as an operator would; resolves when it is gone. */
	stop(): Promise<void>;
}

/** The Origin its pages would have: it does not know its port when it reads its settings. */
export const pageOrigin = 'http://127.0.0.1:0';

export async function startFront(dataDir: string): Promise<FrontProcess> {
	const script = fileURLToPath(new URL('serve-front.ts', import.meta.url));
	const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
		env: { ...process.env, DATA_DIR: dataDir, PORT: '0', ORIGIN: pageOrigin, LOG_LEVEL: 'trace' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let printed = '';
	const origin = await new Promise<string>((resolve, reject) => {
		const heard = (data: Buffer) => {
			printed += data.toString();
			const found = /^(http:\/\/127\.0\.0\.1:\d+)$/m.exec(printed)?.[1];
			if (found !== undefined) resolve(found);
		};
		child.stdout.on('data', heard);
		child.stderr.on('data', heard);
		child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
	});
	return {
		origin,
		output: () => printed,
		async call(token, method, path, body) {
			const response = await fetch(`${origin}/api/v1${path}`, {
				method,
				headers: {
					origin: pageOrigin,
					...(token !== undefined && { authorization: `Bearer ${token}` }),
					...(body !== undefined && { 'content-type': 'application/json' }),
				},
				...(body !== undefined && { body: JSON.stringify(body) }),
			});
			const cookie = (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
			return { status: response.status, text: await response.text(), cookie };
		},
		async stop() {
			const gone = new Promise((resolve) => child.once('exit', resolve));
			child.kill('SIGTERM');
			await gone;
		},
	};
}
