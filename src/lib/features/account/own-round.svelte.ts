/** The round that asks this person, and what they do in it. An answer is kept by the server as soon as it is given. */
import { api, type ApiResult } from '#lib/live/api.ts';
import type { OwnRound } from '#server/calibration/own-round.ts';
import type { PassageAnswer } from '#server/account/parts.ts';

export class MyRound {
	/** Undefined until it is known; null when no round asks them. */
	round = $state.raw<OwnRound | null>();
	problem = $state<string>();
	/** How many answers are on their way. */
	pending = $state(0);
	readonly #path: string;

	constructor(analysisId: string) {
		this.#path = `/analyses/${analysisId}/part/round`;
	}

	/** How many of their passages they have answered about; for themselves only. */
	get answered(): number {
		return this.round?.passages.filter(({ answer }) => answer !== null).length ?? 0;
	}

	async load(): Promise<void> {
		const answer = await api.get<{ round: OwnRound | null }>(this.#path);
		if (answer.ok) this.round = answer.value.round;
		else if (this.round === undefined) this.round = null;
	}

	async answer(passageId: string, answer: PassageAnswer, words: string): Promise<boolean> {
		return this.#act(api.put<void>(`${this.#here}/passages/${passageId}`, { answer, words }));
	}
	async post(passageId: string): Promise<boolean> {
		return this.#act(api.post<void>(`${this.#here}/passages/${passageId}/post`));
	}
	async decline(notThisTime: boolean): Promise<boolean> {
		return this.#act(api.put<void>(`${this.#here}/not-this-time`, { notThisTime }));
	}

	get #here(): string {
		return `${this.#path}/${this.round?.number ?? 0}`;
	}

	async #act(call: Promise<ApiResult<void>>): Promise<boolean> {
		this.pending++;
		const answer = await call;
		this.problem = answer.ok ? undefined : answer.error.message;
		// Only the last answer on its way reads the round anew: an earlier one would bring back what was before.
		if (this.pending === 1) await this.load();
		this.pending--;
		return answer.ok;
	}
}
