import { expect, test } from 'vitest';
import type { RecordId, SourceId } from '#lib/model/ids.ts';
import { parseInstant } from '#lib/model/instant.ts';
import type { EvidenceRecord } from '#lib/reference/records.svelte.ts';
import { eventDraft, kindOf, titleOf } from './event-draft.ts';

const source = 'src_aaaaaaaaaaaaaaaaaaaa' as SourceId;
function record(row: number, changes: Partial<EvidenceRecord> = {}): EvidenceRecord {
	return {
		id: `${source}.${row}` as RecordId,
		sourceId: source,
		at: '2026-03-11T02:33:12Z',
		atWritten: '1773196392.000000',
		precision: 'second',
		author: 'Priya Raghunathan',
		authorKind: null,
		sourceName: '#incident-142',
		until: null,
		fields: null,
		thread: null,
		meta: null,
		level: null,
		key: '1',
		kind: 'message',
		text: 'ok let’s go back to known good',
		raw: { file: 'a', line: 1, byteOffset: 0, byteLength: 10 },
		...changes,
	};
}
const at = (text: string) => parseInstant(text) ?? Number.NaN;

test('[EP8] an event made of records cites them all, is timed by them and names who wrote them', () => {
	const cast = [
		{ id: 'per_priya', name: 'Priya Raghunathan', authors: [] },
		{ id: 'per_lead', name: 'LeadEng McInfraPants', authors: ['lm'] },
	];
	const records = [
		record(1),
		record(2, { at: '2026-03-11T02:34:26Z', author: 'lm' }),
		record(3, { author: null }),
	];
	expect(eventDraft(records.slice(0, 2), cast, 'UTC')).toEqual({
		title: 'ok let’s go back to known good',
		kind: 'message',
		when: {
			form: 'exact',
			earliest: at('2026-03-11T02:33:12Z'),
			latest: at('2026-03-11T02:33:12Z'),
			written: '1773196392.000000',
			zone: 'UTC',
			end: { form: 'exact', earliest: at('2026-03-11T02:34:26Z'), latest: at('2026-03-11T02:34:26Z') },
		},
		people: new Set(['per_priya', 'per_lead']),
		records: new Set([`${source}.1`, `${source}.2`]),
	});
	expect(eventDraft([], cast, 'UTC')).toBeUndefined();
});

test('[EP8] a time known to the minute stays a minute, and an order stays an order', () => {
	expect(
		eventDraft([record(1, { precision: 'minute', at: '2026-03-11T02:33:00Z' })], [], 'UTC')?.when,
	).toEqual({
		form: 'exact',
		earliest: at('2026-03-11T02:33:00Z'),
		latest: at('2026-03-11T02:33:59.999999Z'),
		written: '1773196392.000000',
		zone: 'UTC',
	});
	expect(eventDraft([record(1, { precision: 'order', atWritten: '' })], [], 'UTC')?.when).toEqual({
		form: 'order',
		written: '',
		zone: 'UTC',
	});
});

test('[EP8] the kind is guessed from what the record is', () => {
	expect(
		[
			record(1),
			record(1, { kind: 'page' }),
			record(1, { kind: 'log', text: 'Apply complete! Resources: 0 added, 3 changed' }),
			record(1, { kind: 'log', level: 'error', text: 'restart failed' }),
			record(1, { kind: 'commit' }),
		].map((one) => kindOf([one])),
	).toEqual(['message', 'signal', 'change', 'signal', 'change']);
});

test('[EP8] a title is one line, cut at a word', () => {
	expect(titleOf('\n  two\tspaces \nnext line')).toBe('two spaces');
	expect(titleOf('')).toBe('Untitled moment');
	expect(titleOf('word '.repeat(60))).toBe(`${'word '.repeat(27)}word…`.replace(/ …$/, '…'));
});
