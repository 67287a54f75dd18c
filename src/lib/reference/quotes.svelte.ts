/** Quotes of accounts and their consent, for the blocks that show them: fetched once, and anew when consent changes. */
import { api, type ApiResult } from '#lib/live/api.ts';
import { getWorkspace, type Workspace } from '#lib/live/workspace.svelte.ts';

export interface Quote {
	readonly id: string;
	readonly personId: string;
	/** What the person is called in this analysis. */
	readonly person: string;
	/** Empty where the caller may not read the words, or nobody may any more. */
	readonly text: string;
	readonly consent: 'asked' | 'yes' | 'no' | 'withdrawn';
}

export type QuotesState =
	| { readonly is: 'loading' }
	| { readonly is: 'here'; readonly all: readonly Quote[]; readonly byId: ReadonlyMap<string, Quote> }
	| { readonly is: 'failed'; readonly sentence: string };

export class Quotes {
	#state = $state.raw<QuotesState>({ is: 'loading' });
	readonly #read: () => Promise<ApiResult<{ quotes: readonly Quote[] }>>;
	#asked = false;

	constructor(read: () => Promise<ApiResult<{ quotes: readonly Quote[] }>>) {
		this.#read = read;
	}

	/** As far as it is known; asks at the first look. */
	get state(): QuotesState {
		if (!this.#asked) {
			this.#asked = true;
			queueMicrotask(() => void this.refresh());
		}
		return this.#state;
	}

	/** Asks again. What is shown stays until the answer is here. */
	async refresh(): Promise<void> {
		const answer = await this.#read();
		if (answer.ok)
			this.#state = {
				is: 'here',
				all: answer.value.quotes,
				byId: new Map(answer.value.quotes.map((quote) => [quote.id, quote])),
			};
		else if (this.#state.is !== 'here') this.#state = { is: 'failed', sentence: answer.error.message };
	}
}

const known = new WeakMap<Workspace, Quotes>();

/** The quotes of the analysis this component belongs to. */
export function useQuotes(): Quotes {
	const workspace = getWorkspace();
	let quotes = known.get(workspace);
	if (!quotes) {
		const made = new Quotes(() => api.get(`/analyses/${workspace.analysis.id}/quotes`));
		for (const topic of ['quotes', 'accounts'] as const) workspace.onNotice(topic, () => void made.refresh());
		known.set(workspace, made);
		quotes = made;
	}
	return quotes;
}
