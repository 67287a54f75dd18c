/** What rounds need of the rest of the house. */
import type { AnalysisId } from '#lib/model/ids.ts';
import type { AccountPorts } from '../account/ports.ts';
import type { User } from '../auth/caller.ts';
import type { Outcome } from '../refusal.ts';
import type { PersonBefore } from '../story/stories.ts';
import type { Frozen } from './frozen.ts';

export interface RoundPorts extends AccountPorts {
	/** The narrative as it is durable now; undefined while it is being erased or restored. */
	freeze(analysis: AnalysisId): Promise<Frozen | undefined>;
	/** Adds a comment to a thread, and tells those who spoke in it. */
	reply(comment: {
		readonly analysisId: string;
		readonly threadId: string;
		readonly by: string;
		readonly body: string;
	}): Promise<void>;
	/** Everyone the narrative names or quotes, whether they have seen it, and what was chosen for them. */
	before(user: User, analysisId: string): Promise<Outcome<readonly PersonBefore[]>>;
}
