/** Opens what was uploaded: archives become the files inside, each a blob of its own, within limits. */
import { createReadStream, openSync, readSync, closeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { BlobStore } from './blob-store.ts';
import { BlobTooLarge } from './blob-store.ts';
import { Unreadable } from './formats/format.ts';
import type { SourceFile } from './record.ts';

export interface UnpackLimits {
	/** Of everything inside one archive, in bytes. */
	readonly total: number;
	readonly ratio: number;
	readonly entries: number;
}

export const unpackLimits = { ratio: 100, entries: 10_000 } as const;
/** Small archives of very regular logs may shrink more than a hundredfold and hurt nobody. */
const harmlessBytes = 64 * 1024 * 1024;

/** The files to read, archives among them with what they hold. `stored` is told of each blob made. Throws `Unreadable`. */
export async function unpack(
	uploads: readonly SourceFile[],
	blobs: BlobStore,
	limits: UnpackLimits,
	stored: (sha256: string) => void,
): Promise<SourceFile[]> {
	const files: SourceFile[] = [];
	for (const upload of uploads) {
		const kind = kindOf(headOf(blobs.path(upload.sha256)));
		if (kind === undefined) files.push(upload);
		else {
			files.push({ ...upload, isArchive: true });
			const budget = new Budget(upload, limits, stored);
			if (kind === 'zip') files.push(...(await unzip(upload, blobs, budget)));
			else files.push(await inflate(upload, kind, blobs, budget));
		}
	}
	return files;
}

function headOf(path: string): Buffer {
	const file = openSync(path, 'r');
	try {
		const head = Buffer.alloc(8);
		return head.subarray(0, readSync(file, head));
	} finally {
		closeSync(file);
	}
}

function kindOf(head: Buffer): 'zip' | 'gzip' | 'zstd' | undefined {
	if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)) return 'zip';
	if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
	if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
	return undefined;
}

/** How much one archive may still grow. */
class Budget {
	readonly #limit: number;
	readonly #name: string;
	#used = 0;
	readonly entries: number;
	readonly stored: (sha256: string) => void;

	constructor(archive: SourceFile, limits: UnpackLimits, stored: (sha256: string) => void) {
		this.stored = stored;
		this.#name = archive.path;
		this.#limit = Math.min(limits.total, Math.max(harmlessBytes, archive.bytes * limits.ratio));
		this.entries = limits.entries;
	}

	get left(): number {
		return this.#limit - this.#used;
	}

	take(bytes: number): void {
		this.#used += bytes;
		if (this.#used > this.#limit) throw this.exceeded();
	}

	exceeded(): Unreadable {
		return new Unreadable(
			`${this.#name} grows to more than ${Math.round(this.#limit / 1024 / 1024)} MiB when it is opened, which looks like a trap. Nothing was imported; unpack it yourself and add the files you need.`,
		);
	}
}

async function keep(
	stream: Readable,
	blobs: BlobStore,
	budget: Budget,
): Promise<{ sha256: string; bytes: number }> {
	const writer = blobs.writer(budget.left);
	try {
		for await (const piece of stream as AsyncIterable<Buffer>) writer.write(piece);
	} catch (error) {
		writer.abandon();
		stream.destroy();
		throw error instanceof BlobTooLarge ? budget.exceeded() : error;
	}
	const blob = writer.finish();
	budget.stored(blob.sha256);
	budget.take(blob.bytes);
	return blob;
}

async function inflate(
	upload: SourceFile,
	kind: 'gzip' | 'zstd',
	blobs: BlobStore,
	budget: Budget,
): Promise<SourceFile> {
	const source = createReadStream(blobs.path(upload.sha256));
	const stream = source.pipe(kind === 'gzip' ? createGunzip() : createZstdDecompress());
	try {
		const blob = await keep(stream, blobs, budget);
		return { path: upload.path.replace(/\.(?:gz|zst|zstd)$/i, '') || upload.path, ...blob, isInner: true };
	} catch (error) {
		if (error instanceof Unreadable) throw error;
		throw new Unreadable(
			`${upload.path} is cut off or damaged. Nothing was imported; download it again and add it once more.`,
		);
	} finally {
		source.destroy();
	}
}

async function unzip(upload: SourceFile, blobs: BlobStore, budget: Budget): Promise<SourceFile[]> {
	let zip: ZipFile | undefined;
	try {
		// Names are judged below: a path that climbs is left out, and the rest is still read.
		zip = await openPromise(blobs.path(upload.sha256), {
			autoClose: false,
			decodeStrings: false,
			lazyEntries: true,
		});
		if (zip.entryCount > budget.entries)
			throw new Unreadable(
				`${upload.path} holds ${zip.entryCount.toLocaleString('en')} files; ${budget.entries.toLocaleString('en')} is the most. Nothing was imported.`,
			);
		const files: SourceFile[] = [];
		for await (const entry of zip.eachEntry()) {
			const path = safePath(entry);
			if (path === undefined) continue;
			if ((entry.generalPurposeBitFlag & 1) !== 0)
				throw new Unreadable(
					`${upload.path} is encrypted. Unpack it with its password and add what is inside; nothing was imported.`,
				);
			const blob = await keep(await zip.openReadStreamPromise(entry), blobs, budget);
			files.push({ path, ...blob, isInner: true });
		}
		if (files.length === 0)
			throw new Unreadable(`There are no files in ${upload.path}. Nothing was imported.`);
		return files;
	} catch (error) {
		if (error instanceof Unreadable) throw error;
		throw new Unreadable(
			`${upload.path} is cut off or damaged. Nothing was imported; download it again and add it once more.`,
		);
	} finally {
		zip?.close();
	}
}

/** The path of a file worth reading; undefined for folders, for what systems add, and for names that climb out. */
function safePath(entry: Entry): string | undefined {
	const name = entry.fileNameRaw.toString('utf8').replaceAll('\\', '/');
	if (name.endsWith('/') || name.startsWith('/') || /^[A-Za-z]:/.test(name)) return undefined;
	const parts = name.split('/');
	if (parts.includes('..') || parts.includes('__MACOSX') || parts.at(-1) === '.DS_Store') return undefined;
	return name.length > 1000 ? undefined : name;
}
