import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillMoment } from '#lib/model/account.ts';
import type { AnalysisId, EventId, PersonId, UserId } from '#lib/model/ids.ts';
import { addQuestion, answerQuestion, removeQuestion } from '#lib/model/inquiry.ts';
import { appendBlocks, narrativeOf, replaceBlocks } from '#lib/model/narrative.ts';
import { addPage, removePage, retitlePage } from '#lib/model/notes.ts';
import type { Block } from '#lib/model/prose.ts';
import { exactly } from '#lib/model/time.ts';
import {
	addEvent,
	addGap,
	claimTime,
	describeEvent,
	mergeEvents,
	patchEvent,
	removeEvent,
	retimeEvent,
} from '#lib/model/timeline.ts';
import { cookieOf, openHouse, type Client, type House } from '#tests/support/house.ts';

const at = Date.parse('2026-03-11T02:41:00Z') * 1000;
const when = exactly(at);

let house: House;
let ines: Client;
let dev: Client;
let analysis: AnalysisId;
let base: string;
beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	dev = await house.user('dev');
});
afterAll(() => house.close());

/** An analysis of ines' and dev's, and what of it was told before the test begins. */
async function begin(): Promise<void> {
	analysis = (await ines.post('/analyses', { title: 'A quiet night', date: '2026-03-11' })).body.id;
	base = `/analyses/${analysis}`;
	await ines.post(`${base}/members`, { email: 'dev@house.example', role: 'analyst' });
	await told();
	await house.services.databases.core.deleteFrom('activity').where('analysis_id', '=', analysis).execute();
}
/** Writes, and waits until it was told of: what happens in one millisecond has no order. */
async function write<T>(
	who: Client,
	kind: 'timeline' | 'inquiry' | 'notes' | 'narrative',
	verb: Parameters<typeof house.services.collab.writeAs<T>>[2],
): Promise<T> {
	const result = await house.services.collab.writeAs(who.userId, { analysis, kind }, verb);
	await told();
	return result;
}

/** The lines as an analyst reads them, newest first: who and what. */
async function told(query = ''): Promise<readonly (readonly [string, string])[]> {
	const { status, body } = await ines.get(`${base}/activity${query}`);
	expect(status).toBe(200);
	return body.activity.map(({ by, words }: { by: { name: string }; words: string }) => [by.name, words]);
}
const rows = () =>
	house.services.databases.core
		.selectFrom('activity')
		.selectAll()
		.where('analysis_id', '=', analysis)
		.orderBy('seq')
		.execute();
const event = (title: string) => ({ when, kind: 'action' as const, title });

test('[AY1] what is done on the timeline is told in words, under the name of whoever did it', async () => {
	await begin();
	const one = await write(ines, 'timeline', (doc, origin) => addEvent(doc, event('Apply started'), origin));
	await write(dev, 'timeline', (doc, origin) => retimeEvent(doc, one, exactly(at + 60_000_000), origin));
	await write(dev, 'timeline', (doc, origin) => patchEvent(doc, one, { title: 'The apply began' }, origin));
	await write(dev, 'timeline', (doc, origin) => describeEvent(doc, one, 'It was late.', origin));
	const other = await write(dev, 'timeline', (doc, origin) => {
		const id = addEvent(doc, event('She started it'), origin);
		// Said of what one just added: no line of its own.
		claimTime(doc, { eventId: id, when: exactly(at + 1), source: 'a dashboard' }, origin);
		return id;
	});
	await write(ines, 'timeline', (doc, origin) => mergeEvents(doc, one, [other], origin));
	const span = { earliest: at, latest: at + 1 };
	await write(ines, 'timeline', (doc, origin) => addGap(doc, { span, title: 'No chat' }, origin));
	const gone = await write(ines, 'timeline', (doc, origin) => addEvent(doc, event('A mistake'), origin));
	await write(dev, 'timeline', (doc, origin) => removeEvent(doc, gone, origin));
	const { body } = await ines.get(`${base}/activity`);
	const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
	const line = (who: Client, words: string, on: unknown) => ({
		...{ at: instant, by: { userId: who.userId, name: who.name }, words, on },
	});
	const on = { kind: 'event', id: one };
	expect(body).toEqual({
		activity: [
			line(dev, 'removed an event from the timeline', null),
			line(ines, 'added an event to the timeline', null),
			line(ines, 'marked the gap “No chat”', { kind: 'gap', id: expect.stringMatching(/^gap_/) }),
			line(ines, 'merged events into “The apply began”', on),
			// Merged since, so it is found in the other.
			line(dev, 'added “The apply began” to the timeline', on),
			line(dev, 'wrote about “The apply began”', on),
			line(dev, 'renamed “The apply began”', on),
			line(dev, 'moved “The apply began” to 02:42', on),
			line(ines, 'added “The apply began” to the timeline', on),
		],
		next: null,
	});
	expect(JSON.stringify(await rows())).not.toMatch(/Apply|apply|late|mistake|No chat|dashboard/);
});

test('[AY1] so in the inquiry, the notes and the narrative, there by section', async () => {
	await begin();
	const asked = await write(ines, 'inquiry', (doc, origin) =>
		addQuestion(doc, { text: 'What did the plan show?' }, origin),
	);
	await write(dev, 'inquiry', (doc, origin) =>
		answerQuestion(doc, asked, { answer: 'Five brokers.', by: dev.userId, at: 1 }, origin),
	);
	const page = await write(dev, 'notes', (doc, origin) =>
		addPage(doc, { title: 'To do', createdBy: dev.userId as UserId, createdAt: 1 }, origin),
	);
	await write(ines, 'notes', (doc, origin) => retitlePage(doc, page, 'For Monday', origin));
	const text = (words: string): Block => ({
		is: 'paragraph',
		content: [{ is: 'text', text: words, marks: [] }],
	});
	const heading = (words: string): Block => ({ ...text(words), is: 'heading', level: 2 }) as Block;
	await write(ines, 'narrative', (doc, origin) => appendBlocks(doc, [text('Before any heading.')], origin));
	await write(dev, 'narrative', (doc, origin) =>
		appendBlocks(doc, [heading('Twenty-three quiet minutes'), text('Nobody knew.')], origin),
	);
	await write(ines, 'narrative', (doc, origin) => {
		const fragment = narrativeOf(doc);
		doc.transact(() => fragment.delete(2, 1), origin);
	});
	expect(await told()).toEqual([
		['ines', 'wrote in “Twenty-three quiet minutes”'],
		['dev', 'wrote in “Twenty-three quiet minutes”'],
		['ines', 'wrote in the narrative'],
		['ines', 'renamed the notes page “For Monday”'],
		['dev', 'began the notes page “For Monday”'],
		['dev', 'answered “What did the plan show?”'],
		['ines', 'asked “What did the plan show?”'],
	]);
	await write(ines, 'inquiry', (doc, origin) => removeQuestion(doc, asked, origin));
	await write(ines, 'notes', (doc, origin) => removePage(doc, page, origin));
	await write(ines, 'narrative', (doc, origin) => replaceBlocks(doc, [text('All anew.')], origin));
	expect((await told()).toSorted()).toEqual([
		['dev', 'answered a question'],
		['dev', 'began a page of notes'],
		['dev', 'wrote in a section of the narrative'],
		['ines', 'asked a question'],
		['ines', 'removed a page of notes'],
		['ines', 'removed a question'],
		['ines', 'renamed a page of notes'],
		['ines', 'wrote in a section of the narrative'],
		['ines', 'wrote in the narrative'],
	]);
	expect(JSON.stringify(await rows())).not.toMatch(/Monday|plan show|Five|quiet|heading|anew/);
});

test('[AY2] a burst of writing is one line, and many things at once are one; nothing says how many', async () => {
	await begin();
	const one = await write(ines, 'timeline', (doc, origin) => addEvent(doc, event('Apply started'), origin));
	const burst = async (...words: readonly string[]) => {
		for (const description of words)
			await house.services.collab.writeAs(dev.userId, { analysis, kind: 'timeline' }, (doc, origin) =>
				describeEvent(doc, one, description, origin),
			);
		await told();
	};
	await burst('I', 'It', 'It w', 'It was', 'It was late');
	await burst('It was late, ', 'It was late, and dark');
	// What she added she goes on making.
	await write(ines, 'timeline', (doc, origin) => patchEvent(doc, one, { title: 'The apply' }, origin));
	expect((await told()).toSorted()).toEqual([
		['dev', 'wrote about “The apply”'],
		['ines', 'added “The apply” to the timeline'],
	]);
	const many = Array.from({ length: 40 }, (_, n) => `Moment ${n}`);
	await write(dev, 'timeline', (doc, origin) => {
		for (const title of many) addEvent(doc, event(title), origin);
	});
	for (const name of ['Priya', 'Marcus', 'Sofia', 'Hana', 'Tomasz'])
		await ines.post(`${base}/people`, { name });
	expect((await told()).slice(0, 2).toSorted()).toEqual([
		['dev', 'added several events to the timeline'],
		['ines', 'added several people to the people'],
	]);
});

test('[AY3] words that were replaced or removed are in no row and in no answer', async () => {
	await begin();
	const one = await write(ines, 'timeline', (doc, origin) => addEvent(doc, event('Marcus broke it'), origin));
	expect(await told()).toEqual([['ines', 'added “Marcus broke it” to the timeline']]);
	await write(dev, 'timeline', (doc, origin) => patchEvent(doc, one, { title: 'The apply began' }, origin));
	const after = await ines.get(`${base}/activity`);
	expect(JSON.stringify([after.body, await rows()])).not.toMatch(/broke/);
	await write(dev, 'timeline', (doc, origin) => removeEvent(doc, one, origin));
	const gone = await ines.get(`${base}/activity`);
	expect(JSON.stringify([gone.body, await rows()])).not.toMatch(/broke|apply/);
	expect(gone.body.activity.map(({ words, on }: { words: string; on: unknown }) => [words, on])).toEqual([
		['removed an event from the timeline', null],
		['renamed an event', null],
		['added an event to the timeline', null],
	]);
});

test('[AY4] an account makes no line; a moment that was shared does, until it is taken back', async () => {
	await begin();
	const personId: PersonId = (await ines.post(`${base}/people`, { name: 'LeadEng' })).body.id;
	const link = await ines.post(`${base}/invitations`, { personId });
	const opened = await house.browser().post('/invitations/exchange', { token: link.body.url.split('#')[1] });
	const guest = house.browser(cookieOf(opened));
	const me: string = (await guest.get('/me')).body.id;
	const one: EventId = await write(ines, 'timeline', (doc, origin) =>
		addEvent(doc, { ...event('Apply started'), people: new Set([personId]) }, origin),
	);
	const before = await told();
	await guest.post(`${base}/part/open`);
	const account = { analysis, kind: 'account', subject: personId } as const;
	await house.services.collab.writeAs(me, account, (doc, origin) =>
		fillMoment(doc, one, { saw: 'a canary on the wire' }, origin),
	);
	expect(await told()).toEqual(before);
	await guest.post(`${base}/part/moments/${one}/share`, { quotable: 'yes' });
	expect(await told()).toEqual([['LeadEng', 'shared a moment'], ...before]);
	const { activity } = (await dev.get(`${base}/activity`)).body;
	expect(activity[0].on).toEqual({ kind: 'event', id: one });
	expect(JSON.stringify([await rows(), activity])).not.toMatch(/canary/);
	await guest.call('DELETE', `${base}/part/moments/${one}/share`);
	expect(await told()).toEqual(before);
	await guest.post(`${base}/part/moments/${one}/share`, { quotable: 'yes' });
	expect(await told()).toEqual([['LeadEng', 'shared a moment'], ...before]);
	await guest.post(`${base}/part/withdraw`, { confirm: true });
	expect(await told()).toEqual(before);
	expect((await rows()).filter(({ user_id }) => user_id === me)).toEqual([]);
});

test('[AY5] it is for analysts, page by page, and of one subject when that is asked', async () => {
	await begin();
	const titles = ['One', 'Two', 'Three'];
	const ids: string[] = [];
	for (const title of titles) {
		ids.push(await write(ines, 'timeline', (doc, origin) => addEvent(doc, event(title), origin)));
		await told();
	}
	const words = (title: string) => ['ines', `added “${title}” to the timeline`];
	const first = (await ines.get(`${base}/activity?limit=2`)).body;
	expect(first.activity).toHaveLength(2);
	expect(await told(`?limit=2&cursor=${first.next}`)).toEqual([words('One')]);
	expect((await ines.get(`${base}/activity?limit=2&cursor=${first.next}`)).body.next).toBeNull();
	expect(await told(`?subject=${ids[1]}`)).toEqual([words('Two')]);
	expect((await ines.get(`${base}/activity?cursor=elsewhere`)).status).toBe(400);
	const eve = await house.user('eve');
	const answers: Record<string, unknown> = { outsider: (await eve.get(`${base}/activity`)).status };
	for (const role of ['contributor', 'facilitator', 'commenter', 'interviewee', 'participant', 'reader']) {
		await ines.post(`${base}/members`, { email: 'eve@house.example', role });
		answers[role] = (await eve.get(`${base}/activity`)).status;
	}
	await ines.post(`${base}/members`, { email: 'eve@house.example', role: 'analyst' });
	answers['analyst'] = (await eve.get(`${base}/activity`)).status;
	answers['signed out'] = (await house.browser().get(`${base}/activity`)).status;
	expect(answers).toEqual({
		outsider: 404,
		contributor: 403,
		facilitator: 403,
		commenter: 404,
		interviewee: 404,
		participant: 404,
		reader: 404,
		analyst: 200,
		'signed out': 401,
	});
});

test('[AY7] people, members, links, sessions, imports, stages, versions and stories are told of', async () => {
	await begin();
	const eve = (await house.user('noor')).userId;
	const personId = (await ines.post(`${base}/people`, { name: 'Priya' })).body.id;
	const link = (await ines.post(`${base}/invitations`, { personId })).body;
	await ines.call('DELETE', `${base}/invitations/${link.id}`);
	await ines.post(`${base}/members`, { email: 'noor@house.example', role: 'reader' });
	const until = new Date(Date.now() + 3_600_000).toISOString();
	const session = await ines.post(`${base}/group-sessions`, { userIds: [eve], until });
	await ines.call('DELETE', `${base}/group-sessions/${session.body.id}`);
	await ines.call('DELETE', `${base}/members/${eve}`);
	await ines.call('PATCH', base, { stage: 'understand', effort: 'deep' });
	const { sources } = house.services.evidence;
	const paste = await sources.paste(dev.userId, analysis, {
		text: '2026-03-11T02:41:00Z it began',
		options: {},
	});
	if (!paste.ok) throw new Error(paste.refusal.message);
	await sources.settled(paste.value.id);
	await expect.poll(async () => (await told())[0]?.[0]).toBe('dev');
	await sources.remove(dev.userId, analysis, paste.value.id);
	await write(dev, 'narrative', (doc, origin) =>
		appendBlocks(
			doc,
			[{ is: 'paragraph', content: [{ is: 'text', text: 'It was late.', marks: [] }] }],
			origin,
		),
	);
	const version = (await dev.post(`${base}/versions`, { name: 'Before the review' })).body;
	await dev.post(`${base}/versions`, { name: 'Before that', restoring: version.id });
	const story = await ines.post(`${base}/stories`, { audience: 'members' });
	await ines.call('DELETE', `/stories/${story.body.id}`);
	expect((await told()).toSorted()).toEqual(
		[
			['dev', 'imported a file'],
			['dev', 'named the version “Before the review” of the narrative'],
			['dev', 'restored the version “Before the review” of the narrative'],
			['dev', 'undid an import'],
			['dev', 'wrote in the narrative'],
			['ines', 'added Priya to the people'],
			['ines', 'began a group session'],
			['ines', 'ended a group session'],
			['ines', 'ended the link for Priya'],
			['ines', 'made noor a reader'],
			['ines', 'set the effort to “deep”'],
			['ines', 'made a link for Priya'],
			['ines', 'moved the analysis on to “understand”'],
			['ines', 'published version 1 of the story'],
			['ines', 'took noor out of the analysis'],
			['ines', 'took version 1 of the story back'],
		].toSorted(),
	);
});
