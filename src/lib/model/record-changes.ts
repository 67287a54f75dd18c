/** What a transaction did to the records of a collection: for whoever tells, in words, what was done. */
import * as Y from 'yjs';
import type { Collection, Fields } from './record.ts';

export type RecordChange =
	| { readonly is: 'added' }
	| { readonly is: 'removed' }
	/** `fields`: the names of what changed; of a set, its prefix. */
	| { readonly is: 'changed'; readonly fields: ReadonlySet<string> };

/** A shared type, whatever its events. */
type Type = Parameters<Y.Transaction['changedParentTypes']['get']>[0];

/**
 * The records that a transaction added, removed or changed, by their ids. A record that it put in the place of another
 * of that id is `added`. Ask while the transaction is being told of (`afterTransaction`): later Yjs no longer knows.
 */
export function recordChanges<Id extends string, F extends Fields>(
	{ name }: Collection<Id, F>,
	transaction: Y.Transaction,
): ReadonlyMap<Id, RecordChange> {
	const found = new Map<Id, RecordChange>();
	const root = transaction.doc.getMap(name) as unknown as Type;
	const changed = new Map<Id, Set<string>>();
	for (const event of transaction.changedParentTypes.get(root) ?? []) {
		if (event.target === root) {
			for (const [id, { action }] of event.changes.keys)
				found.set(id as Id, { is: action === 'delete' ? 'removed' : 'added' });
			continue;
		}
		const place = placeOf(event.target, root);
		if (!place) continue;
		const fields = changed.get(place.id as Id) ?? new Set<string>();
		changed.set(place.id as Id, fields);
		if (place.field !== undefined) fields.add(place.field);
		else for (const key of event.changes.keys.keys()) fields.add(prefixOf(key));
	}
	for (const [id, fields] of changed) if (!found.has(id)) found.set(id, { is: 'changed', fields });
	return found;
}

/** Of which record a type is, and of which of its fields when it lies deeper. Undefined when its record is gone. */
function placeOf(
	type: Type,
	root: Type,
): { readonly id: string; readonly field: string | undefined } | undefined {
	const keys: (string | null)[] = [];
	for (let at = type; at !== root;) {
		const item = at._item;
		if (!item || item.deleted || !(item.parent instanceof Y.AbstractType)) return undefined;
		keys.push(item.parentSub);
		at = item.parent;
	}
	const id = keys.at(-1);
	return id ? { id, field: keys.at(-2) ?? undefined } : undefined;
}

const prefixOf = (key: string): string => key.split('/', 1)[0] ?? key;
