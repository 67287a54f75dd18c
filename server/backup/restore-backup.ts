/**
 * Puts a backup in the place of DATA_DIR's content. Everything is unpacked aside and checked before anything is
 * moved; what was there is kept aside. Every document's epoch is raised, so that browsers that know newer text
 * forget it instead of merging it back, and every session ends.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { Config } from '../config.ts';
import { ok, refuse, type Outcome } from '../refusal.ts';
import { manifestName, manifestSchema, sha256Of, type Manifest } from './manifest.ts';

export interface Restored {
	/** When the backup was made, ISO instant. */
	readonly madeAt: string;
	readonly documents: number;
	/** Where the content before is; undefined when there was none. */
	readonly keptAside: string | undefined;
}

/** Must run while no server runs on the data: the caller sees to that. */
export async function restoreBackup(
	{ dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
	file: string,
): Promise<Outcome<Restored>> {
	if (databaseUrl !== undefined)
		return refuse(
			'unavailable',
			'The data is in PostgreSQL: restore it with pg_restore. Nothing was changed.',
		);
	await mkdir(dataDir, { recursive: true, mode: 0o700 });
	const aside = await mkdtemp(join(dataDir, 'restore-'));
	try {
		const manifest = await unpack(file, aside);
		if (!manifest.ok) return manifest;
		const documents = renew(aside);
		const keptAside = await swap(dataDir, aside);
		return ok({ madeAt: manifest.value.madeAt, documents, keptAside });
	} finally {
		await rm(aside, { recursive: true, force: true });
	}
}

/** Unpacks what the manifest lists, and nothing else; refuses what is missing or differs. */
async function unpack(file: string, aside: string): Promise<Outcome<Manifest>> {
	const none = (why: string) => refuse('invalid', `${file} ${why} Nothing was changed.`);
	if (!(await stat(file).catch(() => undefined))?.isFile()) return none('is not there.');
	let zip: ZipFile;
	try {
		zip = await yauzl.openPromise(file, { autoClose: false, lazyEntries: true });
	} catch {
		return none('is not a whole zip file.');
	}
	try {
		const entries = new Map<string, Entry>();
		for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
		const listed = entries.get(manifestName);
		const parsed = manifestSchema.safeParse(listed && (await readJson(zip, listed)));
		if (!parsed.success) return none('is no backup of Second Story, or one of a newer version.');
		for (const { path, sha256 } of parsed.data.files) {
			const entry = entries.get(path);
			if (!entry || !isPlain(path)) return none(`lacks ${path}.`);
			const target = join(aside, path);
			await mkdir(dirname(target), { recursive: true, mode: 0o700 });
			await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode: 0o600 }));
			if ((await sha256Of(target)) !== sha256) return none(`is damaged at ${path}.`);
		}
		return ok(parsed.data);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return none('does not fit on this disk.');
		return none(`is damaged (${(error as Error).message}).`);
	} finally {
		zip.close();
	}
}

/** Raises every epoch and ends every session in the unpacked databases; how many documents there are. */
function renew(aside: string): number {
	const core = new DatabaseSync(join(aside, 'core.db'));
	core.exec('DELETE FROM session');
	core.close();
	const journal = new DatabaseSync(join(aside, 'journal.db'));
	const { changes } = journal.prepare('UPDATE document SET epoch = epoch + 1').run();
	journal.close();
	return Number(changes);
}

/** Moves what is there aside, and the unpacked content in its place. */
async function swap(dataDir: string, aside: string): Promise<string | undefined> {
	const present = (await readdir(dataDir)).filter((name) => !/^(before-)?restore-|^server\.json$/.test(name));
	let keptAside: string | undefined;
	if (present.length > 0) {
		keptAside = join(dataDir, `before-restore-${new Date().toISOString().replace(/[:.]/g, '-')}`);
		await mkdir(keptAside, { mode: 0o700 });
		for (const name of present) await rename(join(dataDir, name), join(keptAside, name));
	}
	for (const name of await readdir(aside)) await rename(join(aside, name), join(dataDir, name));
	return keptAside;
}

async function readJson(zip: ZipFile, entry: Entry): Promise<unknown> {
	if (entry.uncompressedSize > 256 * 1024 * 1024) return undefined;
	try {
		return JSON.parse((await buffer(await zip.openReadStreamPromise(entry))).toString('utf8'));
	} catch {
		return undefined;
	}
}

/** A path that stays below the folder it is unpacked into. */
const isPlain = (path: string) => !path.startsWith('/') && !path.split(/[/\\]/).includes('..');
