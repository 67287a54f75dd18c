import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, type EventId, type PersonId } from '#lib/model/ids.ts';
import type { Origin } from '#lib/model/origin.ts';
import { exactly } from '#lib/model/time.ts';
import {
	addEvent,
	eventKinds,
	events,
	moveEvent,
	patchEvent,
	readTimeline,
	removeEvent,
	retimeEvent,
	undoTimeline,
} from '#lib/model/timeline.ts';

const people: readonly PersonId[] = [newId('person'), newId('person'), newId('person')];

type Op = { readonly who: number; readonly does: string; readonly n: number; readonly m: number };
const op = fc.record({
	who: fc.nat(2),
	does: fc.constantFrom(
		'add',
		'move',
		'retime',
		'edit',
		'kind',
		'type',
		'delete',
		'undo',
		'redo',
		'sync',
		'cut',
	),
	n: fc.nat(30),
	m: fc.nat(30),
});

class Replica {
	readonly doc = new Y.Doc();
	readonly origin: Origin;
	readonly undo;
	constructor(who: number) {
		this.doc.clientID = who + 1;
		this.origin = { source: 'local', userId: `usr_${who}000` };
		this.undo = undoTimeline(this.doc, this.origin);
	}
}

function exchange(a: Y.Doc, b: Y.Doc): void {
	Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), { source: 'connection' });
	Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), { source: 'connection' });
}

/** What others wrote last, as it stands: every living key and character that is not of this client. */
function ofOthers(doc: Y.Doc, client: number): string[] {
	const found: string[] = [];
	const walk = (type: Y.AbstractType<unknown>, path: string): void => {
		for (const [key, item] of type._map) {
			if (item.deleted) continue;
			if (item.content instanceof Y.ContentType)
				walk(item.content.type as Y.AbstractType<unknown>, `${path}/${key}`);
			else if (item.id.client !== client)
				found.push(`${path}/${key}=${JSON.stringify(item.content.getContent())}`);
		}
		for (let item = type._start; item; item = item.right)
			if (!item.deleted && item.id.client !== client)
				found.push(`${path}:${item.content.getContent().join('')}`);
	};
	walk(doc.getMap('events') as never, '');
	return found.toSorted();
}

function run(replica: Replica, others: readonly Replica[], { does, n, m }: Op): void {
	const { doc, origin, undo } = replica;
	const ids = readTimeline(doc).events.map(({ id }) => id);
	const id: EventId | undefined = ids[n % Math.max(1, ids.length)];
	if (does === 'add') {
		const person = people[m % 3] as PersonId;
		addEvent(doc, { when: exactly(n), kind: 'action', title: `t${m}`, people: new Set([person]) }, origin);
	} else if (does === 'sync') exchange(doc, (others[m % others.length] as Replica).doc);
	else if (does === 'cut') undo.cut();
	else if (does === 'undo' || does === 'redo') {
		const before = ofOthers(doc, doc.clientID);
		undo[does]();
		// A key of mine that replaced theirs gives way again: theirs may come back, but never goes.
		const after = ofOthers(doc, doc.clientID);
		expect(before.filter((fact) => !after.includes(fact))).toEqual([]);
	} else if (id === undefined) return;
	else if (does === 'move') moveEvent(doc, id, { by: m, from: people[0], to: people[m % 3] }, origin);
	else if (does === 'retime') retimeEvent(doc, id, exactly(m), origin);
	else if (does === 'edit') patchEvent(doc, id, { title: `t${m}` }, origin);
	else if (does === 'kind') patchEvent(doc, id, { kind: eventKinds[m % 8] ?? 'action' }, origin);
	else if (does === 'delete') removeEvent(doc, id, origin);
	else if (does === 'type') {
		const text = events.prose(doc, id, 'descriptionProse');
		doc.transact(() => text?.insert(Math.min(m, text.length), `w${n}`), origin);
	}
}

test('[TL12] three replicas in any order of adding, moving, editing, deleting and undoing show the same timeline; undo takes nothing of another’s', () => {
	fc.assert(
		fc.property(fc.array(op, { minLength: 5, maxLength: 60 }), (ops) => {
			const replicas = [new Replica(0), new Replica(1), new Replica(2)];
			for (const each of ops) {
				const replica = replicas[each.who] as Replica;
				run(
					replica,
					replicas.filter((other) => other !== replica),
					each,
				);
			}
			const [a, b, c] = replicas as [Replica, Replica, Replica];
			for (const [x, y] of [
				[a, b],
				[b, c],
				[a, c],
				[a, b],
			] as const)
				exchange(x.doc, y.doc);
			const seen = readTimeline(a.doc);
			expect(readTimeline(b.doc)).toEqual(seen);
			expect(readTimeline(c.doc)).toEqual(seen);
			expect(seen.skipped).toBe(0);
			for (const { undo, doc } of replicas) {
				undo.destroy();
				doc.destroy();
			}
		}),
		{ numRuns: 150 },
	);
});
