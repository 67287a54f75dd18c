import { beforeEach, expect, test } from 'vitest';
import type { Batch, Committed, JournalStore } from '../journal/store.ts';
import { Journal } from '../journal/journal.ts';
import { authFrame } from './frames.ts';
import { Hold } from './hold.ts';
import type { Socket } from './socket.ts';

/** A store whose commits end when the test says so. */
class SlowStore {
	readonly commits: { batch: Batch; end: PromiseWithResolvers<Committed> }[] = [];
	commit(batch: Batch): Promise<Committed> {
		const end = Promise.withResolvers<Committed>();
		this.commits.push({ batch, end });
		return end.promise;
	}
	/** Ends the nth commit well. */
	async succeed(index: number): Promise<void> {
		const { batch, end } = this.commits[index]!;
		const addresses = new Set(batch.entries.map(({ address }) => address));
		end.resolve({
			seqs: new Map([...addresses].map((address) => [address, { first: 1, last: 1 }])),
			refused: new Map(),
		});
		await turn();
	}
	async fail(index: number): Promise<void> {
		this.commits[index]?.end.reject(new Error('disk full'));
		await turn();
	}
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const log = { info() {}, warn() {}, error() {} };

let store: SlowStore;
let journal: Journal;
let hold: Hold;
let sent: string[];
let socket: Socket;
beforeEach(() => {
	store = new SlowStore();
	journal = new Journal(store as unknown as JournalStore, { log });
	hold = new Hold(journal);
	sent = [];
	socket = {
		heldBytes: 0,
		sendNow: (frame: Uint8Array) => sent.push(new TextDecoder().decode(frame.subarray(-2))),
	} as unknown as Socket;
});

const append = (address: string): void =>
	journal.append({
		address,
		document: address.slice(0, -2),
		epoch: 1,
		userId: 'usr_a',
		clientId: 1,
		bytes: new Uint8Array(),
	});
/** A frame for an address, known by two letters at its end. */
const send = (address: string, letters: string): void => hold.send(socket, authFrame(address, letters));

test('[HD1] frames of a document wait for its commit, in order; those of others go at once', async () => {
	append('one@1');
	send('one@1', 'a1');
	send('two@1', 'b1');
	send('one@1', 'a2');
	expect(sent).toEqual(['b1']);
	expect(hold.waiting).toBe(2);
	await turn();
	expect(sent).toEqual(['b1']);
	await store.succeed(0);
	expect(sent).toEqual(['b1', 'a1', 'a2']);
	expect(socket.heldBytes).toBe(0);
	send('one@1', 'a3');
	expect(sent.at(-1)).toBe('a3');
});

test('[HD2] a frame waits for everything it may tell of, not only for the commit under way', async () => {
	append('one@1');
	send('one@1', 'a1');
	await turn();
	append('one@1');
	send('one@1', 'a2');
	await store.succeed(0);
	expect(sent).toEqual(['a1']);
	await turn();
	await store.succeed(1);
	expect(sent).toEqual(['a1', 'a2']);
});

test('[HD3] a failed commit drops what waited for it, and what waited behind it', async () => {
	append('one@1');
	send('one@1', 'a1');
	await turn();
	append('one@1');
	append('two@1');
	send('one@1', 'a2');
	send('two@1', 'b1');
	const durable = journal.whenDurable('one@1');
	await Promise.all([expect(durable).rejects.toThrow('storage'), store.fail(0)]);
	expect(sent).toEqual([]);
	expect(hold.waiting).toBe(1);
	await turn();
	expect(store.commits[1]?.batch.entries.map(({ address }) => address)).toEqual(['two@1']);
	await store.succeed(1);
	expect(sent).toEqual(['b1']);
	expect(socket.heldBytes).toBe(0);
});
