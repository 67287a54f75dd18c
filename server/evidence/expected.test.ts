/** Real files from many systems, where they are at hand, against what a parser written for each one found in them. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseInstant } from '#lib/model/instant.ts';
import { fileOf } from './formats/format.ts';
import { formatUs } from './formats/instant.ts';
import { readFiles } from './formats/read.ts';
import type { ParsedRecord } from './record.ts';

const folder = new URL('../../../shared/data/', import.meta.url).pathname;
const isHere = existsSync(join(folder, 'expected.json'));
if (!isHere) console.warn('skipped: ../shared/data is not here, so real files of other systems are not read');

interface Expected {
	readonly records: number | null;
	readonly format?: string;
	readonly first_utc?: string;
	readonly last_utc?: string;
	readonly first_in_file_utc?: string;
	readonly last_in_file_utc?: string;
	readonly sorted?: boolean;
	readonly assume_tz?: string;
	readonly assume_year?: number;
	readonly note?: string;
	readonly first_offset_s?: number;
	readonly last_offset_s?: number;
	readonly empty_cues?: number;
	readonly distinct_speakers?: number;
	readonly cues_without_speaker?: number;
	readonly top_speakers?: Readonly<Record<string, number>>;
	readonly human_or_bot_messages?: number;
	readonly system_messages?: number;
	readonly subtypes?: Readonly<Record<string, number>>;
	readonly distinct_users?: number;
	readonly distinct_bot_ids?: number;
	readonly thread_roots?: number;
	readonly thread_replies?: number;
	readonly edited?: number;
	readonly channels?: Readonly<Record<string, number>>;
	readonly lines_without_timestamp?: number;
}

const expectations: Readonly<Record<string, Expected>> = isHere
	? (JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, Expected>)
	: {};
const matching = (pattern: RegExp) =>
	Object.entries(expectations).filter(([path, { records }]) => pattern.test(path) && records !== null);

function read(paths: readonly string[], expected: Expected) {
	const records: ParsedRecord[] = [];
	const result = readFiles(
		paths.map((path) => fileOf(path, readFileSync(join(folder, path)))),
		{
			options: { zone: expected.assume_tz, year: expected.assume_year, recordedFromUs: 0 },
			zone: 'UTC',
			nowUs: Date.UTC(2026, 10, 22) * 1000,
		},
		(record) => records.push(record),
	);
	return { records, result };
}

const times = (records: readonly ParsedRecord[]) => records.map(({ atUs }) => atUs);
/** Both sides in one spelling, to the microsecond. */
const instant = (text: string | undefined) =>
	text &&
	`${text.replace('Z', '').split('.')[0]}.${(text.split('.')[1] ?? '').replace('Z', '').padEnd(6, '0')}`;
const at = (us: number) => instant(formatUs(us));

describe.skipIf(!isHere)('real files', () => {
	test.each(matching(/^logs\/loghub\/.*\.log$/))('[EV30] %s', (path, expected) => {
		const { records, result } = read([path], expected);
		const all = times(records);
		expect({
			records: records.length,
			skipped: result.skippedCount,
			first: at(Math.min(...all)),
			last: at(Math.max(...all)),
			firstInFile: at(all[0] ?? 0),
			lastInFile: at(all.at(-1) ?? 0),
			sorted: all.every((us, index) => us >= (all[index - 1] ?? us)),
		}).toEqual({
			records: expected.records,
			skipped: expected.lines_without_timestamp,
			first: instant(expected.first_utc),
			last: instant(expected.last_utc),
			firstInFile: instant(expected.first_in_file_utc),
			lastInFile: instant(expected.last_in_file_utc),
			sorted: expected.sorted,
		});
		const bytes = readFileSync(join(folder, path));
		// Laid end to end, the ranges of a file's records are its lines.
		const lines = records.map(({ byteOffset, byteLength }) =>
			bytes.toString('utf8', byteOffset, byteOffset + byteLength),
		);
		expect(lines).toEqual(
			bytes
				.toString('utf8')
				.split(/\r?\n/)
				.filter((line) => line.trim() !== ''),
		);
	});

	const day = /^chat\/slack-(?:hfaran\/.*\/.*|zulip\/.*)\.json$/;
	test.each(matching(day))('[EV31] %s', (path, expected) => check(read([path], expected), expected));

	test('[EV32] the whole Slack export', () => {
		const root = 'chat/slack-hfaran';
		const paths = readdirSync(join(folder, root), { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.json'))
			.map((path) => join(root, path));
		const expected = expectations[`${root}/ (whole export)`];
		if (!expected) throw new Error('the whole export is not described');
		const { records, result } = read(paths, expected);
		check({ records, result }, expected);
		const channels: Record<string, number> = {};
		for (const { file } of records) {
			const channel =
				dirname(paths[file] ?? '')
					.split('/')
					.at(-1) ?? '';
			channels[channel] = (channels[channel] ?? 0) + 1;
		}
		expect(channels).toEqual(expected.channels);
		expect(records.every(({ text }) => !text.includes('xoxe-'))).toBe(true);
		expect(records.every(({ text }) => text !== '')).toBe(true);
		expect(
			records
				.filter(({ authorKind }) => authorKind === 'person')
				.every(({ author }) => author?.startsWith('U0') !== true),
		).toBe(true);
	});

	function check({ records, result }: ReturnType<typeof read>, expected: Expected): void {
		const all = times(records);
		const meta = (record: ParsedRecord, name: string) => record.meta?.[name] as string | undefined;
		const subtypes: Record<string, number> = {};
		for (const record of records) {
			const subtype = meta(record, 'subtype') ?? '(none)';
			subtypes[subtype] = (subtypes[subtype] ?? 0) + 1;
		}
		const ids = records.map((record) => meta(record, 'user') ?? '');
		expect({
			records: records.length,
			skipped: result.skippedCount,
			first: at(Math.min(...all)),
			last: at(Math.max(...all)),
			said: records.filter(({ kind }) => kind === 'message').length,
			system: records.filter(({ kind }) => kind === 'notice').length,
			users: new Set(ids.filter((id) => id.startsWith('U'))).size,
			replies: result.tallies['replies'] ?? 0,
			threads: result.tallies['threads'] ?? 0,
			edited: result.tallies['edited'] ?? 0,
			subtypes,
		}).toEqual({
			records: expected.records,
			skipped: 0,
			first: instant(expected.first_utc),
			last: instant(expected.last_utc),
			said: expected.human_or_bot_messages,
			system: expected.system_messages,
			users: expected.distinct_users,
			replies: expected.thread_replies,
			threads: expected.thread_roots,
			edited: expected.edited,
			subtypes: expected.subtypes,
		});
	}

	test.each(matching(/^oncall\/pagerduty\//))('[EV33] %s', (path, expected) => {
		const { records, result } = read([path], expected);
		expect({ format: result.format.name, records: records.length, skipped: result.skippedCount }).toEqual({
			format: 'pagerduty',
			records: expected.records,
			skipped: 0,
		});
		// The range given is over every time in the file, a service's making included: the exact bytes of our records
		// keep each of them. Messages of the second version wrap an entry in its incident, and the entry is the record.
		const whole = readFileSync(join(folder, path));
		const kept = records
			.flatMap(({ byteOffset, byteLength }) =>
				whole
					.subarray(byteOffset, byteOffset + byteLength)
					.toString()
					.match(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g),
			)
			.flatMap((time) => (time === null ? [] : [(parseInstant(time) ?? 0) as number]));
		const range = [at(Math.min(...kept))!, at(Math.max(...kept))!] as const;
		const given = [instant(expected.first_utc)!, instant(expected.last_utc)!] as const;
		if (path.includes('_v2')) expect([range[0] >= given[0], range[1] <= given[1]]).toEqual([true, true]);
		else expect(range).toEqual(given);
		for (const us of times(records)) expect(kept).toContain(us);
		expect(records.every(({ text, author }) => text !== '' && author !== undefined)).toBe(true);
	});

	test.each(matching(/^transcripts\/.*\.(?:vtt|srt)$/))('[EV34] %s', (path, expected) => {
		const { records, result } = read([path], expected);
		const speakers: Record<string, number> = {};
		for (const { author } of records)
			if (author !== undefined) speakers[author] = (speakers[author] ?? 0) + 1;
		expect({
			records: records.length,
			skipped: result.skippedCount,
			first: Math.min(...times(records)) / 1e6,
			last: Math.max(...records.map(({ untilUs }) => untilUs ?? 0)) / 1e6,
			empty: records.filter(({ text }) => text === '').length,
		}).toEqual({
			records: expected.records,
			skipped: 0,
			first: expected.first_offset_s,
			last: expected.last_offset_s,
			empty: expected.empty_cues,
		});
		if (expected.distinct_speakers === undefined) return;
		expect(Object.keys(speakers)).toHaveLength(expected.distinct_speakers);
		expect(records.filter(({ author }) => author === undefined)).toHaveLength(
			expected.cues_without_speaker ?? 0,
		);
		for (const [name, cues] of Object.entries(expected.top_speakers ?? {}))
			expect([name, speakers[name]]).toEqual([name, cues]);
	});

	/** Read otherwise than described, each for a reason. */
	const otherwise: Readonly<Record<string, string>> = {
		'logs/bunyan/all.log': 'one line has no time: it is left out and counted, not a record',
		'logs/jc/syslog-5424.out': 'a line with a broken priority still has a time, so it is a record',
		'logs/lnav/logfile_w3c.3': 'the described range has no fractions',
	};
	test.each(matching(/^(?:logs\/(?:bunyan|hl|jc|lnav|k8s)|oncall\/alertmanager|oncall\/gitlog)\//))(
		'[EV35] %s',
		(path, expected) => {
			const { records } = read([path], expected);
			const all = times(records);
			const found = { records: records.length, first: at(Math.min(...all)), last: at(Math.max(...all)) };
			const described = {
				records: expected.records,
				first: instant(expected.first_utc),
				last: instant(expected.last_utc),
			};
			if (otherwise[path] === undefined) expect(found).toEqual(described);
			else expect(found).not.toEqual(described);
		},
	);
});
