/** The thread that reads sources, one after the other, so that the main thread goes on serving those who type. */
import { parentPort, workerData } from 'node:worker_threads';
import { BlobStore } from './blob-store.ts';
import { runImport, type ImportJob, type ImportResult } from './import-job.ts';

export interface WorkerInput {
	readonly blobFolder: string;
}

export type WorkerMessage =
	| { readonly is: 'progress'; readonly done: number }
	/** A file out of an archive was stored. */
	| { readonly is: 'stored'; readonly sha256: string }
	| { readonly is: 'result'; readonly result: ImportResult };

const { blobFolder } = workerData as WorkerInput;
const blobs = new BlobStore(blobFolder);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const send = (message: WorkerMessage) => parentPort?.postMessage(message);

parentPort?.on('message', (job: ImportJob) => {
	// A rejection is a bug: it ends the thread, and the queue refuses the import.
	void read(job);
});

async function read(job: ImportJob): Promise<void> {
	let told = 0;
	let toldAt = 0;
	const progress = (done: number) => {
		// A bar moves smoothly enough at five steps a second.
		if (done === told || performance.now() - toldAt < 200) return;
		told = done;
		toldAt = performance.now();
		send({ is: 'progress', done });
	};
	const result = await runImport(job, blobs, progress, (sha256) => send({ is: 'stored', sha256 }));
	send({ is: 'result', result });
}
