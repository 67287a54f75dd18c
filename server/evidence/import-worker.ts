/** The thread that reads one source, so that the main thread goes on serving those who type. */
import { parentPort, workerData } from 'node:worker_threads';
import { BlobStore } from './blob-store.ts';
import { runImport, type ImportJob, type ImportResult } from './import-job.ts';

export interface WorkerInput {
	readonly job: ImportJob;
	readonly blobFolder: string;
}

export type WorkerMessage =
	| { readonly is: 'progress'; readonly done: number }
	/** A file out of an archive was stored. */
	| { readonly is: 'stored'; readonly sha256: string }
	| { readonly is: 'result'; readonly result: ImportResult };

const { job, blobFolder } = workerData as WorkerInput;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const send = (message: WorkerMessage) => parentPort?.postMessage(message);

let told = 0;
let toldAt = 0;
const progress = (done: number) => {
	// A bar moves smoothly enough at five steps a second.
	if (done === told || performance.now() - toldAt < 200) return;
	told = done;
	toldAt = performance.now();
	send({ is: 'progress', done });
};
const result = await runImport(job, new BlobStore(blobFolder), progress, (sha256) =>
	send({ is: 'stored', sha256 }),
);
send({ is: 'result', result });
