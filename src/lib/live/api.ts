/** Our own HTTP API, as pages call it: an answer or one clear sentence, never an exception. */
export interface ApiError {
	readonly code: string;
	/** One clear sentence, fit to be shown. */
	readonly message: string;
	readonly details?: unknown;
	/** HTTP status; 0 when the server was not reached. */
	readonly status: number;
}
export type ApiResult<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly error: ApiError };

/** Sends a request below `/api/v1`. `value` is undefined for answers without a body. */
async function call<T>(method: string, path: string, body?: unknown): Promise<ApiResult<T>> {
	let response: Response;
	try {
		response = await fetch(`/api/v1${path}`, {
			method,
			...(body !== undefined && {
				body: body instanceof FormData ? body : JSON.stringify(body),
				...(!(body instanceof FormData) && { headers: { 'content-type': 'application/json' } }),
			}),
		});
	} catch {
		return { ok: false, error: unreached() };
	}
	return read<T>(response);
}

/** Reads an answer of the API, however it was fetched. */
async function read<T>(response: Response): Promise<ApiResult<T>> {
	const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
	const answer: unknown = isJson ? await response.json().catch(() => undefined) : undefined;
	if (response.ok) return { ok: true, value: answer as T };
	const { error } = (answer ?? {}) as { error?: Partial<ApiError> };
	return {
		ok: false,
		error: {
			code: error?.code ?? 'unknown',
			message:
				error?.message ?? `The server answered ${response.status}. Nothing was lost; try again in a moment.`,
			details: error?.details,
			status: response.status,
		},
	};
}

/** Fetches bytes: a picture, a version. */
async function bytes(path: string): Promise<ApiResult<Uint8Array>> {
	let response: Response;
	try {
		response = await fetch(`/api/v1${path}`);
		if (response.ok) return { ok: true, value: new Uint8Array(await response.arrayBuffer()) };
	} catch {
		return { ok: false, error: unreached() };
	}
	return read(response);
}

function unreached(): ApiError {
	const message = navigator.onLine
		? 'The server can’t be reached. What you wrote is still here; try again in a moment.'
		: 'You are offline. What you wrote is still here; try again when you are back.';
	return { code: 'unreachable', message, status: 0 };
}

export const api = {
	get: <T>(path: string) => call<T>('GET', path),
	post: <T>(path: string, body: unknown = {}) => call<T>('POST', path, body),
	put: <T>(path: string, body: unknown = {}) => call<T>('PUT', path, body),
	patch: <T>(path: string, body: unknown = {}) => call<T>('PATCH', path, body),
	delete: <T>(path: string) => call<T>('DELETE', path),
	bytes,
};
