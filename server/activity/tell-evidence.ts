/** Imports: told of once their records are there, under whoever brought them. */
import type { Sources } from '../evidence/sources.ts';
import type { Outcome } from '../refusal.ts';
import type { Tell } from './activity-log.ts';

export function tellSources(sources: Sources, activity: Pick<Tell, 'tell'>): Sources {
	const tell = (userId: string, analysisId: string, id: string, act: string, words: string) =>
		activity.tell({ userId, analysisId, on: { kind: 'source', id }, act, words });
	/** Reading takes as long as it takes, and who imported waits for none of this. */
	const whenRead = async (userId: string, analysisId: string, id: string, act: string, words: string) => {
		await sources.settled(id);
		const found = await sources.get(userId, analysisId, id);
		if (found.ok && found.value.status === 'ready') tell(userId, analysisId, id, act, words);
	};
	const imported = (userId: string, analysisId: string, outcome: Outcome<{ id: string }>) => {
		// A line is lost, not the import, when the database closes meanwhile.
		if (outcome.ok)
			whenRead(userId, analysisId, outcome.value.id, 'imported', 'imported {}').catch(() => undefined);
		return outcome;
	};
	return {
		...sources,
		upload: async (userId, analysisId, request) =>
			imported(userId, analysisId, await sources.upload(userId, analysisId, request)),
		paste: async (userId, analysisId, paste) =>
			imported(userId, analysisId, await sources.paste(userId, analysisId, paste)),
		add: async (userId, analysisId, files, source) =>
			imported(userId, analysisId, await sources.add(userId, analysisId, files, source)),
		async change(userId, analysisId, sourceId, changes) {
			const before = await sources.get(userId, analysisId, sourceId);
			const changed = await sources.change(userId, analysisId, sourceId, changes);
			if (!before.ok || !changed.ok) return changed;
			const { status } = changed.value;
			const isNew = before.value.status === 'proposed';
			if (isNew && status === 'ready') tell(userId, analysisId, sourceId, 'imported', 'imported {}');
			else if (status === 'reading') {
				const [act, words] = isNew
					? (['imported', 'imported {}'] as const)
					: (['reread', 'had {} read anew'] as const);
				whenRead(userId, analysisId, sourceId, act, words).catch(() => undefined);
			}
			if (changed.value.name !== before.value.name)
				tell(userId, analysisId, sourceId, 'renamed', 'renamed {}');
			return changed;
		},
		async remove(userId, analysisId, sourceId) {
			const removed = await sources.remove(userId, analysisId, sourceId);
			if (removed.ok) tell(userId, analysisId, sourceId, 'removed', 'undid an import');
			return removed;
		},
	};
}
