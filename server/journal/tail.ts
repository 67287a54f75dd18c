/**
 * What other nodes write. They tell at once which document has new rows; every two seconds all open documents are
 * compared as well, because what is told may be lost with its connection.
 */
import type { Listener } from './listener.ts';
import type { Log } from './log.ts';

/** The channel on which commits are told, by the name of the document. */
export const channel = 'second_story_journal';

const compareEveryMs = 2_000;

export interface TailPorts {
	/** Undefined where there is nothing to listen on: then only comparing finds what is new. */
	readonly listener: Listener | undefined;
	/** Names of the documents open here. */
	readonly names: () => Iterable<string>;
	/** Brings one document up to date. */
	readonly follow: (name: string) => Promise<void>;
	readonly log: Log;
}

export class Tail {
	readonly #ports: TailPorts;
	readonly #comparing: NodeJS.Timeout;
	/** Documents being brought up to date; true when more was heard of them meanwhile. */
	readonly #following = new Map<string, boolean>();
	#isClosed = false;

	constructor(ports: TailPorts) {
		this.#ports = ports;
		this.#comparing = setInterval(() => {
			for (const name of ports.names()) this.#heard(name);
		}, compareEveryMs).unref();
		ports.listener?.on(channel, (name) => this.#heard(name));
	}

	close(): void {
		this.#isClosed = true;
		clearInterval(this.#comparing);
	}

	/** One reading at a time for each document: what is heard meanwhile is one more reading, however much it is. */
	#heard(name: string): void {
		if (this.#following.has(name)) {
			this.#following.set(name, true);
			return;
		}
		this.#following.set(name, false);
		void this.#ports
			.follow(name)
			.catch((error: unknown) =>
				this.#ports.log.warn({ document: name, err: error }, 'a document could not follow other nodes'),
			)
			.finally(() => {
				const again = this.#following.get(name);
				this.#following.delete(name);
				if (again && !this.#isClosed) this.#heard(name);
			});
	}
}
