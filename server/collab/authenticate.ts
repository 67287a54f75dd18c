/** Who may open which document, and how: asked at the upgrade for the socket, and for each document on it. */
import type { IncomingMessage } from 'node:http';
import { can, type Actor } from '#lib/model/access.ts';
import {
	documentName,
	parseDocumentName,
	proseKinds,
	type DocumentKind,
	type DocumentRef,
} from '#lib/model/documents.ts';
import type { Journal } from '../journal/journal.ts';
import type { Seat } from './open-document.ts';
import { limits, type CollabDeps, type Credentials, type Identity } from './ports.ts';
import { Refused } from './refused.ts';
import type { Socket } from './socket.ts';

/** What an upgrade request says about itself. */
export interface Upgrade {
	readonly pathname: string;
	readonly credentials: Credentials;
	/** `?v=`. */
	readonly schemaVersion: number | undefined;
}

/** Reads an upgrade request; undefined when its URL is none. */
export function readUpgrade(request: IncomingMessage): Upgrade | undefined {
	const url = URL.parse(request.url ?? '', 'http://localhost');
	if (!url) return undefined;
	const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
	const version = url.searchParams.get('v');
	return {
		pathname: url.pathname,
		credentials: {
			cookie: request.headers.cookie,
			token: bearer ?? url.searchParams.get('token') ?? undefined,
		},
		schemaVersion: version !== null && /^\d{1,9}$/.test(version) ? Number(version) : undefined,
	};
}

/**
 * Who opens the socket. Resolves undefined when a token is still to come with each document, and to a refusal when
 * another site's page, or a session that is over, asks.
 */
export async function admit(
	request: IncomingMessage,
	{ cookie, token }: Credentials,
	deps: Pick<CollabDeps, 'identify' | 'isOwnOrigin'>,
): Promise<Identity | undefined | 'forbidden' | 'signed-out'> {
	const { origin } = request.headers;
	// Nothing else stops the page of another site from opening a socket with this browser's cookie.
	if (origin !== undefined && !deps.isOwnOrigin(origin)) return 'forbidden';
	if (token !== undefined) return (await deps.identify({ token })) ?? 'signed-out';
	// Only browsers send cookies, and browsers always say their origin.
	if (cookie === undefined || origin === undefined) return undefined;
	return deps.identify({ cookie });
}

/** What someone may do with a document: undefined when it is not open to them at all. */
export function rightsOf(actor: Actor, ref: DocumentRef): { readonly canWrite: boolean } | undefined {
	const resource = { is: 'document', kind: ref.kind, subject: ref.subject } as const;
	if (!can(actor, holdsNothing(ref.kind) ? 'join' : 'read', resource)) return undefined;
	return { canWrite: !holdsNothing(ref.kind) && can(actor, 'write', resource) };
}

/** Presence and notices only; no update is ever taken. */
export function holdsNothing(kind: DocumentKind): boolean {
	return kind === 'room';
}

/** Gives a socket its seat at a document, or throws why not. */
export async function authenticate(
	socket: Socket,
	address: string,
	token: string,
	deps: CollabDeps,
	journal: Journal,
): Promise<Seat> {
	const parsed = parseDocumentName(address);
	const name = parsed && documentName(parsed.ref);
	// `@01` would be a second copy of `@1` in memory, each blind to the other.
	if (!parsed || name === undefined || address !== `${name}@${parsed.epoch}`) throw new Refused('forbidden');
	if (socket.seats.size >= limits.documentsPerSocket) throw new Refused('rate');
	const identity = socket.identity ?? (token === '' ? undefined : await deps.identify({ token }));
	if (!identity) throw new Refused('signed-out');
	const { ref, epoch } = parsed;
	// Before rights are read: who revokes them from now on finds this socket.
	socket.identities.add(identity);
	socket.analysisIds.add(ref.analysis);
	const row = await journal.find(name);
	const rights = row && rightsOf(await deps.standing(identity.userId, ref.analysis), ref);
	if (!row || !rights) throw new Refused('forbidden');
	if (epoch !== row.epoch) throw new Refused('epoch');
	return {
		socket,
		identity,
		ref,
		address,
		canWrite: rights.canWrite,
		isStale: isStale(ref.kind, socket.schemaVersion, row.schemaVersion),
		presenceId: undefined,
		clientId: 0,
		newClients: 0,
		gap: undefined,
		presenceIds: none,
		removedIds: none,
	};
}

const none: ReadonlySet<number> = new Set();

/** y-prosemirror deletes the nodes its schema does not know, so old and silent clients must not write prose. */
function isStale(kind: DocumentKind, client: number | undefined, document: number): boolean {
	return proseKinds.has(kind) && (client === undefined || client < document);
}
