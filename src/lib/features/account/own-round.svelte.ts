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

/** What the server refused for good. It stays on the page until its author puts it away: nobody else has it. */
export interface RefusedAnswer extends Given {
	readonly passageId: string;
	/** The passage as it stood. */
	readonly about: string;
	/** One sentence. */
	readonly why: string;
}

/** How long until what is unsent is tried again: at first, and at most. */
const [firstWait, longestWait] = [5000, 60_000];

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
	readonly #typed = new Set<() => void>();
	/** By round and passage. */
	#refused = $state.raw<ReadonlyMap<string, Omit<RefusedAnswer, 'why'> & { readonly error: ApiError }>>(
		new Map(),
	);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#wait = firstWait;
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
	/** What was answered and will not be taken. */
	get refused(): readonly RefusedAnswer[] {
		return [...this.#refused.values()].map(({ error, ...given }) => {
			const isClosed = error.status === 409 && !(this.round?.isOpen && this.round.number === given.number);
			const why = isClosed
				? `Round ${given.number} was closed before this reached the server. Nobody has read it:`
				: error.message;
			return { ...given, why };
		});
	}
	/** Whether leaving the page would lose something. */
	get holds(): boolean {
		return this.#unsent.size > 0 || this.#refused.size > 0;
	}
	/** `send` gives over what was typed this moment, when it is about to be asked what leaving would lose. */
	whileTyped(send: () => void): () => void {
		this.#typed.add(send);
		return () => this.#typed.delete(send);
	}
	sendTyped(): void {
		for (const send of this.#typed) send();
	}
	/** Its author has what they want of it. */
	dismiss({ number, passageId }: Pick<RefusedAnswer, 'number' | 'passageId'>): void {
		this.#refused = without(this.#refused, place(number, passageId));
	}

	async load(): Promise<void> {
		const answer = await api.get<{ round: OwnRound | null; earlier: readonly OwnEarlierRound[] }>(this.#path);
		if (answer.ok) {
			this.round = answer.value.round;
			this.earlier = answer.value.earlier;
			this.#forgetNoted();
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
				this.#unsent = without(this.#unsent, passageId);
				const about = this.round?.passages.find((one) => one.passageId === passageId)?.text ?? '';
				const key = place(number, passageId);
				this.#refused = error
					? new Map(this.#refused).set(key, { number, passageId, about, answer, words, error })
					: without(this.#refused, key);
			});
			const newest: Given | undefined = this.#unsent.get(passageId);
			given = newest === given ? undefined : newest;
		}
		this.#tryAgain();
		return isNoted;
	}

	/** Nothing says when a server is back, or less busy, but trying. */
	#tryAgain(): void {
		if (this.#unsent.size === 0) {
			clearTimeout(this.#timer);
			this.#timer = undefined;
			this.#wait = firstWait;
		} else if (this.#timer === undefined) {
			this.#timer = setTimeout(() => {
				this.#timer = undefined;
				void this.retry();
			}, this.#wait);
			this.#wait = Math.min(this.#wait * 2, longestWait);
		}
	}

	/** The server may have noted what it is sent twice, when its first answer was lost on the way. */
	#forgetNoted(): void {
		const rounds = this.round ? [this.round, ...this.earlier] : this.earlier;
		for (const { number, passageId, answer, words } of this.#refused.values()) {
			const noted = rounds
				.find((one) => one.number === number)
				?.passages.find((one) => one.passageId === passageId);
			if (noted?.answer === answer && noted.words.trim() === words.trim())
				this.dismiss({ number, passageId });
		}
	}

	async #act(call: Promise<ApiResult<void>>, settle?: (error?: ApiError) => void): Promise<boolean> {
		this.pending++;
		const answer = await call;
		const error = answer.ok ? undefined : answer.error;
		settle?.(error);
		// An answer that is kept here is no problem: the page says of each that it waits, or why it was refused.
		this.#say(settle ? undefined : error);
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

const place = (number: number, passageId: string): string => `${number} ${passageId}`;

function without<T>(all: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
	const rest = new Map(all);
	rest.delete(key);
	return rest;
}
