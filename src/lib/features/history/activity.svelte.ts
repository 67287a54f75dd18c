/** Activity as its sheet shows it: the newest first, more when it is wanted, and what happens meanwhile. */
import { api } from '#lib/live/api.ts';
import type { Workspace } from '#lib/live/workspace.svelte.ts';
import type { Topic } from '#lib/model/refusals.ts';
import type { ActivityEntry, ActivityPage } from '#server/activity/activity.ts';

export type { ActivityEntry };

/** Notices after which there may be a new line. */
const topics: readonly Topic[] = ['activity', 'threads', 'rounds', 'stories', 'accounts'];

export class ActivityDesk {
	readonly #workspace: Workspace;
	/** Newest first; undefined until they are here. */
	entries: readonly ActivityEntry[] | undefined = $state.raw();
	/** Whether there is more before them. */
	hasMore = $state(false);
	problem: string | undefined = $state();
	isLoading = $state(false);
	#next: string | null = null;
	/** What was asked last is what counts, should an earlier answer come late. */
	#asked = 0;

	constructor(workspace: Workspace) {
		this.#workspace = workspace;
	}

	/** Loads, and again whenever something happened; returns how to stop. */
	follow(): () => void {
		void this.load();
		const stops = topics.map((topic) => this.#workspace.onNotice(topic, () => void this.load()));
		return () => stops.forEach((stop) => stop());
	}

	/** Reads the newest. What was read of earlier ones stays. */
	async load(): Promise<void> {
		const page = await this.#read();
		if (!page) return;
		const last = page.activity.at(-1);
		const earlier = last ? (this.entries ?? []).filter(({ at }) => at < last.at) : [];
		this.entries = [...page.activity, ...earlier];
		// Of earlier ones it is known already where they go on.
		if (earlier.length === 0) this.#goOn(page.next);
	}

	/** Reads what came before. */
	async more(): Promise<void> {
		if (this.#next === null || this.isLoading || !this.entries) return;
		const page = await this.#read(this.#next);
		if (!page) return;
		this.entries = [...this.entries, ...page.activity];
		this.#goOn(page.next);
	}

	#goOn(next: string | null): void {
		this.#next = next;
		this.hasMore = next !== null;
	}

	async #read(cursor?: string): Promise<ActivityPage | undefined> {
		const asked = ++this.#asked;
		this.isLoading = true;
		const query = cursor === undefined ? '' : `?cursor=${cursor}`;
		const answer = await api.get<ActivityPage>(`/analyses/${this.#workspace.analysis.id}/activity${query}`);
		if (asked !== this.#asked) return undefined;
		this.isLoading = false;
		this.problem = answer.ok ? undefined : answer.error.message;
		return answer.ok ? answer.value : undefined;
	}
}
