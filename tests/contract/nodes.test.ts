import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHonest, until, type HonestClient } from '#tests/support/collab-client.ts';
import type { Edit } from '#server/collab/ports.ts';
import { analysis, startCollab, type TestServer } from '#tests/support/collab-server.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';

const timeline = { analysis, kind: 'timeline' } as const;

let store: TestDatabases;
let nodes: readonly [TestServer, TestServer];
const clients: HonestClient[] = [];
/** What each node tells of, as it does. */
const told: ['one' | 'two', Edit][] = [];
const open = (node: TestServer, name: string, user: string): HonestClient => {
	const client = openHonest(node.url, name, { token: `token-${user}` });
	clients.push(client);
	return client;
};
beforeAll(async () => {
	const postgres = stores.find(({ name }) => name !== 'SQLite');
	if (!postgres) throw new Error('no PostgreSQL to test on');
	store = await postgres.open();
	nodes = [
		await startCollab(store.databases, (edit) => told.push(['one', edit])),
		await startCollab(store.databases, (edit) => told.push(['two', edit])),
	];
});
afterAll(async () => {
	for (const client of clients) client.destroy();
	for (const node of nodes) await node.close();
	await store.close();
});

test('[ND1] people on two nodes edit one document: both see all, rows count on without a hole', async () => {
	const ada = open(nodes[0], `analysis/${analysis}/timeline@1`, 'ada');
	const bo = open(nodes[1], `analysis/${analysis}/timeline@1`, 'bo');
	await Promise.all([ada.saved(), bo.saved()]);
	for (let i = 0; i < 20; i++) {
		ada.doc.getMap('m').set(`a${i}`, i);
		bo.doc.getMap('m').set(`b${i}`, i);
	}
	await Promise.all([ada.saved(), bo.saved()]);
	await until('both see all', () => ada.doc.getMap('m').size === 40 && bo.doc.getMap('m').size === 40);
	const rows = await nodes[0].collab.journal.rowsAfter(`analysis/${analysis}/timeline`, 0);
	expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_row, index) => index + 1));
	// Nobody's rows were written twice by the node that only heard of them.
	expect(new Set(rows.map(({ userId, bytes }) => `${userId} ${bytes.join()}`)).size).toBe(rows.length);
	expect(rows.filter(({ userId }) => userId === 'ada')).not.toHaveLength(rows.length);
});

test('[ND2] who changes the node with what others wrote there is no forger', async () => {
	const name = `analysis/${analysis}/inquiry@1`;
	const ada = open(nodes[0], name, 'ada');
	ada.doc.getMap('m').set('hers', 1);
	await ada.saved();
	const bo = open(nodes[0], name, 'bo');
	await bo.saved();
	expect(bo.doc.getMap('m').get('hers')).toBe(1);
	const moved = openHonest(nodes[1].url, name, { token: 'token-bo', doc: bo.doc });
	clients.push(moved);
	moved.doc.getMap('m').set('his', 2);
	await moved.saved();
	expect(moved.refusals).toEqual([]);
	await until('ada sees it', () => ada.doc.getMap('m').get('his') === 2);
});

test('[ND3] erased on one node, a document is out of service on the other', async () => {
	const ada = open(nodes[1], `analysis/${analysis}/timeline@1`, 'ada');
	await ada.saved();
	await nodes[0].collab.erase(timeline, (doc) => doc.getMap('m').clear());
	await until('ada is told', () => ada.refusals.includes('epoch'));
	expect(await nodes[1].collab.read(timeline, (doc) => doc.getMap('m').size)).toBe(0);
});

test('[AY1] an edit is told of by the node that took it, by none that reads it, nor when it is erased', async () => {
	const ref = { analysis, kind: 'notes' } as const;
	const ada = open(nodes[0], `analysis/${analysis}/notes@1`, 'ada');
	const bo = open(nodes[1], `analysis/${analysis}/notes@1`, 'bo');
	await Promise.all([ada.saved(), bo.saved()]);
	told.length = 0;
	ada.doc.getMap('m').set('hers', 1);
	await ada.saved();
	await until('bo has it', () => bo.doc.getMap('m').get('hers') === 1);
	await nodes[1].collab.writeAs('cy', ref, (doc) => doc.getMap('m').set('theirs', 2));
	await until('ada has it', () => ada.doc.getMap('m').get('theirs') === 2);
	const tellings = () => told.map(([node, edit]) => [node, edit.userId, edit.ref]);
	const both = [
		['one', 'ada', ref],
		['two', 'cy', ref],
	];
	expect(tellings()).toEqual(both);
	expect(await Promise.all(told.map(([, edit]) => edit.isKept()))).toEqual([true, true]);
	await nodes[0].collab.erase(ref, (doc) => doc.getMap('m').clear());
	await until('bo is told', () => bo.refusals.includes('epoch'));
	expect(await nodes[1].collab.read(ref, (doc) => doc.getMap('m').size)).toBe(0);
	expect(tellings()).toEqual(both);
	expect(await Promise.all(told.map(([, edit]) => edit.isKept()))).toEqual([false, false]);
});

// PGlite runs inside this process and has nobody to notify.
test.skipIf(!process.env['TEST_POSTGRES_URL'])(
	'[ND4] notices and ended rights reach the sockets of other nodes within a second',
	async () => {
		const room = open(nodes[1], `analysis/${analysis}/room@1`, 'cy');
		const heard: string[] = [];
		room.provider.on('stateless', ({ payload }: { payload: string }) => heard.push(payload));
		await room.saved();
		nodes[0].collab.notices.publish(analysis, 'stories');
		await until('it is heard', () => heard.length > 0, 1_000);
		expect(heard).toEqual(['{"changed":"stories"}']);
		nodes[0].collab.close({ userId: 'cy' });
		await until('cy is shut out', () => room.refusals.length > 0, 1_000);
		expect(room.refusals).toEqual(['revoked']);
	},
);
