/**
 * Undo that reverts one's own changes and never someone else's. Two things that Yjs' own undo does are held back:
 * taking back the adding of a record would delete all of it, what others wrote into it included, so such a record
 * stays; and where another wrote the same field at the same moment, Yjs deletes one's value without bringing back
 * an older one, which would leave a record that nobody can read, so the value stays.
 */
import * as Y from 'yjs';
import type { Origin } from './origin.ts';

/** What became of an undo or redo. `kept`: something was left alone, because another has changed it since. */
export type Undone = 'nothing' | 'done' | 'kept';

type Insertions = Parameters<typeof Y.isDeleted>[0];
type Nested = Pick<Y.AbstractType<unknown>, '_map' | '_start'>;

export class OwnUndo {
	readonly #manager: Y.UndoManager;
	readonly #roots: ReadonlySet<unknown>;
	/** The step under way: the stack it is taken from, and that stack as it was. */
	#under: { readonly stack: readonly unknown[]; readonly steps: readonly Insertions[] } | undefined;
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

	#step(stack: readonly { readonly insertions: unknown }[], act: () => unknown): Undone {
		// Kept from here: Yjs goes on to older steps by itself where a step changes nothing.
		this.#under = { stack, steps: stack.map(({ insertions }) => insertions as Insertions) };
		this.#kept = false;
		const done = act() !== null;
		this.#under = undefined;
		return this.#kept ? 'kept' : done ? 'done' : 'nothing';
	}

	/** Whether the item belongs to a record that this very step added and another has written into. */
	#isOthers(item: Y.Item): boolean {
		const insertions = this.#under?.steps[this.#under.stack.length];
		if (!insertions) return false;
		let at: Y.Item | null = item;
		while (at && !this.#roots.has(at.parent)) at = (at.parent as Y.AbstractType<unknown>)._item;
		if (!at || !(at.content instanceof Y.ContentType) || !Y.isDeleted(insertions, at.id)) return false;
		return hasForeign(at.content.type as unknown as Nested, at.id.client);
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
