/** How many comments and accounts there are for each event, for the columns of the list. */
import { api } from '#lib/live/api.ts';
import type { Workspace } from '#lib/live/workspace.svelte.ts';
import type { Threads } from '#lib/features/calibration/threads.svelte.ts';

export class Counts {
	readonly #threads: Threads | undefined;
	#accounts = $state.raw<ReadonlyMap<string, number>>(new Map());
	readonly #comments: ReadonlyMap<string, number> = $derived.by(() => {
		const counts = new Map<string, number>();
		for (const { on, comments } of this.#threads?.all ?? [])
			if ('event' in on) counts.set(on.event, (counts.get(on.event) ?? 0) + comments.length);
		return counts;
	});

	constructor(threads: Threads | undefined) {
		this.#threads = threads;
	}

	/** Follows what people share, for those who may read it; returns how to stop. */
	watch(workspace: Workspace): () => void {
		if (!workspace.may('read', { is: 'sharedAccounts' })) return () => {};
		const read = async () => {
			const answer = await api.get<{ accounts: readonly { readonly eventId: string | null }[] }>(
				`/analyses/${workspace.analysis.id}/accounts`,
			);
			if (!answer.ok) return;
			const counts = new Map<string, number>();
			for (const { eventId } of answer.value.accounts)
				if (eventId !== null) counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
			this.#accounts = counts;
		};
		void read();
		return workspace.onNotice('accounts', () => void read());
	}

	/** Of an event, and of those that were merged into it. */
	of(id: string, also: readonly string[] = []): { readonly accounts: number; readonly comments: number } {
		const sum = (counts: ReadonlyMap<string, number>) =>
			[id, ...also].reduce((all, one) => all + (counts.get(one) ?? 0), 0);
		return { accounts: sum(this.#accounts), comments: sum(this.#comments) };
	}
}
