/** When the records of the evidence are: what a time dragged by hand snaps to. Asked for once per window. */
import { api } from '#lib/live/api.ts';
import { formatInstant, parseInstant, type Micros } from '#lib/model/instant.ts';
import type { Window } from './scale.ts';

interface Answer {
	readonly records: readonly { readonly at: string; readonly precision: string }[];
	readonly next: string | null;
}

/** As many as one request gives. */
const most = 1000;
/** What people wrote or were told. Log lines are too many to mean any one of them. */
const telling = ['message', 'notice', 'cue', 'alert', 'page', 'update', 'commit'] as const;

export class EvidenceTimes {
	readonly #path: string;
	/** The windows asked for, newest first, with what was in them. */
	#known: readonly { readonly window: Window; readonly times: readonly Micros[] }[] = [];

	constructor(analysisId: string) {
		this.#path = `/analyses/${analysisId}/records`;
	}

	/** Forgets all: the evidence changed. */
	forget(): void {
		this.#known = [];
	}

	/**
	 * The times of the records in a window: of all where they are few, else of what people wrote or were told.
	 * Empty when the server does not answer: then nothing snaps.
	 */
	async within(window: Window): Promise<readonly Micros[]> {
		const known = this.#known.find(({ window: { from, to } }) => from <= window.from && to >= window.to);
		if (known) return known.times;
		const all = await this.#ask(window, []);
		const answer = all?.next === null ? all : ((await this.#ask(window, telling)) ?? all);
		if (!answer) return [];
		const times = answer.records.flatMap(({ at, precision }) =>
			precision === 'day' || precision === 'order' ? [] : (parseInstant(at) ?? []),
		);
		this.#known = [{ window, times }, ...this.#known].slice(0, 8);
		return times;
	}

	async #ask({ from, to }: Window, kinds: readonly string[]): Promise<Answer | undefined> {
		const query = new URLSearchParams([
			['from', formatInstant(Math.floor(from))],
			['to', formatInstant(Math.ceil(to))],
			['limit', String(most)],
			...kinds.map((kind) => ['kind', kind]),
		]);
		const answer = await api.get<Answer>(`${this.#path}?${query}`);
		return answer.ok ? answer.value : undefined;
	}
}
