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

export class ImportQueue {
	readonly #blobFolder: string;
	#tail: Promise<unknown> = Promise.resolve();
	readonly #cancelled = new Set<string>();
	#running: { readonly id: string; readonly worker: Worker } | undefined;
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
		if (this.#running?.id === id) await this.#running.worker.terminate();
	}

	async close(): Promise<void> {
		this.#closed = true;
		await this.#running?.worker.terminate();
		await this.#tail;
	}

	async #start(queued: QueuedImport): Promise<ImportResult | undefined> {
		if (this.#closed || this.#cancelled.delete(queued.id)) return undefined;
		const input: WorkerInput = { job: queued.job, blobFolder: this.#blobFolder };
		const worker = new Worker(new URL('./import-worker.ts', import.meta.url), {
			workerData: input,
			resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
		});
		this.#running = { id: queued.id, worker };
		try {
			return await this.#outcome(worker, queued);
		} finally {
			this.#running = undefined;
			await worker.terminate();
		}
	}

	#outcome(worker: Worker, queued: QueuedImport): Promise<ImportResult | undefined> {
		return new Promise((resolve, reject) => {
			let isAnswered = false;
			const clean = () => rmSync(queued.job.target, { force: true });
			const give = (message: string) => {
				clean();
				resolve({ ok: false, message });
			};
			const timer = setTimeout(() => {
				void worker.terminate();
				give(
					'Reading this took too long and was stopped. Nothing was imported; split the file and add its parts.',
				);
			}, patienceMs(queued.bytes));
			worker.on('message', (message: WorkerMessage) => {
				if (message.is === 'progress') queued.progress(message.done);
				else if (message.is === 'stored') queued.stored(message.sha256);
				else {
					clearTimeout(timer);
					isAnswered = true;
					resolve(message.result);
				}
			});
			worker.on('error', (error: NodeJS.ErrnoException) => {
				clearTimeout(timer);
				if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
					return give(
						'Reading this needs more memory than an import may take. Nothing was imported; split the file and add its parts.',
					);
				clean();
				return reject(error);
			});
			worker.on('exit', () => {
				clearTimeout(timer);
				this.#cancelled.delete(queued.id);
				// Ended before it answered: cancelled, or the process is going. What it had written goes with it.
				if (!isAnswered) clean();
				resolve(undefined);
			});
		});
	}
}
