/** Keeps blobs as long as something needs them, and no longer: uploads hold theirs, sources refer to theirs. */
import type { BlobStore } from './blob-store.ts';

export class BlobKeeper {
	readonly #blobs: BlobStore;
	readonly #isUsed: (sha256: string) => Promise<boolean>;
	readonly #isQuiet: () => boolean;
	/** Blobs that an upload has stored and no row refers to yet. */
	readonly #pinned = new Map<string, number>();
	/** Blobs to look at again once nothing is being read. */
	readonly #doubtful = new Set<string>();

	/** `isQuiet` says that no import runs, which might just be taking a blob over. */
	constructor(blobs: BlobStore, isUsed: (sha256: string) => Promise<boolean>, isQuiet: () => boolean) {
		this.#blobs = blobs;
		this.#isUsed = isUsed;
		this.#isQuiet = isQuiet;
	}

	/** Runs an upload with the blobs it stores held; those that no source took over are removed after it. */
	async during<T>(run: (stored: (sha256: string) => void) => Promise<T>): Promise<T> {
		const mine: string[] = [];
		try {
			return await run((sha256) => {
				mine.push(sha256);
				this.#pinned.set(sha256, (this.#pinned.get(sha256) ?? 0) + 1);
			});
		} finally {
			for (const sha256 of mine) {
				const left = (this.#pinned.get(sha256) ?? 1) - 1;
				if (left > 0) this.#pinned.set(sha256, left);
				else this.#pinned.delete(sha256);
				this.doubt(sha256);
			}
			await this.tidy();
		}
	}

	/** To be removed at the next tidying, unless something needs it by then. */
	doubt(sha256: string): void {
		this.#doubtful.add(sha256);
	}

	async drop(files: Iterable<{ readonly sha256: string }>): Promise<void> {
		for (const { sha256 } of files) this.doubt(sha256);
		await this.tidy();
	}

	/** Removes what is not needed any more; waits for another time while an import runs. */
	async tidy(): Promise<void> {
		if (!this.#isQuiet()) return;
		for (const sha256 of this.#doubtful) {
			if (this.#pinned.has(sha256)) continue;
			const isUsed = await this.#isUsed(sha256);
			// Meanwhile an upload may have stored the same bytes, or an import begun.
			if (this.#pinned.has(sha256) || !this.#isQuiet()) continue;
			this.#doubtful.delete(sha256);
			if (!isUsed) this.#blobs.remove(sha256);
		}
	}
}
