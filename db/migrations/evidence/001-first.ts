import { sql } from 'kysely';
import type { Migration } from '../../columns.ts';

/** Records on PostgreSQL; on SQLite every source has a file of its own (server/evidence/record-file.ts). */
export const migration: Migration = {
	async up(db) {
		// Byte order, so that both stores put records of one instant in the same order.
		await sql`create table record (
			source_id text collate "C" not null,
			rank bigint not null,
			number bigint not null,
			at_us bigint not null,
			until_us bigint,
			written text not null,
			precision text not null,
			author text,
			author_kind text,
			kind text not null,
			level text,
			text text not null,
			fields text,
			file bigint not null,
			line bigint not null,
			byte_offset bigint not null,
			byte_length bigint not null,
			key text,
			thread text,
			meta_json text,
			words tsvector not null,
			primary key (source_id, rank)
		)`.execute(db);
		await sql`create unique index record_by_number on record (source_id, number)`.execute(db);
		await sql`create index record_by_time on record (source_id, at_us, rank)`.execute(db);
		await sql`create index record_by_key on record (source_id, key) where key is not null`.execute(db);
		await sql`create index record_by_line on record (source_id, line) where key is null`.execute(db);
		await sql`create index record_by_author on record (source_id, author, at_us, rank)`.execute(db);
		await sql`create index record_by_words on record using gin (words)`.execute(db);
	},
};
