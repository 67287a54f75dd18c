/** Whether an installation is well: its stores answer and are whole, what they name is there, and there is room. */
import { access, constants, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { Databases } from '#db/open.server.ts';
import type { Config } from '../config.ts';
import { checksumOf } from '../journal/store.ts';

export interface Finding {
	readonly name: string;
	readonly ok: boolean;
	/** One line. */
	readonly words: string;
}

/** Below this much free space, an import may not fit. */
const littleRoom = 1024 ** 3;

/** Looks at everything; reads each row of the journal once. Never writes. */
export async function examine(config: Config, databases: Databases): Promise<Finding[]> {
	return [
		node(),
		await folder(config),
		await room(config),
		...(databases.dialect === 'sqlite'
			? [whole('core', join(config.dataDir, 'core.db')), whole('journal', join(config.dataDir, 'journal.db'))]
			: [await postgres(databases)]),
		await journal(databases),
		...(databases.dialect === 'sqlite' ? [await evidence(config)] : []),
	];
}

function node(): Finding {
	const [major = '0'] = process.versions.node.split('.');
	return { name: 'node', ok: Number(major) >= 24, words: process.versions.node };
}

async function folder({ dataDir }: Config): Promise<Finding> {
	const name = 'data folder';
	try {
		await access(dataDir, constants.W_OK);
	} catch {
		return { name, ok: false, words: `${dataDir} cannot be written to` };
	}
	const { mode } = await stat(dataDir);
	return mode & 0o007
		? { name, ok: false, words: `${dataDir} is open to every user of this machine; run chmod o-rwx on it` }
		: { name, ok: true, words: dataDir };
}

async function room({ dataDir }: Config): Promise<Finding> {
	const { bavail, bsize } = await statfs(dataDir);
	const free = bavail * bsize;
	return { name: 'space', ok: free >= littleRoom, words: `${(free / 1024 ** 3).toFixed(1)} GiB free` };
}

/** SQLite's own look at its file. */
function whole(name: string, path: string): Finding {
	const database = new DatabaseSync(path, { readOnly: true });
	try {
		const rows = database
			.prepare('PRAGMA quick_check')
			.all()
			.map((row) => String(row['quick_check']));
		const isWhole = rows.length === 1 && rows[0] === 'ok';
		return { name, ok: isWhole, words: isWhole ? 'whole' : rows.slice(0, 3).join('; ') };
	} finally {
		database.close();
	}
}

async function postgres({ core }: Databases): Promise<Finding> {
	const { rows } = await sql<{ version: string }>`select version()`.execute(core);
	return { name: 'database', ok: true, words: rows[0]?.version ?? 'answers' };
}

/** Every row against its checksum, and every document's head against its newest row. */
async function journal({ journal: db }: Databases): Promise<Finding> {
	const documents = await db.selectFrom('document').select(['name', 'head']).execute();
	const problems: string[] = [];
	let rows = 0;
	for (const { name, head } of documents) {
		let newest = 0;
		let after = -1;
		for (;;) {
			const some = await db
				.selectFrom('document_update')
				.select(['seq', 'bytes', 'checksum'])
				.where('document', '=', name)
				.where('seq', '>', after)
				.orderBy('seq')
				.limit(500)
				.execute();
			for (const { seq, bytes, checksum } of some) {
				rows++;
				newest = after = seq;
				if (checksumOf(bytes) !== checksum) problems.push(`${name} row ${seq} is damaged`);
			}
			if (some.length < 500) break;
		}
		// Erasure leaves a snapshot in the place of the rows.
		if (newest > head) problems.push(`${name} has a row beyond its head`);
	}
	return {
		name: 'documents',
		ok: problems.length === 0,
		words:
			problems.length === 0
				? `${documents.length} with ${rows} rows, every checksum right`
				: problems.slice(0, 5).join('; '),
	};
}

/** Each evidence file opens as a database. */
async function evidence({ dataDir }: Config): Promise<Finding> {
	const name = 'evidence';
	const files = await readdir(join(dataDir, 'evidence')).catch(() => []);
	const problems: string[] = [];
	const databases = files.filter((file) => file.endsWith('.db'));
	for (const file of databases)
		try {
			const database = new DatabaseSync(join(dataDir, 'evidence', file), { readOnly: true });
			database.prepare('PRAGMA schema_version').get();
			database.close();
		} catch {
			problems.push(`${file} cannot be read`);
		}
	return {
		name,
		ok: problems.length === 0,
		words: problems.length === 0 ? `${databases.length} files` : problems.slice(0, 5).join('; '),
	};
}
