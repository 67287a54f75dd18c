/**
 * Versions of the narrative: named by analysts, kept whole, compared with each other and with now. What a version quotes
 * it holds by reference: words that somebody took back stay back, whichever version is opened.
 */
import { appendActivity } from '#db/activity.ts';
import { findVersion } from '#db/round.ts';
import type { VersionTable } from '#db/calibration-tables.ts';
import { deleteVersion, insertVersion, listVersions } from '#db/version.ts';
import { can, type Action } from '#lib/model/access.ts';
import { newId, type AnalysisId } from '#lib/model/ids.ts';
import { clock } from '../account/desk.ts';
import { standing } from '../analysis/standing.ts';
import type { User } from '../auth/caller.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import { compareVersions, type Comparison } from './compare-versions.ts';
import { comparable } from './frozen.ts';
import type { RoundPorts } from './round-ports.ts';

export interface Version {
	readonly id: string;
	readonly name: string;
	readonly at: string;
	readonly by: string;
	/** The round that froze it, or null. */
	readonly round: number | null;
}

/** Named versions an analysis may have: each is a whole copy. */
const mostVersions = 500;

export interface Versions {
	/** Newest first. */
	list(userId: string, analysisId: string): Promise<Outcome<readonly Version[]>>;
	/**
	 * Keeps the narrative as it is durable now, under a name. `restoring` is the version that is about to take its place:
	 * that is what is told of then.
	 */
	keep(
		user: User,
		analysisId: string,
		draft: { readonly name: string; readonly restoring?: string | undefined },
	): Promise<Outcome<Version>>;
	/** Everything of a version, as one Yjs update that holds no deleted words. */
	bytes(userId: string, analysisId: string, id: string): Promise<Outcome<Uint8Array>>;
	/** What changed from one version to another, or to now when `to` is undefined. */
	changes(
		userId: string,
		analysisId: string,
		from: string,
		to: string | undefined,
	): Promise<Outcome<Comparison>>;
	/** Deletes a version for good. Those of rounds stay: people were shown them. */
	remove(user: User, analysisId: string, id: string): Promise<Outcome<void>>;
}

export function createVersions(ports: RoundPorts): Versions {
	const { core } = ports.databases;

	async function allow(userId: string, analysisId: string, action: Action): Promise<Outcome<void>> {
		const actor = await standing(core, userId, analysisId, () => clock(ports));
		if (can(actor, action, { is: 'history' })) return ok(undefined);
		return can(actor, 'read', { is: 'document', kind: 'narrative' })
			? forbidden('Versions are for the analysts of this analysis.')
			: notFound('analysis');
	}

	const freeze = async (
		analysis: AnalysisId,
	): Promise<Outcome<Omit<VersionTable, 'id' | 'name' | 'made_by'>>> => {
		const frozen = await ports.freeze(analysis);
		if (!frozen)
			return refuse(
				'unavailable',
				'The narrative is being put in order just now; nothing was kept. Try again in a moment.',
			);
		const { document, seq, schemaVersion: schema_version, bytes } = frozen;
		return ok({ analysis_id: analysis, document, seq, schema_version, bytes, made_at: clock(ports) });
	};

	return {
		async list(userId, analysisId) {
			const right = await allow(userId, analysisId, 'read');
			return right.ok ? ok((await listVersions(core, analysisId)).map(told)) : right;
		},
		async keep(user, analysisId, { name, restoring }) {
			const right = await allow(user.id, analysisId, 'write');
			if (!right.ok) return right;
			if (restoring !== undefined && !(await findVersion(core, analysisId, restoring)))
				return notFound('version');
			if ((await listVersions(core, analysisId)).length >= mostVersions)
				return refuse('too_many', `There are ${mostVersions} versions; delete one that nobody needs first.`);
			const frozen = await freeze(analysisId as AnalysisId);
			if (!frozen.ok) return frozen;
			const version = { ...frozen.value, id: newId('version'), name, made_by: user.id };
			await core.transaction().execute(async (trx) => {
				await insertVersion(trx, version);
				await appendActivity(trx, {
					analysis_id: analysisId,
					user_id: user.id,
					subject_kind: 'version',
					subject_id: restoring ?? version.id,
					words: restoring === undefined ? 'named {} of the narrative' : 'restored {} of the narrative',
					at: version.made_at,
				});
			});
			ports.live.publish(analysisId, 'activity');
			return ok(told({ ...version, round: null, maker: user.name }));
		},
		async bytes(userId, analysisId, id) {
			const right = await allow(userId, analysisId, 'read');
			if (!right.ok) return right;
			const version = await findVersion(core, analysisId, id);
			return version ? ok(new Uint8Array(version.bytes)) : notFound('version');
		},
		async changes(userId, analysisId, from, to) {
			const right = await allow(userId, analysisId, 'read');
			if (!right.ok) return right;
			const older = await findVersion(core, analysisId, from);
			const newer = to === undefined ? undefined : await findVersion(core, analysisId, to);
			if (!older || (to !== undefined && !newer)) return notFound('version');
			const now = newer ? ok(newer) : await freeze(analysisId as AnalysisId);
			if (!now.ok) return now;
			const analysis = analysisId as AnalysisId;
			return ok(
				compareVersions(
					await comparable(ports, analysis, older),
					await comparable(ports, analysis, now.value),
				),
			);
		},
		async remove(user, analysisId, id) {
			const right = await allow(user.id, analysisId, 'write');
			if (!right.ok) return right;
			if (!(await findVersion(core, analysisId, id))) return notFound('version');
			if (!(await deleteVersion(core, analysisId, id)))
				return refuse('conflict', 'A round showed this version to people, so it stays.');
			return ok(undefined);
		},
	};
}

function told({
	id,
	name,
	made_at,
	maker,
	round,
}: {
	readonly id: string;
	readonly name: string;
	readonly made_at: number;
	readonly maker: string | null;
	readonly round: number | null;
}): Version {
	return { id, name, at: new Date(made_at).toISOString(), by: maker ?? 'Someone', round };
}
