import { expect, test } from 'vitest';
import type { RecordId, SourceId } from '#lib/model/ids.ts';
import { Records, type EvidenceRecord } from './records.svelte.ts';

const source = 'src_aaaaaaaaaaaaaaaaaaaa' as SourceId;
const id = (row: number) => `${source}.${row}` as RecordId;
const record = (row: number): EvidenceRecord => ({
	id: id(row),
	sourceId: source,
	at: '2026-03-11T02:33:12Z',
	atWritten: '02:33:12',
	precision: 'second',
	author: 'Priya',
	authorKind: null,
	sourceName: '#incident-142',
	until: null,
	fields: null,
	thread: null,
	meta: null,
	level: null,
	key: '1',
	kind: 'message',
	text: `row ${row}`,
	raw: { file: 'a', line: 1, byteOffset: 0, byteLength: 1 },
});

test('[EP4] records wanted together are asked for together, and what is not there is gone', async () => {
	const asked: RecordId[][] = [];
	const records = new Records((ids) => {
		asked.push([...ids]);
		return Promise.resolve({ ok: true, value: { records: [record(1)] } });
	});
	const states = () => [id(1), id(2), 'nonsense'].map((one) => records.get(one).is);
	expect(states()).toEqual(['loading', 'loading', 'gone']);
	await expect.poll(states).toEqual(['here', 'gone', 'gone']);
	expect(asked).toEqual([[id(1), id(2)]]);
	expect(records.get(id(1))).toEqual({ is: 'here', record: record(1) });
});
