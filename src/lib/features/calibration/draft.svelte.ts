/** The text as the newest round froze it: fetched, and fetched anew when a round is opened or a quote's consent changes. */
import { api } from '#lib/live/api.ts';
import { getWorkspace } from '#lib/live/workspace.svelte.ts';
import type { Draft } from '#server/calibration/drafts.ts';

export type DraftState =
	| { readonly is: 'loading' }
	/** No round froze anything yet. */
	| { readonly is: 'none' }
	| { readonly is: 'here'; readonly draft: Draft }
	| { readonly is: 'failed'; readonly sentence: string };

export class FrozenText {
	state = $state.raw<DraftState>({ is: 'loading' });
	readonly #path: string;

	constructor(analysisId: string) {
		this.#path = `/analyses/${analysisId}/draft`;
	}

	/** What was here stays when the server cannot be reached. */
	async refresh(): Promise<void> {
		const answer = await api.get<{ draft: Draft | null }>(this.#path);
		if (answer.ok)
			this.state = answer.value.draft ? { is: 'here', draft: answer.value.draft } : { is: 'none' };
		else if (this.state.is !== 'here') this.state = { is: 'failed', sentence: answer.error.message };
	}
}

/** Kept as long as the component is there. Ask only where `draft` may be read. */
export function useFrozenText(): FrozenText {
	const workspace = getWorkspace();
	const text = new FrozenText(workspace.analysis.id);
	$effect(() => {
		void text.refresh();
		const again = () => void text.refresh();
		const stops = [workspace.onNotice('rounds', again), workspace.onNotice('quotes', again)];
		return () => stops.forEach((stop) => stop());
	});
	return text;
}
