/** Someone who may comment and not write, against the running server: whatever they send, no byte of the text changes. */
import { schemaVersion } from '#lib/model/documents.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { appendBlocks, narrativeOf } from '#lib/model/narrative.ts';
import { readConfig } from '#server/config.ts';
import { createServices } from '#server/services.ts';
import { BareClient, openHonest, PageSocket, until } from '#tests/support/collab-client.ts';
import { pageOrigin, startFront, type FrontProcess } from '#tests/support/front-process.ts';
import { populate, type Populated } from '#tests/support/populated.ts';

const line = 'Person interviewee closed the laptop and made dinner.';

let world: Populated;
let front: FrontProcess;
let base: string;
let narrative: string;
let socketUrl: string;

beforeAll(async () => {
	world = await populate(async (services, analysis, lead) => {
		const write = (text: string) =>
			services.collab.writeAs(lead, { analysis, kind: 'narrative' }, (doc, origin) =>
				appendBlocks(doc, [{ is: 'paragraph', content: [{ is: 'text', text, marks: [] }] }], origin),
			);
		await write(line);
		const proposed = await services.rounds.propose(lead, analysis);
		if (!proposed.ok) throw new Error(proposed.refusal.message);
		const people = proposed.value.people.map(({ personId, passages }) => ({
			personId,
			passageIds: passages.map(({ passageId }) => passageId),
		}));
		const opened = await services.rounds.open({ id: lead }, analysis, { people });
		if (!opened.ok) throw new Error(opened.refusal.message);
		// After the freeze: not theirs to read.
		await write('Words written since.');
	});
	front = await startFront(world.dataDir);
	base = `/analyses/${world.analysis}`;
	narrative = `analysis/${world.analysis}/narrative`;
	socketUrl = `${front.origin.replace('http', 'ws')}/collab?v=${schemaVersion}`;
});
afterAll(async () => {
	await front?.stop();
	await world?.remove();
});

/** Every journal row of the analysis as it lies on disk, by document. */
async function journalRows(): Promise<unknown> {
	const { databases, close } = await createServices(
		readConfig({ DATA_DIR: world.dataDir, ORIGIN: pageOrigin, LOG_LEVEL: 'silent' }),
	);
	const rows = await databases.journal
		.selectFrom('document_update')
		.select(['document', 'seq', 'user_id', 'checksum', 'bytes'])
		.orderBy('document')
		.orderBy('seq')
		.execute();
	const heads = await databases.journal
		.selectFrom('document')
		.select(['name', 'head'])
		.orderBy('name')
		.execute();
	await close();
	return JSON.parse(
		JSON.stringify({
			heads,
			rows: rows.map((row) => ({ ...row, bytes: Buffer.from(row.bytes).toString('hex') })),
		}),
	);
}

const forged = (): Uint8Array => {
	const doc = new Y.Doc();
	narrativeOf(doc).insert(0, [new Y.XmlElement('paragraph')]);
	doc.getMap('events').set('evt_forged0000', new Y.Map([['title', 'forged']]));
	return Y.encodeStateAsUpdate(doc);
};

test('[CO1] a comment-only person cannot change a byte, through either socket, while others type on', async () => {
	const token = world.tokens.commenter;
	const before = await journalRows();
	const writer = openHonest(socketUrl, narrative, { token: world.tokens.lead });
	await until('the writer has the text', () => writer.provider.isSynced);
	const stateBefore = Y.encodeStateAsUpdate(writer.doc);

	for (const kind of ['narrative', 'timeline', 'notes', 'inquiry']) {
		const name = `analysis/${world.analysis}/${kind}@1`;
		// As a page would ask, and as somebody who sends without asking.
		const page = openHonest(socketUrl, name, { token });
		await until(`${kind} is refused`, () => page.refusals.length > 0);
		expect(page.refusals[0]).toBe('forbidden');
		page.destroy();
		const bare = await BareClient.open(socketUrl, name, { token });
		bare.step1();
		bare.update(forged());
		await until(`${kind} is shut or refused`, () => bare.closed !== undefined || bare.denied !== undefined);
		expect(bare.acks).toBe(0);
		// Nor is it read: no frame of the document came.
		expect(bare.received.filter(({ type }) => type === 0)).toEqual([]);
		bare.close();
	}
	// The room they are in holds nothing, and takes nothing.
	const room = await BareClient.open(socketUrl, `analysis/${world.analysis}/room@1`, { token });
	expect(room.denied).toBeUndefined();
	room.update(forged());
	expect(await room.refusal()).toBe('forbidden');

	// The plain protocol, whatever its client believes.
	const doc = new Y.Doc();
	const plain = new WebsocketProvider(`${front.origin.replace('http', 'ws')}/y`, narrative, doc, {
		params: { token },
		WebSocketPolyfill: PageSocket as unknown as typeof globalThis.WebSocket,
		disableBc: true,
	});
	let closed = '';
	plain.on('connection-close', (event: CloseEvent | null) => (closed ||= event?.reason ?? ''));
	Y.applyUpdate(doc, forged());
	await until('the plain socket is closed', () => closed !== '');
	expect(closed).toBe('forbidden');
	plain.destroy();
	expect(narrativeOf(doc).toString()).not.toContain('laptop');

	expect(Y.encodeStateAsUpdate(writer.doc)).toEqual(stateBefore);
	expect(writer.refusals).toEqual([]);
	writer.destroy();
	// On disk, byte by byte.
	await front.stop();
	expect(await journalRows()).toEqual(before);
	front = await startFront(world.dataDir);
	base = `/analyses/${world.analysis}`;
	socketUrl = `${front.origin.replace('http', 'ws')}/collab?v=${schemaVersion}`;
});

test('[CO2] they comment all the same, on the text as it was frozen; the server makes the anchor and no edit', async () => {
	const { commenter, lead } = world.tokens;
	const before = await journalRows();
	const { draft } = JSON.parse((await front.call(commenter, 'GET', `${base}/draft`)).text) as {
		draft: { round: number; passages: { passageId: string; text: string }[] };
	};
	expect(draft.passages.map(({ text }) => text)).toEqual([line]);
	const [passage] = draft.passages;
	const quote = 'made dinner';
	const start = line.indexOf(quote);
	const on = { passageId: passage?.passageId, quote, start, end: start + quote.length, round: draft.round };
	const made = await front.call(commenter, 'POST', `${base}/threads`, {
		on,
		kind: 'question',
		body: 'Which dinner?',
	});
	expect(made.status, made.text).toBe(201);
	const { id } = JSON.parse(made.text) as { id: string };
	const seen = JSON.parse((await front.call(lead, 'GET', `${base}/threads`)).text) as { threads: unknown[] };
	expect(seen.threads).toMatchObject([{ id, on: { quote, start, state: 'placed' } }]);
	// What writes is not theirs, by no path.
	for (const [method, path, body] of [
		['PATCH', `${base}/threads/${id}`, { resolved: true }],
		['POST', `${base}/events`, { title: 'forged', kind: 'action', when: '2026-03-11T01:52:00Z' }],
		['GET', `${base}/narrative`, undefined],
	] as const)
		expect([403, 404]).toContain((await front.call(commenter, method, path, body)).status);
	expect(await journalRows()).toEqual(before);
});
