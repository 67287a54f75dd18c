/** Analyses: made, listed, changed. */
import type { CoreDb } from '#db/open.server.ts';
import type { AnalysisTable } from '#db/tables.ts';
import type { Effort, Stage, Subject } from '#lib/model/analysis.ts';
import { can, type Role } from '#lib/model/access.ts';
import { newId, type AnalysisId } from '#lib/model/ids.ts';
import { forbidden, notFound, ok, type Outcome } from '../refusal.ts';
import { standing } from './standing.ts';

export interface AnalysisSummary {
	readonly id: string;
	readonly title: string;
	readonly number: string | null;
	readonly summary: string;
	readonly standfirst: string;
	readonly subject: string;
	readonly effort: string;
	readonly stage: string;
	readonly zone: string;
	readonly date: string | null;
	readonly plannedMinutes: number | null;
	readonly usedMinutes: number;
	readonly isSample: boolean;
	/** ISO instant. */
	readonly createdAt: string;
	/** What the caller is in it. */
	readonly role: Role;
}

export interface NewAnalysis {
	readonly title: string;
	readonly subject: Subject;
	readonly effort: Effort;
	readonly zone?: string | undefined;
	readonly number?: string | undefined;
	readonly date?: string | undefined;
	readonly summary?: string | undefined;
	readonly standfirst?: string | undefined;
	readonly plannedMinutes?: number | undefined;
	readonly isSample?: boolean | undefined;
}

export interface AnalysisChanges {
	readonly title?: string | undefined;
	readonly number?: string | null | undefined;
	readonly summary?: string | undefined;
	readonly standfirst?: string | undefined;
	readonly subject?: Subject | undefined;
	readonly effort?: Effort | undefined;
	readonly stage?: Stage | undefined;
	readonly zone?: string | undefined;
	readonly date?: string | null | undefined;
	readonly plannedMinutes?: number | null | undefined;
	readonly usedMinutes?: number | undefined;
}

export interface Analyses {
	/** Makes it, with the caller as its lead and its documents ready. */
	create(userId: string, draft: NewAnalysis): Promise<AnalysisId>;
	/** Those the user has a part in, newest first. */
	list(userId: string): Promise<readonly AnalysisSummary[]>;
	get(userId: string, analysisId: string): Promise<Outcome<AnalysisSummary>>;
	change(userId: string, analysisId: string, changes: AnalysisChanges): Promise<Outcome<AnalysisSummary>>;
	/** Puts it out of everyone's reach. Its lead only. */
	remove(userId: string, analysisId: string): Promise<Outcome<void>>;
}

export function createAnalyses(
	db: CoreDb,
	createDocuments: (analysis: AnalysisId) => Promise<void>,
	now: () => number = Date.now,
): Analyses {
	const analyses: Analyses = {
		async create(userId, draft) {
			const id = newId('analysis');
			await db.transaction().execute(async (trx) => {
				await trx
					.insertInto('analysis')
					.values({
						id,
						title: draft.title,
						number: draft.number ?? null,
						summary: draft.summary ?? '',
						standfirst: draft.standfirst ?? '',
						subject: draft.subject,
						effort: draft.effort,
						stage: 'gather',
						zone: draft.zone ?? 'UTC',
						date: draft.date ?? null,
						planned_minutes: draft.plannedMinutes ?? null,
						used_minutes: 0,
						is_sample: draft.isSample ? 1 : 0,
						created_by: userId,
						created_at: now(),
						deleted_at: null,
					})
					.execute();
				await trx
					.insertInto('membership')
					.values({
						analysis_id: id,
						user_id: userId,
						role: 'lead',
						person_id: null,
						added_by: userId,
						added_at: now(),
					})
					.execute();
			});
			await createDocuments(id);
			return id;
		},
		async list(userId) {
			const rows = await db
				.selectFrom('analysis')
				.innerJoin('membership', 'membership.analysis_id', 'analysis.id')
				.selectAll('analysis')
				.select('membership.role')
				.where('membership.user_id', '=', userId)
				.where('analysis.deleted_at', 'is', null)
				.orderBy('analysis.created_at', 'desc')
				.execute();
			return rows.map(({ role, ...row }) => summary(row, role as Role));
		},
		async get(userId, analysisId) {
			const actor = await standing(db, userId, analysisId, now);
			if (!actor.role || !can(actor, 'read', { is: 'analysis' })) return notFound('analysis');
			const row = await db
				.selectFrom('analysis')
				.selectAll()
				.where('id', '=', analysisId)
				.where('deleted_at', 'is', null)
				.executeTakeFirst();
			return row ? ok(summary(row, actor.role)) : notFound('analysis');
		},
		async change(userId, analysisId, changes) {
			const actor = await standing(db, userId, analysisId, now);
			if (!can(actor, 'read', { is: 'analysis' })) return notFound('analysis');
			if (!can(actor, 'write', { is: 'analysis' })) return forbidden();
			const { plannedMinutes, usedMinutes, ...rest } = changes;
			const set = Object.fromEntries(
				Object.entries({ ...rest, planned_minutes: plannedMinutes, used_minutes: usedMinutes }).filter(
					([, value]) => value !== undefined,
				),
			);
			if (Object.keys(set).length > 0)
				await db.updateTable('analysis').set(set).where('id', '=', analysisId).execute();
			return analyses.get(userId, analysisId);
		},
		async remove(userId, analysisId) {
			const actor = await standing(db, userId, analysisId, now);
			if (!can(actor, 'read', { is: 'analysis' })) return notFound('analysis');
			if (!can(actor, 'delete', { is: 'analysis' }))
				return forbidden('Only the lead can delete an analysis.');
			await db.updateTable('analysis').set({ deleted_at: now() }).where('id', '=', analysisId).execute();
			return ok(undefined);
		},
	};
	return analyses;
}

function summary(row: AnalysisTable, role: Role): AnalysisSummary {
	return {
		id: row.id,
		title: row.title,
		number: row.number,
		summary: row.summary,
		standfirst: row.standfirst,
		subject: row.subject,
		effort: row.effort,
		stage: row.stage,
		zone: row.zone,
		date: row.date,
		plannedMinutes: row.planned_minutes,
		usedMinutes: row.used_minutes,
		isSample: row.is_sample === 1,
		createdAt: new Date(row.created_at).toISOString(),
		role,
	};
}
