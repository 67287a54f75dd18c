/** Which sections of co-written prose a transaction touched: for whoever tells where somebody wrote. */
import * as Y from 'yjs';
import { passageIdOf, type PassageId } from './prose.ts';

/** A place in prose that somebody touched; stays good while its document lives, whatever is deleted. */
export interface TouchedPlace {
	readonly item: Y.Item;
}

/**
 * The top-level blocks of a fragment that a transaction touched, at most so many; undefined when it were more. Ask
 * while the transaction is being told of. Costs what was touched, not what the text is long.
 */
export function touchedPlaces(
	fragment: Y.XmlFragment,
	transaction: Y.Transaction,
	most: number,
): readonly TouchedPlace[] | undefined {
	const items = new Set<Y.Item>();
	for (const event of transaction.changedParentTypes.get(fragment as never) ?? []) {
		if (event.target === (fragment as unknown)) {
			const { added, deleted } = event.changes;
			for (const item of [...added, ...deleted]) items.add(item);
		} else {
			const item = blockOf(event.target, fragment);
			if (item) items.add(item);
		}
		if (items.size > most) return undefined;
	}
	return [...items].map((item) => ({ item }));
}

/** The section a place is in: the id of its heading. Undefined before the first heading. */
export function sectionAt({ item }: TouchedPlace): PassageId | undefined {
	for (let at: Y.Item | null = item; at; at = at.left) {
		if (at.deleted || !(at.content instanceof Y.ContentType)) continue;
		const { type } = at.content;
		if (type instanceof Y.XmlElement && type.nodeName === 'heading') return passageIdOf(type);
	}
	return undefined;
}

function blockOf(type: Y.AbstractType<unknown>, fragment: Y.XmlFragment): Y.Item | undefined {
	for (let at: Y.AbstractType<unknown> = type; ;) {
		const item: Y.Item | null = at._item;
		if (!item || !(item.parent instanceof Y.AbstractType)) return undefined;
		if (item.parent === (fragment as unknown)) return item;
		at = item.parent;
	}
}
