/** How deep an update nests: recursive readers of a document overflow their stack some thousands deep. */
import * as Y from 'yjs';

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];
type Store = Y.Doc['store'];

/** The depth of the deepest shared type the update adds: 1 inside a root. 0 when it adds none. */
export function nestingOf(structs: readonly Struct[], store: Store): number {
	const added = structs.filter(
		(struct): struct is Y.Item => struct instanceof Y.Item && struct.content instanceof Y.ContentType,
	);
	if (added.length === 0) return 0;
	const items = structs.filter((struct): struct is Y.Item => struct instanceof Y.Item);
	const byClient = Map.groupBy(items, ({ id }) => id.client);
	const depths = new Map<Y.Item, number>();
	let deepest = 0;
	for (const item of added) deepest = Math.max(deepest, depthOf(item, byClient, store, depths));
	return deepest;
}

/** Walks to the root without recursion, remembering the depth of every item on the way. */
function depthOf(
	item: Y.Item,
	byClient: ReadonlyMap<number, readonly Y.Item[]>,
	store: Store,
	depths: Map<Y.Item, number>,
): number {
	const path: { item: Y.Item; isChild: boolean }[] = [];
	let current: Y.Item | undefined = item;
	let depth = 0;
	while (current) {
		const remembered = depths.get(current);
		if (remembered !== undefined) {
			depth = remembered;
			break;
		}
		const parent: unknown = current.parent;
		if (parent instanceof Y.AbstractType) {
			// In the document already: its ancestors are linked.
			depth = depthInDocument(current);
			break;
		}
		// Without a parent of its own it lies beside its neighbour.
		const id: Y.ID | null = parent instanceof Y.ID ? parent : (current.origin ?? current.rightOrigin);
		const isChild = parent instanceof Y.ID || typeof parent === 'string';
		path.push({ item: current, isChild });
		current = typeof parent === 'string' || id === null ? undefined : find(id, byClient, store);
	}
	for (const step of path.reverse()) {
		if (step.isChild) depth++;
		depths.set(step.item, Math.max(depth, 1));
	}
	return depths.get(item) ?? 1;
}

function depthInDocument(item: Y.Item): number {
	let depth = 0;
	for (let current: Y.Item | null = item; current; depth++) {
		const parent: unknown = current.parent;
		current = parent instanceof Y.AbstractType ? parent._item : null;
	}
	return depth;
}

function find(id: Y.ID, byClient: ReadonlyMap<number, readonly Y.Item[]>, store: Store): Y.Item | undefined {
	const items = byClient.get(id.client) ?? [];
	let low = 0;
	let high = items.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const item = items[middle]!;
		if (id.clock < item.id.clock) high = middle - 1;
		else if (id.clock >= item.id.clock + item.length) low = middle + 1;
		else return item;
	}
	if (id.clock >= Y.getState(store, id.client)) return undefined;
	const found: unknown = Y.getItem(store, id);
	return found instanceof Y.Item ? found : undefined;
}

/** Whether a JSON-like value nests no deeper than `depth` and carries no prototype or `__proto__` of its own making. */
export function isPlainValue(value: unknown, depth: number): boolean {
	if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true;
	if (depth === 0) return false;
	if (Array.isArray(value)) return value.every((item) => isPlainValue(item, depth - 1));
	if (Object.getPrototypeOf(value) !== Object.prototype || Object.hasOwn(value, '__proto__')) return false;
	return Object.values(value).every((item) => isPlainValue(item, depth - 1));
}
