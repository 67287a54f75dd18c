/** Evidence: sources and their records, kept as files on SQLite and as tables on PostgreSQL. */
import { join } from 'node:path';
import type { Databases } from '#db/open.server.ts';
import type { Actor } from '#lib/model/access.ts';
import { BlobStore } from './blob-store.ts';
import { createPostgresStore } from './postgres-store.ts';
import { createRecords, type Records } from './records.ts';
import { createSources, type SourceChange, type Sources } from './sources.ts';
import { createSqliteStore } from './sqlite-store.ts';

export interface EvidenceDeps {
	readonly databases: Databases;
	readonly dataDir: string;
	readonly importMaxBytes: number;
	readonly standing: (userId: string, analysisId: string) => Promise<Actor>;
	/** Told of each step of an import, some five times a second at most. */
	readonly onChange?: ((change: SourceChange) => void) | undefined;
	/** Told of what should not happen; the import concerned is refused. */
	readonly onBug?: ((error: unknown, sourceId: string) => void) | undefined;
	readonly now?: (() => number) | undefined;
}

export interface Evidence {
	readonly sources: Sources;
	readonly records: Records;
	close(): Promise<void>;
}

/** Opens the stores and takes up what a killed process left behind. */
export async function createEvidence(deps: EvidenceDeps): Promise<Evidence> {
	const { databases, dataDir, standing } = deps;
	const blobFolder = join(dataDir, 'blob');
	const blobs = new BlobStore(blobFolder);
	const store =
		databases.dialect === 'sqlite'
			? createSqliteStore(join(dataDir, 'evidence'))
			: createPostgresStore(databases.core);
	const sources = createSources({
		db: databases.core,
		store,
		blobs,
		blobFolder,
		buildFolder: join(dataDir, 'import'),
		maxBytes: deps.importMaxBytes,
		standing,
		onChange: deps.onChange ?? (() => {}),
		onBug: deps.onBug ?? (() => {}),
		now: deps.now ?? Date.now,
	});
	await sources.recover();
	return {
		sources,
		records: createRecords({ db: databases.core, store, blobs, standing }),
		async close() {
			await sources.close();
			await store.close();
		},
	};
}
