/** The sample's own evidence through the same code as a user's files: every number of sample.json, every cited record. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordView } from '#server/evidence/records.ts';
import type { SourceView } from '#server/evidence/source-view.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';
import { analysisId, lead, openEvidence, value, type EvidenceWorld } from '#tests/support/evidence.ts';

const folder = new URL('../../sample/', import.meta.url).pathname;
const read = (path: string) => readFileSync(join(folder, path));

interface SampleSource {
	readonly id: string;
	readonly kind: string;
	readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
	readonly recordingStart?: string;
	// oxlint-disable-next-line typescript/no-explicit-any -- each source expects its own numbers
	readonly expected: any;
}
const { sources: declared } = JSON.parse(read('sample.json').toString()) as { sources: SampleSource[] };
const isEvidence = ({ kind }: SampleSource) => kind !== 'slack-users' && kind !== 'people-csv';
const { records: cited } = JSON.parse(read('timeline.json').toString()) as {
	records: { id: string; at: string; text: string; speaker?: string }[];
};

/** As `2026-03-11T02:14:05.000000Z` and `…-08:00` are: the same instant in one spelling, to the microsecond. */
const instant = (text: string): string => {
	const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
	return `${new Date(text.replace(/\.\d+/, '')).toISOString().slice(0, 19)}.${fraction.padEnd(6, '0')}`;
};

describe.each(stores)('the sample on $name', ({ open }) => {
	let store: TestDatabases;
	let world: EvidenceWorld;
	const views = new Map<string, SourceView>();

	beforeAll(async () => {
		store = await open();
		world = await openEvidence(store.databases);
		for (const source of declared.filter(isEvidence)) {
			const files: Record<string, Buffer> = {};
			if (source.kind === 'slack-export')
				for (const name of ['users.json', 'channels.json']) files[name] = read(`evidence/slack-export/${name}`);
			for (const { path } of source.files) files[path.replace(/^evidence\/(?:slack-export\/)?/, '')] = read(path);
			views.set(source.id, await world.add(files, { recordedFrom: source.recordingStart }));
		}
	}, 240_000);
	afterAll(async () => {
		await world.close();
		await store.close();
	});

	const view = (id: string): SourceView => {
		const found = views.get(id);
		if (!found) throw new Error(`no source ${id}`);
		return found;
	};
	const count = async (filter: Parameters<EvidenceWorld['evidence']['records']['histogram']>[2]) =>
		value(await world.evidence.records.histogram(lead, analysisId, filter, 1)).total;

	test.each(declared.filter(isEvidence))('[EV1] $id has the records, the range and the raw bytes declared', (source) => {
		const { status, counts, first, last, files } = view(source.id);
		const { expected } = source;
		expect({
			status,
			records: counts.records,
			skipped: counts.skipped,
			first: first && instant(first),
			last: last && instant(last),
		}).toEqual({
			status: 'ready',
			records: expected.messages ?? expected.entries ?? expected.lines ?? expected.commits ?? expected.cues ?? expected.updates,
			skipped: 0,
			first: instant(expected.first ?? expected.oldest),
			last: instant(expected.last ?? expected.newest),
		});
		for (const { sha256 } of source.files) expect(files.map((file) => file.sha256)).toContain(sha256);
	});

	test.each(declared.filter(({ kind }) => kind === 'slack-export'))('[EV2] $id tells people, bots, joins, edits, threads and reactions apart', async ({ id, expected }) => {
		const { counts } = view(id);
		const more = (name: string) => counts.more[name] ?? 0;
		const authors = value(await world.evidence.records.authors(lead, analysisId, [view(id).id]));
		expect({
			authors: counts.authors,
			byPeople: more('byPeople'),
			joins: more('joins'),
			bots: more('byBots'),
			deleted: more('deleted'),
			edited: more('edited'),
			threads: more('threads'),
			replies: more('replies'),
			withReactions: more('withReactions'),
			perAuthor: Object.fromEntries(
				authors.filter(({ kind, records }) => kind === 'person' && records > 0).map(({ name, records }) => [name, records]),
			),
		}).toEqual({
			authors: expected.authors,
			byPeople: expected.byPeople,
			joins: expected.joins,
			bots: expected.botMessages,
			deleted: expected.deleted,
			edited: expected.edited,
			threads: expected.threads,
			replies: expected.replies,
			withReactions: expected.withReactions,
			perAuthor: expected.messagesPerAuthor,
		});
	});

	test('[EV3] PagerDuty entries have their types, cues their speakers, logs their hosts and levels', async () => {
		const byId = new Map(declared.map((source) => [source.id, source.expected]));
		expect(view('pagerduty').counts.more).toEqual(byId.get('pagerduty').types);
		for (const id of ['zoom-1', 'zoom-2']) {
			const authors = value(await world.evidence.records.authors(lead, analysisId, [view(id).id]));
			expect(authors.map(({ name }) => name).sort()).toEqual(byId.get(id).speakers);
		}
		const gateway = view('ingest-gw').id;
		expect({
			hosts: view('ingest-gw').counts.authors,
			spillOn: await count({ sources: [gateway], q: '"spill=on"' }),
			status503: await count({ sources: [gateway], q: '"status=503"' }),
			errors: await count({ sources: [view('kafka-broker').id], levels: ['error'] }),
			runs: await count({ sources: [view('terraform').id], q: '"Running plan in"' }),
		}).toEqual({
			hosts: byId.get('ingest-gw').hosts,
			spillOn: byId.get('ingest-gw').spillOn,
			status503: byId.get('ingest-gw').status503,
			errors: byId.get('kafka-broker').errors,
			runs: byId.get('terraform').runs,
		});
	});

	test('[EV4] the broker log names no zone, and that is shown', () => {
		expect(view('kafka-broker').assumptions).toEqual([
			{ what: 'zone', value: 'UTC', because: 'the times in it name no zone' },
		]);
		expect(view('ingest-gw').assumptions).toEqual([]);
	});

	test.each(cited)('[EV5] the cited record $id is found by its key, at its time, with its words', async ({ id, at, text, speaker }) => {
		const [source = '', key = ''] = id.split(/\/(.*)/s);
		const record: RecordView = value(await world.evidence.records.byKey(lead, analysisId, view(source).id, key));
		expect(instant(record.at)).toBe(instant(at));
		if (!source.startsWith('slack-')) expect(record.text.split('\n')[0]).toBe(text);
		else if (!/[<&]/.test(text)) expect(record.text).toBe(text);
		if (speaker !== undefined) expect(record.author).toBe(speaker);
		const raw = value(await world.evidence.records.raw(lead, analysisId, record.id));
		const { file, byteOffset, byteLength } = record.raw;
		const original = read(declared.find(({ id: of }) => of === source)?.files.find(({ path }) => path.endsWith(file))?.path ?? '');
		expect(raw.bytes).toEqual(original.subarray(byteOffset, byteOffset + byteLength));
		// In JSON the words may be escaped, and a commit is cited by its hash; one word of it stands there as it is.
		const word = /[A-Za-z0-9]{3,}/.exec(text.replace(/<[^>]*>/g, ''))?.[0] ?? key;
		expect(raw.bytes.toString()).toContain(word);
	});
});
