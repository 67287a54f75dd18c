/** Records in SQLite: a file per source, searched in a worker of its own. Undoing an import is deleting its file. */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SearchThread } from './search-thread.ts';
import type { SourcePath } from './search-worker.ts';
import type { AuthorCount, Histogram, RecordPage, RecordStore, StoredRecord } from './store.ts';

export function createSqliteStore(folder: string): RecordStore {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const thread = new SearchThread();
	const at = (id: string): SourcePath => ({ id, path: join(folder, `${id}.db`) });
	return {
		page: (query, options) =>
			thread.ask<RecordPage>({ is: 'page', files: query.sources.map(at), query, options }),
		histogram: (query, bins) =>
			thread.ask<Histogram>({ is: 'histogram', files: query.sources.map(at), query, bins }),
		authors: (sources) => thread.ask<AuthorCount[]>({ is: 'authors', files: sources.map(at) }),
		find: (source, number) => thread.ask<StoredRecord | undefined>({ is: 'find', file: at(source), number }),
		findByKey: (source, key) =>
			thread.ask<StoredRecord | undefined>({ is: 'findByKey', file: at(source), key }),
		async adopt(source, path) {
			await thread.ask({ is: 'forget', file: at(source) });
			renameSync(path, at(source).path);
			// A page asked for between the two may have opened the old file again.
			await thread.ask({ is: 'forget', file: at(source) });
		},
		async remove(source) {
			await thread.ask({ is: 'forget', file: at(source) });
			rmSync(at(source).path, { force: true });
		},
		async sweep(sources) {
			for (const name of readdirSync(folder))
				if (!name.endsWith('.db') || !sources.has(name.slice(0, -3)))
					rmSync(join(folder, name), { force: true, recursive: true });
		},
		close: () => thread.close(),
	};
}
