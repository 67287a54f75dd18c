import type { Migration } from '../../columns.ts';

/** Rounds of calibration: whom a frozen version was shown to, which passages of it, and what they said. */
export const migration: Migration = {
	async up(db) {
		await db.schema
			.createTable('round')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('number', 'bigint', (column) => column.notNull())
			.addColumn('version_id', 'text', (column) => column.notNull())
			.addColumn('questions_json', 'text', (column) => column.notNull())
			.addColumn('opened_by', 'text', (column) => column.notNull())
			.addColumn('opened_at', 'bigint', (column) => column.notNull())
			.addColumn('closed_by', 'text')
			.addColumn('closed_at', 'bigint')
			.addUniqueConstraint('round_number', ['analysis_id', 'number'])
			.execute();
		await db.schema
			.createTable('round_person')
			.addColumn('round_id', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('digest', 'text')
			.addColumn('reminded_at', 'bigint')
			.addColumn('declined_at', 'bigint')
			.addPrimaryKeyConstraint('round_person_key', ['round_id', 'person_id'])
			.execute();
		await db.schema
			.createTable('round_passage')
			.addColumn('round_id', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('passage_id', 'text', (column) => column.notNull())
			.addColumn('place', 'bigint', (column) => column.notNull())
			.addColumn('why', 'text', (column) => column.notNull())
			.addColumn('text', 'text')
			.addPrimaryKeyConstraint('round_passage_key', ['round_id', 'person_id', 'passage_id'])
			.execute();
		await db.schema
			.createTable('round_answer')
			.addColumn('round_id', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('passage_id', 'text', (column) => column.notNull())
			.addColumn('answer', 'text', (column) => column.notNull())
			.addColumn('words', 'text', (column) => column.notNull())
			.addColumn('answered_at', 'bigint', (column) => column.notNull())
			.addColumn('thread_id', 'text')
			.addPrimaryKeyConstraint('round_answer_key', ['round_id', 'person_id', 'passage_id'])
			.execute();
	},
};
