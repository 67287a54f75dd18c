/** Which threads are shown of those there are. Pure. */
import type { Thread, ThreadKind } from '#lib/model/thread.ts';

export interface ThreadFilter {
	/** Empty lets every kind through, and so on. */
	readonly kind: ThreadKind | '';
	/** A user who wrote in it; `mine` is whoever looks. */
	readonly person: string;
	/** The round it was opened in. */
	readonly round: string;
	readonly unread: boolean;
	/** Only those in the section that is looked at. */
	readonly section: boolean;
}

export const everyThread: ThreadFilter = { kind: '', person: '', round: '', unread: false, section: false };

/** Whether anything is left out by it. */
export const leavesOut = (filter: ThreadFilter): boolean =>
	filter.kind !== '' || filter.person !== '' || filter.round !== '' || filter.unread || filter.section;

/** The threads that a filter lets through. `isHere` says whether one hangs in the section that is looked at. */
export function filterThreads(
	threads: readonly Thread[],
	filter: ThreadFilter,
	isHere: (thread: Thread) => boolean,
): readonly Thread[] {
	return threads.filter(
		(thread) =>
			(filter.kind === '' || thread.kind === filter.kind) &&
			(filter.person === '' || thread.comments.some(({ author }) => author.id === filter.person)) &&
			(filter.round === '' || String(thread.round ?? 0) === filter.round) &&
			(!filter.unread || thread.isUnread) &&
			(!filter.section || isHere(thread)),
	);
}

/** Who wrote in these threads, once each, by name. */
export function writersOf(
	threads: readonly Thread[],
): readonly { readonly id: string; readonly name: string }[] {
	const names = new Map(
		threads.flatMap(({ comments }) => comments.map(({ author }) => [author.id, author.name])),
	);
	return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}

/** The rounds these threads were opened in, newest first; 0 is before the first. */
export function roundsOf(threads: readonly Thread[]): readonly number[] {
	return [...new Set(threads.map(({ round }) => round ?? 0))].sort((a, b) => b - a);
}
