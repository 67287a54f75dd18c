import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { insertDocuments } from '#db/document.ts';
import { documentName } from '#lib/model/documents.ts';
import type { AnalysisId } from '#lib/model/ids.ts';
import { exactly } from '#lib/model/time.ts';
import { addEvent, readTimeline } from '#lib/model/timeline.ts';
import { fromWire } from '#lib/model/timeline-wire.ts';
import {
	CommitFailure,
	JournalDamage,
	openJournal,
	snapshotEvery,
	type Journal,
} from '#server/journal/journal.ts';
import { applyAll } from '#server/journal/snapshot.ts';
import { TestLog } from '#tests/support/collab-server.ts';
import { stores, type TestDatabases } from '#tests/support/databases.ts';

let counter = 0;

describe.each(stores)('journal on $name', ({ open }) => {
	let store: TestDatabases;
	let log: TestLog;
	beforeAll(async () => {
		store = await open();
	});
	afterAll(() => store.close());

	/** A journal of its own, as a process has after its start. */
	const start = (): Journal => {
		log = new TestLog();
		return openJournal(store.databases, { log, now: () => 1_700_000_000_000 });
	};
	/** A new document, its name, and updates that type `words` into it one by one. */
	const makeDocument = async (...words: string[]) => {
		const ref = { analysis: `ana_contract${counter++}` as AnalysisId, kind: 'timeline' } as const;
		await insertDocuments(store.databases.journal, [ref], 0);
		const doc = new Y.Doc();
		const updates: Uint8Array[] = [];
		doc.on('update', (update: Uint8Array) => updates.push(update));
		for (const word of words) doc.getText('t').insert(doc.getText('t').length, word);
		return { name: documentName(ref), updates };
	};
	const append = (journal: Journal, name: string, bytes: Uint8Array, userId = 'usr_a', epoch = 1) =>
		journal.append({ address: `${name}@${epoch}`, document: name, epoch, userId, clientId: 7, bytes });
	const textOf = async (journal: Journal, name: string): Promise<string | undefined> => {
		const loaded = await journal.load(name);
		if (!loaded) return undefined;
		const doc = new Y.Doc();
		applyAll(doc, loaded.updates, undefined);
		return doc.getText('t').toString();
	};

	test('[JR2] rows count up per document, whatever else is in the commit', async () => {
		const journal = start();
		const one = await makeDocument('a', 'b');
		const two = await makeDocument('x');
		append(journal, one.name, one.updates[0]!);
		append(journal, two.name, two.updates[0]!);
		append(journal, one.name, one.updates[1]!, 'usr_b');
		expect(journal.pendingGeneration(`${one.name}@1`)).toBe(1);
		await journal.whenDurable(`${one.name}@1`);
		expect(journal.pendingGeneration(`${one.name}@1`)).toBeUndefined();
		const rows = await journal.rowsAfter(one.name, 0);
		expect(rows.map(({ seq, userId, clientId, at }) => ({ seq, userId, clientId, at }))).toEqual([
			{ seq: 1, userId: 'usr_a', clientId: 7, at: 1_700_000_000_000 },
			{ seq: 2, userId: 'usr_b', clientId: 7, at: 1_700_000_000_000 },
		]);
		expect(await textOf(journal, one.name)).toBe('ab');
		expect(await textOf(journal, two.name)).toBe('x');
		expect(journal.figures).toMatchObject({ commits: 1, rows: 3, failures: 0, pending: 0 });
		await journal.close();
	});

	test('[JR3] two journals on one database never give a number twice', async () => {
		const [first, second] = [start(), start()];
		const { name, updates } = await makeDocument('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');
		for (const [index, update] of updates.entries()) append(index % 2 ? second : first, name, update);
		await Promise.all([first.flush(), second.flush()]);
		const rows = await first.rowsAfter(name, 0);
		expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
		expect(await textOf(second, name)).toBe('abcdefghij');
		await Promise.all([first.close(), second.close()]);
	});

	test('[JR4] a snapshot is built from rows, keeps them, and loads the same', async () => {
		const journal = start();
		const words = Array.from({ length: snapshotEvery + 20 }, (_, index) => `${index} `);
		const { name, updates } = await makeDocument(...words);
		for (const update of updates) append(journal, name, update);
		await journal.flush();
		await journal.snapshot(name);
		const loaded = await journal.load(name);
		expect(loaded?.updates.length).toBeLessThan(25);
		expect(loaded?.seq).toBe(words.length);
		expect(await textOf(journal, name)).toBe(words.join(''));
		expect(await journal.rowsAfter(name, 0)).toHaveLength(words.length);
		await journal.close();
	});

	test('[JR10] a snapshot of the newest row is all of the document, and without deleted words; else there is none', async () => {
		const journal = start();
		const doc = new Y.Doc();
		const large = 'x'.repeat(1_100_000);
		const { name, updates } = await makeDocument('kept ');
		append(journal, name, updates[0]!);
		await journal.flush();
		expect(await journal.atHead(name)).toBeUndefined();
		Y.applyUpdate(doc, updates[0]!);
		doc.on('update', (update: Uint8Array) => append(journal, name, update));
		doc.getText('t').insert(0, `candid ${large}`);
		doc.getText('t').delete(0, 'candid '.length);
		await journal.flush();
		expect(await journal.atHead(name)).toBeUndefined();
		// Nobody asked for it: a document that large is left with one.
		await journal.close();
		const after = start();
		const whole = await after.atHead(name);
		expect(whole?.epoch).toBe(1);
		expect(Buffer.from(whole?.bytes ?? []).includes('candid')).toBe(false);
		const read = new Y.Doc();
		Y.applyUpdate(read, whole?.bytes ?? new Uint8Array());
		expect(read.getText('t').toJSON()).toBe(`${large}kept `);
		await store.databases.journal
			.updateTable('document_snapshot')
			.set({ bytes: new Uint8Array([0, 0]) })
			.where('document', '=', name)
			.execute();
		expect(await after.atHead(name)).toBeUndefined();
		await after.close();
	});

	test('[JR5] a damaged row keeps its document from being served, and no other', async () => {
		const journal = start();
		const bad = await makeDocument('a', 'b', 'c');
		const good = await makeDocument('fine');
		for (const update of bad.updates) append(journal, bad.name, update);
		append(journal, good.name, good.updates[0]!);
		await journal.flush();
		const flipped = Uint8Array.from(bad.updates[1]!);
		flipped[flipped.length - 2]! ^= 1;
		await store.databases.journal
			.updateTable('document_update')
			.set({ bytes: flipped })
			.where('document', '=', bad.name)
			.where('seq', '=', 2)
			.execute();
		await expect(journal.load(bad.name)).rejects.toThrow(JournalDamage);
		await expect(journal.load(bad.name)).rejects.toThrow('row 2 fails its checksum');
		expect(await textOf(journal, good.name)).toBe('fine');
		await store.databases.journal
			.deleteFrom('document_update')
			.where('document', '=', bad.name)
			.where('seq', '=', 2)
			.execute();
		await expect(journal.load(bad.name)).rejects.toThrow('row 2 is missing');
		await store.databases.journal.deleteFrom('document_update').where('document', '=', bad.name).execute();
		await expect(journal.load(bad.name)).rejects.toThrow('row 1 is missing');
		await journal.close();
	});

	test('[JR5] a damaged snapshot is passed over, said aloud, and made anew from the rows', async () => {
		const journal = start();
		const { name, updates } = await makeDocument('still ', 'here');
		for (const update of updates) append(journal, name, update);
		await journal.flush();
		await journal.snapshot(name);
		const damage = () =>
			store.databases.journal
				.updateTable('document_snapshot')
				.set({ bytes: new Uint8Array([0, 0]) })
				.where('document', '=', name)
				.execute();
		await damage();
		expect(await textOf(journal, name)).toBe('still here');
		expect(log.entries.map(({ level }) => level)).toEqual(['error']);
		await journal.close();
		const after = start();
		expect(await textOf(after, name)).toBe('still here');
		expect(log.entries).toEqual([]);
		await after.close();
	});

	test('[JR11] a snapshot of a timeline keeps its reading until the next row, and erasing takes it away', async () => {
		const journal = start();
		const { name } = await makeDocument();
		const doc = new Y.Doc();
		doc.on('update', (update: Uint8Array) => append(journal, name, update));
		const add = (title: string) =>
			addEvent(
				doc,
				{ title, when: exactly(1_773_200_000_000_000), kind: 'action' },
				{ source: 'local', userId: 'usr_a' },
			);
		const reading = async () => {
			await journal.flush();
			const packed = await journal.readingAtHead(name);
			return packed && fromWire(JSON.parse(gunzipSync(packed).toString()));
		};
		add('Ana restarts the broker');
		expect(await reading()).toBeUndefined();
		await journal.snapshot(name);
		expect(await reading()).toEqual(readTimeline(doc));
		add('Tom sees it come back');
		expect(await reading()).toBeUndefined();
		await journal.snapshot(name);
		expect(await reading()).toEqual(readTimeline(doc));
		await journal.erase(name, Y.encodeStateAsUpdate(new Y.Doc()));
		expect(await reading()).toBeUndefined();
		await journal.close();
	});

	test('[JR10] a large document that nobody has open any more is left with a snapshot of its newest row', async () => {
		const journal = start();
		const { name, updates } = await makeDocument('x'.repeat(1_100_000), ' and a word');
		append(journal, name, updates[0]!);
		await journal.flush();
		await journal.snapshot(name);
		await journal.load(name);
		append(journal, name, updates[1]!);
		await journal.flush();
		expect(await journal.atHead(name)).toBeUndefined();
		journal.rest(name);
		await journal.close();
		expect((await start().atHead(name))?.epoch).toBe(1);
	});

	test('[JR6] erasing leaves only the given bytes, and an old epoch writes nothing more', async () => {
		const journal = start();
		const { name, updates } = await makeDocument('candid ', 'words');
		for (const update of updates) append(journal, name, update);
		await journal.flush();
		const left = new Y.Doc();
		left.getText('t').insert(0, 'withdrawn');
		expect(await journal.erase(name, Y.encodeStateAsUpdate(left))).toBe(2);
		expect(await journal.rowsAfter(name, 2)).toEqual([]);
		expect(await textOf(journal, name)).toBe('withdrawn');
		append(journal, name, updates[0]!);
		await expect(journal.whenDurable(`${name}@1`)).rejects.toThrow(CommitFailure);
		expect(await textOf(journal, name)).toBe('withdrawn');
		append(journal, name, updates[0]!, 'usr_a', 2);
		await journal.whenDurable(`${name}@2`);
		expect((await journal.find(name))?.head).toBe(3);
		await journal.close();
	});

	test('[JR7] a client id belongs to the first user who brought it; another’s rows are not written', async () => {
		const journal = start();
		const { name, updates } = await makeDocument('a', 'b');
		const address = `${name}@1`;
		journal.claim({ address, document: name, clientId: 9, userId: 'usr_a' });
		append(journal, name, updates[0]!);
		await journal.flush();
		expect(await journal.owners(name)).toEqual(new Map([[9, 'usr_a']]));
		const settled: unknown[] = [];
		journal.onSettled((which, _generation, outcome) =>
			settled.push([which, outcome instanceof CommitFailure ? outcome.reason : outcome]),
		);
		journal.claim({ address, document: name, clientId: 9, userId: 'usr_b' });
		append(journal, name, updates[1]!, 'usr_b');
		await expect(journal.whenDurable(address)).rejects.toThrow('foreign-client');
		expect(settled).toEqual([[address, 'foreign-client']]);
		expect(await journal.owners(name)).toEqual(new Map([[9, 'usr_a']]));
		expect((await journal.find(name))?.head).toBe(1);
		await journal.close();
	});

	test('[JR8] a raised schema version never falls', async () => {
		const journal = start();
		const { name } = await makeDocument();
		await journal.raiseSchema(name, 4);
		await journal.raiseSchema(name, 2);
		expect((await journal.find(name))?.schemaVersion).toBe(4);
		expect(await journal.raiseEpoch(name)).toBe(2);
		await journal.close();
	});
});
