import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { openHonest, PageSocket, until } from '#tests/support/collab-client.ts';
import { analysis, startCollab, type TestServer } from '#tests/support/collab-server.ts';

const timeline = `analysis/${analysis}/timeline`;
const narrative = `analysis/${analysis}/narrative`;

let server: TestServer;
let open: WebsocketProvider[];
beforeEach(async () => {
	open = [];
	server = await startCollab();
});
afterEach(async () => {
	for (const provider of open) provider.destroy();
	await server.close();
});

/** The stock client of the y-websocket package, as any script would use it. */
const stock = (document: string, token: string, doc = new Y.Doc()): WebsocketProvider => {
	const provider = new WebsocketProvider(`ws://127.0.0.1:${server.port}/y`, document, doc, {
		params: { token },
		WebSocketPolyfill: PageSocket as unknown as typeof globalThis.WebSocket,
		disableBc: true,
	});
	open.push(provider);
	return provider;
};

test('[PY1] a stock y-websocket client and a page edit one document, under one journal', async () => {
	const page = openHonest(server.url, `${timeline}@1`, { token: 'token-ada' });
	const script = stock(timeline, 'token-bo');
	page.doc.getMap('m').set('page', 1);
	script.doc.getMap('m').set('script', 2);
	script.awareness.setLocalStateField('user', { name: 'Somebody Else' });
	await until(
		'both see both',
		() => page.doc.getMap('m').get('script') === 2 && script.doc.getMap('m').get('page') === 1,
	);
	await until('ada sees bo', () => page.provider.awareness?.getStates().has(script.doc.clientID) === true);
	expect(page.provider.awareness?.getStates().get(script.doc.clientID)).toEqual({
		user: { id: 'bo', name: 'BO', colour: 3 },
	});
	await page.saved();
	const rows = await server.collab.journal.rowsAfter(timeline, 0);
	expect(rows.map(({ userId, clientId }) => [userId, clientId]).sort()).toEqual(
		[
			['ada', page.doc.clientID],
			['bo', script.doc.clientID],
		].sort(),
	);
	page.destroy();
});

test('[PY2] it keeps what it wrote while the server was away', async () => {
	const script = stock(`${timeline}@1`, 'token-bo');
	await until('it is synced', () => script.synced);
	script.disconnect();
	script.doc.getMap('m').set('offline', true);
	script.connect();
	await until('it is synced again', () => script.synced);
	const read = () => server.collab.read({ analysis, kind: 'timeline' }, (doc) => doc.getMap('m').toJSON());
	await expect.poll(read).toEqual({ offline: true });
});

test('[PY3] prose is read-only for it, because it says nothing about its schema', async () => {
	await server.collab.writeAs('ada', { analysis, kind: 'narrative' }, (doc) =>
		doc.getText('t').insert(0, 'kept'),
	);
	const script = stock(narrative, 'token-bo');
	await until('it is synced', () => script.synced);
	expect(script.doc.getText('t').toString()).toBe('kept');
	script.doc.getText('t').delete(0, 4);
	const page = openHonest(server.url, `${narrative}@1`, { token: 'token-ada' });
	await page.saved();
	expect(page.doc.getText('t').toString()).toBe('kept');
	expect(await server.collab.journal.rowsAfter(narrative, 1)).toEqual([]);
	page.destroy();
});

test('[PY4] without a right, or with another’s client id, its socket is closed with a word', async () => {
	const refusalOf = async (provider: WebsocketProvider): Promise<string> => {
		const { promise, resolve } = Promise.withResolvers<string>();
		provider.on('connection-close', (event) => resolve((event as CloseEvent | null)?.reason ?? ''));
		return promise;
	};
	expect(await refusalOf(stock(timeline, 'token-rex'))).toBe('forbidden');
	expect(await refusalOf(stock(timeline, 'token-nobody'))).toBe('signed-out');
	expect(await refusalOf(stock(`${timeline}@7`, 'token-bo'))).toBe('epoch');
	expect(await refusalOf(stock('no/document', 'token-bo'))).toBe('forbidden');
	const page = openHonest(server.url, `${timeline}@1`, { token: 'token-ada' });
	page.doc.getMap('m').set('a', 1);
	await page.saved();
	const forger = new Y.Doc();
	forger.clientID = page.doc.clientID;
	forger.getMap('m').set('forged', 1);
	forger.getMap('m').set('twice', 1);
	expect(await refusalOf(stock(timeline, 'token-bo', forger))).toBe('foreign-client');
	expect(page.refusals).toEqual([]);
	page.destroy();
});
