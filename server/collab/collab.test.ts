import { schemaVersion } from '#lib/model/documents.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { BareClient, openHonest, until, type HonestClient } from '#tests/support/collab-client.ts';
import { analysis, startCollab, type TestServer } from '#tests/support/collab-server.ts';
import { limits } from './ports.ts';

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

test('[NF1] who has no part in it, and who is nobody, are told the same word for all documents', async () => {
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

test('[NT1] a notice reaches everyone in the room of that analysis, and says nothing but its topic', async () => {
	const heard: string[] = [];
	const inRoom = open(`analysis/${analysis}/room@1`, 'ada');
	inRoom.provider.on('stateless', ({ payload }: { payload: string }) => heard.push(payload));
	const elsewhere = open(timelineName, 'bo');
	elsewhere.provider.on('stateless', ({ payload }: { payload: string }) =>
		heard.push(`elsewhere ${payload}`),
	);
	await Promise.all([inRoom.saved(), elsewhere.saved()]);
	server.collab.notices.publish('ana_2other2' as typeof analysis, 'threads');
	server.collab.notices.publish(analysis, 'threads');
	await until('it is heard', () => heard.length > 0);
	expect(heard).toEqual(['{"changed":"threads"}']);
});

test('[NT2] the room knows who is here, and nothing of where they are', async () => {
	const ada = open(`analysis/${analysis}/room@1`, 'ada');
	const bo = open(`analysis/${analysis}/room@1`, 'bo');
	bo.provider.setAwarenessField('cursor', 'in the narrative');
	await until('ada sees bo', () => ada.provider.awareness?.getStates().has(bo.doc.clientID) === true);
	expect(ada.provider.awareness?.getStates().get(bo.doc.clientID)).toEqual({
		user: { id: 'bo', name: 'BO', colour: 3 },
	});
});

test('[HK1] a bug behind a hook closes its socket with a word, is logged, and harms nobody else', async () => {
	const ada = open(timelineName, 'ada');
	await ada.saved();
	const boom = open(timelineName, 'boom');
	await until('boom is refused', () => boom.refusals.includes('internal'));
	boom.destroy();
	expect(server.log.entries.some(({ message }) => message === 'collaboration met a bug')).toBe(true);
	ada.doc.getMap('m').set('still', 1);
	await ada.saved();
	expect(ada.refusals).toEqual([]);
});

test('[SV2] when a document comes to hold what older clients would destroy, theirs are closed', async () => {
	const ada = open(timelineName, 'ada');
	await ada.saved();
	await server.collab.raiseSchema(timeline, schemaVersion);
	expect(ada.refusals).toEqual([]);
	await server.collab.raiseSchema(timeline, schemaVersion + 1);
	await until('ada is told', () => ada.refusals.length > 0);
	expect(ada.refusals).toEqual(['schema']);
	expect((await server.collab.journal.find(`analysis/${analysis}/timeline`))?.schemaVersion).toBe(
		schemaVersion + 1,
	);
});

describe('a document larger than what may wait for a reader', () => {
	const mebibyte = 1024 * 1024;
	/** Three times what may pile up: no kernel takes all of it off the server's hands. */
	const size = 3 * limits.sendBuffer;

	/** Writes it in pieces that a frame carries; the first frame a reader gets has all of them. */
	async function grow(): Promise<void> {
		for (let at = 0; at < size; at += mebibyte)
			await server.collab.writeAs('cy', timeline, (doc) =>
				doc.getMap('large').set(String(at), new Uint8Array(mebibyte).fill(at / mebibyte)),
			);
	}
	/** Somebody who asked for the document and has not read a byte of it; the server has sent it whole. */
	async function waiting(): Promise<BareClient> {
		const bare = await BareClient.open(server.url, timelineName, { token: 'token-bo' });
		bare.ws.pause();
		bare.step1();
		const mine = new Y.Doc();
		mine.getMap('m').set('asked', true);
		bare.update(Y.encodeStateAsUpdate(mine));
		// Frames are taken in order: when what came behind the question is written, the answer is on its way.
		const isWritten = () => server.collab.read(timeline, (doc) => doc.getMap('m').get('asked') === true);
		await expect.poll(isWritten, { timeout: 20_000, interval: 5 }).toBe(true);
		return bare;
	}
	const refused = () => server.collab.stats().refused.slow ?? 0;

	test('[BG1] it opens for who is slow to take it, and goes on being heard', async () => {
		await grow();
		const bare = await waiting();
		const ada = open(timelineName, 'ada');
		await ada.saved();
		for (let n = 0; n < 5; n++) ada.doc.getMap('m').set('n', n);
		await ada.saved();
		expect([refused(), bare.closed]).toEqual([0, undefined]);

		bare.ws.resume();
		const heard = new Y.Doc();
		await until('bo has all of it', () => {
			for (const { type, sub, payload } of bare.received.splice(0))
				if (type === 0 && sub > 0) Y.applyUpdate(heard, payload);
			return heard.getMap('m').get('n') === 4;
		});
		expect([heard.getMap('large').size, heard.getMap('m').toJSON()]).toEqual([
			size / mebibyte,
			{ asked: true, n: 4 },
		]);
		ada.doc.getMap('m').set('n', 5);
		await until('bo hears on', () => {
			for (const { type, sub, payload } of bare.received.splice(0))
				if (type === 0 && sub > 0) Y.applyUpdate(heard, payload);
			return heard.getMap('m').get('n') === 5;
		});
		expect([refused(), bare.closed, ada.refusals]).toEqual([0, undefined, []]);
		bare.close();
	});

	test('[BG2] who never takes it, and lets what follows pile up, is cut off all the same', async () => {
		await grow();
		const bare = await waiting();
		const ada = open(timelineName, 'ada');
		await ada.saved();
		let sent = 0;
		while (refused() === 0 && sent < 3 * limits.sendBuffer) {
			ada.doc.getMap('m').set('k', new Uint8Array(mebibyte / 2).fill(sent / mebibyte));
			await ada.saved();
			sent += mebibyte / 2;
		}
		// Beside the large frame it had what everybody has.
		expect([refused(), sent > limits.sendBuffer / 2, sent <= 2 * limits.sendBuffer]).toEqual([1, true, true]);
		bare.ws.resume();
		await until('bo is cut off', () => bare.closed !== undefined);
		expect(ada.refusals).toEqual([]);
	});
});
