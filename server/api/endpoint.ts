/**
 * An endpoint is a value: method, path, schemas, and the use case behind it. The handler validates with the
 * schemas and the OpenAPI document is made of the same ones, so that neither can say what the other does not.
 */
import type { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { Outcome } from '../refusal.ts';
import type { Services } from '../services.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** What a use case is given. `request` carries the unread body where the endpoint declares none. */
export interface Call<Query, Body, Who> {
	readonly caller: Who;
	/** The `:name` parts of the path. */
	readonly params: Readonly<Record<string, string>>;
	readonly query: Query;
	readonly body: Body;
	readonly request: Request;
	readonly services: Services;
	/** The address the request came from, as far as the configured proxies are believed. */
	readonly address: string;
}

export interface Endpoint {
	readonly method: Method;
	/** Below `/api/v1`: `/analyses/:id/events`. */
	readonly path: string;
	readonly summary: string;
	/** `anyone` may be signed out; `user` is refused with 401 then. */
	readonly who: 'anyone' | 'user';
	readonly query?: z.ZodType;
	readonly body?: z.ZodType;
	/** `multipart` and `bytes` bodies are streamed: the use case reads `request.body` itself. */
	readonly streams?: 'multipart' | 'bytes';
	/** What a success answers; absent when it is a `Response` of its own (files, bytes). */
	readonly answer?: z.ZodType;
	/** HTTP status of a success; 200 unless told. */
	readonly status?: number;
	/** What is asked is proven by a secret in the address alone: it may come from another site, and cookies count for nothing. */
	readonly fromAnywhere?: boolean;
	readonly run: (call: Call<never, never, never>) => Promise<Outcome<unknown>>;
}

interface Shape<Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType> {
	readonly method: Method;
	readonly path: string;
	readonly summary: string;
	readonly query?: Query;
	readonly body?: Body;
	readonly streams?: 'multipart' | 'bytes';
	readonly answer?: Answer;
	readonly status?: number;
	readonly fromAnywhere?: boolean;
}

/** An endpoint for people who are signed in, by cookie or token. The answer may be a `Response` for files. */
export function endpoint<Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType>(
	shape: Shape<Query, Body, Answer> & {
		readonly run: (
			call: Call<z.output<Query>, z.output<Body>, Caller>,
		) => Promise<Outcome<z.input<Answer> | Response>>;
	},
): Endpoint {
	return { ...shape, who: 'user', run: shape.run as Endpoint['run'] };
}

/** An endpoint that also answers those who are signed out. */
export function openEndpoint<Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType>(
	shape: Shape<Query, Body, Answer> & {
		readonly run: (
			call: Call<z.output<Query>, z.output<Body>, Caller | undefined>,
		) => Promise<Outcome<z.input<Answer> | Response>>;
	},
): Endpoint {
	return { ...shape, who: 'anyone', run: shape.run as Endpoint['run'] };
}
