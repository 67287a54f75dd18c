/**
 * Kysely over `node:sqlite`: one connection, statements prepared once, a queue in front so that a transaction is
 * never interleaved with another's statements.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
	CompiledQuery,
	SqliteAdapter,
	SqliteIntrospector,
	SqliteQueryCompiler,
	type DatabaseConnection,
	type Dialect,
	type Driver,
	type Kysely,
	type QueryResult,
} from 'kysely';

const statementsKept = 500;

export class NodeSqliteDialect implements Dialect {
	readonly #database: DatabaseSync;
	constructor(database: DatabaseSync) {
		this.#database = database;
	}
	createAdapter() {
		return new SqliteAdapter();
	}
	createDriver(): Driver {
		return new NodeSqliteDriver(this.#database);
	}
	createIntrospector(db: Kysely<unknown>) {
		return new SqliteIntrospector(db);
	}
	createQueryCompiler() {
		return new SqliteQueryCompiler();
	}
}

class NodeSqliteDriver implements Driver {
	readonly #database: DatabaseSync;
	readonly #connection: NodeSqliteConnection;
	#queue: Promise<void> = Promise.resolve();
	#release: (() => void) | undefined;

	constructor(database: DatabaseSync) {
		this.#database = database;
		this.#connection = new NodeSqliteConnection(database);
	}
	async init() {}
	async acquireConnection() {
		const before = this.#queue;
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#queue = promise;
		await before;
		this.#release = resolve;
		return this.#connection;
	}
	async beginTransaction(connection: DatabaseConnection) {
		await connection.executeQuery(CompiledQuery.raw('begin immediate'));
	}
	async commitTransaction(connection: DatabaseConnection) {
		await connection.executeQuery(CompiledQuery.raw('commit'));
	}
	async rollbackTransaction(connection: DatabaseConnection) {
		// A full disk makes SQLite roll back by itself; a second rollback would throw and hide the real error.
		if (this.#database.isTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'));
	}
	async releaseConnection() {
		const release = this.#release;
		this.#release = undefined;
		release?.();
	}
	async destroy() {
		this.#database.close();
	}
}

class NodeSqliteConnection implements DatabaseConnection {
	readonly #database: DatabaseSync;
	readonly #statements = new Map<string, StatementSync>();

	constructor(database: DatabaseSync) {
		this.#database = database;
	}

	async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
		const statement = this.#prepare(query.sql);
		const parameters = query.parameters.map(toSqlite);
		// Rows are null-prototype objects; a spread makes them plain, so that whole values compare equal in tests.
		if (statement.columns().length > 0)
			return { rows: statement.all(...parameters).map((row) => ({ ...row }) as R) };
		const { changes, lastInsertRowid } = statement.run(...parameters);
		return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
	}

	async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
		// Not from the cache: a statement being iterated must not be reset by the same query run elsewhere.
		for (const row of this.#database.prepare(query.sql).iterate(...query.parameters.map(toSqlite)))
			yield { rows: [{ ...row } as R] };
	}

	#prepare(sql: string): StatementSync {
		const known = this.#statements.get(sql);
		if (known) return known;
		if (this.#statements.size >= statementsKept) this.#statements.clear();
		const statement = this.#database.prepare(sql);
		this.#statements.set(sql, statement);
		return statement;
	}
}

function toSqlite(value: unknown): SQLInputValue {
	if (value === undefined) return null;
	if (typeof value === 'boolean') return value ? 1 : 0;
	// node:sqlite binds every JS number as REAL; whole numbers must arrive as integers or comparisons on rowids lose their index.
	if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
	return value as SQLInputValue;
}
