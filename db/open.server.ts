/** Opens the stores of one installation: SQLite files inside `DATA_DIR`, or one PostgreSQL database. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, PostgresDialect, type Dialect as KyselyDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { columnsFor, type Dialect, type Migration } from './columns.ts';
import { NodeSqliteDialect } from './node-sqlite.ts';
import { coreMigrations, evidenceMigrations, journalMigrations } from './migrations/index.ts';
import type { JournalTables } from './journal-tables.ts';
import type { CoreTables } from './tables.ts';

export type CoreDb = Kysely<CoreTables>;
export type JournalDb = Kysely<JournalTables>;

export interface Databases {
	readonly dialect: Dialect;
	readonly core: CoreDb;
	readonly journal: JournalDb;
	/** SQLite only: the raw connection of the journal, for group commit in one synchronous turn. */
	readonly journalSqlite?: DatabaseSync;
	/** PostgreSQL only: the pool behind both. */
	readonly pool?: pg.Pool;
	close(): Promise<void>;
}

// pg hands bigint over as text, lest it lose digits; all of ours stay below 2^53.
pg.types.setTypeParser(20, Number);

/**
 * Opens and migrates. `url` undefined means SQLite inside `dataDir`.
 * Rejects when a migration fails; what was migrated before stays.
 */
export async function openDatabases(options: {
	dataDir: string;
	url?: string | undefined;
}): Promise<Databases> {
	const databases = options.url === undefined ? openSqlite(options.dataDir) : openPostgres(options.url);
	await migrate(databases.core as Kysely<unknown>, databases.dialect, coreMigrations, 'core');
	await migrate(databases.journal as Kysely<unknown>, databases.dialect, journalMigrations, 'journal');
	if (databases.dialect === 'postgres')
		await migrate(databases.core as Kysely<unknown>, databases.dialect, evidenceMigrations, 'evidence');
	return databases;
}

/** One SQLite connection with the settings every file of ours has. */
export function openSqliteFile(path: string): DatabaseSync {
	const database = new DatabaseSync(path);
	database.exec(
		'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;',
	);
	return database;
}

function openSqlite(dataDir: string): Databases {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const core = kysely<CoreTables>(new NodeSqliteDialect(openSqliteFile(join(dataDir, 'core.db'))));
	const journalSqlite = openSqliteFile(join(dataDir, 'journal.db'));
	const journal = kysely<JournalTables>(new NodeSqliteDialect(journalSqlite));
	return {
		dialect: 'sqlite',
		core,
		journal,
		journalSqlite,
		async close() {
			await core.destroy();
			await journal.destroy();
		},
	};
}

function openPostgres(url: string): Databases {
	const pool = new pg.Pool({ connectionString: url, max: 10 });
	const core = kysely<CoreTables>(new PostgresDialect({ pool }));
	// Both views share one pool: destroying either would end it for both.
	return {
		dialect: 'postgres',
		core,
		journal: core as unknown as JournalDb,
		pool,
		async close() {
			await core.destroy();
		},
	};
}

function kysely<Tables>(dialect: KyselyDialect): Kysely<Tables> {
	return new Kysely<Tables>({ dialect });
}

/** Runs what is missing, in order. */
export async function migrate(
	db: Kysely<unknown>,
	dialect: Dialect,
	migrations: Readonly<Record<string, Migration>>,
	schema: 'core' | 'journal' | 'evidence',
): Promise<void> {
	const columns = columnsFor(dialect);
	const migrator = new Migrator({
		db,
		provider: {
			getMigrations: async () =>
				Object.fromEntries(
					Object.entries(migrations).map(([name, migration]) => [
						name,
						{
							up: (executor: Kysely<unknown>) => migration.up(executor as unknown as Kysely<never>, columns),
						},
					]),
				),
		},
		migrationTableName: `migration_${schema}`,
		migrationLockTableName: `migration_${schema}_lock`,
	});
	const { error } = await migrator.migrateToLatest();
	if (error !== undefined)
		throw new Error(`The ${schema} schema could not be brought up to date`, { cause: error });
}
