/** What changed between two versions of the narrative, passage by passage and word by word. Pure. */
import { sameShare, wordDiff, type WordChange } from '#lib/model/word-diff.ts';

/** A passage as it is compared. */
export interface Compared {
	readonly passageId: string;
	readonly text: string;
}

export interface PassageChange {
	/** Its id in the older version; null when it is new. */
	readonly before: string | null;
	/** Its id in the newer version; null when it is gone. */
	readonly after: string | null;
	readonly words: readonly WordChange[];
	/** Less than half of it still stands. */
	readonly isRewritten: boolean;
}

export interface Comparison {
	/** In the order of the newer version; what is gone stands where it was. */
	readonly changes: readonly PassageChange[];
	/** Places where words changed. */
	readonly edits: number;
	readonly rewritten: number;
}

/** A new passage in the place of one that is gone is the same one rewritten, when this much of it still stands. */
const kin = 0.3;

/** Passages that were moved and otherwise left are no change. */
export function compareVersions(older: readonly Compared[], newer: readonly Compared[]): Comparison {
	const olderIds = new Set(older.map(({ passageId }) => passageId));
	const newerById = new Map(newer.map((passage) => [passage.passageId, passage]));
	// What is gone, by the passage it stood behind; the start is the empty id.
	const gone = new Map<string, Compared[]>();
	let behind = '';
	for (const passage of older) {
		if (newerById.has(passage.passageId)) behind = passage.passageId;
		else gone.set(behind, [...(gone.get(behind) ?? []), passage]);
	}
	const before = new Map(older.map((passage) => [passage.passageId, passage]));
	const changes: PassageChange[] = [];
	const tell = (from: Compared | undefined, to: Compared | undefined) => {
		const words = wordDiff(from?.text ?? '', to?.text ?? '');
		if (words.every(({ is, text }) => is === 'same' || text.trim() === '')) return;
		changes.push({
			before: from?.passageId ?? null,
			after: to?.passageId ?? null,
			words,
			isRewritten: from !== undefined && to !== undefined && sameShare(words) < 0.5,
		});
	};
	const flush = (after: string, fresh: readonly Compared[]) => {
		const left = [...(gone.get(after) ?? [])];
		for (const passage of fresh) {
			const at = left.findIndex(({ text }) => sameShare(wordDiff(text, passage.text)) >= kin);
			for (const lost of left.splice(0, Math.max(0, at))) tell(lost, undefined);
			tell(at < 0 ? undefined : left.shift(), passage);
		}
		for (const lost of left) tell(lost, undefined);
	};
	let last = '';
	let fresh: Compared[] = [];
	for (const passage of newer) {
		if (!olderIds.has(passage.passageId)) {
			fresh.push(passage);
			continue;
		}
		flush(last, fresh);
		fresh = [];
		last = passage.passageId;
		tell(before.get(passage.passageId), passage);
	}
	flush(last, fresh);
	return {
		changes,
		edits: changes.reduce((sum, { words }) => sum + places(words), 0),
		rewritten: changes.filter(({ isRewritten }) => isRewritten).length,
	};
}

/** A removal with the addition in its place is one. */
function places(words: readonly WordChange[]): number {
	return words.filter(({ is }, index) => is !== 'same' && (index === 0 || words[index - 1]?.is === 'same'))
		.length;
}
