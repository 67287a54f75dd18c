import { schemaVersion } from '#lib/model/documents.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocketStatus } from '@hocuspocus/provider';
import * as encoding from 'lib0/encoding';
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness';
import WebSocket from 'ws';
import * as Y from 'yjs';
import { newId } from '#lib/model/ids.ts';
import { limits } from '#server/collab/ports.ts';
import { BareClient, openHonest, until, type HonestClient } from '#tests/support/collab-client.ts';
import { analysis, origin, startCollab, type TestServer } from '#tests/support/collab-server.ts';

let server: TestServer;
/** A fresh document for every test, and an honest person in it who must never notice. */
let name: string;
let honest: HonestClient;

beforeAll(async () => {
	server = await startCollab();
});
afterAll(() => server.close());
beforeEach(async () => {
	const review = newId('person').replace('per_', 'rev_');
	await server.create([{ analysis, kind: 'floor', subject: review }]);
	name = `analysis/${analysis}/floor/${review}@1`;
	honest = openHonest(server.url, name, { token: 'token-ada' });
	honest.doc.getText('t').insert(0, 'honest');
	await honest.saved();
	return async () => {
		// Whatever the attacker did: she is still connected, was never refused, and her next edit is saved.
		honest.doc.getMap('m').set('after', true);
		await honest.saved();
		expect(honest.refusals).toEqual([]);
		expect(honest.doc.getText('t').toString()).toBe('honest');
		honest.destroy();
	};
});

const attacker = (user = 'bo') => BareClient.open(server.url, name, { token: `token-${user}` });
const rowsBy = async (user: string) =>
	(await server.collab.journal.rowsAfter(name.slice(0, -2), 0)).filter(({ userId }) => userId === user);
/** An update made in a document under a client id of one's choice. */
const updateOf = (clientId: number, write: (doc: Y.Doc) => void, from?: Y.Doc): Uint8Array => {
	const doc = new Y.Doc();
	if (from) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
	const before = Y.encodeStateVector(doc);
	doc.clientID = clientId;
	write(doc);
	return Y.encodeStateAsUpdate(doc, before);
};
/** A presence update of one's choice. */
const presenceOf = (clientId: number, state: unknown, clock = 99): Uint8Array =>
	encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarUint(encoder, clientId);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarString(encoder, JSON.stringify(state));
	});

test('[AT1] writing under another’s client id is refused, and the victim types on', async () => {
	const bare = await attacker();
	bare.update(updateOf(honest.doc.clientID, (doc) => doc.getText('t').insert(0, 'forged'), honest.doc));
	expect(await bare.refusal()).toBe('foreign-client');
	expect(await rowsBy('bo')).toEqual([]);
});

test('[AT2] burning another’s clock with an empty struct is refused', async () => {
	const bare = await attacker();
	bare.update(
		encoding.encode((encoder) => {
			for (const value of [1, 1, honest.doc.clientID, 6]) encoding.writeVarUint(encoder, value);
			encoding.writeUint8(encoder, 0);
			encoding.writeVarUint(encoder, 1_000_000);
			encoding.writeVarUint(encoder, 0);
		}),
	);
	expect(await bare.refusal()).toBe('foreign-client');
});

test('[AT3] a client id seen only as presence is taken too', async () => {
	const cy = openHonest(server.url, name, { token: 'token-cy' });
	cy.provider.setAwarenessField('cursor', 1);
	await until('ada sees cy', () => honest.provider.awareness?.getStates().has(cy.doc.clientID) === true);
	const bare = await attacker();
	bare.update(updateOf(cy.doc.clientID, (doc) => doc.getMap('m').set('forged', 1)));
	expect(await bare.refusal()).toBe('foreign-client');
	cy.doc.getMap('m').set('mine', 1);
	await cy.saved();
	expect(cy.refusals).toEqual([]);
	cy.destroy();
});

test('[AT4] presence carries the name the server knows, and only one’s own', async () => {
	honest.provider.setAwarenessField('cursor', { at: 1 });
	const bare = await attacker();
	bare.awareness(presenceOf(4242, { user: { id: 'ada', name: 'The Boss', colour: 1 }, cursor: 5 }));
	const seen = () => honest.provider.awareness?.getStates().get(4242);
	await until('ada sees bo', () => seen() !== undefined);
	expect(seen()).toEqual({ cursor: 5, user: { id: 'bo', name: 'BO', colour: 3 } });
	bare.awareness(presenceOf(honest.doc.clientID, { user: { name: 'Mallory' } }));
	bare.awareness(presenceOf(4243, { user: { name: 'second self' } }));
	bare.awareness(presenceOf(honest.doc.clientID, null, 1000));
	bare.awareness(presenceOf(4242, { cursor: 6 }, 100));
	await until('ada sees the last of it', () => seen()?.['cursor'] === 6);
	const rex = new Awareness(new Y.Doc());
	bare.step1();
	expect(honest.provider.awareness?.getStates().has(4243)).toBe(false);
	// What the server tells someone new about ada is what ada said.
	const newcomer = await attacker('cy');
	await until('presence arrives', () => newcomer.received.some(({ type }) => type === 1));
	for (const { type, payload } of newcomer.received) if (type === 1) applyAwarenessUpdate(rex, payload, null);
	expect(rex.getStates().get(honest.doc.clientID)).toEqual({
		cursor: { at: 1 },
		user: { id: 'ada', name: 'ADA', colour: 3 },
	});
	bare.awareness(presenceOf(4242, null, 101));
	await until('bo has left', () => seen() === undefined);
	rex.destroy();
	bare.close();
	newcomer.close();
});

test('[AT5] presence above its limit is refused', async () => {
	const bare = await attacker();
	bare.awareness(presenceOf(77, { note: 'x'.repeat(5_000) }));
	expect(await bare.refusal()).toBe('too-large');
});

test('[AT6] the page of another site gets no socket, and a cookie without an origin opens nothing', async () => {
	const cookie = 'session=ada';
	for (const headers of [
		{ cookie, origin: 'https://evil.test' },
		{ origin: 'null', cookie },
	]) {
		const ws = new WebSocket(server.url, { headers });
		const status = await new Promise((resolve) => {
			ws.on('error', () => {});
			ws.on('unexpected-response', (_request, response) => resolve(response.statusCode));
		});
		expect(status).toBe(403);
	}
	const silent = await BareClient.open(server.url, name, { token: '', headers: { cookie } });
	expect(silent.denied).toBe('signed-out');
	const own = await BareClient.open(server.url, name, { token: '', headers: { cookie, origin } });
	expect(own.denied).toBeUndefined();
	silent.close();
	own.close();
});

test('[AT7] names that are none, other people’s documents and old epochs are refused by a word', async () => {
	const names = {
		[name.replace('@1', '@2')]: 'epoch',
		[name.replace('@1', '@0')]: 'epoch',
		[name.replace('@1', '@01')]: 'forbidden',
		'__proto__@1': 'forbidden',
		'analysis/../timeline@1': 'forbidden',
		[`analysis/${analysis}/console/rev_12345@1`]: 'forbidden',
		[`analysis/${analysis}/account/per_12345@1`]: 'forbidden',
		[`${name}@1`]: 'forbidden',
		[`analysis/${analysis}/timeline/per_12345@1`]: 'forbidden',
	};
	for (const [wrong, reason] of Object.entries(names)) {
		const bare = await BareClient.open(server.url, wrong, { token: 'token-bo' });
		expect([wrong, bare.denied]).toEqual([wrong, reason]);
		bare.close();
	}
	const twice = await BareClient.open(server.url, `${name}\0again`, { token: 'token-bo' });
	expect(await twice.refusal()).toBe('malformed');
});

test('[AT8] without the right to write nothing is written', async () => {
	server.admit('pat', 'participant');
	const stage = `analysis/${analysis}/stage/rev_12345`;
	await server.create([{ analysis, kind: 'stage', subject: 'rev_12345' }]);
	const reader = await BareClient.open(server.url, `${stage}@1`, { token: 'token-pat' });
	reader.update(updateOf(5, (doc) => doc.getMap('m').set('x', 1)));
	await until('the server answers', () => reader.received.some(({ type }) => type === 8));
	expect(reader.acks).toBe(0);
	expect(await server.collab.journal.rowsAfter(stage, 0)).toEqual([]);
	const room = await BareClient.open(server.url, `analysis/${analysis}/room@1`, { token: 'token-bo' });
	room.update(updateOf(6, (doc) => doc.getMap('m').set('x', 1)));
	expect(await room.refusal()).toBe('forbidden');
	expect(await server.collab.journal.rowsAfter(`analysis/${analysis}/room`, 0)).toEqual([]);
	reader.close();
});

test('[AT9] a frame above the limit is refused, by us or by the socket itself', async () => {
	const bare = await attacker();
	bare.ws.send(new Uint8Array(8 * 1024 * 1024 + 1));
	expect(await bare.refusal()).toBe('too-large');
	const huge = await attacker();
	huge.ws.send(new Uint8Array(20 * 1024 * 1024));
	await until('the socket is shut', () => huge.closed !== undefined);
	expect(huge.closed?.code).toBe(1009);
});

test('[AT10] three thousand updates that never fit are refused before they weigh', async () => {
	const bare = await attacker();
	const doc = new Y.Doc();
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => updates.push(update));
	for (let i = 0; i < 6000; i++) doc.getArray('a').push(['x'.repeat(50)]);
	for (let i = 1; i < updates.length; i += 2) bare.update(updates[i]!);
	expect(await bare.refusal()).toBe('gap');
	// Each costs a merge with all before it: what bounds the time is their number.
	const taken = await rowsBy('bo');
	expect(taken.length).toBeLessThanOrEqual(limits.pendingGapUpdates);
	expect(taken.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)).toBeLessThan(limits.pendingGap);
});

test('[AT11] what no document of ours holds is refused: subdocuments, __proto__, endless nesting', async () => {
	const deep = (depth: number) => (doc: Y.Doc) => {
		let map = doc.getMap('deep');
		for (let i = 0; i < depth; i++) {
			const child = new Y.Map<unknown>();
			map.set('c', child);
			map = child;
		}
	};
	let value: unknown = 1;
	for (let i = 0; i < 40; i++) value = [value];
	const attacks: ((doc: Y.Doc) => void)[] = [
		(doc) => doc.getMap('m').set('sub', new Y.Doc()),
		(doc) => doc.getMap('m').set('__proto__', { isAdmin: true }),
		(doc) => doc.getMap('m').set('cfg', JSON.parse('{"__proto__":{"polluted":1}}')),
		(doc) => doc.getMap('__proto__').set('a', 1),
		(doc) => doc.getText('t').insert(0, 'x', JSON.parse('{"__proto__":{"b":1}}')),
		(doc) => doc.getMap('m').set('v', value),
		deep(33),
		deep(2_000),
	];
	for (const attack of attacks) {
		const bare = await attacker();
		bare.update(updateOf(1000 + attacks.indexOf(attack), attack));
		expect([attacks.indexOf(attack), await bare.refusal()]).toEqual([attacks.indexOf(attack), 'unsupported']);
	}
	const fine = await attacker();
	fine.update(updateOf(999, deep(30)));
	await until('it is taken', () => fine.acks === 1);
	// One level deeper, and another, inside what is there already.
	await until('ada has it', () => honest.doc.getMap('deep').size === 1);
	const under = (depth: number) => (doc: Y.Doc) => {
		let map = doc.getMap('deep');
		for (let next = map.get('c'); next instanceof Y.Map; next = map.get('c')) map = next as Y.Map<unknown>;
		for (let i = 0; i < depth; i++) map = map.set('c', new Y.Map<unknown>());
	};
	fine.update(updateOf(998, under(2), honest.doc));
	await until('it is taken', () => fine.acks === 2);
	await until('ada has that too', () => honest.doc.store.clients.has(998));
	fine.update(updateOf(997, under(1), honest.doc));
	expect(await fine.refusal()).toBe('unsupported');
});

test('[AT12] bytes that are no message close their socket and nothing else', async () => {
	let seed = 42;
	const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
	const valid = updateOf(31337, (doc) => doc.getText('t').insert(0, 'valid enough'));
	for (let round = 0; round < 150; round++) {
		const bare = await attacker();
		if (round % 3 === 0) bare.ws.send(Uint8Array.from({ length: round }, () => random() * 256));
		else if (round % 3 === 1)
			bare.send(Math.floor(random() * 12), (encoder) => {
				for (let i = 0; i < 20; i++) encoding.writeUint8(encoder, random() * 256);
			});
		else {
			const broken = Uint8Array.from(valid.subarray(0, 1 + random() * valid.length));
			broken[Math.floor(random() * broken.length)] = random() * 256;
			bare.update(broken);
		}
		await new Promise((resolve) => setImmediate(resolve));
		bare.close();
	}
});

test('[AT13] clients have nothing to say in stateless messages', async () => {
	for (const type of [5, 6, 8, 9]) {
		const bare = await attacker();
		bare.send(type, (encoder) => encoding.writeVarString(encoder, '{"bad json'));
		expect(await bare.refusal()).toBe('malformed');
	}
});

test('[SV1] a client silent about its schema, or older, reads prose and writes none of it', async () => {
	const narrative = `analysis/${analysis}/narrative@1`;
	for (const url of [
		server.url.replace(/\?v=\d+$/, ''),
		server.url.replace(/\d+$/, String(schemaVersion - 1)),
	]) {
		const bare = await BareClient.open(url, narrative, { token: 'token-bo' });
		await until('it is told why', () => bare.received.some(({ type }) => type === 5));
		expect(bare.received.find(({ type }) => type === 5)?.text).toBe('{"readOnly":"schema"}');
		bare.update(updateOf(8, (doc) => doc.getText('t').insert(0, 'pruned')));
		await until('the server answers', () => bare.received.some(({ type }) => type === 8));
		expect(bare.acks).toBe(0);
		bare.close();
		const timeline = await BareClient.open(url, name, { token: 'token-bo' });
		timeline.update(updateOf(9, (doc) => doc.getMap('m').set('y', 1)));
		await until('elsewhere it writes', () => timeline.acks === 1);
		timeline.close();
	}
	expect(await server.collab.journal.rowsAfter(narrative.slice(0, -2), 0)).toEqual([]);
});

test('[AT14] a reader that does not read is cut off at the send buffer', async () => {
	const slow = await attacker();
	slow.step1();
	slow.ws.pause();
	const cy = openHonest(server.url, name, { token: 'token-cy' });
	await cy.saved();
	const before = server.collab.stats().refused.slow ?? 0;
	for (let i = 0; i < 60 && (server.collab.stats().refused.slow ?? 0) === before; i++) {
		cy.doc.getMap('big').set('k', new Uint8Array(700_000).fill(i));
		await cy.saved();
	}
	expect(server.collab.stats().refused.slow).toBe(before + 1);
	expect(cy.refusals).toEqual([]);
	cy.destroy();
});

test('[AT15] a flood of messages waits its turn; others do not notice', async () => {
	const bare = await attacker();
	for (let i = 0; i < 3_000; i++) bare.send(3);
	const began = performance.now();
	honest.doc.getMap('m').set('during', 1);
	await honest.saved();
	expect(performance.now() - began).toBeLessThan(1_000);
	bare.close();
});

test('[RV1] what is revoked closes within a second, and only that', async () => {
	const bo = openHonest(server.url, name, { token: 'token-bo' });
	const other = openHonest(server.url, `analysis/${analysis}/notes@1`, { token: 'token-bo' });
	await Promise.all([bo.saved(), other.saved()]);
	const began = performance.now();
	server.collab.close({ document: name, userId: 'bo' });
	await until('bo is shut out', () => bo.refusals.length > 0, 1_000);
	expect(performance.now() - began).toBeLessThan(1_000);
	expect(bo.refusals).toEqual(['revoked']);
	server.collab.close({ sessionId: 'ses-bo' });
	await until('the other too', () => other.refusals.length > 0, 1_000);
	bo.destroy();
	other.destroy();
});

test('[HN1] honest people meet none of this: two tabs, offline edits, a reload, ten flaps', async () => {
	const tabs = [1, 2].map(() => openHonest(server.url, name, { token: 'token-bo' }));
	const cy = openHonest(server.url, name, { token: 'token-cy' });
	const all = [...tabs, cy];
	await Promise.all(all.map((client) => client.saved()));
	for (let flap = 0; flap < 10; flap++) {
		for (const client of all) {
			client.socket.disconnect();
			client.doc.getText('t2').insert(0, `${flap} `);
			client.doc.getText('t2').delete(0, 1);
			client.provider.setAwarenessField('flap', flap);
		}
		// The provider takes a second connect for granted until it has noticed the end of the first.
		await until('all are offline', () =>
			all.every(({ socket }) => socket.status === WebSocketStatus.Disconnected),
		);
		for (const client of all) void client.socket.connect();
		for (const client of all) client.doc.getMap('m2').set(`${client.doc.clientID}-${flap}`, flap);
		await Promise.all(all.map((client) => client.saved()));
	}
	// A reload: the same words from the local copy, under a new client id.
	const copy = new Y.Doc();
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(tabs[0]!.doc));
	tabs[0]!.destroy();
	copy.getMap('m2').set('typed before the socket was open', true);
	const reloaded = openHonest(server.url, name, { token: 'token-bo', doc: copy });
	await reloaded.saved();
	const everyone = [tabs[1]!, cy, reloaded];
	const keysOf = ({ doc }: HonestClient) => [...doc.getMap('m2').keys()].sort().join();
	await until('all converge', () => new Set(everyone.map(keysOf)).size === 1);
	expect(reloaded.doc.getMap('m2').size).toBe(31);
	expect([...all, reloaded].flatMap(({ refusals }) => refusals)).toEqual([]);
	for (const client of everyone) client.destroy();
});

test('[HN2] nothing a test here did was a bug of the server', () => {
	expect(server.log.entries.filter(({ level }) => level === 'error')).toEqual([]);
});
