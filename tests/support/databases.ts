/** Databases to run a contract on: SQLite in a fresh folder, PostgreSQL in the process (PGlite) or the one at TEST_POSTGRES_URL. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { coreMigrations, evidenceMigrations, journalMigrations } from '#db/migrations/index.ts';
import { migrate, openDatabases, type Databases } from '#db/open.server.ts';
import type { JournalTables } from '#db/journal-tables.ts';
import type { CoreTables } from '#db/tables.ts';

export interface TestDatabases {
	readonly databases: Databases;
	close(): Promise<void>;
}

/** The stores every contract suite runs on. */
export const stores: readonly { readonly name: string; readonly open: () => Promise<TestDatabases> }[] = [
	{ name: 'SQLite', open: openSqlite },
	process.env['TEST_POSTGRES_URL']
		? { name: 'PostgreSQL', open: () => openServer(process.env['TEST_POSTGRES_URL'] ?? '') }
		: { name: 'PGlite', open: openPglite },
];

async function openSqlite(): Promise<TestDatabases> {
	const dataDir = await mkdtemp(join(tmpdir(), 'databases-'));
	const databases = await openDatabases({ dataDir });
	return {
		databases,
		async close() {
			await databases.close();
			await rm(dataDir, { recursive: true, force: true });
		},
	};
}

async function openPglite(): Promise<TestDatabases> {
	const db = new Kysely<CoreTables & JournalTables>({ dialect: new PGliteDialect({ pglite: new PGlite() }) });
	await migrate(db as unknown as Kysely<unknown>, 'postgres', coreMigrations, 'core');
	await migrate(db as unknown as Kysely<unknown>, 'postgres', journalMigrations, 'journal');
	await migrate(db as unknown as Kysely<unknown>, 'postgres', evidenceMigrations, 'evidence');
	const databases: Databases = {
		dialect: 'postgres',
		core: db as unknown as Kysely<CoreTables>,
		journal: db as unknown as Kysely<JournalTables>,
		close: () => db.destroy(),
	};
	return { databases, close: () => databases.close() };
}

/** Empties the database: give it one of its own. */
async function openServer(url: string): Promise<TestDatabases> {
	const before = await openDatabases({ dataDir: '', url });
	await sql`drop schema public cascade`.execute(before.core);
	await sql`create schema public`.execute(before.core);
	await before.close();
	const databases = await openDatabases({ dataDir: '', url });
	return { databases, close: () => databases.close() };
}
