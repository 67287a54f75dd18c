import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { OpenDocument, Seat } from './open-document.ts';
import { limits } from './ports.ts';
import { Refused } from './refused.ts';
import { inspect, screen, type ScreenPorts } from './screen.ts';

let open: OpenDocument;
let ports: ScreenPorts;
let claimed: [number, string][];
beforeEach(() => {
	claimed = [];
	open = { document: new Y.Doc(), owners: new Map(), gaps: new Map() } as unknown as OpenDocument;
	ports = {
		catchUp: async () => false,
		claim: (document, clientId, userId) => {
			document.owners.set(clientId, userId);
			claimed.push([clientId, userId]);
		},
	};
});

const seatOf = (userId: string): Seat =>
	({ identity: { userId }, newClients: 0, clientId: 0, presenceId: undefined }) as unknown as Seat;
const reasonOf = async (work: Promise<void>): Promise<string> =>
	work.then(
		() => 'taken',
		(error: unknown) => (error instanceof Refused ? error.reason : `bug: ${String(error)}`),
	);
/** Updates of somebody typing words one after the other. */
const typing = (words: readonly string[], doc = new Y.Doc()): Uint8Array[] => {
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => updates.push(update));
	for (const word of words) doc.getText('t').insert(doc.getText('t').length, word);
	return updates;
};

test('[SC1] the first to write under a client id owns it, for this document', async () => {
	const doc = new Y.Doc();
	const [first, second] = typing(['a', 'b'], doc);
	expect(await reasonOf(screen(first!, seatOf('ada'), open, ports))).toBe('taken');
	expect(claimed).toEqual([[doc.clientID, 'ada']]);
	Y.applyUpdate(open.document, first!);
	expect(await reasonOf(screen(second!, seatOf('bo'), open, ports))).toBe('foreign-client');
	expect(await reasonOf(screen(second!, seatOf('ada'), open, ports))).toBe('taken');
	expect(claimed).toHaveLength(1);
});

test('[SC2] what is known already may come from anybody: a reconnecting tab sends what it has of others', async () => {
	const ada = new Y.Doc();
	const [first] = typing(['hers'], ada);
	await screen(first!, seatOf('ada'), open, ports);
	Y.applyUpdate(open.document, first!);
	const bo = new Y.Doc();
	Y.applyUpdate(bo, first!);
	bo.getText('t').insert(0, 'his ');
	expect(await reasonOf(screen(Y.encodeStateAsUpdate(bo), seatOf('bo'), open, ports))).toBe('taken');
	expect(open.owners.get(bo.clientID)).toBe('bo');
});

test('[SC3] before a foreign id is refused, the journal is asked what this node may have missed', async () => {
	const ada = new Y.Doc();
	const [first] = typing(['written on another node'], ada);
	open.owners.set(ada.clientID, 'ada');
	const catching: ScreenPorts = {
		...ports,
		catchUp: async ({ document }) => {
			Y.applyUpdate(document, first!);
			return true;
		},
	};
	expect(await reasonOf(screen(first!, seatOf('bo'), open, ports))).toBe('foreign-client');
	expect(await reasonOf(screen(first!, seatOf('bo'), open, catching))).toBe('taken');
});

test('[SC4] a gap is told from what fits, for text, nesting and deletions', () => {
	const updates = typing(['a', 'b', 'c']);
	expect(inspect(updates[0]!, open.document)).toMatchObject({ hasGap: false, isEmpty: false });
	expect(inspect(updates[1]!, open.document)).toMatchObject({ hasGap: true });
	const doc = new Y.Doc();
	doc.getMap('m').set('a', new Y.Map());
	const other = new Y.Doc();
	Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
	const before = Y.encodeStateVector(other);
	(other.getMap('m').get('a') as Y.Map<unknown>).set('b', 1);
	expect(inspect(Y.encodeStateAsUpdate(other, before), open.document)).toMatchObject({ hasGap: true });
	doc.getMap('m').delete('a');
	expect(inspect(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)), open.document)).toEqual({
		writers: [],
		hasGap: true,
		isEmpty: false,
	});
	expect(inspect(Y.encodeStateAsUpdate(new Y.Doc()), open.document)).toEqual({
		writers: [],
		hasGap: false,
		isEmpty: true,
	});
});

test('[SC5] pending gaps are bounded per person, in number and bytes, and forgotten once they fit', async () => {
	const updates = typing(Array.from({ length: limits.pendingGapUpdates + 3 }, () => 'x'));
	const seat = seatOf('bo');
	for (const update of updates.slice(2, 2 + limits.pendingGapUpdates)) {
		expect(await reasonOf(screen(update, seat, open, ports))).toBe('taken');
		Y.applyUpdate(open.document, update);
	}
	expect(await reasonOf(screen(updates.at(-1)!, seat, open, ports))).toBe('gap');
	const large = typing(['a', 'x'.repeat(limits.pendingGap)]);
	expect(await reasonOf(screen(large[1]!, seatOf('cy'), open, ports))).toBe('gap');
	Y.applyUpdate(open.document, updates[0]!);
	Y.applyUpdate(open.document, updates[1]!);
	const later = typing(['p', 'q']);
	expect(await reasonOf(screen(later[1]!, seat, open, ports))).toBe('taken');
	expect(open.gaps.get('bo')).toEqual({ bytes: later[1]!.byteLength, updates: 1 });
});

test('[SC6] one connection brings only so many client ids', async () => {
	const seat = seatOf('bo');
	for (let i = 0; i < limits.clientsPerConnection; i++)
		expect(await reasonOf(screen(typing(['x'])[0]!, seat, open, ports))).toBe('taken');
	expect(await reasonOf(screen(typing(['x'])[0]!, seat, open, ports))).toBe('rate');
});

test('[SC7] whatever bytes come, the answer is a refusal or a finding, and the document is untouched', () => {
	const before = Y.encodeStateAsUpdate(open.document);
	const valid = typing(['some ', 'words'])[0]!;
	const broken = fc
		.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(valid.length))
		.map(([at, byte, length]) => {
			const bytes = Uint8Array.from(valid.subarray(0, length));
			if (at < bytes.length) bytes[at] = byte;
			return bytes;
		});
	fc.assert(
		fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), broken), (bytes) => {
			try {
				inspect(bytes, open.document);
			} catch (error) {
				expect(error).toBeInstanceOf(Refused);
			}
		}),
		{ numRuns: 500 },
	);
	expect(Y.encodeStateAsUpdate(open.document)).toEqual(before);
});

test('[SC8] honest editing is never refused, whatever its kind', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(
				fc.tuple(fc.constantFrom('insert', 'delete', 'map', 'nest', 'format'), fc.nat(40), fc.string()),
				{ maxLength: 40 },
			),
			async (steps) => {
				const document = new Y.Doc();
				const state = { ...open, document, owners: new Map(), gaps: new Map() } as OpenDocument;
				const seat = seatOf('ada');
				const doc = new Y.Doc();
				const updates: Uint8Array[] = [];
				doc.on('update', (update: Uint8Array) => updates.push(update));
				const text = doc.getText('t');
				for (const [step, at, word] of steps) {
					const index = Math.min(at, text.length);
					if (step === 'insert') text.insert(index, word);
					else if (step === 'delete') text.delete(index, Math.min(3, text.length - index));
					else if (step === 'format') text.format(index, Math.min(3, text.length - index), { bold: true });
					else if (step === 'map') doc.getMap('m').set(`k${at}`, { word, list: [at] });
					else doc.getMap('m').set(`n${at}`, new Y.Map([['proseText', new Y.Text(word)]]));
				}
				for (const update of updates) {
					expect(await reasonOf(screen(update, seat, state, ports))).toBe('taken');
					Y.applyUpdate(document, update);
				}
				expect(document.getText('t').toString()).toBe(text.toString());
			},
		),
		{ numRuns: 60 },
	);
});
