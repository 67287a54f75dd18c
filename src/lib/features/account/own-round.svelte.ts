/** The round that asks this person. An answer waits on the page until the server has taken or refused it. */
import { api, type ApiError, type ApiResult } from '#lib/live/api.ts';
import type { OwnEarlierRound, OwnRound } from '#server/calibration/own-round.ts';
import type { PassageAnswer } from '#server/account/parts.ts';

/** A round that is over, with what they answered in it. */
export type ClosedRound = OwnEarlierRound;

interface Given {
	readonly number: number;
	readonly answer: PassageAnswer;
	readonly words: string;
}

export class MyRound {
	/** Undefined until it is known; null when no round asks them. */
	round = $state.raw<OwnRound | null>();
	/** What they answered in rounds before it, newest first. */
	earlier = $state.raw<readonly OwnEarlierRound[]>([]);
	problem = $state<string>();
	/** How much is on its way. */
	pending = $state(0);
	/** By passage: the newest answer the server has not taken. */
	#unsent = $state.raw<ReadonlyMap<string, Given>>(new Map());
	readonly #sending = new Map<string, Promise<boolean>>();
	/** The problem is that the server was not reached: it is over once it is. */
	#wasAway = false;
	readonly #path: string;

	readonly #onchanged: () => Promise<void>;

	/** `onchanged` is called when the server has taken something: what is said about it elsewhere may be over. */
	constructor(analysisId: string, onchanged: () => Promise<void>) {
		this.#onchanged = onchanged;
		this.#path = `/analyses/${analysisId}/part/round`;
	}

	/** How many of their passages they have answered about, as the server has it; for themselves only. */
	get answered(): number {
		return this.round?.passages.filter(({ answer }) => answer !== null).length ?? 0;
	}
	/** Rounds that are over and in which they answered, newest first. */
	get closed(): readonly ClosedRound[] {
		if (!this.round || this.round.isOpen) return this.earlier;
		const passages = this.round.passages.filter(({ answer }) => answer !== null);
		return passages.length === 0 ? this.earlier : [{ ...this.round, passages }, ...this.earlier];
	}
	/** How many answers have not reached the server. */
	get unsent(): number {
		return this.#unsent.size;
	}
	isUnsent(passageId: string): boolean {
		return this.#unsent.has(passageId);
	}

	async load(): Promise<void> {
		const answer = await api.get<{ round: OwnRound | null; earlier: readonly OwnEarlierRound[] }>(this.#path);
		if (answer.ok) {
			this.round = answer.value.round;
			this.earlier = answer.value.earlier;
			if (this.#wasAway) this.#say(undefined);
		} else if (this.round === undefined) this.round = null;
	}

	/** True when the server has noted it. One that did not reach it is kept, and goes with the next `retry`. */
	async answer(number: number, passageId: string, answer: PassageAnswer, words: string): Promise<boolean> {
		const given = { number, answer, words };
		this.#unsent = new Map(this.#unsent).set(passageId, given);
		const noted = await this.#send(passageId);
		// What got through says that the rest will.
		if (noted) await this.retry();
		return noted;
	}
	/** Sends what did not reach the server before. */
	async retry(): Promise<void> {
		await Promise.all([...this.#unsent.keys()].map((passageId) => this.#send(passageId)));
		if (this.#wasAway) await this.load();
	}
	async post(number: number, passageId: string): Promise<boolean> {
		return this.#act(api.post<void>(`${this.#path}/${number}/passages/${passageId}/post`));
	}
	/** Says more below an answer that they posted. */
	async reply(number: number, passageId: string, body: string): Promise<boolean> {
		return this.#act(api.post<void>(`${this.#path}/${number}/passages/${passageId}/reply`, { body }));
	}
	async decline(notThisTime: boolean): Promise<boolean> {
		const number = this.round?.number ?? 0;
		return this.#act(api.put<void>(`${this.#path}/${number}/not-this-time`, { notThisTime }));
	}

	/** One after the other for each passage: the newest is the last to arrive. */
	#send(passageId: string): Promise<boolean> {
		const under = this.#sending.get(passageId);
		if (under) return under;
		const sending = this.#sendAll(passageId).finally(() => this.#sending.delete(passageId));
		this.#sending.set(passageId, sending);
		return sending;
	}
	async #sendAll(passageId: string): Promise<boolean> {
		let given = this.#unsent.get(passageId);
		let isNoted = false;
		while (given) {
			const { number, answer, words } = given;
			const path = `${this.#path}/${number}/passages/${passageId}`;
			isNoted = await this.#act(api.put<void>(path, { answer, words }), (error) => {
				const isOver = !error || !passes(error);
				if (!isOver || this.#unsent.get(passageId) !== given) return;
				const rest = new Map(this.#unsent);
				rest.delete(passageId);
				this.#unsent = rest;
			});
			const newest: Given | undefined = this.#unsent.get(passageId);
			given = newest === given ? undefined : newest;
		}
		return isNoted;
	}

	async #act(call: Promise<ApiResult<void>>, settle?: (error?: ApiError) => void): Promise<boolean> {
		this.pending++;
		const answer = await call;
		const error = answer.ok ? undefined : answer.error;
		settle?.(error);
		// What is kept here and sent later is no problem; the page says that it waits.
		this.#say(settle && error && passes(error) ? undefined : error);
		// Only the last answer on its way reads the round anew: an earlier one would bring back what was before.
		if (this.pending === 1 && error?.status !== 0) await Promise.all([this.load(), this.#onchanged()]);
		this.pending--;
		return answer.ok;
	}

	#say(error: ApiError | undefined): void {
		this.problem = error?.message;
		this.#wasAway = error?.status === 0;
	}
}

/** Whether the same may be taken later: nobody has decided against it. */
function passes({ status }: ApiError): boolean {
	return status === 0 || status === 429 || status >= 500;
}
