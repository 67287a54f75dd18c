/**
 * Why a document or its socket was refused: one word, which the server sends and the client acts on. It arrives
 * as the reason of a refused authentication (the socket lives on for its other documents), or as close code and
 * reason of the whole socket.
 */
export const refusals = {
	/** A frame that no client of ours could have written. */
	malformed: { code: 4400, retry: false },
	/** Nobody is signed in, or the session is over. */
	'signed-out': { code: 4401, retry: false },
	/** The right to be here was taken away. */
	revoked: { code: 4402, retry: false },
	/** Not open to this person, or not existing: they look the same. */
	forbidden: { code: 4403, retry: false },
	/** Rights have changed; connect anew to get them. */
	rights: { code: 4405, retry: true },
	/** Too slow a reader: more than the send buffer waits. What was written is safe; connect anew. */
	slow: { code: 4407, retry: true },
	/** A local copy of an epoch that was erased: forget it and open the current one. */
	epoch: { code: 4409, retry: false },
	/** An update so far ahead of what is known here that it cannot be kept; connect anew to send it whole. */
	gap: { code: 4412, retry: true },
	/** A frame, or a presence state, above its limit. */
	'too-large': { code: 4413, retry: false },
	/** Content that no document of ours holds: a subdocument, a key `__proto__`, nesting without end. */
	unsupported: { code: 4415, retry: false },
	/** The journal of this document fails its checksum; it is served to nobody until an operator has looked. */
	damaged: { code: 4422, retry: false },
	/** Writing under a Yjs client id that belongs to another user. */
	'foreign-client': { code: 4423, retry: false },
	/** The document was changed under this connection; connect anew to get it fresh. */
	reload: { code: 4425, retry: true },
	/** This client is older than the document: reload the page. */
	schema: { code: 4426, retry: false },
	/** Too many messages, documents or connections. */
	rate: { code: 4429, retry: true },
	/** A bug of ours, logged here. What was acknowledged is safe. */
	internal: { code: 4500, retry: true },
	/** The disk did not take the edit: it was not acknowledged, and the client still has it. */
	storage: { code: 4503, retry: true },
} as const satisfies Record<string, { code: number; retry: boolean }>;

export type SocketRefusal = keyof typeof refusals;

/** The word a server sent as reason; undefined for anything else. */
export function parseRefusal(reason: unknown): SocketRefusal | undefined {
	return typeof reason === 'string' && Object.hasOwn(refusals, reason)
		? (reason as SocketRefusal)
		: undefined;
}

/** The word behind a close code; undefined for a code that is none of ours. */
export function refusalOfCode(code: number): SocketRefusal | undefined {
	return (Object.keys(refusals) as SocketRefusal[]).find((word) => refusals[word].code === code);
}

/** What may have changed, as a notice says it: never what, and never by whom. */
const topics = [
	'analysis',
	'members',
	'people',
	'evidence',
	'threads',
	'accounts',
	'interviews',
	'rounds',
	'reviews',
	'quotes',
	'versions',
	'stories',
	'activity',
	'notifications',
] as const;
export type Topic = (typeof topics)[number];

/** The stateless messages a server sends; clients send none. */
export type ServerMessage =
	/** In the room of an analysis: something under this topic changed; fetch it if you show it. */
	| { readonly changed: Topic }
	/** In a prose document: read-only here, because this page is older than the document. */
	| { readonly readOnly: 'schema' };

/** Reads a stateless payload; undefined for what is not a message of ours. Never throws. */
export function parseServerMessage(payload: string): ServerMessage | undefined {
	let value: unknown;
	try {
		value = JSON.parse(payload);
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	if ('readOnly' in value && value.readOnly === 'schema') return { readOnly: 'schema' };
	const topic = 'changed' in value ? topics.find((known) => known === value.changed) : undefined;
	return topic && { changed: topic };
}
