import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { AnalysisId } from '#lib/model/ids.ts';
import { schemaVersion } from '#lib/model/documents.ts';
import { appendBlocks, narrativeOf } from '#lib/model/narrative.ts';
import type { Origin } from '#lib/model/origin.ts';
import type { Block } from '#lib/model/prose.ts';
import { cookieOf, openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ines: Client;
let dev: Client;
let others: readonly Client[];
let analysis: AnalysisId;
let base: string;
let people: Readonly<Record<'sofia' | 'hana' | 'tomasz', string>>;
/** Who hold a link and no account. */
let sofia: Client;
let hana: Client;
let passages: readonly string[];

const line = (text: string): Block => ({ is: 'paragraph', content: [{ is: 'text', text, marks: [] }] });
const any = expect.any(String);
const notFound = [404, 'not_found'];
const status = ({ status: code, body }: { status: number; body?: { error?: { code: string } } }) => [
	code,
	body?.error?.code,
];

beforeAll(async () => {
	house = await openHouse();
	[ines, dev, ...others] = (await Promise.all(
		['Ines', 'Dev', 'Priya', 'Fay', 'Ian', 'Pat', 'Rea', 'Nobody'].map((name) => house.user(name)),
	)) as [Client, Client, ...Client[]];
});
afterAll(() => house.close());
beforeEach(async () => {
	analysis = (await ines.post('/analyses', { title: 'A quiet night' })).body.id;
	base = `/analyses/${analysis}`;
	await ines.post(`${base}/members`, { email: 'dev@house.example', role: 'analyst' });
	const roles = ['contributor', 'facilitator', 'interviewee', 'participant', 'reader'];
	for (const [index, role] of roles.entries())
		await ines.post(`${base}/members`, {
			email: `${others[index]?.name.toLowerCase()}@house.example`,
			role,
		});
	const add = async (name: string) => (await ines.post(`${base}/people`, { name })).body.id as string;
	people = {
		sofia: await add('Sofia Brandt'),
		hana: await add('Hana Sato'),
		tomasz: await add('Tomasz Wrona'),
	};
	sofia = await guest(people.sofia);
	hana = await guest(people.hana);
	passages = await write((doc, origin) =>
		appendBlocks(
			doc,
			[
				line('Sofia was asleep, and nobody had paged her.'),
				line('The boards were flat at 02:00.'),
				line('Hana looked at the boards, and Sofia did not.'),
			],
			origin,
		),
	);
});

async function guest(personId: string): Promise<Client> {
	const link = await ines.post(`${base}/invitations`, { personId });
	const opened = await house.browser().post('/invitations/exchange', { token: link.body.url.split('#')[1] });
	return house.browser(cookieOf(opened));
}
function write<T>(verb: (doc: Y.Doc, origin: Origin) => T): Promise<T> {
	return house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, verb);
}
const textAt = (doc: Y.Doc, place: number) =>
	(narrativeOf(doc).get(place) as Y.XmlElement).get(0) as Y.XmlText;

/** Opens a round as proposed. */
async function open(client = ines) {
	const { body } = await client.get(`${base}/rounds/proposal`);
	const opened = await client.post(`${base}/rounds`, {
		people: (body.people as { personId: string; passages: { passageId: string }[] }[]).map((person) => ({
			personId: person.personId,
			passageIds: person.passages.map(({ passageId }) => passageId),
		})),
	});
	expect(opened.status).toBe(201);
	return opened.body;
}
const say = (client: Client, passage: string | undefined, answer: string, words = '', number = 1) =>
	client.call('PUT', `${base}/part/round/${number}/passages/${passage}`, { answer, words });
const own = async (client: Client) => (await client.get(`${base}/part/round`)).body.round;

test('[RD1] a round freezes the narrative whole, without the words that were deleted', async () => {
	await write((doc) => textAt(doc, 1).insert(0, 'Somebody unmentionable. '));
	await write((doc) => textAt(doc, 1).delete(0, 'Somebody unmentionable. '.length));
	const opened = await open(dev);
	await write((doc) => textAt(doc, 0).insert(0, 'Later: '));
	expect(opened).toMatchObject({ number: 1, openedBy: 'Dev', closedAt: null });
	const row = await house.services.databases.core
		.selectFrom('version')
		.selectAll()
		.where('analysis_id', '=', analysis)
		.executeTakeFirstOrThrow();
	expect(row).toMatchObject({
		document: `analysis/${analysis}/narrative`,
		name: 'Round 1',
		made_by: dev.userId,
		schema_version: schemaVersion,
	});
	const doc = new Y.Doc();
	Y.applyUpdate(doc, row.bytes);
	expect(
		narrativeOf(doc)
			.toArray()
			.map((element) => (element as Y.XmlElement).toString()),
	).toEqual([
		'<paragraph>Sofia was asleep, and nobody had paged her.</paragraph>',
		'<paragraph>The boards were flat at 02:00.</paragraph>',
		'<paragraph>Hana looked at the boards, and Sofia did not.</paragraph>',
	]);
	expect(Buffer.from(row.bytes).includes('unmentionable')).toBe(false);
	expect((await own(sofia)).passages.map(({ text }: { text: string }) => text)).toEqual([
		'Sofia was asleep, and nobody had paged her.',
		'Hana looked at the boards, and Sofia did not.',
	]);
	// One at a time.
	const again = await ines.post(`${base}/rounds`, {
		people: [{ personId: people.sofia, passageIds: [passages[0]] }],
	});
	expect(status(again)).toEqual([409, 'conflict']);
});

test('[RD3] answers are read by the analysts and their author, by nobody else', async () => {
	await open();
	expect((await say(sofia, passages[0], 'differs', 'I was awake.')).status).toBe(204);
	const seen = {
		...{ passageId: passages[0], why: 'named', text: 'Sofia was asleep, and nobody had paged her.' },
		...{ answer: 'differs', words: 'I was awake.', answeredAt: any, threadId: null },
	};
	for (const analyst of [ines, dev]) {
		const [round] = (await analyst.get(`${base}/rounds`)).body.rounds;
		expect(round.people[1]).toMatchObject({ name: 'Sofia Brandt', state: 'begun', canAnswer: true });
		expect(round.people[1].passages[0]).toEqual(seen);
		expect(round.people[0]).toMatchObject({ name: 'Hana Sato', state: 'silent' });
	}
	// Every other role, a stranger, and the others who are asked: reading, leading, answering in her place.
	for (const client of [...others, hana, sofia, house.browser()]) {
		const answers = await Promise.all([
			client.get(`${base}/rounds`),
			client.get(`${base}/rounds/proposal`),
			client.get(`${base}/rounds/1/changes`),
			client.post(`${base}/rounds`, { people: [{ personId: people.sofia, passageIds: [passages[0]] }] }),
			client.post(`${base}/rounds/1/remind`),
			client.post(`${base}/rounds/1/close`),
		]);
		const expected =
			client.headers['cookie'] || client.headers['authorization'] ? notFound : [401, 'signed_out'];
		expect(answers.map(status)).toEqual(answers.map(() => expected));
	}
	for (const client of others) {
		const answers = await Promise.all([
			say(client, passages[0], 'yes'),
			client.post(`${base}/part/round/1/passages/${passages[0]}/post`),
			client.call('PUT', `${base}/part/round/1/not-this-time`, { notThisTime: true }),
		]);
		expect(answers.map(status)).toEqual(answers.map(() => notFound));
		// Whoever was there and is not asked, and whoever was not there.
		const round = await client.get(`${base}/part/round`);
		expect(round.status === 404 || round.body).toEqual(round.status === 404 || { round: null, earlier: [] });
	}
	// Hana is asked too: about her passage, and she sees her own answers only.
	expect(status(await say(hana, passages[0], 'yes'))).toEqual(notFound);
	expect(JSON.stringify(await own(hana))).not.toContain('awake');
	expect((await own(sofia)).passages[0]).toEqual({
		...{ passageId: passages[0], why: 'named', text: seen.text, answer: 'differs', words: 'I was awake.' },
		...{ isPosted: false, replies: null, change: null },
	});
	// An analyst may not close: the lead does.
	expect(status(await dev.post(`${base}/rounds/1/close`))).toEqual([403, 'forbidden']);
});

test('[RD4] [RD9] words become a thread on the passage as it was frozen, when their author posts them, once', async () => {
	await open();
	const at = `${base}/part/round/1/passages/${passages[0]}`;
	await say(sofia, passages[0], 'differs');
	expect(status(await sofia.post(`${at}/post`))).toEqual([400, 'invalid']);
	await say(sofia, passages[0], 'differs', 'I was awake.');
	expect((await ines.get(`${base}/threads`)).body.threads).toEqual([]);
	await write((doc) => textAt(doc, 0).insert(0, 'At two, '));
	expect((await sofia.post(`${at}/post`)).status).toBe(204);
	const [thread] = (await dev.get(`${base}/threads`)).body.threads;
	expect(thread).toMatchObject({
		kind: 'differs',
		on: {
			passageId: passages[0],
			quote: 'Sofia was asleep, and nobody had paged her.',
			start: 8,
			state: 'placed',
		},
		comments: [{ author: { name: 'Sofia Brandt' }, body: 'I was awake.' }],
	});
	expect((await own(sofia)).passages[0]).toMatchObject({ isPosted: true });
	// Unsettled or kept, it is printed in the story, without who or what they said; settled otherwise, it is not.
	const printed = async () => (await ines.get(`${base}/stories/preview`)).body;
	const story = await printed();
	expect(story.disagreements).toEqual(['At two, Sofia was asleep, and nobody had paged her.']);
	expect(JSON.stringify(story)).not.toContain('awake');
	const resolve = (resolution?: string) =>
		ines.call('PATCH', `${base}/threads/${thread.id}`, { resolved: true, resolution });
	await resolve('both accounts kept');
	const kept = await printed();
	expect([kept.disagreements, kept.keptDisagreements]).toEqual([undefined, story.disagreements]);
	expect(JSON.stringify(kept)).not.toContain('awake');
	// On the same passage another's is open: it is printed once, as open.
	const [on] = [{ passageId: passages[0], quote: 'nobody', start: 30, end: 36 }];
	const other = await dev.post(`${base}/threads`, { on, kind: 'differs', body: 'I had paged her.' });
	expect((await printed()).keptDisagreements).toBeUndefined();
	expect((await printed()).disagreements).toEqual(story.disagreements);
	// Taken back by whoever said it, though others have answered.
	await ines.post(`${base}/threads/${other.body.id}/comments`, { body: 'When?' });
	await dev.call('DELETE', `${base}/threads/${other.body.id}/comments/${other.body.comments[0].id}`);
	expect((await printed()).disagreements).toBeUndefined();
	expect((await printed()).keptDisagreements).toEqual(story.disagreements);
	await resolve();
	expect((await printed()).keptDisagreements).toBeUndefined();
	expect([status(await sofia.post(`${at}/post`)), status(await say(sofia, passages[0], 'yes'))]).toEqual([
		[409, 'conflict'],
		[409, 'conflict'],
	]);
});

test('[RD15] who posted reads what was said to it and answers there, in a closed round too; no other thread is theirs', async () => {
	await open();
	const at = (passage: string | undefined, number = 1) => `${base}/part/round/${number}/passages/${passage}`;
	await say(sofia, passages[0], 'differs', 'I was awake.');
	await say(sofia, passages[2], 'missing', 'Nobody called.');
	await say(hana, passages[2], 'differs', 'I looked away.');
	await sofia.post(`${at(passages[0])}/post`);
	await hana.post(`${at(passages[2])}/post`);
	const threads = (await ines.get(`${base}/threads`)).body.threads as {
		id: string;
		comments: { body: string }[];
	}[];
	const of = (words: string) => threads.find(({ comments }) => comments[0]?.body === words)?.id;
	await ines.post(`${base}/threads/${of('I was awake.')}/comments`, { body: 'Since when?' });
	await ines.post(`${base}/threads/${of('I looked away.')}/comments`, { body: 'For Hana.' });
	const asked = { author: 'Ines', isOwn: false, body: 'Since when?', at: any };
	expect((await own(sofia)).passages.map(({ replies }: { replies: unknown }) => replies)).toEqual([
		[asked],
		null,
	]);
	expect((await sofia.post(`${at(passages[0])}/reply`, { body: 'Since one.' })).status).toBe(204);
	// Not posted, another's, another round's, nobody's; and the list of threads is as closed as it was.
	const refused = await Promise.all([
		sofia.post(`${at(passages[2])}/reply`, { body: 'x' }),
		hana.post(`${at(passages[0])}/reply`, { body: 'x' }),
		sofia.post(`${at(passages[0], 2)}/reply`, { body: 'x' }),
		ines.post(`${at(passages[0])}/reply`, { body: 'x' }),
		sofia.get(`${base}/threads`),
		sofia.post(`${base}/threads/${of('I was awake.')}/comments`, { body: 'x' }),
	]);
	expect(refused.map(status)).toEqual(refused.map(() => notFound));
	expect(status(await sofia.post(`${at(passages[0])}/reply`, { body: ' ' }))).toEqual([400, 'invalid']);
	const told = (await ines.get('/me/notifications')).body.notifications.map(
		({ words }: { words: string }) => words,
	);
	expect(told).toContain('Sofia Brandt replied in a thread that you wrote in.');

	await ines.post(`${base}/rounds/1/close`);
	await open();
	const { round, earlier } = (await sofia.get(`${base}/part/round`)).body;
	expect(round).toMatchObject({ number: 2, passages: [{ replies: null }, { replies: null }] });
	const more = { author: 'Sofia Brandt', isOwn: true, body: 'Since one.', at: any };
	expect(earlier).toMatchObject([
		{
			number: 1,
			passages: [
				{ answer: 'differs', isPosted: true, replies: [asked, more] },
				{ answer: 'missing', isPosted: false, replies: null },
			],
		},
	]);
	expect(JSON.stringify([round, earlier])).not.toMatch(/Hana\.|looked away/);
	expect((await sofia.post(`${at(passages[0])}/reply`, { body: 'Or half past.' })).status).toBe(204);
	// A new link is the same person.
	const again = await guest(people.sofia);
	const replies = (await again.get(`${base}/part/round`)).body.earlier[0].passages[0].replies;
	expect(replies.map(({ isOwn }: { isOwn: boolean }) => isOwn)).toEqual([false, true, true]);
});

test('[RD18] who posted is told on their own page that somebody replied, once for a thread and until they read or reply', async () => {
	await open();
	const at = `${base}/part/round/1/passages/${passages[0]}`;
	await say(sofia, passages[0], 'differs', 'I was awake.');
	await sofia.post(`${at}/post`);
	const [thread] = (await ines.get(`${base}/threads`)).body.threads as { id: string }[];
	const comment = (body: string) => ines.post(`${base}/threads/${thread?.id}/comments`, { body });
	const told = async (client: Client) => (await client.get(`${base}/part`)).body.notices;
	const notice = { id: any, at: any, body: 'Ines replied to what you posted.', isReply: true };

	await comment('Since when?');
	await comment('And where?');
	expect(await told(sofia)).toEqual([notice]);
	expect(await told(hana)).toEqual([]);
	const [{ id }] = await told(sofia);
	// It is Sofia's alone to read.
	await hana.post('/me/notifications/read', { ids: [id] });
	expect(await told(sofia)).toEqual([notice]);
	await sofia.post('/me/notifications/read', { ids: [id] });
	expect(await told(sofia)).toEqual([]);

	await comment('Take your time.');
	expect(await told(sofia)).toEqual([notice]);
	await sofia.post(`${at}/reply`, { body: 'Since one.' });
	expect(await told(sofia)).toEqual([]);
	const last = (await comment('Thank you.')).body;
	expect(await told(sofia)).toEqual([notice]);
	await ines.call('DELETE', `${base}/threads/${thread?.id}/comments/${last.comments.at(-1).id}`);
	expect(await told(sofia)).toEqual([]);
});

test('[RD19] what somebody posted outside of a round stands on their page with its replies, and they answer there', async () => {
	const { digest } = (await sofia.get(`${base}/part`)).body;
	const posted = { digest, answer: 'differs', passageId: passages[0], words: 'It was half past.' };
	expect((await sofia.post(`${base}/part/seen`, posted)).status).toBe(204);
	const [thread] = (await ines.get(`${base}/threads`)).body.threads as { id: string }[];
	const at = `${base}/part/threads/${thread?.id}/reply`;
	await ines.post(`${base}/threads/${thread?.id}/comments`, { body: 'By whose clock?' });
	const own = async (client: Client) => (await client.get(`${base}/part/threads`)).body.threads;
	const asked = { author: 'Ines', isOwn: false, body: 'By whose clock?', at: any };
	const one = {
		...{ id: thread?.id, kind: 'differs', quote: any, eventId: null, at: any, isResolved: false },
		words: 'It was half past.',
	};
	expect(await own(sofia)).toEqual([{ ...one, replies: [asked] }]);
	expect((await sofia.get(`${base}/part`)).body.notices).toMatchObject([
		{ body: 'Ines replied to what you posted.', isReply: true },
	]);
	expect((await sofia.post(at, { body: 'The one on the wall.' })).status).toBe(204);
	const answered = { author: 'Sofia Brandt', isOwn: true, body: 'The one on the wall.', at: any };
	expect(await own(sofia)).toEqual([{ ...one, replies: [asked, answered] }]);
	expect((await sofia.get(`${base}/part`)).body.notices).toEqual([]);

	// An analyst’s own thread is theirs in the panel; nobody answers in another’s.
	const theirs = await ines.post(`${base}/threads`, {
		on: { passageId: passages[1], quote: 'call', start: 0, end: 0 },
		...{ kind: 'note', body: 'For us.' },
	});
	expect(await own(hana)).toEqual([]);
	expect(JSON.stringify(await own(sofia))).not.toContain('For us.');
	const refused = [
		await hana.post(at, { body: 'x' }),
		await ines.post(at, { body: 'x' }),
		await sofia.post(`${base}/part/threads/${theirs.body.id}/reply`, { body: 'x' }),
	];
	expect(refused.map(status)).toEqual(refused.map(() => notFound));

	// What was posted in a round stands there, and once.
	await open();
	await say(sofia, passages[0], 'differs', 'I was awake.');
	await sofia.post(`${base}/part/round/1/passages/${passages[0]}/post`);
	expect(await own(sofia)).toEqual([{ ...one, replies: [asked, answered] }]);
	// A new link is the same person.
	const again = await guest(people.sofia);
	expect((await own(again))[0].replies).toEqual([asked, answered]);
	expect((await again.post(at, { body: 'Or the other.' })).status).toBe(204);
});

test('[RD4] withdrawing everything takes the answers along', async () => {
	await open();
	await say(sofia, passages[0], 'differs', 'I was awake.');
	expect((await sofia.post(`${base}/part/withdraw`, { confirm: true })).status).toBe(200);
	const [round] = (await ines.get(`${base}/rounds`)).body.rounds;
	expect(round.people[1]).toMatchObject({ name: 'Sofia Brandt', state: 'silent' });
	expect(JSON.stringify(round)).not.toContain('awake');
});

test('[RD5] a reminder reaches who is silent, once a day, and stops at an answer, “not this time” and the close', async () => {
	await open();
	const notices = async (client: Client) =>
		((await client.get(`${base}/part`)).body.notices as { body: string }[]).length;
	const remind = async () => await dev.post(`${base}/rounds/1/remind`);
	/** As if whoever was reminded had been so a day before. */
	const nextDay = () =>
		house.services.databases.core
			.updateTable('round_person')
			.set((row) => ({ reminded_at: row('reminded_at', '-', 86_400_000) }))
			.execute();
	await say(hana, passages[2], 'yes');
	expect((await remind()).body).toEqual({ reminded: ['Sofia Brandt'] });
	expect([await notices(sofia), await notices(hana)]).toEqual([1, 0]);
	// Pressed again, by two at once: refused with when it was.
	const again = await Promise.all([remind(), ines.post(`${base}/rounds/1/remind`)]);
	expect(again.map(status)).toEqual([
		[409, 'conflict'],
		[409, 'conflict'],
	]);
	expect(again[0]?.body.error.message).toMatch(/^The last reminder went out on \d+ \w+ at \d\d:\d\d UTC, /);
	expect(await notices(sofia)).toBe(1);
	// The next one takes the place of the first.
	await nextDay();
	expect((await remind()).body).toEqual({ reminded: ['Sofia Brandt'] });
	expect(await notices(sofia)).toBe(1);
	const decline = (notThisTime: boolean) =>
		sofia.call('PUT', `${base}/part/round/1/not-this-time`, { notThisTime });
	expect((await decline(true)).status).toBe(204);
	expect(await notices(sofia)).toBe(0);
	expect(status(await remind())).toEqual([409, 'conflict']);
	const [round] = (await ines.get(`${base}/rounds`)).body.rounds;
	expect(round.people.map(({ name, state }: { name: string; state: string }) => [name, state])).toEqual([
		['Hana Sato', 'answered'],
		['Sofia Brandt', 'not_this_time'],
	]);
	await decline(false);
	await nextDay();
	expect((await remind()).body).toEqual({ reminded: ['Sofia Brandt'] });
	expect(await notices(sofia)).toBe(1);
	await ines.post(`${base}/rounds/1/close`);
	expect(await notices(sofia)).toBe(0);
});

test('[RD6] the next round says what changed, to the analysts all of it, to each person what is theirs', async () => {
	await open();
	await say(sofia, passages[0], 'differs', 'I was awake.');
	await say(sofia, passages[2], 'yes');
	await say(hana, passages[2], 'yes');
	expect((await ines.post(`${base}/rounds/1/close`)).body.closedAt).toEqual(any);
	expect(status(await say(hana, passages[2], 'differs'))).toEqual([409, 'conflict']);
	await write((doc) => {
		const first = textAt(doc, 0);
		const at = first.toString().indexOf('asleep');
		first.delete(at, 6);
		first.insert(at, 'awake');
		const last = textAt(doc, 2);
		last.insert(last.length - 1, ' yet');
		textAt(doc, 1).insert(0, 'For a while, ');
	});
	await open(dev);
	const same = (text: string) => ({ is: 'same', text });
	const first = [
		same('Sofia was '),
		{ is: 'removed', text: 'asleep' },
		{ is: 'added', text: 'awake' },
		same(', and nobody had paged her.'),
	];
	const last = [
		same('Hana looked at the boards, and Sofia did not'),
		{ is: 'added', text: ' yet' },
		same('.'),
	];
	expect((await dev.get(`${base}/rounds/2/changes`)).body).toMatchObject({
		since: 1,
		number: 2,
		edits: 3,
		rewritten: 0,
		changes: [{ words: first }, { after: passages[1] }, { words: last }],
	});
	expect(await own(sofia)).toMatchObject({
		number: 2,
		since: 1,
		passages: [
			{ answer: null, change: { words: first, isAnswered: true } },
			{ answer: null, change: { words: last, isAnswered: false } },
		],
		gone: [],
	});
	expect((await own(hana)).passages).toMatchObject([{ change: { words: last, isAnswered: false } }]);
	expect(status(await dev.get(`${base}/rounds/1/changes`))).toEqual(notFound);
});

test('[RD6] only what they had said before the newer round froze the text is said to have changed it', async () => {
	await open();
	await say(sofia, passages[0], 'yes');
	await say(sofia, passages[2], 'yes');
	const { digest } = (await sofia.get(`${base}/part`)).body;
	const remark = (passageId: string | undefined, words: string) =>
		sofia.post(`${base}/part/seen`, { digest, answer: 'differs', passageId, words });
	expect((await remark(passages[2], 'I did look.')).status).toBe(204);
	await ines.post(`${base}/rounds/1/close`);
	for (const place of [0, 2]) await write((doc) => textAt(doc, place).insert(0, 'Later: '));
	await open();
	const changes = async () =>
		(await own(sofia)).passages.map(({ change }: { change: { isAnswered: boolean } }) => change.isAnswered);
	expect(await changes()).toEqual([false, true]);
	// Whether posted as an answer or beside the round, new words changed nothing yet.
	await say(sofia, passages[0], 'differs', 'I was awake.', 2);
	expect((await sofia.post(`${base}/part/round/2/passages/${passages[0]}/post`)).status).toBe(204);
	expect(await changes()).toEqual([false, true]);
});

test('[RD7] the last round closes once everyone named has seen their passages, or something was chosen', async () => {
	await open();
	await say(hana, passages[2], 'yes');
	const close = () => ines.post(`${base}/rounds/1/close`, { isLast: true });
	const refused = await close();
	expect([...status(refused), refused.body.error.details]).toEqual([
		409,
		'conflict',
		{ people: [people.sofia] },
	]);
	// Answering all of one's passages is having seen them.
	const before = (await ines.get(`${base}/stories/before`)).body.people;
	expect(before.map(({ name, seen }: { name: string; seen: boolean }) => [name, seen])).toEqual([
		['Hana Sato', true],
		['Sofia Brandt', false],
	]);
	await ines.call('PUT', `${base}/stories/choices/${people.sofia}`, { choice: 'role' });
	expect((await close()).body.closedAt).toEqual(any);
	expect(status(await close())).toEqual([409, 'conflict']);
});

test('[RD17] before the last round closes, of whom it waits for it is told how many passages they have answered about', async () => {
	await ines.post(`${base}/rounds`, {
		people: [{ personId: people.sofia, passageIds: [passages[0]] }],
	});
	await say(sofia, passages[0], 'yes');
	const before = async () => (await ines.get(`${base}/stories/before`)).body.people;
	const unseen = (name: string, answered: number, all: number) => ({
		...{ name, seen: false },
		...{ answered, passages: all },
	});
	expect(await before()).toMatchObject([unseen('Hana Sato', 0, 1), unseen('Sofia Brandt', 1, 2)]);
	// What was rewritten since is not what they saw.
	await write((doc) => textAt(doc, 0).insert(0, 'Later: '));
	expect(await before()).toMatchObject([unseen('Hana Sato', 0, 1), unseen('Sofia Brandt', 0, 2)]);
});

test('[RD8] bad input is refused in one sentence, and nothing is opened', async () => {
	const ask = (person: object, more: object = {}) =>
		ines.post(`${base}/rounds`, { people: [person], ...more });
	const answers = await Promise.all([
		ines.post(`${base}/rounds`, { people: [] }),
		ask({ personId: people.sofia, passageIds: [] }),
		ask({ personId: people.sofia, passageIds: ['p1-9999'] }),
		ask({ personId: 'per_nobody', passageIds: [passages[0]] }),
		ask({ personId: people.sofia, passageIds: [passages[0]] }, { questions: ['One?'] }),
		ines.get(`${base}/rounds/x/changes`),
		sofia.call('PUT', `${base}/part/round/1/passages/${passages[0]}`, { answer: 'maybe' }),
	]);
	expect(answers.map(status)).toEqual([
		[400, 'invalid'],
		[400, 'invalid'],
		[409, 'conflict'],
		notFound,
		[400, 'invalid'],
		notFound,
		[400, 'invalid'],
	]);
	expect((await ines.get(`${base}/rounds`)).body).toEqual({ rounds: [] });
	expect(await own(sofia)).toBeNull();
});

test('[RD12] people are asked about a time as it is known, by the clock of the analysis', async () => {
	await ines.call('PATCH', base, { zone: 'Asia/Tokyo', date: '2026-03-11' });
	const event = await ines.post(`${base}/events`, {
		title: 'The boards go flat',
		when: 'about 11:40',
		kind: 'noticing',
	});
	await write((doc, origin) =>
		appendBlocks(
			doc,
			[
				{
					is: 'paragraph',
					content: [
						{ is: 'text', text: 'Tomasz slept until ', marks: [] },
						{ is: 'chip', eventId: event.body.id },
						{ is: 'text', text: '.', marks: [] },
					],
				},
			],
			origin,
		),
	);
	const { body } = await ines.get(`${base}/rounds/proposal`);
	const asked = body.people.find(({ personId }: { personId: string }) => personId === people.tomasz);
	expect(asked.passages.map(({ text }: { text: string }) => text)).toEqual([
		'Tomasz slept until about 11:40.',
	]);
});

test('[RD13] before a story goes out, its writers are told how many answers it says nothing of', async () => {
	await open();
	const differing = async (client: Client) => (await client.get(`${base}/stories/before`)).body.differing;
	expect(await differing(ines)).toBe(0);
	await say(hana, passages[2], 'differs', 'I was not at the boards.');
	expect(await differing(ines)).toBe(1);
	await hana.post(`${base}/part/round/1/passages/${passages[2]}/post`, {});
	expect(await differing(ines)).toBe(0);
});
