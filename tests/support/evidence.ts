/** Evidence on a given store, without the rest of the house: an analysis, its lead, and ways to import. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Databases } from '#db/open.server.ts';
import type { Role } from '#lib/model/access.ts';
import { createEvidence, type Evidence } from '#server/evidence/evidence.ts';
import type { OptionInput } from '#server/evidence/options.ts';
import type { SourceChange } from '#server/evidence/sources.ts';
import type { SourceView } from '#server/evidence/source-view.ts';
import type { Outcome } from '#server/refusal.ts';

export const lead = 'usr_lead';
export const analysisId = 'ana_evidence';

export interface EvidenceWorld {
	evidence: Evidence;
	readonly dataDir: string;
	readonly changes: SourceChange[];
	/** Who is what; the lead is there from the start. */
	readonly roles: Map<string, Role>;
	/** Adds files and waits until they are read. */
	add(
		files: Readonly<Record<string, string | Uint8Array>>,
		options?: OptionInput & { hold?: boolean; name?: string },
	): Promise<SourceView>;
	/** Ends the service as a restart would, and opens it anew on the same data. */
	reopen(): Promise<void>;
	close(): Promise<void>;
}

/** `now` is fixed where a test is about years. */
export async function openEvidence(
	databases: Databases,
	more: { importMaxBytes?: number; zone?: string; now?: () => number } = {},
): Promise<EvidenceWorld> {
	const dataDir = await mkdtemp(join(tmpdir(), 'evidence-'));
	const changes: SourceChange[] = [];
	const roles = new Map<string, Role>([[lead, 'lead']]);
	const open = () =>
		createEvidence({
			databases,
			dataDir,
			importMaxBytes: more.importMaxBytes ?? 2 ** 30,
			standing: async (userId, id) => ({
				userId,
				role: id === analysisId ? roles.get(userId) : undefined,
				personId: undefined,
			}),
			onChange: (change) => changes.push(change),
			onBug: (error) => {
				throw error;
			},
			now: more.now,
		});
	await databases.core
		.insertInto('analysis')
		.values({
			id: analysisId,
			title: 'Evidence',
			number: null,
			summary: '',
			standfirst: '',
			subject: 'incident',
			effort: 'standard',
			stage: 'gather',
			zone: more.zone ?? 'UTC',
			date: null,
			planned_minutes: null,
			used_minutes: 0,
			is_sample: 0,
			created_by: lead,
			created_at: 0,
			deleted_at: null,
		})
		.onConflict((conflict) => conflict.column('id').doNothing())
		.execute();
	const world: EvidenceWorld = {
		evidence: await open(),
		dataDir,
		changes,
		roles,
		async add(files, options = {}) {
			const { hold, name, ...said } = options;
			const loose = Object.entries(files).map(([path, content]) => ({ path, content }));
			const added = value(
				await world.evidence.sources.add(lead, analysisId, loose, { options: said, hold, name }),
			);
			await world.evidence.sources.settled(added.id);
			return value(await world.evidence.sources.get(lead, analysisId, added.id));
		},
		async reopen() {
			await world.evidence.close();
			world.evidence = await open();
		},
		async close() {
			await world.evidence.close();
			await rm(dataDir, { recursive: true, force: true });
		},
	};
	return world;
}

/** The value of an outcome that must be one; fails with the refusal's sentence. */
export function value<T>(outcome: Outcome<T>): T {
	if (!outcome.ok) throw new Error(outcome.refusal.message);
	return outcome.value;
}
