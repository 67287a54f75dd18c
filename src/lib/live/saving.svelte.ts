/** What to say about saving, from all open documents: *Saved* means durable on the server, never less. */
import { untrack } from 'svelte';
import type { SocketRefusal } from '#lib/model/refusals.ts';
import type { LiveDocument } from './document.svelte.ts';
import { refusalSentence } from './refusal-words.ts';
import type { Socket } from './socket.svelte.ts';

export type SaveStanding =
	| { readonly is: 'saved' }
	| { readonly is: 'saving' }
	| { readonly is: 'offline'; readonly unsent: number }
	/** Shown for a while after edits made offline have arrived. */
	| { readonly is: 'joined'; readonly count: number }
	| { readonly is: 'refused'; readonly sentence: string }
	| { readonly is: 'readonly'; readonly sentence: string };

/** Shorter waits are not worth a word. */
const sayAfterMs = 400;
const joinedForMs = 6000;

interface Facts {
	readonly refused: SocketRefusal | undefined;
	readonly connection: 'connecting' | 'open' | 'down';
	/** Edits not yet durable. */
	readonly unsent: number;
	readonly readOnly: boolean;
}

function factsOf({ state }: Socket, documents: readonly LiveDocument[]): Facts {
	const refusals = documents.map(({ link }) => (link.is === 'refused' ? link.reason : undefined));
	return {
		refused: state.is === 'refused' ? state.reason : refusals.find((reason) => reason !== undefined),
		connection: state.is === 'open' || state.is === 'down' ? state.is : 'connecting',
		// A server that takes no edits never acknowledges: waiting for it would say "Saving…" for ever.
		unsent: documents.reduce((sum, document) => sum + (document.writable ? document.unsent : 0), 0),
		readOnly: documents.some(
			({ writable, ref, link }) => !writable && link.is === 'live' && ref.kind !== 'room',
		),
	};
}

export class Saving {
	standing = $state.raw<SaveStanding>({ is: 'saved' });
	readonly #stop: () => void;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Edits made while offline, to be told when they have joined. */
	#madeOffline = 0;

	constructor(socket: Socket, documents: () => readonly LiveDocument[]) {
		this.#stop = $effect.root(() => {
			$effect(() => {
				const facts = factsOf(socket, documents());
				untrack(() => this.#see(facts));
			});
		});
	}

	destroy(): void {
		clearTimeout(this.#timer);
		this.#stop();
	}

	#see({ refused, connection, unsent, readOnly }: Facts): void {
		if (refused) return this.#say({ is: 'refused', sentence: refusalSentence(refused) });
		if (connection === 'down') {
			this.#madeOffline = unsent;
			return this.#say({ is: 'offline', unsent });
		}
		if (connection === 'connecting' || unsent > 0) return this.#saySaving();
		if (readOnly)
			return this.#say({
				is: 'readonly',
				sentence: 'You can read here. Changes are not taken from you now.',
			});
		if (this.#madeOffline > 0) {
			this.#say({ is: 'joined', count: this.#madeOffline });
			this.#madeOffline = 0;
			this.#timer = setTimeout(() => this.#say({ is: 'saved' }), joinedForMs);
			return;
		}
		if (this.standing.is !== 'joined') this.#say({ is: 'saved' });
	}

	#say(standing: SaveStanding): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		// Each letter is saved; whoever shows that hears it once.
		if (!isSame(this.standing, standing)) this.standing = standing;
	}

	#saySaving(): void {
		if (this.standing.is === 'saving' || this.#timer !== undefined) return;
		this.#timer = setTimeout(() => this.#say({ is: 'saving' }), sayAfterMs);
	}
}

function isSame(one: SaveStanding, other: SaveStanding): boolean {
	return one.is === other.is && JSON.stringify(one) === JSON.stringify(other);
}
