/**
 * What other nodes write. PostgreSQL tells at once which document has new rows; every two seconds all open documents
 * are compared as well, because a notification may be lost with its connection.
 */
import type pg from 'pg';
import type { Log } from './journal.ts';

/** The channel on which commits are told, as `<node> <document>`. */
export const channel = 'second_story_journal';

const compareEveryMs = 2_000;
const listenAgainMs = 1_000;

export interface TailPorts {
	/** Undefined where there is nothing to listen on: then only comparing finds what is new. */
	readonly pool: pg.Pool | undefined;
	/** What this node calls itself; its own notifications are passed over. */
	readonly node: string;
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
	#client: pg.PoolClient | undefined;
	#isClosed = false;

	constructor(ports: TailPorts) {
		this.#ports = ports;
		this.#comparing = setInterval(() => {
			for (const name of ports.names()) this.#heard(name);
		}, compareEveryMs).unref();
		if (ports.pool) void this.#listen(ports.pool);
	}

	close(): void {
		this.#isClosed = true;
		clearInterval(this.#comparing);
		// Not given back to the pool: it would go on listening there.
		this.#client?.release(true);
		this.#client = undefined;
	}

	async #listen(pool: pg.Pool): Promise<void> {
		try {
			const client = await pool.connect();
			if (this.#isClosed) return client.release(true);
			this.#client = client;
			client.on('notification', ({ payload = '' }) => {
				const space = payload.indexOf(' ');
				if (payload.slice(0, space) !== this.#ports.node) this.#heard(payload.slice(space + 1));
			});
			client.on('error', (error) => {
				this.#ports.log.warn({ err: error }, 'the notifications of the journal broke off; listening again');
				client.release(true);
				this.#listenLater(pool);
			});
			await client.query(`LISTEN ${channel}`);
		} catch (error) {
			this.#ports.log.warn({ err: error }, 'the notifications of the journal cannot be heard; trying again');
			this.#listenLater(pool);
		}
	}

	#listenLater(pool: pg.Pool): void {
		this.#client = undefined;
		if (!this.#isClosed) setTimeout(() => void this.#listen(pool), listenAgainMs).unref();
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
