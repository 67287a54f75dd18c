import { foresee } from '#lib/live/state.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	const { workspace } = await parent();
	const analysis = workspace.analysis.id as AnalysisId;
	foresee({ analysis, kind: 'timeline' }, workspace.epochs, workspace.me.id);
};
