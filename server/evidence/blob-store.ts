/** Raw bytes, content-addressed by SHA-256 in a folder. What is being written lies in `tmp` until it is whole. */
import { createHash, randomUUID, type Hash } from 'node:crypto';
import {
	closeSync,
	fdatasyncSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	readSync,
	renameSync,
	rmSync,
	statSync,
	writeSync,
} from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface Blob {
	readonly sha256: string;
	readonly bytes: number;
}

/** Thrown by `put` and `writer` when there is more than may be taken. */
export class BlobTooLarge extends Error {}

/** Written in one go at the end, hundreds of megabytes would hold up every commit of those who type. */
const syncBytes = 8 * 1024 * 1024;

export class BlobStore {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
		mkdirSync(join(folder, 'tmp'), { recursive: true, mode: 0o700 });
	}

	path(sha256: string): string {
		if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a SHA-256');
		return join(this.#folder, sha256.slice(0, 2), sha256);
	}

	/** Streams bytes to the disk and hashes them on the way; nothing remains when the stream or the limit breaks. */
	async put(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<Blob> {
		const path = join(this.#folder, 'tmp', randomUUID());
		const hash = createHash('sha256');
		let size = 0;
		let unsynced = 0;
		const file = await open(path, 'wx', 0o600);
		try {
			for await (const piece of bytes) {
				size += piece.byteLength;
				if (size > limit) throw new BlobTooLarge();
				hash.update(piece);
				await file.write(piece);
				unsynced += piece.byteLength;
				if (unsynced < syncBytes) continue;
				unsynced = 0;
				await file.datasync();
			}
			await file.sync();
		} catch (error) {
			await file.close();
			await rm(path, { force: true });
			throw error;
		}
		await file.close();
		const sha256 = hash.digest('hex');
		mkdirSync(join(this.#folder, sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
		await rename(path, this.path(sha256));
		return { sha256, bytes: size };
	}

	/** The same, synchronously and piece by piece, for the import worker. */
	writer(limit: number): BlobWriter {
		return new BlobWriter(join(this.#folder, 'tmp', randomUUID()), limit, (sha256) => {
			mkdirSync(join(this.#folder, sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
			return this.path(sha256);
		});
	}

	/** The bytes of a range, or undefined when the blob is not there or shorter. */
	read(sha256: string, offset: number, length: number): Buffer | undefined {
		let file: number;
		try {
			file = openSync(this.path(sha256), 'r');
		} catch {
			return undefined;
		}
		try {
			if (statSync(this.path(sha256)).size < offset + length) return undefined;
			const buffer = Buffer.allocUnsafe(length);
			let done = 0;
			while (done < length) {
				const read = readSync(file, buffer, done, length - done, offset + done);
				if (read === 0) return undefined;
				done += read;
			}
			return buffer;
		} finally {
			closeSync(file);
		}
	}

	remove(sha256: string): void {
		rmSync(this.path(sha256), { force: true });
	}

	/** Removes what was being written when the process ended, and every blob that nothing refers to. */
	sweep(isWanted: (sha256: string) => boolean): void {
		for (const name of readdirSync(join(this.#folder, 'tmp')))
			rmSync(join(this.#folder, 'tmp', name), { force: true });
		for (const prefix of readdirSync(this.#folder))
			if (/^[0-9a-f]{2}$/.test(prefix))
				for (const name of readdirSync(join(this.#folder, prefix)))
					if (!isWanted(name)) rmSync(join(this.#folder, prefix, name), { force: true });
	}
}

export class BlobWriter {
	readonly #path: string;
	readonly #limit: number;
	readonly #place: (sha256: string) => string;
	readonly #file: number;
	readonly #hash: Hash = createHash('sha256');
	#size = 0;
	#unsynced = 0;

	constructor(path: string, limit: number, place: (sha256: string) => string) {
		this.#path = path;
		this.#limit = limit;
		this.#place = place;
		this.#file = openSync(path, 'wx', 0o600);
	}

	write(piece: Uint8Array): void {
		this.#size += piece.byteLength;
		if (this.#size > this.#limit) throw new BlobTooLarge();
		this.#hash.update(piece);
		let done = 0;
		while (done < piece.byteLength) done += writeSync(this.#file, piece, done);
		this.#unsynced += piece.byteLength;
		if (this.#unsynced < syncBytes) return;
		this.#unsynced = 0;
		fdatasyncSync(this.#file);
	}

	/** Keeps what was written. */
	finish(): Blob {
		fsyncSync(this.#file);
		closeSync(this.#file);
		const sha256 = this.#hash.digest('hex');
		renameSync(this.#path, this.#place(sha256));
		return { sha256, bytes: this.#size };
	}

	/** Forgets it. */
	abandon(): void {
		closeSync(this.#file);
		rmSync(this.#path, { force: true });
	}
}
