/** The sample as a whole, loaded as a newcomer loads it: everything is there, and leads where it should. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { momentWords } from '#lib/model/account.ts';
import type { AnalysisId, EventId, PersonId } from '#lib/model/ids.ts';
import { readInquiry } from '#lib/model/inquiry.ts';
import { groundsOf, readNarrative } from '#lib/model/narrative.ts';
import { parseInstant } from '#lib/model/instant.ts';
import { knowledgeAt } from '#lib/model/knowledge.ts';
import { readTimeline } from '#lib/model/timeline.ts';
import type { SampleProgress } from '#server/sample/samples.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';

const { expected, asOf } = JSON.parse(
	readFileSync(new URL('../../sample/sample.json', import.meta.url), 'utf8'),
	// oxlint-disable-next-line typescript/no-explicit-any -- the declared counts, compared whole below
) as any;

const { changedSinceLast } = (
	JSON.parse(readFileSync(new URL('../../sample/rounds.json', import.meta.url), 'utf8')) as {
		rounds: { number: number; changedSinceLast: unknown }[];
	}
).rounds.find(({ number }) => number === 2)!;

let house: House;
let lead: Client;
let id: AnalysisId;

beforeAll(async () => {
	house = await openHouse();
	lead = await house.user('newcomer');
	const begun = await lead.post('/samples');
	expect(begun.status).toBe(202);
	id = begun.body.id as AnalysisId;
	await vi.waitFor(
		async () => {
			expect((await lead.get(`/samples/${id}`)).body).not.toMatchObject({ status: 'loading' });
		},
		{ timeout: 110_000, interval: 200 },
	);
}, 120_000);
afterAll(() => house.close());

const cast = async () => {
	const people = await house.services.people.list(lead.userId, id);
	if (!people.ok) throw new Error(people.refusal.message);
	return people.value;
};

test('[AY7] nobody did anything in it yet', async () => {
	expect((await lead.get(`/analyses/${id}/activity`)).body).toEqual({ activity: [], next: null });
});
test('[SA1] the copy is ready, led by whoever asked, and nobody else may ask about it', async () => {
	const progress = (await lead.get(`/samples/${id}`)).body as SampleProgress;
	expect(progress).toEqual({ id, status: 'ready', done: 1, words: 'Ready' });
	expect((await lead.get(`/analyses/${id}`)).body).toMatchObject({
		title: 'The night ingestion went quiet',
		number: '142',
		effort: 'deep',
		stage: 'calibrate',
		date: '2026-03-11',
		plannedMinutes: 2400,
		usedMinutes: 1560,
		isSample: true,
		role: 'lead',
	});
	const stranger = await house.user('stranger');
	expect((await stranger.get(`/samples/${id}`)).status).toBe(404);
	expect((await stranger.get(`/analyses/${id}`)).status).toBe(404);
});

test('[SA2] every source counts what the sample declares', async () => {
	const { sources } = (await lead.get(`/analyses/${id}/sources`)).body as {
		sources: { name: string; status: string; counts: { records: number } }[];
	};
	expect(Object.fromEntries(sources.map(({ name, counts }) => [name, counts.records]))).toEqual({
		'#incident-142': 412,
		'#data-platform': 88,
		'#support-escalations': 60,
		'PagerDuty log': 36,
		'terraform apply output': 428,
		'git log': 27,
		'Alertmanager webhooks': 17,
		'Zoom transcript, part 1': 306,
		'Zoom transcript, part 2': 834,
		'ingest-gw logs': 20_000,
		'kafka-main broker log': 3000,
		'Status page incident': 14,
	});
	expect(new Set(sources.map(({ status }) => status))).toEqual(new Set(['ready']));
});

test('[SA3] the timeline has its events, people, gaps, lanes, claims and knowings, and every citation opens', async () => {
	const timeline = await house.services.collab.read({ analysis: id, kind: 'timeline' }, (doc) => readTimeline(doc));
	const kinds: Record<string, number> = {};
	for (const { kind } of timeline.events) kinds[kind] = (kinds[kind] ?? 0) + 1;
	const cited = new Set(timeline.events.flatMap(({ records }) => [...records]));
	expect({
		events: timeline.events.length,
		kinds,
		gaps: timeline.gaps.length,
		lanes: timeline.lanes.length,
		presences: timeline.presences.length,
		claims: timeline.claims.length,
		knowings: timeline.knowings.length,
		skipped: timeline.skipped,
	}).toEqual({
		events: expected.events,
		kinds: expected.eventKinds,
		gaps: expected.gaps,
		lanes: 10,
		presences: 16,
		claims: expected.claims,
		knowings: expected.knowings,
		skipped: 0,
	});
	expect((await house.services.evidence.records.find(id, [...cited])).length).toBe(cited.size);
	const known = new Set((await cast()).map((person) => person.id));
	for (const { people } of timeline.events) for (const person of people) expect(known).toContain(person);
	for (const { personId } of [...timeline.claims, ...timeline.knowings])
		if (personId !== '') expect(known).toContain(personId);
});

test('[SA11] what the logs show is known to nobody until somebody said it, and to some before others', async () => {
	const timeline = await house.services.collab.read({ analysis: id, kind: 'timeline' }, (doc) => readTimeline(doc));
	const yuki = (await cast()).find(({ name }) => name === 'Yuki Kimura')?.id as PersonId;
	const priya = (await cast()).find(({ name }) => name === 'Priya Raghunathan')?.id as PersonId;
	const spill = timeline.events.find(({ title }) => title === 'The gateway answers 202 and spills to disk')?.id as EventId;
	const knows = (clock: string, who: PersonId | 'anyone') =>
		knowledgeAt(timeline, parseInstant(`2026-03-11T${clock}Z`) ?? 0, who).has(spill);
	expect([knows('02:24:57', 'anyone'), knows('02:24:58', 'anyone'), knows('02:25:00', yuki), knows('02:25:00', priya), knows('02:25:40', priya)]).toEqual([
		false,
		true,
		true,
		false,
		true,
	]);
});

test('[SA4] the cast is everyone of the list and Northgate’s team; the chosen name is kept, and marked', async () => {
	const people = await cast();
	expect(people.length).toBe(expected.people + 1);
	expect(people.filter(({ isChosenName }) => isChosenName).map(({ name }) => name)).toEqual(['LeadEng McInfraPants']);
	expect(people.filter(({ userId }) => userId !== null)).toEqual([]);
});

test('[SA5] questions, themes and hypotheses are pinned to what raised them', async () => {
	const inquiry = await house.services.collab.read({ analysis: id, kind: 'inquiry' }, (doc) => readInquiry(doc));
	const states: Record<string, number> = {};
	for (const { state } of inquiry.hypotheses) states[state] = (states[state] ?? 0) + 1;
	expect({
		questions: inquiry.questions.length,
		open: inquiry.questions.filter(({ answeredAt }) => answeredAt === 0).length,
		themes: inquiry.themes.length,
		states,
		skipped: inquiry.skipped,
		unpinned: [...inquiry.questions, ...inquiry.themes, ...inquiry.hypotheses].filter(({ on }) => on.size === 0),
	}).toEqual({
		questions: expected.questions,
		open: expected.openQuestions,
		themes: expected.themes,
		states: expected.hypotheses,
		skipped: 0,
		unpinned: [],
	});
});

test('[SA6] shared accounts reach the analysts; drafts stay in their documents', async () => {
	const shared = await house.services.sharing.list(lead.userId, id);
	if (!shared.ok) throw new Error(shared.refusal.message);
	expect({
		shared: shared.value.length,
		quotable: shared.value.filter(({ quotable }) => quotable === 'yes').length,
		people: new Set(shared.value.map(({ personId }) => personId)).size,
	}).toEqual({
		shared: expected.consent.quotable + expected.consent.shared,
		quotable: expected.consent.quotable,
		people: expected.accountPeople,
	});
	const leadEng = (await cast()).find(({ isChosenName }) => isChosenName)?.id as PersonId;
	const timeline = await house.services.collab.read({ analysis: id, kind: 'timeline' }, (doc) => readTimeline(doc));
	const apply = timeline.events.find(({ title }) => title === 'terraform apply on kafka-main')?.id as EventId;
	const draft = await house.services.collab.read({ analysis: id, kind: 'account', subject: leadEng }, (doc) =>
		momentWords(doc, apply),
	);
	expect(draft?.saw).toMatch(/glad the number of changes was small, because$/);
	expect(shared.value.some(({ saw }) => saw === draft?.saw)).toBe(false);
});

test('[SA7] the narrative cites and quotes what it says, and every quote has its words', async () => {
	const passages = await house.services.collab.read({ analysis: id, kind: 'narrative' }, (doc) => readNarrative(doc));
	const grounds = groundsOf(passages);
	expect({
		sections: passages.filter(({ kind }) => kind === 'heading').map(({ text }) => text),
		events: grounds.events.size,
		quotes: grounds.quoteBlocks,
		records: grounds.records.size,
	}).toEqual({
		sections: expected.narrative.sections,
		events: expected.narrative.eventsCited,
		quotes: expected.narrative.quotes,
		records: 12,
	});
	const quotes = await house.services.sharing.quotes(lead.userId, id);
	if (!quotes.ok) throw new Error(quotes.refusal.message);
	expect(quotes.value.length).toBe(10);
	for (const { consent, text } of quotes.value) expect({ consent, isWritten: text !== '' }).toEqual({ consent: 'yes', isWritten: true });
	expect(new Set(quotes.value.map((quote) => quote.id))).toEqual(new Set(grounds.quotes));
});

test('[SA12] the first round is closed with all answers; of the one that is open four of six have answered all of theirs', async () => {
	const rounds = await house.services.rounds.list(lead.userId, id);
	if (!rounds.ok) throw new Error(rounds.refusal.message);
	expect(
		rounds.value.map(({ number, closedAt, openedAt, people }) => ({
			number,
			closedAt,
			openedAt,
			people: people.map(({ name, state, passages }) => [name, state, passages.length > 0, passages.some(({ answer }) => answer === 'differs')]),
		})),
	).toEqual([
		{
			number: 2,
			closedAt: null,
			openedAt: '2026-03-22T18:00:00.000Z',
			people: [
				['LeadEng McInfraPants', 'answered', true, false],
				['Marcus Bell', 'silent', true, false],
				['Priya Raghunathan', 'answered', true, false],
				['Sofia Brandt', 'silent', true, false],
				['Tomasz Wilk', 'answered', true, true],
				['Wei-Lin Chou', 'answered', true, false],
			],
		},
		{
			number: 1,
			closedAt: '2026-03-20T17:00:00.000Z',
			openedAt: '2026-03-19T15:00:00.000Z',
			people: [
				['Hana Sato', 'answered', true, false],
				['LeadEng McInfraPants', 'answered', true, false],
				['Priya Raghunathan', 'answered', true, true],
				['Sofia Brandt', 'answered', true, false],
				['Tomasz Wilk', 'answered', true, true],
				['Yuki Kimura', 'answered', true, true],
			],
		},
	]);
	// Who sees it otherwise began a thread, so the story tells of it.
	const before = await lead.get(`/analyses/${id}/stories/before`);
	expect(before.body.differing).toBe(0);
});

test('[SA13] between the rounds it was edited as the sample says, by those who edited it', async () => {
	const changes = await house.services.rounds.changes(lead.userId, id, 2);
	if (!changes.ok) throw new Error(changes.refusal.message);
	const { since, edits, rewritten } = changes.value;
	expect({ edits, passagesRewritten: rewritten }).toEqual(changedSinceLast);
	expect(since).toBe(1);
	const told = changes.value.changes.map(({ words }) => words.filter(({ is }) => is !== 'same').map(({ is, text }) => `${is} ${text.trim()}`));
	expect(told).toContainEqual(['removed eight', 'added seven']);
	const passages = await house.services.collab.read({ analysis: id, kind: 'narrative' }, (doc) => readNarrative(doc));
	const passage = passages.find(({ text }) => text.includes('a rule of its own, made for a different kind of night'));
	const { passages: authored } = (await lead.get(`/analyses/${id}/narrative/authorship`)).body as {
		passages: { passageId: string; runs: { from: number; to: number; user: { name: string } | null }[] }[];
	};
	const runs = authored.find(({ passageId }) => passageId === passage?.passageId)?.runs ?? [];
	const text = (of: string) =>
		runs.filter(({ user }) => user?.name === of).map(({ from, to }) => passage?.text.slice(from, to)).join('');
	expect(text('Dev Banerjee')).toContain('of its own, made for a different kind of night');
	expect(text('Ines Caldeira')).toContain('They were careful about it.');
});

test('[SA8] threads hang on their words with their authors and times', async () => {
	const threads = await house.services.threads.list(lead.userId, id);
	if (!threads.ok) throw new Error(threads.refusal.message);
	const onText = threads.value.filter(({ on }) => 'quote' in on);
	expect({
		open: onText.filter(({ resolvedAt }) => resolvedAt === null).length,
		resolved: onText.filter(({ resolvedAt }) => resolvedAt !== null).length,
		onEvents: threads.value.length - onText.length,
		comments: threads.value.flatMap(({ comments }) => comments).length,
		places: new Set(onText.map(({ on }) => 'state' in on && on.state)),
	}).toEqual({
		...expected.narrativeThreads,
		onEvents: expected.eventThreads,
		comments: expected.comments,
		places: new Set(['placed']),
	});
	const hana = threads.value.find(({ kind, on }) => kind === 'differs' && 'quote' in on);
	expect(hana?.comments.map(({ author, createdAt }) => [author.name, createdAt])).toEqual([
		['Hana Sato', '2026-03-23T04:05:00.000Z'],
		['Ines Caldeira', '2026-03-24T15:21:00.000Z'],
	]);
	for (const { comments } of threads.value)
		for (const { createdAt } of comments) expect(Date.parse(createdAt)).toBeLessThanOrEqual(Date.parse(asOf));
});

test('[SA9] a second copy stands beside the first, with the same people', async () => {
	const again = await house.services.samples.load(lead.userId);
	expect(again).toMatchObject({ ok: true });
	const everyone = await house.services.databases.core.selectFrom('person').select('name').execute();
	// Northgate's team has no address to be known by.
	expect(everyone.length).toBe(expected.people + 2);
	expect((await house.services.analyses.list(lead.userId)).length).toBe(2);
}, 120_000);

test('[SA10] a copy that was cut short is taken away at the next start', async () => {
	const { databases, samples, analyses } = house.services;
	const half = await analyses.create(lead.userId, { title: 'Half', subject: 'incident', effort: 'deep', isSample: true });
	await databases.core
		.insertInto('audit')
		.values({ user_id: lead.userId, action: 'sample.begin', detail_json: JSON.stringify({ analysisId: half }), at: 1 })
		.execute();
	await samples.recover();
	const titles = (await analyses.list(lead.userId)).map(({ title }) => title);
	expect(titles).not.toContain('Half');
	expect(titles.length).toBe(2);
});
