/**
 * A copy of everything in one zip file, while people go on writing. Each database is copied by SQLite's own backup,
 * so that it is whole; the core comes first, so that whatever it names is in the files copied after it. The journal
 * may thus know a few seconds more than the core, never less.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Databases } from '#db/open.server.ts';
import { ok, refuse, type Outcome } from '../refusal.ts';
import { manifestName, sha256Of, type Manifest } from './manifest.ts';

/** What goes into a backup, in this order; what else lies in DATA_DIR is of one process or one import only. */
const databaseFiles = ['core.db', 'journal.db'];
const folders = ['evidence', 'blob'];

interface Entry {
	/** Inside the backup. */
	readonly path: string;
	/** On disk. */
	readonly file: string;
	/** Text and databases shrink to a third or less; what is compressed already is taken as it is. */
	readonly compress: boolean;
}

/** Writes the backup to `target`, readable by its owner only. Refused where the data is in PostgreSQL, or `target` exists. */
export async function makeBackup(
	databases: Databases,
	dataDir: string,
	target: string,
): Promise<Outcome<{ files: number; bytes: number }>> {
	if (databases.dialect === 'postgres')
		return refuse(
			'unavailable',
			'The data is in PostgreSQL: back it up with pg_dump, and copy the folder “blob” of DATA_DIR beside it.',
		);
	if (await exists(target))
		return refuse('conflict', `${target} is there already. Choose another name; nothing was written.`);
	if (!(await exists(dirname(target))))
		return refuse('invalid', `There is no folder ${dirname(target)}. Nothing was written.`);
	await mkdir(dataDir, { recursive: true });
	const aside = await mkdtemp(join(dataDir, 'backup-'));
	const unfinished = `${target}.part`;
	try {
		const entries = await copyAll(dataDir, aside);
		const manifest: Manifest = {
			format: 'second-story-backup',
			version: 1,
			madeAt: new Date().toISOString(),
			files: [],
		};
		for (const { path, file } of entries)
			manifest.files.push({ path, bytes: (await stat(file)).size, sha256: await sha256Of(file) });
		const zip = new ZipFile();
		zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, '\t')), manifestName);
		for (const { path, file, compress } of entries) zip.addFile(file, path, { compress });
		zip.end();
		await pipeline(zip.outputStream, createWriteStream(unfinished, { mode: 0o600 }));
		await sync(unfinished);
		await rename(unfinished, target);
		return ok({ files: entries.length, bytes: (await stat(target)).size });
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOSPC' || code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
			return refuse(
				'unavailable',
				`The backup could not be written to ${target} (${code}). Nothing was changed.`,
			);
		throw error;
	} finally {
		await rm(aside, { recursive: true, force: true });
		await rm(unfinished, { force: true });
	}
}

/** Copies the databases aside, and lists them with the blobs, which never change and are read where they lie. */
async function copyAll(dataDir: string, aside: string): Promise<Entry[]> {
	const entries: Entry[] = [];
	const copyDatabase = async (path: string) => {
		const source = join(dataDir, path);
		const file = join(aside, path);
		await mkdir(dirname(file), { recursive: true });
		// An import that is undone this moment takes its file along; the core's row of it is then without records.
		if (!(await exists(source))) return;
		const database = new DatabaseSync(source, { readOnly: true });
		try {
			await backup(database, file);
		} finally {
			database.close();
		}
		entries.push({ path, file, compress: true });
	};
	for (const path of databaseFiles) await copyDatabase(path);
	for (const folder of folders)
		for (const path of await listFiles(dataDir, folder)) {
			if (path.endsWith('.db')) await copyDatabase(path);
			else if (!/-(wal|shm|journal)$/.test(path))
				entries.push({ path, file: join(dataDir, path), compress: true });
		}
	return entries;
}

/** The files below a folder of `dataDir`, with their paths from there. */
async function listFiles(dataDir: string, folder: string): Promise<string[]> {
	if (!(await exists(join(dataDir, folder)))) return [];
	const found = await readdir(join(dataDir, folder), { recursive: true, withFileTypes: true });
	return found
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(dataDir.length + 1))
		.toSorted();
}

async function exists(path: string): Promise<boolean> {
	return stat(path).then(
		() => true,
		() => false,
	);
}

async function sync(path: string): Promise<void> {
	const file = await open(path, 'r');
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}
