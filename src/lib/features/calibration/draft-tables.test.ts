import { expect, test } from 'vitest';
import type { DraftPassage } from '#server/calibration/drafts.ts';
import { grouped } from './draft-tables.ts';

const passage = (name: string, cell?: DraftPassage['cell']): DraftPassage => ({
	...{ passageId: name as DraftPassage['passageId'], kind: 'paragraph', level: 0, text: name },
	...{ marks: [], chips: [], quote: null, ...(cell && { cell }) },
});

test('[TB8] the frozen text shows a table in its rows and columns, uneven rows too', () => {
	const at = (table: string, row: number, column: number) =>
		({ table: table as DraftPassage['passageId'], row, column, header: row === 0 }) as const;
	const passages = [
		passage('before'),
		passage('a', at('t', 0, 0)),
		passage('b', at('t', 0, 1)),
		passage('c', at('t', 1, 1)),
		passage('d', at('t', 1, 1)),
		passage('e', at('u', 0, 0)),
		passage('after'),
	];
	const named = grouped(passages).map((group) =>
		'passage' in group
			? group.passage.text
			: group.rows.map((row) => row.map((cell) => cell.map(({ text }) => text))),
	);
	expect(named).toEqual([
		'before',
		[
			[['a'], ['b']],
			[[], ['c', 'd']],
		],
		[[['e']]],
		'after',
	]);
});
