/** The threads of an analysis, live: fetched, fetched anew when anybody changes one, and what one does with them. */
import { untrack } from 'svelte';
import { api, type ApiResult } from '#lib/live/api.ts';
import { getWorkspace, type Workspace } from '#lib/live/workspace.svelte.ts';
import type { Place } from '#lib/model/anchor.ts';
import type { Mentionable } from '#server/notifications/notifications.ts';
import type { Thread, ThreadKind, ThreadTarget } from '#lib/model/thread.ts';

/** What opens a thread. */
export interface Said {
	readonly kind: ThreadKind;
	readonly body: string;
	readonly proposal?: string | undefined;
}

export type ThreadsState =
	| { readonly is: 'loading' }
	| { readonly is: 'here' }
	/** What was fetched before stays. */
	| { readonly is: 'failed'; readonly sentence: string };

export class Threads {
	readonly #base: string;
	/** Oldest first. */
	all = $state.raw<readonly Thread[]>([]);
	state = $state.raw<ThreadsState>({ is: 'loading' });
	#asked = 0;
	/** Who can be mentioned; empty until somebody was. */
	people = $state.raw<readonly Mentionable[]>([]);
	#asksPeople = false;
	/** Forms that are open. */
	#forms = $state(0);

	constructor(analysisId: string) {
		this.#base = `/analyses/${analysisId}/threads`;
	}

	/** Asks for all of them again. An answer that a later one has overtaken is dropped. */
	async refresh(): Promise<void> {
		const asked = ++this.#asked;
		const answer = await api.get<{ threads: readonly Thread[] }>(this.#base);
		if (asked !== this.#asked) return;
		if (answer.ok) {
			this.all = answer.value.threads;
			this.state = { is: 'here' };
		} else this.state = { is: 'failed', sentence: answer.error.message };
	}

	/** Opens one. Resolves to its id, or to one sentence why not. */
	async open(on: ThreadTarget, draft: Said): Promise<ApiResult<Thread>> {
		return this.take(await api.post<Thread>(this.#base, { on, ...draft }));
	}
	async reply(id: string, body: string): Promise<ApiResult<Thread>> {
		return this.take(await api.post<Thread>(`${this.#base}/${id}/comments`, { body }));
	}
	async resolve(id: string, resolution?: string): Promise<ApiResult<Thread>> {
		return this.take(
			await api.patch<Thread>(`${this.#base}/${id}`, {
				resolved: true,
				...(resolution !== undefined && { resolution }),
			}),
		);
	}
	async reopen(id: string): Promise<ApiResult<Thread>> {
		return this.take(await api.patch<Thread>(`${this.#base}/${id}`, { resolved: false }));
	}
	/** Fetches who can be mentioned, once. */
	async loadPeople(): Promise<void> {
		if (this.#asksPeople) return;
		this.#asksPeople = true;
		const answer = await api.get<{ people: readonly Mentionable[] }>(`${this.#base}/people`);
		if (answer.ok) this.people = answer.value.people;
		// Out of reach: the next `@` asks again.
		else this.#asksPeople = false;
	}
	/** Somebody writes in a form, in a `[data-thread-form]`, until what this returns is called. */
	write(): () => void {
		untrack(() => this.#forms++);
		return () => untrack(() => this.#forms--);
	}
	/**
	 * Whether a letter outside of text is about a thread, or about this one. While a form is open it may have missed its
	 * field, and would act on what others wrote; not where one is at the card itself.
	 */
	hearsLetters(id?: string): boolean {
		if (this.#forms === 0) return true;
		const at = document.activeElement?.closest<HTMLElement>('[data-thread-card], [data-thread-form]');
		const card = at?.dataset['threadCard'];
		return card !== undefined && (id === undefined || card === id);
	}
	/** Notes that one has looked: at one thread, or at all. Shown at once; a failure shows with the next answer. */
	async see(id?: string): Promise<void> {
		const isMeant = (thread: Thread) => thread.isUnread && (id === undefined || thread.id === id);
		if (!this.all.some(isMeant)) return;
		this.all = this.all.map((thread) => (isMeant(thread) ? { ...thread, isUnread: false } : thread));
		await api.post(`${this.#base}/seen`, id === undefined ? {} : { threadIds: [id] });
	}
	/** Puts a correction's words into the text and settles it; resolves to where they stand. */
	async takeEdit(id: string): Promise<ApiResult<Place>> {
		const answer = await api.post<Place>(`${this.#base}/${id}/take`);
		if (answer.ok) await this.refresh();
		return answer;
	}
	/** Takes that back while nobody wrote over it. */
	async takeBackEdit(id: string, place: Place): Promise<ApiResult<undefined>> {
		const answer = await api.post<undefined>(`${this.#base}/${id}/take-back`, place);
		if (answer.ok) await this.refresh();
		return answer;
	}
	async editComment(id: string, commentId: string, body: string): Promise<ApiResult<Thread>> {
		return this.take(await api.patch<Thread>(`${this.#base}/${id}/comments/${commentId}`, { body }));
	}
	async deleteComment(id: string, commentId: string): Promise<ApiResult<undefined>> {
		const answer = await api.delete<undefined>(`${this.#base}/${id}/comments/${commentId}`);
		if (answer.ok) await this.refresh();
		return answer;
	}

	/** Shows at once what one has done oneself. */
	take(answer: ApiResult<Thread>): ApiResult<Thread> {
		if (answer.ok) {
			const { value } = answer;
			const isNew = !this.all.some(({ id }) => id === value.id);
			this.all = isNew
				? [...this.all, value]
				: this.all.map((thread) => (thread.id === value.id ? value : thread));
		}
		return answer;
	}
}

const known = new WeakMap<Workspace, Threads>();

/** The threads of the analysis this component belongs to. Ask only where `threads` may be read. */
export function useThreads(): Threads {
	const workspace = getWorkspace();
	let threads = known.get(workspace);
	if (!threads) {
		const made = new Threads(workspace.analysis.id);
		workspace.onNotice('threads', () => void made.refresh());
		void made.refresh();
		known.set(workspace, made);
		threads = made;
	}
	return threads;
}
