import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { parseId, type AnalysisId } from '#lib/model/ids.ts';
import type { Caller } from '../auth/caller.ts';
import { rightsOf } from '../collab/authenticate.ts';
import { notFound, ok, refuse, type Outcome } from '../refusal.ts';
import type { Services } from '../services.ts';
import { endpoint } from './endpoint.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);
/** Below this, packing costs more than it saves. */
const smallBytes = 32 * 1024;

/** Bytes as they lie, or packed with gzip already. */
type Bytes = { readonly plain: Uint8Array } | { readonly packed: Uint8Array };

interface TimelineRef {
	readonly analysis: AnalysisId;
	readonly kind: 'timeline';
}
interface Asked {
	readonly caller: Caller;
	readonly params: Readonly<Record<string, string>>;
	readonly request: Request;
	readonly services: Services;
}

/**
 * A timeline's bytes for those who may read it. `read` gives undefined when the epoch is not the one asked for, and
 * `unread` when there is nothing to give: that is answered with 204.
 */
async function whole(
	{ caller, params, request, services }: Asked,
	type: string,
	read: (ref: TimelineRef) => Promise<Bytes | 'unread' | undefined>,
): Promise<Outcome<Response>> {
	const analysis = parseId('analysis', params['id']);
	const ref = analysis && ({ analysis, kind: 'timeline' } as const);
	if (!ref || !rightsOf(await services.standing(caller.user.id, ref.analysis), ref))
		return notFound('analysis');
	const bytes = await read(ref);
	if (!bytes) return refuse('conflict', 'The timeline was replaced a moment ago. Open it anew.');
	if (bytes === 'unread') return ok(new Response(null, { status: 204 }));
	const takesPacked = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
	const { body, isPacked } = await wrapped(bytes, takesPacked);
	return ok(
		new Response(new Uint8Array(body), {
			headers: {
				'content-type': type,
				'cache-control': 'no-store',
				...(isPacked && { 'content-encoding': 'gzip' }),
			},
		}),
	);
}

/** As the asker takes it. */
async function wrapped(
	bytes: Bytes,
	takesPacked: boolean,
): Promise<{ readonly body: Uint8Array; readonly isPacked: boolean }> {
	if ('packed' in bytes)
		return takesPacked
			? { body: bytes.packed, isPacked: true }
			: { body: await unzip(bytes.packed), isPacked: false };
	if (!takesPacked || bytes.plain.byteLength <= smallBytes) return { body: bytes.plain, isPacked: false };
	// The lowest level: on a night of ten thousand events it takes 16 ms, and a fifth of the bytes are left.
	return { body: await zip(bytes.plain, { level: constants.Z_BEST_SPEED }), isPacked: true };
}

const query = z.object({ epoch: z.coerce.number().int().min(1) });

/** Documents as a whole, for pages that have nothing of them yet. Everything after that goes over the socket. */
export const documentEndpoints = [
	endpoint({
		method: 'GET',
		path: '/analyses/:id/timeline/state',
		summary: 'The timeline’s document as one Yjs update, for clients that open it for the first time',
		query,
		run: (call) =>
			whole(call, 'application/octet-stream', async (ref) => {
				const plain = await call.services.collab.state(ref, call.query.epoch);
				return plain && { plain };
			}),
	}),
	endpoint({
		method: 'GET',
		path: '/analyses/:id/timeline/reading',
		summary:
			'The timeline as our own pages show it until its document is there; for scripts there is `events`',
		query,
		run: (call) =>
			whole(call, 'application/json', async (ref) => {
				const packed = await call.services.collab.reading(ref, call.query.epoch);
				return packed === undefined || packed === 'unread' ? packed : { packed };
			}),
	}),
];
