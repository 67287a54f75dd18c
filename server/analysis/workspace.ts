/** What a page needs to open an analysis: it, the caller's standing, and the documents they may open. */
import type { CoreDb, JournalDb } from '#db/open.server.ts';
import { listDocuments } from '#db/document.ts';
import { can } from '#lib/model/access.ts';
import { parseDocumentName } from '#lib/model/documents.ts';
import type { WorkspaceData } from '#lib/model/workspace.ts';
import type { User } from '../auth/caller.ts';
import { ok, type Outcome } from '../refusal.ts';
import type { Analyses } from './analyses.ts';
import { standing } from './standing.ts';

export interface Workspaces {
	get(user: User, analysisId: string): Promise<Outcome<WorkspaceData>>;
}

export function createWorkspaces(core: CoreDb, journal: JournalDb, analyses: Analyses): Workspaces {
	return {
		async get(user, analysisId) {
			const found = await analyses.get(user.id, analysisId);
			if (!found.ok) return found;
			const actor = await standing(core, user.id, analysisId);
			const epochs: Record<string, number> = {};
			for (const { name, epoch } of await listDocuments(journal, analysisId)) {
				const ref = parseDocumentName(name)?.ref;
				if (ref && can(actor, 'join', { is: 'document', kind: ref.kind, subject: ref.subject }))
					epochs[name] = epoch;
			}
			const { createdAt: _, role: __, ...analysis } = found.value;
			const me = { id: user.id, kind: user.kind, name: user.name, colour: user.colour };
			return ok({ analysis, me, actor, epochs });
		},
	};
}
