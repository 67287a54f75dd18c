/**
 * Which moment the n-th row lies at, without asking for the n rows before it: histograms, asked for again inside
 * their own bars, until a bar is small enough to page through. So a million rows scroll by keyset pages only.
 */

/** A stretch of time and how many rows lie in it. */
export interface Stretch {
	/** µs since the epoch; `toUs` is no longer part of it. */
	readonly fromUs: number;
	readonly toUs: number;
	readonly count: number;
}

/** A stretch that knows its place in the list. */
export interface Placed extends Stretch {
	/** Index of its first row. */
	readonly first: number;
}

interface Node extends Placed {
	parts?: readonly Node[];
}

/** The rows of one search, in order of time. */
export class RowMap {
	readonly total: number;
	readonly #root: Node;

	constructor(stretches: readonly Stretch[]) {
		const parts = place(stretches, 0);
		this.total = stretches.reduce((sum, { count }) => sum + count, 0);
		this.#root = {
			fromUs: parts[0]?.fromUs ?? 0,
			toUs: parts.at(-1)?.toUs ?? 0,
			count: this.total,
			first: 0,
			parts,
		};
	}

	/** The smallest known stretch that holds the row; undefined outside the list. */
	find(index: number): Placed | undefined {
		if (index < 0 || index >= this.total) return undefined;
		let node = this.#root;
		while (node.parts) {
			const part = lastAtOrBefore(node.parts, index);
			if (part === undefined) break;
			node = part;
		}
		return node;
	}

	/** How many rows lie before a moment, as far as is known without asking. */
	before(us: number): number {
		let node = this.#root;
		while (node.parts) {
			const part = node.parts.find(({ toUs }) => us < toUs);
			if (part === undefined) return node.first + node.count;
			if (us <= part.fromUs) return part.first;
			node = part;
		}
		return node.first;
	}

	/**
	 * Says how a stretch that `find` gave is made up. False when the counts don't add up (rows came or went
	 * meanwhile) or tell nothing new: the stretch then stays whole.
	 */
	split(stretch: Placed, stretches: readonly Stretch[]): boolean {
		const filled = stretches.filter(({ count }) => count > 0);
		if (filled.reduce((sum, { count }) => sum + count, 0) !== stretch.count) return false;
		const [only] = filled;
		if (!only) return false;
		const narrower = only.toUs - only.fromUs < stretch.toUs - stretch.fromUs;
		if (filled.length === 1 && !narrower) return false;
		(stretch as Node).parts = place(filled, stretch.first);
		return true;
	}
}

function place(stretches: readonly Stretch[], first: number): readonly Node[] {
	let at = first;
	return stretches
		.filter(({ count }) => count > 0)
		.map(({ fromUs, toUs, count }) => {
			const node: Node = { fromUs, toUs, count, first: at };
			at += count;
			return node;
		});
}

function lastAtOrBefore(parts: readonly Node[], index: number): Node | undefined {
	let low = 0;
	let high = parts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((parts[middle]?.first ?? 0) <= index) low = middle;
		else high = middle - 1;
	}
	return parts[low];
}
