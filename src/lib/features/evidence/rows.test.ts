import { expect, test } from 'vitest';
import { formatInstant } from '#lib/model/instant.ts';
import type { RecordId, SourceId } from '#lib/model/ids.ts';
import type { EvidenceRecord } from '#lib/reference/records.svelte.ts';
import { Rows, type RowReader } from './rows.svelte.ts';

const source = 'src_aaaaaaaaaaaaaaaaaaaa' as SourceId;
const second = 1_000_000;

/** `count` rows, in bursts: most of them lie in few moments, many in the very same one. */
function server(count: number): RowReader & { readonly asked: { pages: number; histograms: number } } {
	const moment = (row: number) => Math.floor(Math.sqrt(row)) * second;
	const record = (row: number): EvidenceRecord => ({
		id: `${source}.${row}` as RecordId,
		sourceId: source,
		at: formatInstant(moment(row)),
		atWritten: '',
		precision: 'second',
		author: null,
		authorKind: null,
		sourceName: '#incident-142',
		until: null,
		fields: null,
		thread: null,
		meta: null,
		level: null,
		key: '1',
		kind: 'log',
		text: `row ${row}`,
		raw: { file: 'a', line: 1, byteOffset: row, byteLength: 1 },
	});
	const firstAt = (us: number) => {
		let low = 0;
		let high = count;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (moment(middle) < us) low = middle + 1;
			else high = middle;
		}
		return low;
	};
	const asked = { pages: 0, histograms: 0 };
	return {
		asked,
		page(from, limit) {
			asked.pages++;
			const first = 'us' in from ? firstAt(from.us) : Number(from.cursor);
			const last = Math.min(count, first + limit);
			const records = Array.from({ length: last - first }, (_, index) => record(first + index));
			return Promise.resolve({ records, next: last < count ? String(last) : undefined });
		},
		histogram(fromUs, toUs) {
			asked.histograms++;
			const width = Math.max(1, Math.ceil((toUs - fromUs) / 100));
			const parts = [];
			for (let at = fromUs; at < toUs; at += width) {
				const end = Math.min(toUs, at + width);
				parts.push({ fromUs: at, toUs: end, count: firstAt(end) - firstAt(at) });
			}
			return Promise.resolve(parts);
		},
	};
}

const whole = async (reader: RowReader, count: number) =>
	new Rows(reader, await reader.histogram(0, (Math.sqrt(count) + 1) * second));

test('[EP5] any of a million rows is fetched with a handful of requests, wherever one jumps', async () => {
	const reader = server(1_000_000);
	const rows = await whole(reader, 1_000_000);
	for (const index of [999_999, 0, 500_000, 123_456, 123_400]) {
		reader.asked.pages = reader.asked.histograms = 0;
		rows.want(index, Math.min(999_999, index + 30));
		await expect.poll(() => rows.at(index)?.text).toBe(`row ${index}`);
		expect(reader.asked.pages + reader.asked.histograms).toBeLessThan(24);
	}
});

test('[EP5] scrolling down follows the cursor: a page a time', async () => {
	const reader = server(10_000);
	const rows = await whole(reader, 10_000);
	reader.asked.histograms = 0;
	for (let index = 0; index < 2000; index += 20) {
		rows.want(index, index + 40);
		await expect.poll(() => rows.at(index + 40)?.text, { interval: 0 }).toBe(`row ${index + 40}`);
	}
	expect(reader.asked).toEqual({ pages: 11, histograms: 0 });
});

test('[EP5] a record is found at its place from its id and moment', async () => {
	const reader = server(300_000);
	const rows = await whole(reader, 300_000);
	const index = 211_111;
	const us = Math.floor(Math.sqrt(index)) * second;
	expect(await rows.locate(`${source}.${index}`, us)).toBe(index);
	expect(await rows.locate(`${source}.999999999`, us)).toBeUndefined();
});

test('[EP5] what the server could not answer is said in its words', async () => {
	const reader = server(100);
	const rows = await whole(reader, 100);
	reader.page = () => Promise.reject(new Error('The server can’t be reached.'));
	rows.want(0, 20);
	await expect.poll(() => rows.failed).toBe('The server can’t be reached.');
});
