/** What nodes on one PostgreSQL tell each other: a line of text on a channel, heard by all others at once, or lost. */
import type pg from 'pg';
import type { Log } from './log.ts';

const listenAgainMs = 1_000;

export class Listener {
	readonly #pool: pg.Pool;
	/** What this node calls itself; what it says itself it does not hear. */
	readonly #node: string;
	readonly #log: Log;
	readonly #channels = new Map<string, (text: string) => void>();
	#client: pg.PoolClient | undefined;
	#isClosed = false;

	constructor(pool: pg.Pool, node: string, log: Log) {
		this.#pool = pool;
		this.#node = node;
		this.#log = log;
	}

	/** Hears what others say on a channel. Call before `start`. */
	on(channel: string, hear: (text: string) => void): void {
		this.#channels.set(channel, hear);
	}

	/** Listens from now on, and again whenever the connection breaks. */
	start(): void {
		void this.#listen();
	}

	/** Says something to all others; below 8,000 bytes. Never rejects: what is said here may be lost. */
	async tell(channel: string, text: string): Promise<void> {
		try {
			await this.#pool.query('select pg_notify($1, $2)', [channel, `${this.#node} ${text}`]);
		} catch (error) {
			this.#log.warn({ err: error, channel }, 'the other nodes could not be told');
		}
	}

	close(): void {
		this.#isClosed = true;
		// Not given back to the pool: it would go on listening there.
		this.#client?.release(true);
		this.#client = undefined;
	}

	async #listen(): Promise<void> {
		try {
			const client = await this.#pool.connect();
			if (this.#isClosed) return client.release(true);
			this.#client = client;
			client.on('notification', ({ channel, payload = '' }) => {
				const space = payload.indexOf(' ');
				if (payload.slice(0, space) !== this.#node) this.#channels.get(channel)?.(payload.slice(space + 1));
			});
			client.on('error', (error) => {
				this.#log.warn({ err: error }, 'what other nodes say broke off; listening again');
				client.release(true);
				this.#listenLater();
			});
			for (const channel of this.#channels.keys()) await client.query(`LISTEN ${channel}`);
		} catch (error) {
			this.#log.warn({ err: error }, 'what other nodes say cannot be heard; trying again');
			this.#listenLater();
		}
	}

	#listenLater(): void {
		this.#client = undefined;
		if (!this.#isClosed) setTimeout(() => void this.#listen(), listenAgainMs).unref();
	}
}
