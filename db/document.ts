/** Rows of table `document`: which documents exist, at which epoch. */
import type { Kysely } from 'kysely';
import { documentName, schemaVersion, type DocumentRef } from '#lib/model/documents.ts';
import type { DocumentTable, JournalTables } from './journal-tables.ts';

/** Makes the rows of new documents; those that exist stay as they are. */
export async function insertDocuments(
	db: Kysely<JournalTables>,
	refs: readonly DocumentRef[],
	at: number,
): Promise<void> {
	if (refs.length === 0) return;
	await db
		.insertInto('document')
		.values(
			refs.map((ref) => ({
				name: documentName(ref),
				kind: ref.kind,
				analysis_id: ref.analysis,
				subject_id: ref.subject ?? null,
				epoch: 1,
				head: 0,
				schema_version: schemaVersion,
				created_at: at,
			})),
		)
		.onConflict((conflict) => conflict.column('name').doNothing())
		.execute();
}

/** The documents of an analysis. */
export async function listDocuments(db: Kysely<JournalTables>, analysisId: string): Promise<DocumentTable[]> {
	return db
		.selectFrom('document')
		.selectAll()
		.where('analysis_id', '=', analysisId)
		.orderBy('name')
		.execute();
}
