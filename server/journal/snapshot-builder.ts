/** Where snapshots are built: small ones here and now, large ones in a worker that comes and goes. */
import { Worker } from 'node:worker_threads';
import { collect, type Content } from './snapshot.ts';

/** Below this many bytes of updates the event loop loses less than 5 ms. */
const smallBytes = 64 * 1024;
/** An idle worker holds some 30 MB. */
const idleMs = 5_000;

/** What the worker is asked: to collect updates, or to read them itself from an SQLite journal. */
export type Order =
	| { readonly id: number; readonly name: string; readonly updates: readonly Uint8Array[] }
	| { readonly id: number; readonly file: string; readonly name: string };

/** A document as a worker has read it. */
export interface Collected {
	readonly epoch: number;
	/** seq of the newest row in `content`. */
	readonly seq: number;
	/** Rows since the snapshot there was. */
	readonly rows: number;
	/** Undefined when there are no such rows. */
	readonly content: Content | undefined;
}

export type Reply = { readonly id: number } & (
	| { readonly content: Content }
	| { readonly collected: Collected | undefined }
	| { readonly error: string }
);

export class SnapshotBuilder {
	#worker: Worker | undefined;
	#idle: NodeJS.Timeout | undefined;
	#nextId = 0;
	readonly #waiting = new Map<number, PromiseWithResolvers<Reply>>();

	/** What these updates of a document hold. Rejects when the worker dies or cannot apply them. */
	async build(name: string, updates: readonly Uint8Array[]): Promise<Content> {
		if (updates.reduce((sum, update) => sum + update.byteLength, 0) < smallBytes)
			return collect(name, updates);
		const reply = await this.#ask((id) => ({ id, name, updates }));
		if (!('content' in reply)) throw new Error('no snapshot');
		return reply.content;
	}

	/**
	 * A document read from an SQLite journal, verified and collected, all beside the event loop: 500 rows would hold
	 * it for 10 to 25 ms. Undefined when there is no such document. Rejects as `build` does, and on damage.
	 */
	async read(file: string, name: string): Promise<Collected | undefined> {
		const reply = await this.#ask((id) => ({ id, file, name }));
		if (!('collected' in reply)) throw new Error('no snapshot');
		return reply.collected;
	}

	async close(): Promise<void> {
		clearTimeout(this.#idle);
		const worker = this.#worker;
		this.#worker = undefined;
		await worker?.terminate();
	}

	#ask(order: (id: number) => Order): Promise<Reply> {
		clearTimeout(this.#idle);
		const id = this.#nextId++;
		const reply = Promise.withResolvers<Reply>();
		this.#waiting.set(id, reply);
		(this.#worker ??= this.#start()).postMessage(order(id));
		return reply.promise;
	}

	#start(): Worker {
		const worker = new Worker(new URL('./snapshot-worker.ts', import.meta.url));
		worker.unref();
		worker.on('message', (message: Reply) => {
			const reply = this.#waiting.get(message.id);
			this.#waiting.delete(message.id);
			if ('error' in message) reply?.reject(new Error(message.error));
			else reply?.resolve(message);
			if (this.#waiting.size > 0) return;
			this.#idle = setTimeout(() => void this.close(), idleMs).unref();
		});
		const end = (error: unknown) => {
			if (this.#worker === worker) this.#worker = undefined;
			for (const reply of this.#waiting.values()) reply.reject(new Error('no snapshot', { cause: error }));
			this.#waiting.clear();
		};
		worker.on('error', end);
		worker.on('exit', end);
		return worker;
	}
}
