import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillMoment } from '#lib/model/account.ts';
import type { AnalysisId, EventId, PersonId } from '#lib/model/ids.ts';
import { appendBlocks } from '#lib/model/narrative.ts';
import { exactly } from '#lib/model/time.ts';
import { addEvent, mergeEvents } from '#lib/model/timeline.ts';
import { cookieOf, openHouse, type Client, type House } from '#tests/support/house.ts';

const at = Date.parse('2026-03-11T01:38:00Z') * 1000;

let house: House;
let ines: Client;
let dev: Client;
let priya: Client;
let marcus: Client;
let guest: Client;
let analysisId: AnalysisId;
let analysis: string;
let personId: PersonId;
let apply: EventId;
let other: EventId;

beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('Ines');
	dev = await house.user('Dev');
	priya = await house.user('Priya');
	marcus = await house.user('Marcus');
	analysisId = (await ines.post('/analyses', { title: 'A quiet night' })).body.id;
	analysis = `/analyses/${analysisId}`;
	await ines.post(`${analysis}/members`, { email: 'dev@house.example', role: 'analyst' });
	await ines.post(`${analysis}/members`, { email: 'priya@house.example', role: 'contributor' });
	personId = (
		await ines.post(`${analysis}/people`, { name: 'LeadEng McInfraPants', zone: 'America/Los_Angeles' })
	).body.id;
	const link = await ines.post(`${analysis}/invitations`, { personId });
	const opened = await house.browser().post('/invitations/exchange', { token: link.body.url.split('#')[1] });
	guest = house.browser(cookieOf(opened));
	[apply, other] = await house.services.collab.writeAs(
		ines.userId,
		{ analysis: analysisId, kind: 'timeline' },
		(doc, origin) => {
			const draft = { when: exactly(at), kind: 'change' } as const;
			return [
				addEvent(doc, { ...draft, title: 'Apply started', people: new Set([personId]) }, origin),
				addEvent(doc, { ...draft, title: 'Somebody else’s' }, origin),
			] as const;
		},
	);
	await guest.post(`${analysis}/part/open`);
});
afterAll(() => house.close());

const account = () => ({ analysis: analysisId, kind: 'account', subject: personId }) as const;

async function write(key: EventId | 'whole', saw: string): Promise<void> {
	const me = (await guest.get('/me')).body.id as string;
	await house.services.collab.writeAs(me, account(), (doc, origin) => fillMoment(doc, key, { saw }, origin));
}
const shared = async () => (await dev.get(`${analysis}/accounts`)).body.accounts;

test('[PA1] a part holds one’s own events, who will read, and nothing of anyone else’s', async () => {
	const { status, body } = await guest.get(`${analysis}/part`);
	expect(status).toBe(200);
	expect(body).toEqual({
		analysis: { id: analysisId, title: 'A quiet night', summary: '', date: null },
		person: { id: personId, name: 'LeadEng McInfraPants', zone: 'America/Los_Angeles', location: null },
		readers: ['Ines', 'Dev'],
		moments: [
			{
				key: apply,
				former: [],
				title: 'Apply started',
				kind: 'change',
				form: 'exact',
				at: '2026-03-11T01:38:00Z',
				until: null,
				traces: [],
			},
		],
		shared: [],
		passages: [],
		digest: expect.stringMatching(/^[0-9a-f]{64}$/),
		seen: null,
		quotes: [],
		notices: [],
		openings: [{ at: expect.any(String), device: 'A browser' }],
		statement: null,
		publishedStories: 0,
		storyId: null,
	});
	expect((await ines.get(`${analysis}/part`)).status).toBe(404);
});

test('[PA2] a moment is shared by its person’s act, as a copy of what is written then, and only that one', async () => {
	const blank = await guest.post(`${analysis}/part/moments/whole/share`);
	expect([blank.status, blank.body.error.message]).toEqual([
		400,
		'There is nothing written here yet, so nothing was shared.',
	]);
	await write(apply, 'The plan, in one terminal.');
	await write('whole', 'It was an ordinary evening.');
	expect(await shared()).toEqual([]);
	expect((await guest.post(`${analysis}/part/moments/${apply}/share`)).status).toBe(200);
	const copy = {
		id: expect.stringMatching(/^acc_/),
		personId,
		person: 'LeadEng McInfraPants',
		eventId: apply,
		told: '',
		saw: 'The plan, in one terminal.',
		knew: '',
		wanted: '',
		hard: '',
		via: 'wrote',
		quotable: 'ask',
		sharedAt: expect.any(String),
	};
	expect(await shared()).toEqual([copy]);
	await write(apply, 'Changed since.');
	expect(await shared()).toEqual([copy]);
	await guest.post(`${analysis}/part/moments/${apply}/share`, { quotable: 'yes' });
	expect(await shared()).toEqual([{ ...copy, saw: 'Changed since.', quotable: 'yes' }]);
	expect((await guest.post(`${analysis}/part/moments/${other}/share`)).status).toBe(400);
});

test('[PA3] a quote is words of a shared moment; its person says yes, and a no takes the words out', async () => {
	await write(apply, 'Slack was quiet. I was glad.');
	await guest.post(`${analysis}/part/moments/${apply}/share`);
	const [{ id }] = await shared();
	const invented = await dev.post(`${analysis}/quotes`, { sharedAccountId: id, text: 'I was reckless' });
	expect(invented.status).toBe(400);
	const asked = await dev.post(`${analysis}/quotes`, { sharedAccountId: id, text: 'I was glad.' });
	expect([asked.status, asked.body.consent, asked.body.text]).toEqual([201, 'asked', 'I was glad.']);
	const seenBy = async (client: Client) =>
		(await client.get(`${analysis}/quotes`)).body.quotes.map(
			({ text, consent }: { text: string; consent: string }) => `${consent}: ${text}`,
		);
	expect([await seenBy(dev), await seenBy(priya)]).toEqual([['asked: I was glad.'], ['asked: ']]);
	expect((await guest.get(`${analysis}/part`)).body.quotes).toEqual([
		{ id: asked.body.id, text: 'I was glad.', consent: 'asked', askedBy: 'Dev' },
	]);
	const say = (consent: string) => guest.post(`${analysis}/part/quotes/${asked.body.id}`, { consent });
	expect((await say('yes')).status).toBe(204);
	expect([await seenBy(dev), await seenBy(priya)]).toEqual([['yes: I was glad.'], ['yes: I was glad.']]);
	expect((await say('withdrawn')).status).toBe(204);
	expect([await seenBy(dev), await seenBy(priya)]).toEqual([['withdrawn: '], ['withdrawn: ']]);
	expect((await say('yes')).status).toBe(404);
	expect((await dev.post(`${analysis}/part/quotes/${asked.body.id}`, { consent: 'yes' })).status).toBe(404);
});

test('[PA4] taking a moment back removes the copy, and the words of the quotes from it', async () => {
	await write(apply, 'Take this back.');
	await guest.post(`${analysis}/part/moments/${apply}/share`, { quotable: 'yes' });
	const [{ id }] = await shared();
	const quote = await dev.post(`${analysis}/quotes`, { sharedAccountId: id, text: 'Take this back.' });
	expect(quote.body.consent).toBe('yes');
	expect((await guest.call('DELETE', `${analysis}/part/moments/${apply}/share`)).status).toBe(204);
	expect(await shared()).toEqual([]);
	const after = (await dev.get(`${analysis}/quotes`)).body.quotes.find(
		(one: { id: string }) => one.id === quote.body.id,
	);
	expect([after.consent, after.text]).toEqual(['withdrawn', '']);
	expect((await guest.call('DELETE', `${analysis}/part/moments/${apply}/share`)).status).toBe(404);
});

test('[PA5] one reads the passages that name one, and an answer is noted for the words as they stood', async () => {
	await house.services.collab.writeAs(
		ines.userId,
		{ analysis: analysisId, kind: 'narrative' },
		(doc, origin) =>
			appendBlocks(
				doc,
				['The apply started at LeadEng McInfraPants’ kitchen table.', 'Nobody in Tokyo knew.'].map(
					(text) => ({
						is: 'paragraph' as const,
						content: [{ is: 'text' as const, text, marks: [] }],
					}),
				),
				origin,
			),
	);
	const part = (await guest.get(`${analysis}/part`)).body;
	expect(part.passages).toEqual([
		{
			passageId: expect.stringMatching(/^p\d+-\d+$/),
			why: 'named',
			text: 'The apply started at LeadEng McInfraPants’ kitchen table.',
		},
	]);
	const [reader] = await house.services.parts.readers(analysisId);
	expect(reader).toMatchObject({ personId, seen: 'never', answer: null });
	const stale = await guest.post(`${analysis}/part/seen`, { digest: 'f'.repeat(64), answer: 'yes' });
	expect(stale.status).toBe(409);
	const { digest } = part;
	expect((await guest.post(`${analysis}/part/seen`, { digest, answer: 'yes' })).status).toBe(204);
	expect(await house.services.parts.readers(analysisId)).toMatchObject([{ seen: 'now', answer: 'yes' }]);
	const words = 'It was the sofa, not the table.';
	expect((await guest.post(`${analysis}/part/seen`, { digest, answer: 'differs', words })).status).toBe(204);
	const { threads } = (await dev.get(`${analysis}/threads`)).body;
	expect(threads).toHaveLength(1);
	expect(threads[0]).toMatchObject({
		kind: 'differs',
		comments: [{ body: words, author: { name: 'LeadEng McInfraPants' } }],
	});
	await house.services.collab.writeAs(
		ines.userId,
		{ analysis: analysisId, kind: 'narrative' },
		(doc, origin) =>
			appendBlocks(
				doc,
				[{ is: 'paragraph', content: [{ is: 'text', text: 'McInfraPants waited.', marks: [] }] }],
				origin,
			),
	);
	expect(await house.services.parts.readers(analysisId)).toMatchObject([{ seen: 'before' }]);
});

test('[PA6] “this isn’t how I remember it” is posted on one’s own events only, in one’s own name', async () => {
	const said = { words: 'I started it earlier.' };
	expect((await guest.post(`${analysis}/part/moments/${apply}/differs`, said)).status).toBe(204);
	expect((await guest.post(`${analysis}/part/moments/${other}/differs`, said)).status).toBe(404);
	const { threads } = (await dev.get(`${analysis}/threads`)).body;
	expect(threads.filter(({ on }: { on: { event?: string } }) => on.event === apply)).toMatchObject([
		{ kind: 'differs', comments: [{ body: 'I started it earlier.' }] },
	]);
});

test('[PA7] withdrawing takes drafts, copies and quoted words out, and the account can be begun anew', async () => {
	await write(apply, 'Everything about this goes.');
	await guest.post(`${analysis}/part/moments/${apply}/share`, { quotable: 'yes' });
	expect((await guest.post(`${analysis}/part/withdraw`)).status).toBe(400);
	const withdrawn = await guest.post(`${analysis}/part/withdraw`, { confirm: true });
	expect([withdrawn.status, withdrawn.body]).toEqual([200, { epoch: 2 }]);
	expect(await shared()).toEqual([]);
	expect((await guest.post(`${analysis}/part/open`)).body).toEqual({ epoch: 2 });
	await write('whole', 'A new beginning.');
	expect((await guest.post(`${analysis}/part/moments/whole/share`)).status).toBe(200);
});

test('[PA8] only analysts see accounts, and only their person has a part', async () => {
	const paths = [`${analysis}/accounts`, `${analysis}/part`, `${analysis}/quotes`] as const;
	const asked = async (client: Client) =>
		Promise.all(paths.map(async (path) => (await client.get(path)).status));
	expect({
		lead: await asked(ines),
		analyst: await asked(dev),
		contributor: await asked(priya),
		interviewee: await asked(guest),
		stranger: await asked(marcus),
		signedOut: await asked(house.browser()),
	}).toEqual({
		lead: [200, 404, 200],
		analyst: [200, 404, 200],
		contributor: [403, 404, 200],
		interviewee: [403, 200, 403],
		stranger: [404, 404, 404],
		signedOut: [401, 401, 401],
	});
});

test('[PA15] what one wrote of an event that analysts merged into another stays theirs to read, share and dispute', async () => {
	await guest.post(`${analysis}/part/open`);
	await write(apply, 'Written before the merge.');
	const into = await house.services.collab.writeAs(
		ines.userId,
		{ analysis: analysisId, kind: 'timeline' },
		(doc, origin) => {
			const id = addEvent(doc, { when: exactly(at), kind: 'change', title: 'The apply' }, origin);
			mergeEvents(doc, id, [apply], origin);
			return id;
		},
	);
	const { moments } = (await guest.get(`${analysis}/part`)).body;
	expect(moments).toMatchObject([{ key: into, former: [apply], title: 'The apply' }]);
	expect((await guest.post(`${analysis}/part/moments/${apply}/share`)).status).toBe(200);
	expect(await shared()).toContainEqual(
		expect.objectContaining({ eventId: apply, saw: 'Written before the merge.' }),
	);
	const words = { words: 'It was one apply, not two.' };
	expect((await guest.post(`${analysis}/part/moments/${apply}/differs`, words)).status).toBe(204);
	const { threads } = (await dev.get(`${analysis}/threads`)).body;
	expect(threads.filter(({ on }: { on: { event?: string } }) => on.event === into)).toMatchObject([
		{ kind: 'differs', comments: [{ body: words.words }] },
	]);
});

test('[PA16] a part leads to the newest story that was published and not taken back, which its person may read', async () => {
	await house.services.collab.writeAs(
		ines.userId,
		{ analysis: analysisId, kind: 'narrative' },
		(doc, origin) =>
			appendBlocks(
				doc,
				[{ is: 'paragraph', content: [{ is: 'text', text: 'It was night.', marks: [] }] }],
				origin,
			),
	);
	await ines.call('PUT', `${analysis}/stories/choices/${personId}`, { choice: 'role' });
	const told = async () => {
		const { storyId, publishedStories } = (await guest.get(`${analysis}/part`)).body;
		return [storyId, publishedStories];
	};
	const publish = async (audience: string) =>
		(await ines.post(`${analysis}/stories`, { audience })).body.id as string;
	expect(await told()).toEqual([null, 0]);
	const first = await publish('members');
	expect(await told()).toEqual([first, 1]);
	const second = await publish('link');
	expect(await told()).toEqual([second, 2]);
	expect((await guest.get(`/stories/${second}`)).status).toBe(200);
	await ines.call('DELETE', `/stories/${second}`);
	expect(await told()).toEqual([first, 1]);
});
