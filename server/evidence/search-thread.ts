/** Speaks with the search worker: starts it when first asked, and anew should it ever die. */
import { Worker } from 'node:worker_threads';
import type { SearchAnswer, SearchRequest, SearchTask } from './search-worker.ts';

interface Waiting {
	readonly resolve: (value: unknown) => void;
	readonly reject: (error: Error) => void;
}

export class SearchThread {
	#worker: Worker | undefined;
	#next = 1;
	readonly #waiting = new Map<number, Waiting>();

	/** Rejects for a bug, or when the worker dies meanwhile; the next question finds a new one. */
	ask<T>(task: SearchTask): Promise<T> {
		const worker = this.#worker ?? this.#start();
		const id = this.#next++;
		return new Promise<T>((resolve, reject) => {
			this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
			const request: SearchRequest = { id, task };
			// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
			worker.postMessage(request);
		});
	}

	async close(): Promise<void> {
		await this.#worker?.terminate();
	}

	#start(): Worker {
		const worker = new Worker(new URL('./search-worker.ts', import.meta.url));
		worker.unref();
		worker.on('message', (answer: SearchAnswer) => {
			const waiting = this.#waiting.get(answer.id);
			this.#waiting.delete(answer.id);
			if (answer.ok) waiting?.resolve(answer.value);
			else waiting?.reject(new Error(`search: ${answer.message}`));
		});
		const fail = (error: Error) => {
			if (this.#worker === worker) this.#worker = undefined;
			for (const { reject } of this.#waiting.values()) reject(error);
			this.#waiting.clear();
		};
		worker.on('error', (error: Error) => fail(error));
		worker.on('exit', () => fail(new Error('the search worker ended')));
		this.#worker = worker;
		return worker;
	}
}
