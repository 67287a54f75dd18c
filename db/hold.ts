/** Reading before writing, where others write at the same moment. */
import type { CoreDb } from './open.server.ts';

/**
 * Lets one transaction at a time past this line within an analysis, until it ends: what it reads after this stays as
 * read until it has written. SQLite has one writer anyway; PostgreSQL locks the row that is written, and knows
 * no such lock that SQLite would take too. Nothing is held where the analysis is gone.
 */
export async function holdAnalysis(transaction: CoreDb, analysisId: string): Promise<void> {
	await transaction
		.updateTable('analysis')
		.set((eb) => ({ id: eb.ref('id') }))
		.where('id', '=', analysisId)
		.execute();
}
