/** The passages of a frozen text as they are laid out: those of one table in its rows and columns. Pure. */
import type { DraftPassage } from '#server/calibration/drafts.ts';

export type Group =
	| { readonly key: string; readonly passage: DraftPassage }
	/** Rows of cells of passages. */
	| { readonly key: string; readonly rows: readonly (readonly (readonly DraftPassage[])[])[] };

/** Every passage once, in reading order. */
export function grouped(passages: readonly DraftPassage[]): readonly Group[] {
	const groups: Group[] = [];
	let open: { readonly key: string; readonly rows: DraftPassage[][][] } | undefined;
	for (const passage of passages) {
		const { cell } = passage;
		if (!cell) {
			open = undefined;
			groups.push({ key: passage.passageId, passage });
			continue;
		}
		if (open?.key !== cell.table) groups.push((open = { key: cell.table, rows: [] }));
		const row = (open.rows[cell.row] ??= []);
		for (let column = row.length; column <= cell.column; column++) row.push([]);
		row[cell.column]?.push(passage);
	}
	return groups;
}
