import { sql, type CreateTableBuilder, type Kysely, type RawBuilder } from 'kysely';

export type Dialect = 'sqlite' | 'postgres';

/** The few column types in which SQLite and PostgreSQL differ. */
export interface Columns {
	readonly dialect: Dialect;
	/** Bytes: BLOB or bytea. */
	readonly bytes: RawBuilder<unknown>;
	/** Adds a counting primary key `seq`. */
	withSeq<T extends string>(table: CreateTableBuilder<T>): CreateTableBuilder<T, 'seq'>;
}

export function columnsFor(dialect: Dialect): Columns {
	return {
		dialect,
		bytes: dialect === 'sqlite' ? sql`blob` : sql`bytea`,
		withSeq: (table) =>
			dialect === 'sqlite'
				? table.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
				: table.addColumn('seq', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity()),
	};
}

/** One step of a schema: `up` only, because a store that holds people's words is never migrated back. */
export interface Migration {
	up(db: Kysely<never>, columns: Columns): Promise<void>;
}
