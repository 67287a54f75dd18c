/** A timeline of another tool comes in over HTTP in one request, on every store: SQLite and PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Role } from '#lib/model/access.ts';
import type { DocumentRef } from '#lib/model/documents.ts';
import { newId, type AnalysisId } from '#lib/model/ids.ts';
import type { Origin } from '#lib/model/origin.ts';
import { readTimeline } from '#lib/model/timeline.ts';
import { createAnalyses } from '#server/analysis/analyses.ts';
import { createMembers } from '#server/analysis/members.ts';
import { standing } from '#server/analysis/standing.ts';
import { handleApi } from '#server/api/handle.ts';
import { createAccounts } from '#server/auth/accounts.ts';
import { createSessions } from '#server/auth/sessions.ts';
import { createPeople } from '#server/people/people.ts';
import type { Outcome } from '#server/refusal.ts';
import type { Services } from '#server/services.ts';
import { createTimelineImport, mostTimelineBytes } from '#server/timeline/take-in.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';

const origin = 'http://127.0.0.1:1';

function must<T>(outcome: Outcome<T>): T {
	if (!outcome.ok) throw new Error(outcome.refusal.message);
	return outcome.value;
}

/** Two seconds of one system as Timesketch, IRIS, any table and JSON lines have them. */
const files = {
	timesketch: [
		'message,datetime,timestamp_desc',
		'Broker 2 shuts down,2026-03-11T01:41:02.000000+00:00,Event time',
		'“Could be mine”,2026-03-11T02:33:12.004100+00:00,Event time',
		'',
	].join('\n'),
	iris: [
		'event_id,event_date,event_tz,event_title,event_content,event_category',
		'1,2026-03-11T01:41:02.000000,+00:00,Broker 2 shuts down,,',
		'2,2026-03-11T02:33:12.004100,+00:00,“Could be mine”,,',
		'',
	].join('\n'),
	table: 'when,what\n2026-03-11 01:41:02,Broker 2 shuts down\n2026-03-11 02:33:12.0041,“Could be mine”\n',
	jsonLines: [
		'{"datetime":"2026-03-11T01:41:02Z","message":"Broker 2 shuts down"}',
		'{"datetime":"2026-03-11T02:33:12.0041Z","message":"“Could be mine”"}',
	].join('\n'),
};

describe.each(stores)('on $name', ({ open }) => {
	let store: TestDatabases;
	beforeAll(async () => {
		store = await open();
	});
	afterAll(() => store.close());

	/** An analysis of a fresh lead, behind the API. */
	async function house() {
		const { core: db } = store.databases;
		const live = { publish: () => undefined, close: () => undefined };
		const sessions = createSessions(db);
		const accounts = createAccounts(db);
		const analyses = createAnalyses(db, async () => {});
		const docs = new Map<string, Y.Doc>();
		const docOf = ({ analysis }: DocumentRef) => {
			const doc = docs.get(analysis) ?? new Y.Doc();
			docs.set(analysis, doc);
			return doc;
		};
		const services = {
			config: { origin },
			log: { error: (_: unknown, words: string) => expect.fail(words) },
			async identify(headers: Headers) {
				const token = /^Bearer (.*)$/.exec(headers.get('authorization') ?? '')?.[1];
				return token === undefined ? undefined : sessions.prove(token);
			},
			timelineImport: createTimelineImport({
				db,
				people: createPeople({ db, live }),
				standing: (userId, analysisId) => standing(db, userId, analysisId),
				collab: {
					read: async (ref, reader) => reader(docOf(ref)),
					writeAs: async (userId, ref, verb) => verb(docOf(ref), { source: 'local', userId } as Origin),
				},
			}),
		} as unknown as Services;
		const someone = async (name: string) => {
			const email = `${newId('user')}@house.example`;
			const { userId } = must(await accounts.create({ email, name, password: 'a few words in a row' }));
			return { userId, email, token: await sessions.makeToken(userId, 'test') };
		};
		const lead = await someone('Ines');
		const begin = (date: string) =>
			analyses.create(lead.userId, { title: 'A quiet night', subject: 'incident', effort: 'light', date });
		const analysis = await begin('2026-03-11');
		const members = createMembers({ db, live });
		return {
			lead,
			analysis,
			another: () => begin('2026-03-11'),
			someone,
			join: async (email: string, role: Role) => must(await members.add(lead.userId, analysis, email, role)),
			timeline: (id: string) => readTimeline(docOf({ analysis: id as AnalysisId, kind: 'timeline' })),
			async bring(
				body: string | Uint8Array<ArrayBuffer> | ReadableStream | FormData,
				{ token = lead.token, into = analysis as string, query = '' } = {},
			) {
				const request = new Request(`${origin}/api/v1/analyses/${into}/timeline/import${query}`, {
					method: 'POST',
					headers: token === '' ? {} : { authorization: `Bearer ${token}` },
					body,
					duplex: 'half',
				} as RequestInit);
				const answer = await handleApi(request, '127.0.0.1', services);
				// oxlint-disable-next-line typescript/no-explicit-any -- the test says what it expects
				return { status: answer.status, body: (await answer.json()) as any };
			},
		};
	}

	test('[TE16] Timesketch, IRIS, a table and JSON lines come in whole, once, to the microsecond', async () => {
		const { bring, another, timeline } = await house();
		const expected = { timesketch: 'timesketch', iris: 'iris', table: 'table', jsonLines: 'table' };
		for (const [name, is] of Object.entries(expected)) {
			const into = await another();
			const counts = { is, here: 0, people: [], uncited: 0, skipped: 0, unread: [] };
			const text = files[name as keyof typeof files];
			expect([name, await bring(text, { into, query: '?kind=message' })]).toEqual([
				name,
				{ status: 200, body: { ...counts, added: 2 } },
			]);
			expect(timeline(into).events.map(({ title, kind, when }) => [title, kind, when.earliest])).toEqual([
				['Broker 2 shuts down', 'message', 1773193262_000_000],
				['“Could be mine”', 'message', 1773196392_004_100],
			]);
			expect((await bring(text, { into })).body).toEqual({ ...counts, added: 0, here: 2 });
		}
	});

	test('[TE16] what was left out is told by its line; of very many the first', async () => {
		const { bring, timeline, analysis } = await house();
		const rows = ['2026-03-11T02:14:07Z,Paged', 'soonish,Nobody knows when', '2026-03-11T02:15:00Z,Awake'];
		const { status, body } = await bring(`datetime,message\n${rows.join('\n')}\n`);
		expect([status, body.added, body.skipped, body.unread]).toEqual([
			200,
			2,
			1,
			[{ line: 3, text: expect.stringContaining('Nobody knows when'), reason: expect.stringMatching(/\.$/) }],
		]);
		const many = Array.from({ length: 600 }, (_, n) => `soonish,row ${n}`).join('\n');
		const bad = (await bring(`datetime,message\n2026-03-11T02:16:00Z,Here\n${many}\n`)).body;
		expect([bad.added, bad.skipped, bad.unread.length]).toEqual([1, 600, 500]);
		expect(timeline(analysis).events.map(({ title }) => title)).toEqual(['Paged', 'Awake', 'Here']);
	});

	test('[TE17] who may write the timeline may bring one; to others it is refused, and nothing is read', async () => {
		const { bring, someone, join, timeline, analysis } = await house();
		let read = 0;
		const stream = () =>
			new ReadableStream(
				{
					pull(controller) {
						read++;
						controller.enqueue(new TextEncoder().encode(files.timesketch));
						controller.close();
					},
				},
				{ highWaterMark: 0 },
			);
		const answers: Record<string, unknown> = {};
		const ask = async (role: string, token: string) => {
			read = 0;
			const { status } = await bring(stream(), { token });
			answers[role] = [status, read > 0];
		};
		const eve = await someone('Eve');
		await ask('signed out', '');
		await ask('outsider', eve.token);
		for (const role of ['reader', 'participant', 'facilitator', 'contributor', 'analyst'] as const) {
			const one = await someone(role);
			await join(one.email, role);
			await ask(role, one.token);
		}
		expect(answers).toEqual({
			'signed out': [401, false],
			outsider: [404, false],
			reader: [404, false],
			participant: [404, false],
			facilitator: [200, true],
			contributor: [200, true],
			analyst: [200, true],
		});
		expect(timeline(analysis).events.length).toBe(2);
		expect((await bring(files.table, { into: newId('analysis') })).status).toBe(404);
	});

	test('[TE18] bad input gets one sentence, and adds nothing', async () => {
		const { bring, timeline, analysis } = await house();
		const form = new FormData();
		form.append('file', new Blob([files.table]), 'timeline.csv');
		const mebibyte = new Uint8Array(1024 * 1024).fill(0x61);
		const tooLarge = new ReadableStream({
			pull(controller) {
				sent += mebibyte.byteLength;
				controller.enqueue(mebibyte);
			},
		});
		let sent = 0;
		const wrong: readonly (readonly [Parameters<typeof bring>[0], string, number, string])[] = [
			['', '', 400, 'invalid'],
			['just words', '', 400, 'invalid'],
			['a,b\n1,2', '', 400, 'invalid'],
			['{"is":"second-story/timeline","version":99,"events":[]}', '', 400, 'invalid'],
			[new Uint8Array([0xff, 0xfe, 0x77, 0x00]), '', 400, 'invalid'],
			[form, '', 400, 'invalid'],
			[files.table, '?kind=blame', 400, 'invalid'],
			[tooLarge, '', 413, 'too_large'],
		];
		for (const [body, query, status, code] of wrong) {
			const answer = await bring(body, { query });
			expect([answer.status, answer.body]).toEqual([
				status,
				expect.objectContaining({
					error: expect.objectContaining({
						code,
						message: expect.stringMatching(/[Nn]othing was (added|changed)\.$/),
					}),
				}),
			]);
		}
		expect(timeline(analysis).events).toEqual([]);
		// Of one without an end no more is taken than may be.
		expect(sent).toBeLessThan(mostTimelineBytes + 8 * mebibyte.byteLength);
	});
});
