/**
 * What the browser tests stand on. `server` is a server of the test's own; `account`, `analysis` and `person` make
 * who and what it needs through the API; every page is watched, and a violation of the Content Security Policy fails
 * the test.
 */
import {
	test as base,
	expect,
	type BrowserContext,
	type BrowserContextOptions,
	type Page,
} from '@playwright/test';
import { startServer, type RunningServer } from './server.ts';

export { expect };

export interface Account {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly password: string;
	/** An API token of theirs. */
	readonly token: string;
	/** Calls the API as them; throws with the server's sentence when it refuses. */
	api<T>(method: string, path: string, body?: unknown): Promise<T>;
}

/** Someone at a browser of their own. */
export interface Person {
	readonly account: Account;
	readonly context: BrowserContext;
	readonly page: Page;
}

interface Fixtures {
	/** What the server is started with besides: `test.use({ env: { … } })`. */
	env: Readonly<Record<string, string>>;
	server: RunningServer;
	/** Makes an account. The first one is an admin; give the same name again and get the same account. */
	account: (name: string) => Promise<Account>;
	/** Makes an analysis led by `lead`; its id. */
	analysis: (lead: Account, draft?: Readonly<Record<string, unknown>>) => Promise<string>;
	/** A browser context nobody is signed in to. */
	visitor: (options?: BrowserContextOptions) => Promise<Page>;
	/** An account and a browser signed in as it. */
	person: (name: string, options?: BrowserContextOptions) => Promise<Person>;
	/** Signs a page's context in, without the form. */
	signIn: (page: Page, account: Account) => Promise<void>;
	/** What browsers complained about so far; checked at the end of the test. */
	violations: string[];
}

/** A phone: for `visitor` and `person`. */
export const phone: BrowserContextOptions = {
	viewport: { width: 390, height: 844 },
	hasTouch: true,
	isMobile: true,
	deviceScaleFactor: 2,
};

const password = 'a few words in a row';

/** How many times slower each page's own work goes: `SLOW=4` finds what only a busy machine shows. */
const slowness = Number(process.env['SLOW'] ?? 1);

export const test = base.extend<Fixtures>({
	env: [{}, { option: true }],
	server: async ({ env }, use, info) => {
		const server = await startServer(env);
		await use(server);
		if (info.status !== info.expectedStatus)
			await info.attach('server output', { body: server.output(), contentType: 'text/plain' });
		await server.remove();
	},
	// Playwright reads what a fixture needs from its pattern, so an empty one must stand there.
	// oxlint-disable-next-line no-empty-pattern
	violations: async ({}, use) => {
		const violations: string[] = [];
		await use(violations);
		expect(violations, 'violations of the Content Security Policy').toEqual([]);
	},
	account: async ({ server }, use) => {
		const made = new Map<string, Account>();
		await use(async (name) => {
			const known = made.get(name);
			if (known) return known;
			const [first] = made.values();
			const account = await (first ? addAccount(server, first, name) : firstAccount(server, name));
			made.set(name, account);
			return account;
		});
	},
	// oxlint-disable-next-line no-empty-pattern
	analysis: async ({}, use) => {
		await use(async (lead, draft = {}) => {
			const body = { title: 'The night ingestion went quiet', ...draft };
			return (await lead.api<{ id: string }>('POST', '/analyses', body)).id;
		});
	},
	signIn: async ({ server }, use) => {
		await use(async (page, { email }) => {
			const answer = await page.context().request.post(`${server.origin}/api/v1/sign-in`, {
				headers: { origin: server.origin },
				data: { email, password },
			});
			expect(answer.status(), await answer.text()).toBe(204);
		});
	},
	visitor: async ({ browser, server, violations }, use) => {
		const contexts: BrowserContext[] = [];
		await use(async (options = {}) => {
			const context = await browser.newContext({ baseURL: server.origin, ...options });
			contexts.push(context);
			context.on('console', (message) => {
				if (/content security policy/i.test(message.text()))
					violations.push(`${message.page()?.url() ?? ''}: ${message.text()}`);
			});
			const page = await context.newPage();
			if (slowness > 1) {
				const devtools = await context.newCDPSession(page);
				await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowness });
			}
			return page;
		});
		await Promise.all(contexts.map((context) => context.close()));
	},
	person: async ({ account, visitor, signIn }, use) => {
		await use(async (name, options) => {
			const own = await account(name);
			const page = await visitor(options);
			await signIn(page, own);
			return { account: own, context: page.context(), page };
		});
	},
});

async function firstAccount(server: RunningServer, name: string): Promise<Account> {
	const secret = server.firstRunLink()?.split('#')[1];
	const headers = { origin: server.origin, 'content-type': 'application/json' };
	const email = emailOf(name);
	const created = await fetch(`${server.origin}/api/v1/first-run`, {
		method: 'POST',
		headers,
		body: JSON.stringify({ secret, name, email, password }),
	});
	expect(created.status, await created.clone().text()).toBe(204);
	return withToken(server, name, (created.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '');
}

async function addAccount(server: RunningServer, admin: Account, name: string): Promise<Account> {
	const email = emailOf(name);
	await admin.api('POST', '/users', { name, email, password });
	const entered = await fetch(`${server.origin}/api/v1/sign-in`, {
		method: 'POST',
		headers: { origin: server.origin, 'content-type': 'application/json' },
		body: JSON.stringify({ email, password }),
	});
	expect(entered.status, await entered.clone().text()).toBe(204);
	return withToken(server, name, (entered.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '');
}

async function withToken(server: RunningServer, name: string, cookie: string): Promise<Account> {
	const call = async <T>(headers: Record<string, string>, method: string, path: string, body?: unknown) => {
		const isForm = body instanceof FormData;
		const answer = await fetch(`${server.origin}/api/v1${path}`, {
			method,
			headers: {
				...headers,
				...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
			},
			...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
		return (text === '' ? undefined : JSON.parse(text)) as T;
	};
	const session = { cookie, origin: server.origin };
	const { token } = await call<{ token: string }>(session, 'POST', '/me/tokens', { name: 'browser tests' });
	const bearer = { authorization: `Bearer ${token}` };
	const { id } = await call<{ id: string }>(bearer, 'GET', '/me');
	return {
		id,
		name,
		email: emailOf(name),
		password,
		token,
		api: (method, path, body) => call(bearer, method, path, body),
	};
}

const emailOf = (name: string) => `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@tidewell.example`;
