/** The state of "Your part": the projection from the server, the account's live document, and the acts on both. */
import { api, type ApiResult } from '#lib/live/api.ts';
import type { LiveDocument } from '#lib/live/document.svelte.ts';
import { Live } from '#lib/live/live.svelte.ts';
import type { Workspace } from '#lib/live/workspace.svelte.ts';
import {
	isBlank,
	moments,
	momentWords,
	parseMomentKey,
	sameWords,
	skipMoment,
	type MomentKey,
	type MomentWords,
} from '#lib/model/account.ts';
import type { Part, PartMoment } from '#server/account/parts.ts';
import type { OwnThread } from '#server/calibration/own-threads.ts';

/** How one moment stands, for its person only. */
export type MomentState =
	| { readonly is: 'blank' }
	| { readonly is: 'private' }
	| { readonly is: 'skipped' }
	/** `changed`: what is written here is no longer what the analysts have. */
	| { readonly is: 'shared'; readonly at: string; readonly changed: boolean };

export class MyPart {
	part = $state.raw() as Part;
	/** What they posted from here outside of a round, newest first. */
	posted = $state.raw<readonly OwnThread[]>([]);
	/** Undefined until the server has made it ready. */
	document = $state.raw<LiveDocument>();
	/** One sentence when something could not be done; nothing written is lost. */
	problem = $state<string>();
	/** The moment that is open for writing. */
	open = $state<MomentKey | undefined>('whole');
	readonly #workspace: Workspace;
	readonly #changes: Live<number>;
	#count = 0;

	constructor(workspace: Workspace, part: Part) {
		this.#workspace = workspace;
		this.part = part;
		this.#changes = new Live(
			(changed) => {
				const { document } = this;
				if (!document) return () => undefined;
				return moments.observe(document.doc, () => {
					this.#count++;
					changed();
				});
			},
			() => this.#count,
		);
	}

	get path(): string {
		return `/analyses/${this.part.analysis.id}`;
	}
	get isOffline(): boolean {
		return this.#workspace.saving.is === 'offline';
	}
	/**
	 * Everything one can write in: the whole first, then one's events in order, each followed by what one wrote of
	 * events that were merged into it since.
	 */
	get keys(): readonly MomentKey[] {
		const own = this.part.moments.flatMap(({ key, former }) => [
			key,
			...former.filter((one) => {
				const was = parseMomentKey(one);
				return was !== undefined && this.state(was).is !== 'blank';
			}),
		]);
		return ['whole', ...own.flatMap((key) => parseMomentKey(key) ?? [])];
	}
	/** The event behind a key, or the one it was merged into. */
	moment(key: MomentKey): PartMoment | undefined {
		return this.part.moments.find((one) => one.key === key || one.former.includes(key));
	}

	/** Makes the moments ready and opens the account. */
	async start(): Promise<void> {
		const { personId } = this.#workspace.actor;
		if (personId === undefined) return;
		const ready = await api.post(`${this.path}/part/open`);
		if (!ready.ok && ready.error.status !== 0) {
			this.problem = ready.error.message;
			return;
		}
		// Offline, the copy in this browser is opened all the same.
		this.document = this.#workspace.open('account', personId);
	}

	/** Reads the projection anew. */
	async refresh(): Promise<void> {
		const [answer] = await Promise.all([api.get<Part>(`${this.path}/part`), this.readPosted()]);
		if (answer.ok) this.part = answer.value;
	}
	/** Out of reach, what was known stays. */
	async readPosted(): Promise<void> {
		const answer = await api.get<{ threads: readonly OwnThread[] }>(`${this.path}/part/threads`);
		if (answer.ok) this.posted = answer.value.threads;
	}
	/** Says more below something that they posted. */
	async reply(threadId: string, body: string): Promise<boolean> {
		return this.#act(api.post(`${this.path}/part/threads/${threadId}/reply`, { body }));
	}

	/** Says that the replies told of were read; what is shown stays until the page is read anew. */
	async readReplies(): Promise<void> {
		const ids = this.part.notices.flatMap(({ id, isReply }) => (isReply ? [id] : []));
		if (ids.length > 0) await api.post('/me/notifications/read', { ids });
	}

	words(key: MomentKey): MomentWords | undefined {
		void this.#changes.current;
		return this.document && momentWords(this.document.doc, key);
	}

	state(key: MomentKey): MomentState {
		const words = this.words(key);
		const copy = this.part.shared.find((one) => one.key === key);
		if (copy)
			return {
				is: 'shared',
				at: copy.sharedAt,
				changed: words !== undefined && !sameWords(words, copy.words),
			};
		if (this.document && moments.get(this.document.doc, key)?.isSkipped) return { is: 'skipped' };
		return words && !isBlank(words) ? { is: 'private' } : { is: 'blank' };
	}

	/** Opens the next moment that is neither written nor left out; undefined when there is none. */
	next(after: MomentKey): void {
		const from = this.keys.indexOf(after) + 1;
		const later = [...this.keys.slice(from), ...this.keys.slice(0, from)];
		this.open = later.find((key) => key !== after && this.state(key).is === 'blank');
	}

	skip(key: MomentKey, isSkipped: boolean): void {
		if (this.document) skipMoment(this.document.doc, key, isSkipped, this.document.origin);
		if (isSkipped) this.next(key);
		else this.open = key;
	}

	/** Copies a moment to the analysts, once what is written is safely on the server. */
	async share(key: MomentKey, quotable: 'ask' | 'yes' | 'no'): Promise<void> {
		if (!(await this.#written())) {
			this.problem =
				'Not everything you wrote has reached the server yet, so nothing was shared. Try again in a moment.';
			return;
		}
		await this.#act(api.post(`${this.path}/part/moments/${key}/share`, { quotable }));
	}
	async takeBack(key: MomentKey): Promise<void> {
		await this.#act(api.delete(`${this.path}/part/moments/${key}/share`));
	}
	async answerQuote(quoteId: string, consent: 'yes' | 'no' | 'withdrawn'): Promise<void> {
		await this.#act(api.post(`${this.path}/part/quotes/${quoteId}`, { consent }));
	}
	/** True when the server has noted it. */
	async answerPassages(reply: {
		answer: 'yes' | 'differs' | 'missing' | 'not_mine';
		passageId?: string;
		words?: string;
	}): Promise<boolean> {
		return this.#act(api.post(`${this.path}/part/seen`, { digest: this.part.digest, ...reply }));
	}
	async differ(key: MomentKey, words: string): Promise<boolean> {
		return this.#act(api.post(`${this.path}/part/moments/${key}/differs`, { words }));
	}
	/** Erases everything. True when it is done; the page must be left then, for its copy is of the past. */
	async withdraw(): Promise<boolean> {
		return this.#act(api.post(`${this.path}/part/withdraw`, { confirm: true }));
	}

	async #act(call: Promise<ApiResult<unknown>>): Promise<boolean> {
		this.problem = undefined;
		const answer = await call;
		if (!answer.ok) this.problem = answer.error.message;
		await this.refresh();
		return answer.ok;
	}

	/** Resolves true once nothing waits to be saved; false after a while. */
	async #written(): Promise<boolean> {
		const until = performance.now() + 10_000;
		while ((this.document?.unsent ?? 0) > 0) {
			if (performance.now() > until) return false;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		return true;
	}
}
