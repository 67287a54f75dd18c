/** The one socket of this tab, shared by all its documents. */
import { HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider';
import { schemaVersion } from '#lib/model/documents.ts';
import { refusalOfCode, refusals, type SocketRefusal } from '#lib/model/refusals.ts';

export type SocketState =
	| { readonly is: 'connecting' }
	| { readonly is: 'open' }
	/** Trying again by itself. */
	| { readonly is: 'down' }
	/** Closed for a reason that trying again would not change. */
	| { readonly is: 'refused'; readonly reason: SocketRefusal };

export class Socket {
	readonly provider: HocuspocusProviderWebsocket;
	state = $state.raw<SocketState>({ is: 'connecting' });

	constructor(origin: string) {
		const url = new URL('/collab', origin);
		url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
		url.searchParams.set('v', String(schemaVersion));
		this.provider = new HocuspocusProviderWebsocket({
			url: url.href,
			// Its own floor is a second, and a delay below the floor makes it give up before the first attempt, in silence.
			minDelay: 250,
			delay: 500,
			factor: 1.6,
			maxDelay: 15_000,
			onStatus: ({ status }) => {
				if (status === WebSocketStatus.Connected) this.state = { is: 'open' };
				else if (this.state.is === 'open') this.state = { is: 'down' };
			},
			onClose: ({ event }) => {
				const reason = refusalOfCode(event.code);
				if (reason === undefined || refusals[reason].retry) {
					if (this.state.is !== 'refused') this.state = { is: 'down' };
					return;
				}
				this.state = { is: 'refused', reason };
				this.provider.disconnect();
			},
		});
		// The browser knows before any heartbeat does.
		window.addEventListener('online', this.#online);
		window.addEventListener('offline', this.#offline);
	}

	readonly #online = () => {
		if (this.state.is !== 'refused') void this.provider.connect();
	};
	readonly #offline = () => {
		if (this.state.is === 'refused') return;
		this.state = { is: 'down' };
		this.provider.webSocket?.close();
	};

	destroy(): void {
		window.removeEventListener('online', this.#online);
		window.removeEventListener('offline', this.#offline);
		this.provider.destroy();
	}
}
