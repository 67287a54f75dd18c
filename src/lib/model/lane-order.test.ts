import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, type PersonId, type SystemId } from './ids.ts';
import { moveLane } from './lane-order.ts';
import type { Origin } from './origin.ts';
import { lanes, placeLane, readTimeline, undoTimeline } from './timeline.ts';

const me: Origin = { source: 'local', userId: 'usr_me00' };
const them: Origin = { source: 'local', userId: 'usr_them' };
type LaneId = PersonId | SystemId;
const [ana, ben, cai, dev] = [1, 2, 3, 4].map(() => newId('person')) as [
	PersonId,
	PersonId,
	PersonId,
	PersonId,
];
const [kafka, gateway] = [newId('system'), newId('system')];
const names = new Map<LaneId, string>([
	[ana, 'Ana'],
	[ben, 'Ben'],
	[cai, 'Cai'],
	[dev, 'Dev'],
	[kafka, 'kafka'],
	[gateway, 'gateway'],
]);
const order = (doc: Y.Doc) => readTimeline(doc).lanes.map(({ id }) => names.get(id));
/** How many records one transaction touched. */
function touched(doc: Y.Doc, act: () => void): number[] {
	const sizes: number[] = [];
	const stop = lanes.observe(doc, (ids) => sizes.push(ids.size));
	act();
	stop();
	return sizes;
}
function exchange(a: Y.Doc, b: Y.Doc): void {
	Y.applyUpdate(a, Y.encodeStateAsUpdate(b), { source: 'connection' });
	Y.applyUpdate(b, Y.encodeStateAsUpdate(a), { source: 'connection' });
}

test('[TL30] the first move gives every lane its place in one transaction, later ones write the moved lane alone', () => {
	const doc = new Y.Doc();
	const first = touched(doc, () => expect(moveLane(doc, cai, [ana, cai, ben], me)).toBe(true));
	expect([first, order(doc)]).toEqual([[3], ['Ana', 'Cai', 'Ben']]);
	const second = touched(doc, () => expect(moveLane(doc, ana, [cai, ben, ana], me)).toBe(true));
	expect([second, order(doc)]).toEqual([[1], ['Cai', 'Ben', 'Ana']]);
	// Where it stands already nothing is written, nor for a lane that is not among them.
	expect([
		touched(doc, () => void moveLane(doc, ana, [cai, ben, ana], me)),
		moveLane(doc, dev, [cai, ben], me),
	]).toEqual([[], false]);
});

test('[TL30] lanes of systems and of people have orders of their own, and a chosen group stays', () => {
	const doc = new Y.Doc();
	placeLane(doc, ana, { group: 'Ops', rank: 'a' }, me);
	placeLane(doc, ben, { group: 'Ops', rank: 'b' }, me);
	moveLane(doc, gateway, [gateway, kafka], me);
	expect(touched(doc, () => void moveLane(doc, ben, [ben, ana], me))).toEqual([1]);
	const read = readTimeline(doc).lanes.map(({ id, group }) => [names.get(id), group]);
	expect(read.filter(([, group]) => group !== '')).toEqual([
		['Ben', 'Ops'],
		['Ana', 'Ops'],
	]);
	expect(read.filter(([, group]) => group === '')).toEqual([
		['gateway', ''],
		['kafka', ''],
	]);
});

test('[TL30] lanes that are not in view keep their neighbours', () => {
	const doc = new Y.Doc();
	moveLane(doc, ana, [ana, ben, cai, dev], me);
	// Ben and Dev are not seen now: Cai goes above Ana, then below her again, right behind.
	moveLane(doc, cai, [cai, ana], me);
	expect(order(doc)).toEqual(['Cai', 'Ana', 'Ben', 'Dev']);
	moveLane(doc, cai, [ana, cai], me);
	expect(order(doc)).toEqual(['Ana', 'Cai', 'Ben', 'Dev']);
	// Two alike, as two people at once can make them: all get a place, the unseen one behind the same as before.
	for (const id of [ana, cai]) placeLane(doc, id, { group: '', rank: 'k' }, me);
	const [one, other] = ana < cai ? [ana, cai] : [cai, ana];
	placeLane(doc, ben, { group: '', rank: 'm' }, me);
	placeLane(doc, dev, { group: '', rank: 'p' }, me);
	moveLane(doc, dev, [dev, one, other], me);
	expect(order(doc)).toEqual([dev, one, other, ben].map((id) => names.get(id)));
});

test('[TL31] two people who move different lanes at once read the same order, with both moves in it', () => {
	const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
	moveLane(mine, ana, [ana, ben, cai, dev], me);
	exchange(mine, theirs);
	moveLane(mine, dev, [dev, ana, ben, cai], me);
	moveLane(theirs, ana, [ben, cai, ana, dev], them);
	exchange(mine, theirs);
	expect([order(mine), order(theirs)]).toEqual([
		['Dev', 'Ben', 'Cai', 'Ana'],
		['Dev', 'Ben', 'Cai', 'Ana'],
	]);
});

test('[TL31] two first moves at once end as one of them, whole', () => {
	const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
	moveLane(mine, ana, [cai, ben, ana], me);
	moveLane(theirs, ana, [ben, ana, cai], them);
	exchange(mine, theirs);
	expect(order(mine)).toEqual(order(theirs));
	expect([
		['Cai', 'Ben', 'Ana'],
		['Ben', 'Ana', 'Cai'],
	]).toContainEqual(order(mine));
});

test('[TL32] undo takes a move back as one step, and leaves the moves of others', () => {
	const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
	const undo = undoTimeline(mine, me);
	moveLane(mine, cai, [cai, ana, ben], me);
	undo.cut();
	exchange(mine, theirs);
	moveLane(mine, cai, [ana, cai, ben], me);
	moveLane(theirs, ben, [ben, cai, ana], them);
	exchange(mine, theirs);
	expect(order(mine)).toEqual(['Ben', 'Ana', 'Cai']);
	expect(undo.undo()).toBe('done');
	expect(order(mine)).toEqual(['Ben', 'Cai', 'Ana']);
	// The first move gave all of them a place, and another has moved one since: they stay.
	expect([undo.undo(), order(mine)]).toEqual(['kept', ['Ben']]);
	undo.destroy();
});

test('[TL30] whatever is moved where, however often, the lanes stand as they were asked to', () => {
	const all: readonly LaneId[] = [ana, ben, cai, dev];
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 400 }), (moves) => {
			const doc = new Y.Doc();
			let wanted = all;
			for (const [from, to] of moves) {
				const id = wanted[from] as LaneId;
				const next = wanted.filter((one) => one !== id).toSpliced(to, 0, id);
				moveLane(doc, id, next, me);
				wanted = next;
			}
			const read = readTimeline(doc);
			expect(read.skipped).toBe(0);
			if (read.lanes.length > 0) expect(read.lanes.map(({ id }) => id)).toEqual(wanted);
		}),
		{ seed: 11, numRuns: 40 },
	);
});
