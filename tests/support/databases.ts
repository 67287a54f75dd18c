/** Databases to run a contract on: SQLite in a fresh folder, PostgreSQL in the process (PGlite) or the one at TEST_POSTGRES_URL. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import pg from 'pg';
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

/** A database of its own on that server: test files run side by side, and each would empty what another fills. */
async function openServer(url: string): Promise<TestDatabases> {
	const name = `contract_${randomUUID().replaceAll('-', '')}`;
	await onServer(url, `create database ${name}`);
	const own = new URL(url);
	own.pathname = `/${name}`;
	const databases = await openDatabases({ dataDir: '', url: own.href });
	return {
		databases,
		async close() {
			await databases.close();
			await drop(url, name);
		},
	};
}

/** A pool has ended a moment before the server has noticed; cutting its connections off would be an error of the pool's. */
async function drop(url: string, name: string): Promise<void> {
	for (;;)
		try {
			return await onServer(url, `drop database ${name}`);
		} catch (error) {
			if (!(error instanceof pg.DatabaseError && error.code === '55006')) throw error;
		}
}

async function onServer(url: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
