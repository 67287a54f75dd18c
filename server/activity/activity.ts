/** Who did what in an analysis, in words, for its analysts. It measures nothing. */
import { listActivity, type ActivityCursor } from '#db/activity.ts';
import { can, type Actor } from '#lib/model/access.ts';
import { forbidden, notFound, ok, refuse, type Outcome } from '../refusal.ts';
import type { Subject } from './act.ts';
import { findSubjects, subjectKey, type NamePorts } from './names.ts';
import { calledAs, parseKind } from './subjects.ts';

export interface ActivityEntry {
	/** ISO instant; of work that went on, when it last did. */
	readonly at: string;
	readonly by: { readonly userId: string; readonly name: string };
	/** “added “Decide to roll the change back” to the timeline”. */
	readonly words: string;
	/** What it leads to; null when that is gone, or is nothing one could open. */
	readonly on: Subject | null;
}

export interface ActivityPage {
	/** Newest first. */
	readonly activity: readonly ActivityEntry[];
	/** The cursor of what came before; null when that is all. */
	readonly next: string | null;
}

export interface Activity {
	/** A page of it, from the newest or from a cursor; of one subject, by its id, when that is given. */
	read(
		userId: string,
		analysisId: string,
		page: {
			readonly limit: number;
			readonly cursor?: string | undefined;
			readonly subject?: string | undefined;
		},
	): Promise<Outcome<ActivityPage>>;
}

interface Deps extends NamePorts {
	readonly standing: (userId: string, analysisId: string) => Promise<Actor>;
	/** Resolves once what was done on this node so far can be read. */
	readonly settle: () => Promise<void>;
}

export function createActivity(deps: Deps): Activity {
	return {
		async read(userId, analysisId, { limit, cursor, subject }) {
			const actor = await deps.standing(userId, analysisId);
			if (!can(actor, 'read', { is: 'history' }))
				return can(actor, 'read', { is: 'document', kind: 'timeline' }) ? forbidden() : notFound('analysis');
			const before = cursor === undefined ? undefined : parseCursor(cursor);
			if (cursor !== undefined && !before)
				return refuse('invalid', 'This is no place in the activity. Begin again without a cursor.');
			await deps.settle();
			const rows = await listActivity(deps.db, analysisId, { limit: limit + 1, before, subject });
			const shown = rows.slice(0, limit);
			const subjects = shown.flatMap(({ subject_kind, subject_id: id }) => {
				const kind = parseKind(subject_kind);
				return kind ? [{ kind, id }] : [];
			});
			const found = await findSubjects(deps, analysisId, subjects);
			const last = shown.at(-1);
			return ok({
				activity: shown.map(({ at, user_id, by, words, subject_kind, subject_id: id }) => {
					const kind = parseKind(subject_kind);
					const subjectNow = kind && found.get(subjectKey({ kind, id }));
					return {
						at: new Date(at).toISOString(),
						by: { userId: user_id, name: by ?? 'Someone' },
						words: kind ? words.replace('{}', () => calledAs(kind, subjectNow?.name)) : words,
						on: subjectNow?.on ?? null,
					};
				}),
				next: rows.length > limit && last ? `${last.at}-${last.seq}` : null,
			});
		},
	};
}

function parseCursor(text: string): ActivityCursor | undefined {
	const [, at, seq] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? [];
	return at !== undefined && seq !== undefined ? { at: Number(at), seq: Number(seq) } : undefined;
}
