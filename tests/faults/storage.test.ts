import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { BareClient, openHonest, until, type HonestClient } from '#tests/support/collab-client.ts';
import { analysis, startCollab, type TestServer } from '#tests/support/collab-server.ts';

const notes = `analysis/${analysis}/notes`;
const timeline = `analysis/${analysis}/timeline`;

let server: TestServer;
let clients: HonestClient[];
const open = (name: string, user: string): HonestClient => {
	const client = openHonest(server.url, name, { token: `token-${user}` });
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

/** Lets the journal grow by so many pages and no more; undefined lifts the limit. */
const limitDisk = (pages?: number): void => {
	const sqlite = server.databases.journalSqlite;
	if (!sqlite) throw new Error('not SQLite');
	const used = Number(sqlite.prepare('PRAGMA page_count').get()?.['page_count']);
	sqlite.exec(`PRAGMA max_page_count = ${pages === undefined ? 1_000_000 : used + pages}`);
};

test('[FT1] on a full disk nothing is acknowledged or shown to others; when there is room again nothing is lost', async () => {
	const ada = open(`${notes}@1`, 'ada');
	const bo = open(`${notes}@1`, 'bo');
	const cy = open(`${timeline}@1`, 'cy');
	await Promise.all([ada, bo, cy].map((client) => client.saved()));
	limitDisk(4);
	let typed = 0;
	await until('the disk is full', () => {
		ada.doc.getMap('m').set(`k${typed++}`, 'x'.repeat(2_000));
		return ada.refusals.includes('storage');
	});
	const rows = async (name: string) => {
		const doc = new Y.Doc();
		for (const { bytes } of await server.collab.journal.rowsAfter(name, 0)) Y.applyUpdate(doc, bytes);
		return doc.getMap('m');
	};
	// What bo was shown is in the journal; what ada still owes is shown to her as unsaved.
	const durable = await rows(notes);
	for (const key of bo.doc.getMap('m').keys()) expect(durable.has(key)).toBe(true);
	expect(ada.doc.getMap('m').size).toBeGreaterThan(durable.size);
	expect(ada.provider.unsyncedChanges).toBeGreaterThan(0);
	expect(server.collab.stats().failures).toBeGreaterThan(0);
	limitDisk();
	await ada.saved();
	await until('bo has it all', () => bo.doc.getMap('m').size === typed);
	expect((await rows(notes)).size).toBe(typed);
	cy.doc.getMap('m').set('still', 1);
	await cy.saved();
});

test('[FT2] a writer of the server hears that the disk did not take it', async () => {
	limitDisk(0);
	const ref = { analysis, kind: 'timeline' } as const;
	const write = () =>
		server.collab.writeAs('ada', ref, (doc) => doc.getMap('m').set('k', 'x'.repeat(20_000)));
	await expect(write()).rejects.toThrow('the journal did not take the edit');
	limitDisk();
	expect(await server.collab.read(ref, (doc) => doc.getMap('m').size)).toBe(0);
	await write();
	expect(await server.collab.read(ref, (doc) => doc.getMap('m').size)).toBe(1);
});

test('[FT3] a damaged document is served to nobody, said aloud, never overwritten; others are served', async () => {
	const ada = open(`${notes}@1`, 'ada');
	ada.doc.getMap('m').set('a', 1);
	await ada.saved();
	ada.destroy();
	server = await server.restart();
	const database = server.databases.journalSqlite;
	const before = database?.prepare('SELECT bytes FROM document_update WHERE document = ?').all(notes);
	database?.prepare('UPDATE document_update SET checksum = ? WHERE document = ?').run('0'.repeat(16), notes);
	const bo = open(`${notes}@1`, 'bo');
	const cy = open(`${timeline}@1`, 'cy');
	await until('bo is refused', () => bo.refusals.length > 0);
	expect(bo.refusals).toEqual(['damaged']);
	cy.doc.getMap('m').set('fine', 1);
	await cy.saved();
	expect(server.log.entries).toEqual([
		{
			level: 'error',
			fields: { document: notes },
			message: expect.stringContaining('row 1 fails its checksum'),
		},
	]);
	await expect(
		server.collab.read({ analysis, kind: 'notes' }, (doc) => doc.getMap('m').size),
	).rejects.toThrow('damaged');
	expect(database?.prepare('SELECT bytes FROM document_update WHERE document = ?').all(notes)).toEqual(
		before,
	);
});

test('[FT4] erased words are in no file; tabs of the old epoch are refused and cannot bring them back', async () => {
	const words = 'candid-words-nobody-should-find';
	const ada = open(`${notes}@1`, 'ada');
	const bo = open(`${notes}@1`, 'bo');
	ada.doc.getMap('m').set('secret', words);
	ada.doc.getMap('m').set('public', 'stays');
	for (let i = 0; i < 30; i++) ada.doc.getText('t').insert(0, `${words} `.repeat(200));
	await ada.saved();
	await server.collab.journal.snapshot(notes);
	const found = async () => {
		const names: string[] = [];
		for (const file of await readdir(server.dataDir))
			if ((await readFile(join(server.dataDir, file))).includes(words)) names.push(file);
		return names;
	};
	expect(await found()).not.toEqual([]);
	const epoch = await server.collab.erase({ analysis, kind: 'notes' }, (doc) => {
		doc.getMap('m').delete('secret');
		doc.getText('t').delete(0, doc.getText('t').length);
	});
	expect(epoch).toBe(2);
	expect(await found()).toEqual([]);
	await until('both are told', () => [ada, bo].every(({ refusals }) => refusals.includes('epoch')));
	const cy = open(`${notes}@2`, 'cy');
	await cy.saved();
	expect(cy.doc.getMap('m').toJSON()).toEqual({ public: 'stays' });
	expect(cy.doc.getText('t').toString()).toBe('');
	const stale = await BareClient.open(server.url, `${notes}@1`, { token: 'token-bo' });
	expect(stale.denied).toBe('epoch');
	stale.close();
	await server.collab.journal.flush();
	expect(await found()).toEqual([]);
});

test('[FT5] what reaches ahead of what is known is acknowledged only as a row, and fits after a restart', async () => {
	const doc = new Y.Doc();
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => updates.push(update));
	for (const word of ['one ', 'two ', 'three']) doc.getText('t').insert(doc.getText('t').length, word);
	const bare = await BareClient.open(server.url, `${timeline}@1`, { token: 'token-bo' });
	bare.update(updates[2]!);
	await until('it is acknowledged', () => bare.acks === 1);
	server = await server.restart();
	const again = await BareClient.open(server.url, `${timeline}@1`, { token: 'token-bo' });
	again.update(updates[0]!);
	again.update(updates[1]!);
	await until('both are acknowledged', () => again.acks === 2);
	const ref = { analysis, kind: 'timeline' } as const;
	expect(await server.collab.read(ref, (read) => read.getText('t').toString())).toBe('one two three');
	again.close();
});
