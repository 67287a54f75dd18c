/** `/api/v1`: finds the endpoint, proves the caller, validates, runs, and maps outcomes to HTTP once. */
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { Outcome, Refusal, RefusalCode } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Endpoint } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { openApiDocument } from './openapi.ts';

const statusOf: Readonly<Record<RefusalCode, number>> = {
	signed_out: 401,
	forbidden: 403,
	not_found: 404,
	invalid: 400,
	conflict: 409,
	gone: 410,
	too_large: 413,
	too_many: 429,
	unavailable: 503,
};

/** JSON bodies above this are refused; files are streamed by their own endpoints. */
const jsonLimit = 2 * 1024 * 1024;

interface Route {
	readonly endpoint: Endpoint;
	readonly pattern: RegExp;
	readonly names: readonly string[];
}

const routes: readonly Route[] = endpoints.map((endpoint) => {
	const names: string[] = [];
	const pattern = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
		names.push(name);
		return '([^/]+)';
	});
	return { endpoint, names, pattern: new RegExp(`^${pattern}$`) };
});

/** Answers every request below `/api/v1`. Never rejects: a bug is logged and answered with 500. */
export async function handleApi(request: Request, address: string, services: Services): Promise<Response> {
	try {
		return await answer(request, address, services);
	} catch (error) {
		services.log.error({ err: error, path: new URL(request.url).pathname }, 'a request met a bug');
		return failure(500, {
			code: 'internal',
			message: 'Something broke on the server. What was saved before is safe; please try again.',
		});
	}
}

async function answer(request: Request, address: string, services: Services): Promise<Response> {
	const url = new URL(request.url);
	const path = url.pathname.slice('/api/v1'.length);
	if (path === '/openapi.json') return Response.json(openApiDocument(endpoints, services.config.origin));
	const matches = routes.filter(({ pattern }) => pattern.test(path));
	const route = matches.find(({ endpoint }) => endpoint.method === request.method);
	if (!route) {
		const code = matches.length > 0 ? 'method_not_allowed' : 'not_found';
		const message =
			matches.length > 0
				? `${path} does not take ${request.method}.`
				: 'There is nothing at this address. /api/v1/openapi.json lists what there is.';
		return failure(matches.length > 0 ? 405 : 404, { code, message });
	}
	const caller = await services.identify(request.headers);
	if (!caller && route.endpoint.who === 'user')
		return refused({ code: 'signed_out', message: 'Sign in first, or send a valid API token.' });
	if (caller?.proof.by !== 'token' && !route.endpoint.fromAnywhere && !sameOrigin(request, services))
		return refused({
			code: 'forbidden',
			message: 'This came from another site, so nothing was changed. Scripts need an API token.',
		});
	return run(route, request, url, path, address, caller, services);
}

async function run(
	{ endpoint, names, pattern }: Route,
	request: Request,
	url: URL,
	path: string,
	address: string,
	caller: Caller | undefined,
	services: Services,
): Promise<Response> {
	const values = pattern.exec(path)?.slice(1) ?? [];
	const params: Record<string, string> = {};
	for (const [index, name] of names.entries()) {
		const decoded = decode(values[index] ?? '');
		if (decoded === undefined)
			return refused({ code: 'invalid', message: 'The address holds a broken percent sign.' });
		params[name] = decoded;
	}
	const query = endpoint.query?.safeParse(Object.fromEntries(url.searchParams));
	if (query && !query.success) return invalid('query', query.error);
	let body: unknown;
	if (endpoint.body) {
		const read = await readJson(request);
		if (!read.ok) return refused(read.refusal);
		const parsed = endpoint.body.safeParse(read.value);
		if (!parsed.success) return invalid('body', parsed.error);
		body = parsed.data;
	}
	const call = { caller, params, query: query?.data, body, request, services, address };
	const outcome = await endpoint.run(call as never);
	if (!outcome.ok) return refused(outcome.refusal);
	if (outcome.value instanceof Response) return outcome.value;
	if (endpoint.answer === undefined) return new Response(null, { status: endpoint.status ?? 204 });
	// Answers pass through their schema, so that a field nobody declared never leaves.
	return Response.json(endpoint.answer.parse(outcome.value), {
		status: endpoint.status ?? 200,
		headers: { 'cache-control': 'no-store' },
	});
}

/** Cookies are sent by browsers unasked, so an unsafe request without a token must come from our own pages. */
function sameOrigin(request: Request, services: Services): boolean {
	if (request.method === 'GET' || request.method === 'HEAD') return true;
	return request.headers.get('origin') === services.config.origin;
}

async function readJson(request: Request): Promise<Outcome<unknown>> {
	const text = await readText(request, jsonLimit);
	if (text === undefined)
		return {
			ok: false,
			refusal: { code: 'too_large', message: 'That is more than 2 MB of JSON. Send it in smaller parts.' },
		};
	if (text === '') return { ok: true, value: {} };
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch {
		return {
			ok: false,
			refusal: { code: 'invalid', message: 'The body is not valid JSON. Nothing was changed.' },
		};
	}
}

async function readText(request: Request, limit: number): Promise<string | undefined> {
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const part of request.body ?? []) {
		size += part.byteLength;
		if (size > limit) return undefined;
		parts.push(part);
	}
	return Buffer.concat(parts).toString('utf8');
}

function decode(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

function invalid(where: string, error: z.ZodError): Response {
	const [first] = error.issues;
	const field = first?.path.join('.') || where;
	return refused({
		code: 'invalid',
		message: `${field}: ${first?.message ?? 'not as expected'}. Nothing was changed.`,
		details: error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
	});
}

function refused(refusal: Refusal): Response {
	return failure(statusOf[refusal.code], refusal);
}

function failure(status: number, error: { code: string; message: string; details?: unknown }): Response {
	return Response.json({ error }, { status, headers: { 'cache-control': 'no-store' } });
}
