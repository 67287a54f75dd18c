/** Where snapshots are built: small ones here and now, large ones in a worker that comes and goes. */
import { Worker } from 'node:worker_threads';
import { collect } from './snapshot.ts';

/** Below this many bytes of updates the event loop loses less than 5 ms. */
const smallBytes = 64 * 1024;
/** An idle worker holds some 30 MB. */
const idleMs = 5_000;

type Reply = { readonly id: number; readonly bytes?: Uint8Array; readonly error?: string };

export class SnapshotBuilder {
	#worker: Worker | undefined;
	#idle: NodeJS.Timeout | undefined;
	#nextId = 0;
	readonly #waiting = new Map<number, PromiseWithResolvers<Uint8Array>>();

	/** One update that holds what `updates` hold. Rejects when the worker dies or cannot apply them. */
	async build(updates: readonly Uint8Array[]): Promise<Uint8Array> {
		if (updates.reduce((sum, update) => sum + update.byteLength, 0) < smallBytes) return collect(updates);
		clearTimeout(this.#idle);
		const id = this.#nextId++;
		const reply = Promise.withResolvers<Uint8Array>();
		this.#waiting.set(id, reply);
		(this.#worker ??= this.#start()).postMessage({ id, updates });
		return reply.promise;
	}

	async close(): Promise<void> {
		clearTimeout(this.#idle);
		const worker = this.#worker;
		this.#worker = undefined;
		await worker?.terminate();
	}

	#start(): Worker {
		const worker = new Worker(new URL('./snapshot-worker.ts', import.meta.url));
		worker.unref();
		worker.on('message', ({ id, bytes, error }: Reply) => {
			const reply = this.#waiting.get(id);
			this.#waiting.delete(id);
			if (bytes) reply?.resolve(bytes);
			else reply?.reject(new Error(error));
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
