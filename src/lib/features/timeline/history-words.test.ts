import { expect, test } from 'vitest';
import { parseInstant } from '#lib/model/instant.ts';
import { printWhen } from '#lib/model/time-text.ts';
import { wordsOf, type Telling, type ToldChange } from './history-words.ts';

const near = parseInstant('2026-03-11T02:40:00Z') ?? NaN;
const names: Readonly<Record<string, string>> = { per_a: 'Ana', per_b: 'Bo', per_c: 'Cy', sys_k: 'kafka' };
const telling: Telling = {
	nameOf: (id) => names[id] ?? id,
	print: (when) => printWhen(when, { zone: 'UTC', near }),
};
const when = (form: 'exact' | 'about', time: string, seconds = '00') => ({
	form,
	earliest: form === 'exact' ? `2026-03-11T${time}:${seconds}Z` : null,
	latest: null,
	best: form === 'about' ? `2026-03-11T${time}:${seconds}Z` : null,
	written: '',
	zone: 'UTC',
	end: null,
});

test.each<[string, ToldChange[]]>([
	['added the event', [{ field: 'added' }]],
	['deleted the event', [{ field: 'removed' }]],
	['brought the event back', [{ field: 'restored' }]],
	['merged another event into this one', [{ field: 'merged', from: 'evt_1' }]],
	['merged it into another event', [{ field: 'merged', to: 'evt_1' }]],
	[
		'changed the time from 02:40 to about 02:41',
		[{ field: 'when', from: when('exact', '02:40'), to: when('about', '02:41') }],
	],
	[
		'changed the time by a little, still 02:40',
		[{ field: 'when', from: when('exact', '02:40'), to: when('exact', '02:40', '30') }],
	],
	[
		'changed the kind from action to decision and changed the title',
		[{ field: 'kind', from: 'action', to: 'decision' }, { field: 'title' }],
	],
	[
		'put Ana, Bo and Cy on it and took kafka off it',
		[
			{ field: 'people', from: [], to: ['per_a', 'per_b', 'per_c'] },
			{ field: 'systems', from: ['sys_k'], to: [] },
		],
	],
	[
		'cited 2 records and stopped citing a record',
		[{ field: 'records', from: ['src_1.1'], to: ['src_1.2', 'src_1.3'] }],
	],
	[
		'noted that Ana has it at 02:42',
		[{ field: 'claim', to: { when: when('exact', '02:42'), personId: 'per_a' } }],
	],
	[
		'took back the time 02:42, which differs',
		[{ field: 'claim', from: { when: when('exact', '02:42'), personId: null } }],
	],
	[
		'noted that everybody knew from 02:50',
		[{ field: 'knowing', to: { when: when('exact', '02:50'), personId: null } }],
	],
	[
		'changed it from “seen or recorded” to “inferred from logs”, changed the description and changed the short name',
		[{ field: 'certainty', from: 'sure', to: 'inferred' }, { field: 'description' }, { field: 'label' }],
	],
])('[TE14] “%s”', (words, changes) => {
	expect(wordsOf(changes, telling)).toBe(words);
});
