/**
 * Undo that reverts one's own changes and never someone else's. Three things that Yjs' own undo does are held back:
 * taking back the adding of a record would delete all of it, what others wrote into it included, so such a record
 * stays; where another wrote the same field at the same moment, Yjs deletes one's value without bringing back
 * an older one, which would leave a record that nobody can read, so the value stays; and where another wrote into a
 * record at the moment of its removal, Yjs brings the record back without that field, so the field comes back too.
 */
import * as Y from 'yjs';
import type { Origin } from './origin.ts';

/** What became of an undo or redo. `kept`: something was left alone, because another has changed it since. */
export type Undone = 'nothing' | 'done' | 'kept';

type Insertions = Parameters<typeof Y.isDeleted>[0];
type Step = Y.UndoManager['undoStack'][number];
type Nested = Pick<Y.AbstractType<unknown>, '_map' | '_start'>;

export class OwnUndo {
	readonly #manager: Y.UndoManager;
	readonly #roots: ReadonlySet<unknown>;
	/** The step under way: the stack it is taken from, and that stack as it was. */
	#under: { readonly stack: readonly unknown[]; readonly steps: readonly Insertions[] } | undefined;
	#records: { readonly of: Insertions; readonly items: ReadonlySet<Y.Item> } | undefined;
	#kept = false;

	/** Knows the changes made under `origin` (by identity) from now on; changes within `captureMs` are one step. */
	constructor(roots: readonly Y.Map<unknown>[], origin: Origin, captureMs = 500) {
		this.#roots = new Set(roots);
		this.#manager = new Y.UndoManager([...roots] as never, {
			trackedOrigins: new Set([origin]),
			captureTimeout: captureMs,
			deleteFilter: (item) => {
				const keep = this.#isOthers(item) || wouldLeaveNothing(item);
				if (keep) this.#kept = true;
				return !keep;
			},
		});
	}

	get canUndo(): boolean {
		return this.#manager.undoStack.length > 0;
	}
	get canRedo(): boolean {
		return this.#manager.redoStack.length > 0;
	}

	/** What follows is a step of its own. */
	cut(): void {
		this.#manager.stopCapturing();
	}

	/** What follows is one step, however long it takes, until the returned function is called. */
	together(): () => void {
		const usual = this.#manager.captureTimeout;
		this.cut();
		this.#manager.captureTimeout = Infinity;
		return () => {
			this.#manager.captureTimeout = usual;
			this.cut();
		};
	}

	undo(): Undone {
		return this.#step(this.#manager.undoStack, () => this.#manager.undo());
	}
	redo(): Undone {
		return this.#step(this.#manager.redoStack, () => this.#manager.redo());
	}

	/** Calls back when there is something else to undo or redo; returns how to stop. */
	observe(changed: () => void): () => void {
		const names = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const;
		for (const name of names) this.#manager.on(name, changed);
		return () => {
			for (const name of names) this.#manager.off(name, changed);
		};
	}

	destroy(): void {
		this.#manager.destroy();
	}

	#step(stack: readonly Step[], act: () => unknown): Undone {
		this.#clearTheWay(stack);
		// Kept from here: Yjs goes on to older steps by itself where a step changes nothing.
		this.#under = { stack, steps: stack.map(({ insertions }) => insertions as Insertions) };
		this.#kept = false;
		const done = act() !== null;
		this.#under = undefined;
		this.#records = undefined;
		return this.#kept ? 'kept' : done ? 'done' : 'nothing';
	}

	/**
	 * Yjs brings no field back over one that another wrote behind it. In a record that is gone theirs went with it,
	 * unread by anybody; counted among one's own it no longer stands in the way of what the record had.
	 */
	#clearTheWay(stack: readonly Step[]): void {
		this.#manager.doc.transact((transaction) => {
			for (const step of stack) {
				const late = Y.createDeleteSet();
				Y.iterateDeletedStructs(transaction, step.deletions, (item) => {
					if (!(item instanceof Y.Item) || item.parentSub === null) return;
					if ((item.parent as Y.AbstractType<unknown>)._item?.deleted !== true) return;
					for (let { right } = item; right; right = right.right)
						if (right.deleted && right.redone === null && !Y.isDeleted(step.deletions, right.id)) {
							const { client, clock } = right.id;
							const known = late.clients.get(client) ?? [];
							late.clients.set(client, [...known, { clock, len: right.length }]);
						}
				});
				if (late.clients.size > 0) step.insertions = Y.mergeDeleteSets([step.insertions, late]);
			}
		});
	}

	/** Whether the item belongs to a record that this very step added and another has written into. */
	#isOthers(item: Y.Item): boolean {
		const insertions = this.#under?.steps[this.#under.stack.length];
		if (!insertions) return false;
		let at: Y.Item | null = item;
		while (at && !this.#roots.has(at.parent)) at = (at.parent as Y.AbstractType<unknown>)._item;
		if (!at || !(at.content instanceof Y.ContentType) || !this.#added(insertions).has(at)) return false;
		return hasForeign(at.content.type as unknown as Nested, at.id.client);
	}

	/** The records a step added, as they are now: one that was removed and brought back since is another item. */
	#added(insertions: Insertions): ReadonlySet<Y.Item> {
		if (this.#records?.of === insertions) return this.#records.items;
		const items = new Set<Y.Item>();
		const { doc } = this.#manager;
		doc.transact((transaction) =>
			Y.iterateDeletedStructs(transaction, insertions, (struct) => {
				if (!(struct instanceof Y.Item) || !this.#roots.has(struct.parent)) return;
				let item: Y.Item = struct;
				while (item.redone !== null) item = Y.getItem(doc.store, item.redone) as Y.Item;
				items.add(item);
			}),
		);
		this.#records = { of: insertions, items };
		return items;
	}
}

/** A field that had a value before and would have none: what it had was written over by another meanwhile. */
function wouldLeaveNothing(item: Y.Item): boolean {
	const { parentSub, left } = item;
	// Members of sets are keys with a slash: taking one out leaves nothing on purpose.
	if (parentSub === null || left === null || parentSub.includes('/')) return false;
	const parent = item.parent as Y.AbstractType<unknown>;
	return parent._item !== null && parent._map.get(parentSub) === item;
}

function hasForeign(type: Nested, client: number): boolean {
	const theirs = (item: Y.Item): boolean =>
		!item.deleted &&
		(item.id.client !== client ||
			(item.content instanceof Y.ContentType && hasForeign(item.content.type as unknown as Nested, client)));
	for (const item of type._map.values()) if (theirs(item)) return true;
	for (let item = type._start; item; item = item.right) if (theirs(item)) return true;
	return false;
}
