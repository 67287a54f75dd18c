/** Rows into threads as pages see them, each passage found where its words are now. */
import type { ReactionRow } from '#db/reaction.ts';
import type { CommentRow, ThreadRow } from '#db/thread.ts';
import { followAnchors, parseAnchor, type Anchor } from '#lib/model/anchor.ts';
import type { AnalysisId, ThreadId } from '#lib/model/ids.ts';
import { narrativeOf } from '#lib/model/narrative.ts';
import {
	reactionKinds,
	threadKinds,
	type Reaction,
	type Thread,
	type ThreadComment,
	type ThreadPlace,
} from '#lib/model/thread.ts';
import type { ThreadPorts } from './ports.ts';

/** Who looks, what they have looked at already, and what stands beside the words. */
export interface Looked {
	readonly userId: string;
	/** By thread, in ms. */
	readonly seen: ReadonlyMap<string, number>;
	readonly reactions: readonly ReactionRow[];
	/** Newest first. */
	readonly rounds: readonly { readonly number: number; readonly opened_at: number }[];
}

interface Moved {
	readonly id: string;
	readonly before: string;
	readonly after: string;
}

/** `moved` are anchors put afresh where their words are: store them, so that the next edit moves them. */
export async function placeThreads(
	ports: Pick<ThreadPorts, 'read'>,
	analysis: AnalysisId,
	rows: readonly ThreadRow[],
	comments: readonly CommentRow[],
	looked: Looked,
): Promise<{ readonly threads: readonly Thread[]; readonly moved: readonly Moved[] }> {
	const anchored = rows.flatMap((row) => {
		const anchor = row.on_kind === 'passage' ? parseAnchor(row.anchor_json) : undefined;
		return anchor ? [{ row, anchor }] : [];
	});
	const places = new Map<string, ThreadPlace>();
	const moved: Moved[] = [];
	if (anchored.length > 0)
		await ports.read({ analysis, kind: 'narrative' }, (doc) => {
			const fragment = narrativeOf(doc);
			const followed = followAnchors(
				fragment,
				anchored.map(({ anchor }) => anchor),
			);
			for (const [index, { row, anchor }] of anchored.entries()) {
				const { resolution, fresh } = followed[index] ?? {};
				if (!resolution || resolution.is === 'orphaned') continue;
				if (fresh) moved.push({ id: row.id, before: row.anchor_json ?? '', after: JSON.stringify(fresh) });
				places.set(row.id, {
					...resolution.place,
					quote: anchor.quote,
					state: resolution.is,
					anchor: fresh ?? anchor,
				});
			}
		});
	const anchors = new Map(anchored.map(({ row, anchor }) => [row.id, anchor]));
	return {
		threads: rows.map((row) =>
			threadOf(row, places.get(row.id) ?? placeOf(row, anchors.get(row.id)), comments, looked),
		),
		moved,
	};
}

/** Of an event or record; or of a passage whose words are gone. */
function placeOf(row: ThreadRow, anchor: Anchor | undefined): ThreadPlace {
	if (row.on_kind === 'event') return { event: row.subject_id };
	if (row.on_kind === 'record') return { record: row.subject_id };
	return {
		passageId: null,
		quote: row.quote ?? '',
		start: null,
		end: null,
		state: 'rewritten',
		anchor: anchor ?? null,
	};
}

function threadOf(
	row: ThreadRow,
	on: ThreadPlace,
	comments: readonly CommentRow[],
	{ userId, seen, reactions, rounds }: Looked,
): Thread {
	const own = comments.filter(({ thread_id }) => thread_id === row.id);
	const seenAt = seen.get(row.id) ?? -Infinity;
	return {
		id: row.id as ThreadId,
		on,
		kind: threadKinds.find((kind) => kind === row.kind) ?? 'note',
		proposal: row.proposal,
		openedAt: iso(row.opened_at),
		round: rounds.find(({ opened_at }) => opened_at <= row.opened_at)?.number ?? null,
		isUnread: own.some(
			({ author_id, created_at, deleted_at }) =>
				author_id !== userId && deleted_at === null && created_at > seenAt,
		),
		resolvedAt: row.resolved_at === null ? null : iso(row.resolved_at),
		resolvedBy: row.resolver_name,
		resolution: row.resolution,
		comments: own.map((comment) => commentOf(comment, reactions)),
	};
}

function commentOf(row: CommentRow, reactions: readonly ReactionRow[]): ThreadComment {
	return {
		id: row.id,
		author: { id: row.author_id, name: row.author_name, colour: row.author_colour },
		body: row.body,
		createdAt: iso(row.created_at),
		editedAt: row.edited_at === null ? null : iso(row.edited_at),
		isDeleted: row.deleted_at !== null,
		reactions: reactionsTo(row.id, reactions),
	};
}

function reactionsTo(comment: string, rows: readonly ReactionRow[]): readonly Reaction[] {
	return reactionKinds.flatMap((kind) => {
		const by = rows
			.filter((row) => row.comment_id === comment && row.kind === kind)
			.map(({ user_id, user_name }) => ({ id: user_id, name: user_name }));
		return by.length === 0 ? [] : [{ kind, by }];
	});
}

const iso = (at: number): string => new Date(at).toISOString();
