/** Sends a form while telling how much of it has gone: `fetch` can't, so this is the one use of XMLHttpRequest. */
import type { ApiResult } from '#lib/live/api.ts';

/** POSTs below `/api/v1`; answers as `api.post` does. `sent` hears 0 to 1. */
export function sendForm<T>(
	path: string,
	form: FormData,
	signal: AbortSignal,
	sent: (share: number) => void,
): Promise<ApiResult<T>> {
	return new Promise((resolve) => {
		const request = new XMLHttpRequest();
		const fail = (code: string, message: string, status: number) =>
			resolve({ ok: false, error: { code, message, status } });
		request.open('POST', `/api/v1${path}`);
		request.responseType = 'json';
		request.upload.addEventListener('progress', ({ loaded, total }) => sent(total > 0 ? loaded / total : 0));
		request.addEventListener('load', () => {
			const answer = request.response as { error?: { code?: string; message?: string } } | null;
			if (request.status < 300) return resolve({ ok: true, value: answer as T });
			return fail(
				answer?.error?.code ?? 'unknown',
				answer?.error?.message ?? `The server answered ${request.status}. Nothing was imported.`,
				request.status,
			);
		});
		request.addEventListener('error', () =>
			fail(
				'unreachable',
				'The connection broke off. Nothing was imported; add the file again when you are back online.',
				0,
			),
		);
		request.addEventListener('abort', () => fail('stopped', 'Stopped. Nothing was imported.', 0));
		signal.addEventListener('abort', () => request.abort(), { once: true });
		request.send(form);
	});
}
