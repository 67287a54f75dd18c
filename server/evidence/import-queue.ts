/** One import at a time per process: more would only slow each other and those who type. */
import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { ImportJob, ImportResult } from './import-job.ts';
import type { WorkerInput, WorkerMessage } from './import-worker.ts';

export interface QueuedImport {
	readonly id: string;
	readonly job: ImportJob;
	readonly bytes: number;
	progress(done: number): void;
	/** A file out of an archive was stored as a blob. */
	stored(sha256: string): void;
}

const heapMegabytes = 768;
/** A worker that makes no headway is ended: a minute, and another per 6 MB. */
const patienceMs = (bytes: number): number => 60_000 + bytes / 100;
/** Starting a thread takes longer than reading a paste, so one is kept for a while; its memory is then given back. */
const idleMs = 30_000;

export class ImportQueue {
	readonly #blobFolder: string;
	#tail: Promise<unknown> = Promise.resolve();
	readonly #cancelled = new Set<string>();
	#worker: Worker | undefined;
	#turn: Turn | undefined;
	#idle: NodeJS.Timeout | undefined;
	#closed = false;

	constructor(blobFolder: string) {
		this.#blobFolder = blobFolder;
	}

	/** Resolves with what came of it; undefined when it was cancelled or the process is going. Rejects for a bug in a format. */
	run(queued: QueuedImport): Promise<ImportResult | undefined> {
		const turn = this.#tail.then(() => this.#start(queued));
		this.#tail = turn.catch(() => undefined);
		return turn;
	}

	/** Ends it if it runs, and keeps it from starting if it waits. */
	async cancel(id: string): Promise<void> {
		this.#cancelled.add(id);
		if (this.#turn?.id === id) await this.#end();
	}

	async close(): Promise<void> {
		this.#closed = true;
		await this.#end();
		await this.#tail;
	}

	async #end(): Promise<void> {
		clearTimeout(this.#idle);
		const worker = this.#worker;
		this.#worker = undefined;
		await worker?.terminate();
	}

	/** Its listeners stay for life: a thread that fails while nobody listens would take the process down. */
	#open(): Worker {
		const input: WorkerInput = { blobFolder: this.#blobFolder };
		const worker = new Worker(new URL('./import-worker.ts', import.meta.url), {
			workerData: input,
			resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
		});
		worker.on('message', (message: WorkerMessage) => this.#turn?.message(message));
		const ended = (error?: NodeJS.ErrnoException) => {
			if (this.#worker === worker) this.#worker = undefined;
			if (this.#turn?.worker === worker) this.#turn.ended(error);
		};
		worker.on('error', ended);
		worker.on('exit', () => ended());
		worker.unref();
		return worker;
	}

	async #start(queued: QueuedImport): Promise<ImportResult | undefined> {
		if (this.#closed || this.#cancelled.delete(queued.id)) return undefined;
		clearTimeout(this.#idle);
		const worker = (this.#worker ??= this.#open());
		const { promise, resolve, reject } = Promise.withResolvers<ImportResult | undefined>();
		/** Nothing half-built stays behind, and the thread that failed is not used again. */
		const drop = () => {
			if (this.#worker === worker) this.#worker = undefined;
			void worker.terminate();
			rmSync(queued.job.target, { force: true });
		};
		const give = (message: string) => {
			drop();
			resolve({ ok: false, message });
		};
		this.#turn = {
			worker,
			id: queued.id,
			message(message) {
				if (message.is === 'progress') queued.progress(message.done);
				else if (message.is === 'stored') queued.stored(message.sha256);
				else resolve(message.result);
			},
			ended: (error) => {
				if (error?.code === 'ERR_WORKER_OUT_OF_MEMORY')
					return give(
						'Reading this needs more memory than an import may take. Nothing was imported; split the file and add its parts.',
					);
				drop();
				// Without an error it was cancelled, or the process is going.
				return error ? reject(error) : resolve(undefined);
			},
		};
		const timer = setTimeout(
			() =>
				give(
					'Reading this took too long and was stopped. Nothing was imported; split the file and add its parts.',
				),
			patienceMs(queued.bytes),
		);
		// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
		worker.postMessage(queued.job);
		try {
			return await promise;
		} finally {
			clearTimeout(timer);
			this.#turn = undefined;
			this.#cancelled.delete(queued.id);
			if (this.#worker === worker) this.#idle = setTimeout(() => void this.#end(), idleMs).unref();
		}
	}
}

/** The import that runs. */
interface Turn {
	readonly worker: Worker;
	readonly id: string;
	message(message: WorkerMessage): void;
	/** The thread is gone. */
	ended(error: NodeJS.ErrnoException | undefined): void;
}
