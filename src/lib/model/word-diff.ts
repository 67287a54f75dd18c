/** What changed between two wordings, word by word, for people to read. Pure; equal input gives equal output. */

export interface WordChange {
	readonly is: 'same' | 'removed' | 'added';
	readonly text: string;
}

/** Cells of the comparison above which a passage is shown as replaced whole: some 2,000 changed words each side. */
const most = 4_000_000;

/**
 * The way from one wording to the other. `same` and `removed` joined are `before`, `same` and `added` joined are
 * `after`; of what stands in one place the removed comes first. Empty texts give no entries.
 */
export function wordDiff(before: string, after: string): readonly WordChange[] {
	const from = tokens(before);
	const to = tokens(after);
	let head = 0;
	while (head < from.length && head < to.length && from[head] === to[head]) head++;
	let tail = 0;
	while (
		tail < Math.min(from.length, to.length) - head &&
		from[from.length - 1 - tail] === to[to.length - 1 - tail]
	)
		tail++;
	const changes: WordChange[] = [
		{ is: 'same', text: from.slice(0, head).join('') },
		...middle(from.slice(head, from.length - tail), to.slice(head, to.length - tail)),
		{ is: 'same', text: from.slice(from.length - tail).join('') },
	];
	return joined(changes);
}

/** How much of the longer wording still stands, 0 to 1. */
export function sameShare(changes: readonly WordChange[]): number {
	const length = (is: WordChange['is']) =>
		changes.reduce((sum, change) => sum + (change.is === is ? change.text.trim().length : 0), 0);
	const same = length('same');
	const longest = same + Math.max(length('removed'), length('added'));
	return longest === 0 ? 1 : same / longest;
}

function tokens(text: string): readonly string[] {
	return text.match(/[\p{L}\p{N}\p{M}'’]+(?:-[\p{L}\p{N}\p{M}'’]+)*|\s+|[^\p{L}\p{N}\p{M}'’\s]/gu) ?? [];
}

/** The longest common subsequence, by the table everyone knows. */
function middle(from: readonly string[], to: readonly string[]): readonly WordChange[] {
	if (from.length * to.length > most)
		return [
			{ is: 'removed', text: from.join('') },
			{ is: 'added', text: to.join('') },
		];
	const width = to.length + 1;
	const longest = new Uint32Array((from.length + 1) * width);
	const at = (row: number, column: number) => longest[row * width + column] ?? 0;
	for (let row = from.length - 1; row >= 0; row--)
		for (let column = to.length - 1; column >= 0; column--)
			longest[row * width + column] =
				from[row] === to[column]
					? at(row + 1, column + 1) + 1
					: Math.max(at(row + 1, column), at(row, column + 1));
	const changes: WordChange[] = [];
	let row = 0;
	let column = 0;
	while (row < from.length || column < to.length) {
		const here = from[row];
		const there = to[column];
		if (here !== undefined && here === there) {
			changes.push({ is: 'same', text: here });
			row++;
			column++;
		} else if (here !== undefined && (there === undefined || at(row + 1, column) >= at(row, column + 1))) {
			changes.push({ is: 'removed', text: here });
			row++;
		} else {
			changes.push({ is: 'added', text: there ?? '' });
			column++;
		}
	}
	return changes;
}

/** Neighbours joined; a lone space or comma that two changes happen to share reads as part of both. */
function joined(changes: readonly WordChange[]): readonly WordChange[] {
	const found: WordChange[] = [];
	let removed = '';
	let added = '';
	let same = '';
	const flush = () => {
		if (removed !== '') found.push({ is: 'removed', text: removed });
		if (added !== '') found.push({ is: 'added', text: added });
		removed = added = '';
	};
	const settle = () => {
		flush();
		if (same !== '') found.push({ is: 'same', text: same });
		same = '';
	};
	for (const { is, text } of changes) {
		if (text === '') continue;
		if (is === 'same') {
			same += text;
			continue;
		}
		if (same !== '') {
			if ((removed !== '' || added !== '') && !/[\p{L}\p{N}]/u.test(same)) {
				removed += same;
				added += same;
				same = '';
			} else settle();
		}
		if (is === 'removed') removed += text;
		else added += text;
	}
	settle();
	return found;
}
