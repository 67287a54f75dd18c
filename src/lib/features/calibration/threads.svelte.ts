/** The threads of an analysis, live: fetched, fetched anew when anybody changes one, and what one does with them. */
import { untrack } from 'svelte';
import { api, type ApiResult } from '#lib/live/api.ts';
import { getWorkspace, type Workspace } from '#lib/live/workspace.svelte.ts';
import type { Place } from '#lib/model/anchor.ts';
import type { Mentionable } from '#server/notifications/notifications.ts';
import { keptCommentsName } from '#lib/live/private-draft.ts';
import type { Thread, ThreadKind, ThreadTarget } from '#lib/model/thread.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { Outbox, type Kept } from './outbox.svelte.ts';

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
	/** What was written while the server could not be reached. */
	readonly outbox: Outbox;
	/** Forms that are open. */
	#forms = $state(0);

	constructor(workspace: Workspace) {
		const { analysis, me } = workspace;
		this.#base = `/analyses/${analysis.id}/threads`;
		this.outbox = new Outbox(keptCommentsName(me.id, analysis.id), {
			// The words it hangs on may have been written offline too, and go with their text, which may not be open here.
			isTimely: (kept) =>
				kept.is === 'reply' ||
				!('quote' in kept.on) ||
				workspace.hasOpen('narrative') ||
				workspace.hasOpen('notes') ||
				!workspace.may('read', { is: 'document', kind: 'narrative' }),
			open: (on, said) => this.open(on, said),
			reply: (id, body) => this.reply(id, body),
			isPosted: async (kept) => {
				await this.refresh();
				return this.all.some((thread) => holds(thread, kept, me.id));
			},
			posted: (count) =>
				toasts.show({ text: count === 1 ? 'Your comment is posted' : `Your ${count} comments are posted` }),
		});
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

/** Clocks of browsers are not those of servers. */
const clockSlack = 300_000;

/** Whether what was kept stands in the thread, in that person's name. */
function holds({ id, kind, on, proposal, comments }: Thread, kept: Kept, userId: string): boolean {
	const isIt = (body: string) => (comment: Thread['comments'][number] | undefined) =>
		comment?.author.id === userId &&
		comment.body === body &&
		Date.parse(comment.createdAt) > kept.at - clockSlack;
	if (kept.is === 'reply') return kept.threadId === id && comments.some(isIt(kept.body));
	const { said, on: target } = kept;
	const isThere =
		'quote' in target
			? 'quote' in on && on.quote === target.quote
			: JSON.stringify(on) === JSON.stringify(target);
	return (
		isThere && kind === said.kind && proposal === (said.proposal ?? null) && isIt(said.body)(comments[0])
	);
}

const known = new WeakMap<Workspace, Threads>();

/** The threads of the analysis this component belongs to. Ask only where `threads` may be read. */
export function useThreads(): Threads {
	const workspace = getWorkspace();
	let threads = known.get(workspace);
	if (!threads) {
		const made = new Threads(workspace);
		workspace.onNotice('threads', () => void made.refresh());
		void made.refresh();
		// For as long as the workspace: whoever is back may be at another page of it by then.
		$effect.root(() => {
			$effect(() => {
				if (workspace.isInStep) untrack(() => void made.outbox.flush());
			});
		});
		known.set(workspace, made);
		threads = made;
	}
	return threads;
}
