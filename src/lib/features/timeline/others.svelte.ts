/** The others on the timeline: what they have selected, where they point, and who just changed something. */
import type { Transaction } from 'yjs';
import type { LiveDocument, Peer } from '#lib/live/document.svelte.ts';
import { isMicros, type Micros } from '#lib/model/instant.ts';

/** Where someone points: an instant, and the lane by its key with how far down it (0 to 1). */
export interface Cursor {
	readonly at: Micros;
	readonly lane: string;
	readonly down: number;
}

export interface Other extends Pick<Peer, 'clientId' | 'userId' | 'name' | 'colour'> {
	readonly selected: string | undefined;
	readonly cursor: Cursor | undefined;
	/** They moved a moment ago: their name is shown. */
	readonly isFresh: boolean;
}

/** How long a name stays beside a cursor that stands still. */
const freshMs = 2000;
/** Cursors are told at most this often. */
const tellMs = 60;

export class Others {
	readonly #live: LiveDocument;
	/** When each client's cursor moved last, and where it was then. */
	readonly #moved = new Map<number, { readonly where: string; readonly until: number }>();
	#now = $state(0);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#pending: Cursor | null | undefined;
	#telling: ReturnType<typeof setTimeout> | undefined;

	readonly list: readonly Other[] = $derived.by(() => {
		const now = Math.max(this.#now, performance.now());
		return this.#live.peers.map((peer) => this.#read(peer, now));
	});

	constructor(live: LiveDocument) {
		this.#live = live;
	}

	destroy(): void {
		clearTimeout(this.#timer);
		clearTimeout(this.#telling);
		this.#live.present({ selected: null, cursor: null });
	}

	/** Shows others what one has selected. */
	present(selected: string | undefined): void {
		this.#live.present({ selected: selected ?? null });
	}
	/** Shows others where one points; undefined when one points elsewhere. */
	point(cursor: Cursor | undefined): void {
		this.#pending = cursor ?? null;
		this.#telling ??= setTimeout(() => {
			this.#telling = undefined;
			this.#live.present({ cursor: this.#pending });
		}, tellMs);
	}

	/** The colour of who made a change that came from elsewhere; the first where nobody present did. */
	colourOf({ afterState, beforeState }: Transaction): number {
		for (const [client, clock] of afterState)
			if (clock !== beforeState.get(client)) {
				const peer = this.#live.peers.find(({ clientId }) => clientId === client);
				if (peer) return peer.colour;
			}
		return 1;
	}

	#read(peer: Peer, now: number): Other {
		const { clientId, userId, name, colour, state } = peer;
		const cursor = readCursor(state['cursor']);
		const where = cursor ? `${cursor.at} ${cursor.lane}` : '';
		const before = this.#moved.get(clientId);
		if (before?.where !== where) {
			this.#moved.set(clientId, { where, until: performance.now() + freshMs });
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => (this.#now = performance.now()), freshMs + 20);
		}
		const { until = 0 } = this.#moved.get(clientId) ?? {};
		const selected = typeof state['selected'] === 'string' ? state['selected'] : undefined;
		return { clientId, userId, name, colour, selected, cursor, isFresh: until > now };
	}
}

/** What a peer says of its cursor may be anything. */
function readCursor(value: unknown): Cursor | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { at, lane, down } = value as Record<string, unknown>;
	if (!isMicros(at) || typeof lane !== 'string' || typeof down !== 'number') return undefined;
	return { at, lane, down: Math.min(1, Math.max(0, down)) };
}
