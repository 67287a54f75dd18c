import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnalysisId, EventId } from '#lib/model/ids.ts';
import { appendBlocks, readNarrative } from '#lib/model/narrative.ts';
import { mergeEvents } from '#lib/model/timeline.ts';
import { openHouse, type Client, type House } from '#tests/support/house.ts';

let house: House;
let ines: Client;
let analysis: AnalysisId;
let base: string;
beforeAll(async () => {
	house = await openHouse();
	ines = await house.user('ines');
	analysis = (await ines.post('/analyses', { title: 'A quiet <night>', zone: 'UTC' })).body.id;
	base = `/analyses/${analysis}/narrative`;
});
afterAll(() => house.close());

test('[NA1] the narrative is served as passages, Markdown and HTML, its references said out', async () => {
	const event = await ines.post(`/analyses/${analysis}/events`, {
		when: '2026-03-11T01:52:00Z',
		kind: 'action',
		title: 'The apply comes back green',
	});
	const passages = await house.services.collab.writeAs(
		ines.userId,
		{ analysis, kind: 'narrative' },
		(doc, origin) => {
			appendBlocks(
				doc,
				[
					{ is: 'heading', level: 2, content: [{ is: 'text', text: 'Quiet *minutes*', marks: [] }] },
					{
						is: 'paragraph',
						content: [
							{ is: 'text', text: 'Green at ', marks: [] },
							{ is: 'chip', eventId: event.body.id as EventId },
							{ is: 'text', text: ' & on.', marks: [{ is: 'bold' }] },
						],
					},
					{ is: 'record', recordId: undefined, pull: false },
				],
				origin,
			);
			return readNarrative(doc);
		},
	);
	expect((await ines.get(base)).body).toEqual({
		title: 'A quiet <night>',
		words: 5,
		passages: JSON.parse(JSON.stringify(passages)),
		skipped: 0,
	});
	const markdown = await ines.get(`${base}?format=md`);
	expect([markdown.headers.get('content-type'), markdown.body]).toEqual([
		'text/markdown; charset=utf-8',
		'# A quiet \\<night\\>\n\n## Quiet \\*minutes\\*\n\nGreen at 01:52 **& on.**\n\n> [withdrawn]\n',
	]);
	const html = await ines.get(`${base}?format=html`);
	expect([html.headers.get('content-security-policy'), html.body]).toEqual([
		"default-src 'none'; sandbox",
		[
			'<h1>A quiet &lt;night&gt;</h1>',
			'<h2>Quiet *minutes*</h2>',
			'<p>Green at <time>01:52</time><strong> &amp; on.</strong></p>',
			'<blockquote><p>[withdrawn]</p></blockquote>',
		].join('\n'),
	]);
});

test('[NA3] a chip on an event that was merged says when the one it went into was', async () => {
	const add = (title: string, when: string) =>
		ines.post(`/analyses/${analysis}/events`, { title, when, kind: 'action' });
	const [was, into] = [
		(await add('was', '2026-03-11T03:10:00Z')).body,
		(await add('is', '2026-03-11T03:14:00Z')).body,
	];
	await house.services.collab.writeAs(ines.userId, { analysis, kind: 'narrative' }, (doc, origin) =>
		appendBlocks(doc, [{ is: 'paragraph', content: [{ is: 'chip', eventId: was.id as EventId }] }], origin),
	);
	await house.services.collab.writeAs(ines.userId, { analysis, kind: 'timeline' }, (doc, origin) =>
		mergeEvents(doc, into.id as EventId, [was.id as EventId], origin),
	);
	expect((await ines.get(`${base}?format=md`)).body).toMatch(/\n03:14\n$/);
});

test('[NA2] it is open to whom the document is open to, and to nobody else', async () => {
	const rea = await house.user('rea');
	await ines.post(`/analyses/${analysis}/members`, { email: 'rea@house.example', role: 'reader' });
	for (const format of ['json', 'md', 'html'])
		expect((await rea.get(`${base}?format=${format}`)).status).toBe(404);
	expect((await ines.get(`${base}?format=docx`)).status).toBe(400);
});
