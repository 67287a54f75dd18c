/** The rounds of an analysis as its analysts lead them: fetched, and fetched anew when anybody answers. */
import { api, type ApiResult } from '#lib/live/api.ts';
import { getWorkspace } from '#lib/live/workspace.svelte.ts';
import type { Proposal, Round, RoundChanges, RoundDraft } from '#server/calibration/rounds.ts';

export class Rounds {
	readonly #base: string;
	/** Newest first; undefined until they are known. */
	all = $state.raw<readonly Round[]>();
	/** Of the newest round, when there was one before. */
	changes = $state.raw<RoundChanges>();

	constructor(analysisId: string) {
		this.#base = `/analyses/${analysisId}/rounds`;
	}

	get latest(): Round | undefined {
		return this.all?.[0];
	}

	async refresh(): Promise<void> {
		const answer = await api.get<{ rounds: readonly Round[] }>(this.#base);
		if (!answer.ok) return;
		this.all = answer.value.rounds;
		const number = this.latest?.number ?? 0;
		// Both versions are frozen: what lies between them is asked for once.
		if (number < 2 || this.changes?.number === number) return;
		const changes = await api.get<RoundChanges>(`${this.#base}/${number}/changes`);
		if (changes.ok) this.changes = changes.value;
	}

	propose(): Promise<ApiResult<Proposal>> {
		return api.get<Proposal>(`${this.#base}/proposal`);
	}
	open(draft: RoundDraft): Promise<ApiResult<Round>> {
		return this.#then(api.post<Round>(this.#base, draft));
	}
	remind(number: number): Promise<ApiResult<{ readonly reminded: readonly string[] }>> {
		return this.#then(api.post(`${this.#base}/${number}/remind`));
	}
	close(number: number, isLast: boolean): Promise<ApiResult<Round>> {
		return this.#then(api.post<Round>(`${this.#base}/${number}/close`, { isLast }));
	}

	async #then<T>(call: Promise<ApiResult<T>>): Promise<ApiResult<T>> {
		const answer = await call;
		if (answer.ok) await this.refresh();
		return answer;
	}
}

/** Fetched as long as the component is there. Ask only where `rounds` may be read. */
export function useRounds(): Rounds {
	const workspace = getWorkspace();
	const rounds = new Rounds(workspace.analysis.id);
	$effect(() => {
		void rounds.refresh();
		return workspace.onNotice('rounds', () => void rounds.refresh());
	});
	return rounds;
}

/** “Sofia”, “Sofia and Marcus”; more than three are a number of people. */
export function givenNames(names: readonly string[]): string {
	if (names.length > 3) return `${names.length} people`;
	return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(
		names.map((name) => name.split(' ', 1)[0] ?? name),
	);
}

/** How an answer is called where analysts read it. */
export const answerWords = {
	yes: 'Yes, this is right',
	differs: 'Not how they saw it',
	missing: 'Something is missing',
	not_mine: 'Not theirs to say',
} as const;

/** How the answers read to whoever is asked (`answer-options.ts` of accounts has the same words). */
export const askedWords = {
	yes: '“Yes, this is right”',
	differs: '“Not how I saw it”',
	missing: '“Something is missing”',
	not_mine: '“Not mine to say”',
} as const;
