/** Where somebody's caret is in a text, as presence tells it: whatever a client wrote there. */
import * as Y from 'yjs';

/** Whether there is a cursor that can be looked up: Yjs throws on half a position, and awareness may hold anything. */
export function hasCursor(state: unknown): state is { readonly cursor: { readonly head: unknown } } {
	if (typeof state !== 'object' || state === null || !('cursor' in state)) return false;
	const { cursor } = state;
	return (
		typeof cursor === 'object' &&
		cursor !== null &&
		'anchor' in cursor &&
		'head' in cursor &&
		isPosition(cursor.anchor) &&
		isPosition(cursor.head)
	);
}

/** The child of the text, by index, in which a person of this presence is; undefined when they are in none. */
export function childAtCaret(fragment: Y.XmlFragment, state: unknown): number | undefined {
	const { doc } = fragment;
	if (!doc || !hasCursor(state)) return undefined;
	const position = Y.createRelativePositionFromJSON(state.cursor.head);
	const at = Y.createAbsolutePositionFromRelativePosition(position, doc, false);
	if (!at) return undefined;
	if (at.type === fragment) return Math.min(at.index, fragment.length - 1);
	let child: unknown = at.type;
	while (child instanceof Y.AbstractType && child.parent !== fragment) child = child.parent;
	const index = fragment.toArray().findIndex((one) => one === child);
	return index < 0 ? undefined : index;
}

function isPosition(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const { item, type, tname } = value as Record<string, unknown>;
	const isId = (id: unknown): boolean =>
		typeof id === 'object' &&
		id !== null &&
		Number.isSafeInteger((id as Record<string, unknown>)['client']) &&
		Number.isSafeInteger((id as Record<string, unknown>)['clock']);
	return isId(item) || isId(type) || (typeof tname === 'string' && tname.length < 100);
}
