import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openHonest, until, type HonestClient } from '#tests/support/collab-client.ts';
import { analysis, startCollab, type TestServer } from '#tests/support/collab-server.ts';

const timeline = { analysis, kind: 'timeline' } as const;
const timelineName = `analysis/${analysis}/timeline@1`;

let server: TestServer;
let clients: HonestClient[];
const open = (name: string, user: string, doc?: Y.Doc): HonestClient => {
	const client = openHonest(server.url, name, { token: `token-${user}`, ...(doc && { doc }) });
	clients.push(client);
	return client;
};

beforeEach(async () => {
	clients = [];
	server = await startCollab();
});
afterEach(async () => {
	for (const client of clients) client.destroy();
	await server.close();
});

test('[JR1] two people edit one document, and each edit is a row with its author', async () => {
	const ada = open(timelineName, 'ada');
	const bo = open(timelineName, 'bo');
	ada.doc.getMap('m').set('a', 1);
	bo.doc.getMap('m').set('b', 2);
	await Promise.all([ada.saved(), bo.saved()]);
	await until('both see both', () => ada.doc.getMap('m').size === 2 && bo.doc.getMap('m').size === 2);
	const rows = await server.collab.journal.rowsAfter(`analysis/${analysis}/timeline`, 0);
	expect(rows.map(({ seq, userId, clientId }) => ({ seq, userId, clientId }))).toEqual(
		expect.arrayContaining([
			{ seq: expect.any(Number), userId: 'ada', clientId: ada.doc.clientID },
			{ seq: expect.any(Number), userId: 'bo', clientId: bo.doc.clientID },
		]),
	);
	expect(rows.map(({ seq }) => seq)).toEqual([1, 2]);
});

test('[JR1] a restart brings back what was saved', async () => {
	const ada = open(timelineName, 'ada');
	for (let i = 0; i < 50; i++) ada.doc.getMap('m').set(`k${i}`, i);
	await ada.saved();
	ada.destroy();
	server = await server.restart();
	const again = open(timelineName, 'bo');
	await again.saved();
	expect(again.doc.getMap('m').size).toBe(50);
});

test('[JR1] the server writes in a person’s name, durably, and live editors see it', async () => {
	const ada = open(timelineName, 'ada');
	await ada.saved();
	const size = await server.collab.writeAs('bo', timeline, (doc) => {
		doc.getMap('m').set('server', true);
		return doc.getMap('m').size;
	});
	expect(size).toBe(1);
	await until('ada sees it', () => ada.doc.getMap('m').get('server') === true);
	expect(await server.collab.read(timeline, (doc) => doc.getMap('m').toJSON())).toEqual({ server: true });
	const [row] = await server.collab.journal.rowsAfter(`analysis/${analysis}/timeline`, 0);
	expect(row?.userId).toBe('bo');
});

test('[DN1] a name without epoch means the current one', async () => {
	const ada = open(`analysis/${analysis}/timeline`, 'ada');
	const bo = open(timelineName, 'bo');
	ada.doc.getMap('m').set('a', 1);
	await ada.saved();
	await until('bo sees it', () => bo.doc.getMap('m').get('a') === 1);
});

test('[AU1] who has no part in it, and who is nobody, are told the same word for all documents', async () => {
	server.admit('eve', undefined);
	const eve = open(timelineName, 'eve');
	const rex = open(timelineName, 'rex');
	const nowhere = open('analysis/ana_9nowhere9/timeline@1', 'ada');
	const odd = open('timeline', 'ada');
	await until('all are refused', () => [eve, rex, nowhere, odd].every(({ refusals }) => refusals.length > 0));
	expect([eve, rex, nowhere, odd].map(({ refusals }) => refusals)).toEqual([
		['forbidden'],
		['forbidden'],
		['forbidden'],
		['forbidden'],
	]);
	const nobody = openHonest(server.url, timelineName, { token: 'token-nobody' });
	clients.push(nobody);
	await until('nobody is refused', () => nobody.refusals.length > 0);
	expect(nobody.refusals).toEqual(['signed-out']);
});
